"""Puts cells right before answers are looked for in them: split ones are joined, code is made code again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.intake.handed_in import MAX_PARSED, StudentCell, squeeze

DEFINES = re.compile(r"(?m)^(async def|def|class) ")


def may_be_code(cell: StudentCell) -> bool:
    """Whether it is looked through as Python: a text that defines nothing is not."""
    return cell.kind == "code" or bool(DEFINES.search(cell.source))


def join_split(cells: Sequence[StudentCell]) -> tuple[list[StudentCell], list[str]]:
    """Join neighbours that are Python only together, as the two halves of a function are.

    Returns:
        the cells, and what was mended.
    """
    joined: list[StudentCell] = []
    count = 0
    for cell in cells:
        whole = _joined(joined[-1], cell) if joined else None
        if whole is not None:
            joined[-1] = whole
            count += 1
        else:
            joined.append(cell)
    return joined, [f"{count} cell(s) had been split in the middle of a definition; they were joined."] * (
        count > 0
    )


def _joined(first: StudentCell, second: StudentCell) -> StudentCell | None:
    """Both as one cell, where one of them is no Python without the other; else None."""
    ids = {first.grade_id, second.grade_id} - {""}
    length = len(first.source) + len(second.source)
    if first.kind != second.kind or len(ids) > 1 or length > MAX_PARSED:
        return None
    if not may_be_code(first) and not may_be_code(second):
        return None
    if not first.source.strip() or not second.source.strip() or (first.is_python and second.is_python):
        return None
    owner = first if first.grade_id or not second.grade_id else second
    whole = replace(owner, source=f"{first.source}\n{second.source}")
    return whole if whole.is_python and DEFINES.search(whole.source) else None


def make_code(
    cells: Sequence[StudentCell], released: Mapping[str, str]
) -> tuple[list[StudentCell], list[str]]:
    """Make code cells of what is code in a cell of text: an answer by its id, or what nothing else defines.

    A second version kept in a raw cell, where it does not run, stays there.

    Args:
        released: id -> source of the release's code cells.

    Returns:
        the cells, and what was mended.
    """
    untouched = {"", *map(squeeze, released.values())}
    running = [cell for cell in cells if cell.kind == "code" and squeeze(cell.source) not in untouched]
    defined = frozenset[str]().union(*(cell.defined for cell in running))
    filled = {id for cell in running for id in (cell.grade_id, cell.id)}
    made, changed = list(cells), list[str]()
    for n, cell in enumerate(cells):
        if cell.kind == "code":
            continue
        id = cell.grade_id if cell.grade_id in released else cell.id
        if (id in released and id not in filled) or (_is_code(cell) and not cell.defined & defined):
            made[n] = replace(cell, kind="code")
            name = id.removesuffix("-answer")
            whose = f"{name}: the answer" if name != id and id in released else "A"
            changed.append(f"{whose} cell had another type ({cell.kind}) than code; it was set right.")
    return made, changed


def _is_code(cell: StudentCell) -> bool:
    return bool(DEFINES.search(cell.source)) and cell.is_python
