"""The headings of a notebook: which section a cell belongs to, so that a page can say what to read again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode

FENCE = re.compile(r"^\s*(```|~~~)")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
MARKS = re.compile(r"[`*$]|\[|\]\([^)]*\)")


def cell_id(cell: NotebookNode) -> str:
    """The one id of a cell: nbgrader's where it has one, else the notebook format's ("" when neither).

    >>> cell_id(NotebookNode(id="a1", metadata={"nbgrader": {"grade_id": "flat_index"}}))
    'flat_index'
    """
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") or cell.get("id", "")


def is_written(cell: NotebookNode) -> bool:
    """Whether a person grades this cell: nbgrader's word for an answer that has no check."""
    grade = cell.get("metadata", {}).get("nbgrader", {})
    return bool(grade.get("grade") and grade.get("solution"))


def headings(source: str) -> Iterator[str]:
    """The headings of a markdown cell as plain text; what only looks like one inside a code fence is none.

    >>> list(headings("# The `cache`\\ntext\\n```\\n# a comment\\n```\\n## Its *use* ##"))
    ['The cache', 'Its use']
    """
    fenced = False
    for line in source.splitlines():
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := HEADING.match(line)):
            yield MARKS.sub("", match[2])


def title(notebook: NotebookNode, default: str) -> str:
    """The first heading of the notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for heading in headings(cell.source):
                return heading
    return default


def sections(notebook: NotebookNode) -> dict[str, str]:
    """Cell id -> the heading that a reader sees above the cell, or as its first line."""
    found: dict[str, str] = {}
    current = ""
    for cell in notebook.cells:
        inside = list(headings(cell.source)) if cell.cell_type == "markdown" and not is_written(cell) else []
        found[cell_id(cell)] = inside[0] if inside else current
        current = inside[-1] if inside else current
    return found
