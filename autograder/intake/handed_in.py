"""Reads a notebook of any format and any state of repair into plain cells; trusts nothing that it says."""

from __future__ import annotations

import json
import re
import symtable
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from autograder.intake.folder import Unreadable
from autograder.intake.oddities import lost_line_ends, oddities
from autograder.sandbox.limits import DEFAULTS

MAX_CELLS = DEFAULTS.cells
MAX_PARSED = 50_000
"""Characters of a cell that Python's parser is given: it takes hundreds of bytes for each."""
MAX_BRACKETS = 2_000_000
"""Of lists and tables in a file: parsed, each takes a hundred bytes or two, however small it is."""
CELL_MAGIC = re.compile(r"\s*%%(?!(?:time|capture|prun)\b)")
"""What makes of a whole cell something else than code that runs in the notebook."""
KINDS = ("code", "markdown", "raw", "heading")
"""Of cells; the last is of format 3."""
OTHERS = {
    b"PK\x03\x04": "a zip archive, as Office documents are: unpack it, or ask for the notebook",
    b"\x1f\x8b": "a gzip archive: unpack it",
    b"%PDF": "a PDF: ask for the notebook itself",
    b"<!": "a web page: ask for the notebook itself",
    b"<html": "a web page: ask for the notebook itself",
    b"version https://git-lfs": "a pointer of Git LFS to it: ask for the notebook itself",
}
"""How files begin that are handed in as notebooks -> what they are, and what to do."""
PICTURES = ("image/png", "image/jpeg", "image/gif")


@dataclass(frozen=True, eq=False)
class StudentCell:
    """One cell as handed in: what is known of it after everything odd was set aside.

    `marks` is nbgrader's metadata, `id` the notebook format's cell id; empty where there is none.
    """

    kind: str
    source: str
    marks: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str:
        """What nbgrader calls the cell; "" where it has no such name."""
        name = self.marks.get("grade_id")
        return name if isinstance(name, str) else ""

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names that its source defines."""
        return defined(self.source)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The names that its source imports outside functions."""
        table = None if CELL_MAGIC.match(self.source) else symbols(self.source)
        return (
            frozenset(s.get_name() for s in table.get_symbols() if s.is_imported()) if table else frozenset()
        )

    @cached_property
    def is_python(self) -> bool:
        """Whether the source is Python as it stands, but for magics."""
        return is_python(self.source)


def read_cells(data: bytes, max_cells: int = MAX_CELLS) -> tuple[list[StudentCell], list[str]]:
    """The cells of a notebook, and what was odd about it, in sentences.

    Raises:
        Unreadable: it is no notebook; says where its JSON breaks off.
    """
    for beginning, what in OTHERS.items():
        if data.startswith(beginning):
            raise Unreadable(f"The file is no notebook but {what}.")
    text, mended = decode(data)
    document = parse(text)
    if not isinstance(document, dict):
        raise Unreadable("The file is no notebook: its JSON holds no table of cells.")
    cells = document.get("cells")
    if not isinstance(cells, list):
        cells = _worksheets(document)
    if not isinstance(cells, list):
        raise Unreadable("The file is no notebook: it has no list of cells.")
    if len(cells) > max_cells:
        raise Unreadable(f"The notebook has {len(cells)} cells, more than the {max_cells} that are read.")
    read = [_cell(cell) for cell in cells]
    if strange := sum(_kind(cell) not in KINDS for cell in cells):
        mended.append(
            f"{strange} cell(s) of no known kind were read as text, or left out where they had none."
        )
    return [cell for cell in read if cell is not None], [*mended, *oddities(document, cells, text)]


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of a file in UTF-8, UTF-16 or UTF-32, with or without a mark, else as Windows writes it."""
    encoding = json.detect_encoding(data)  # by the byte-order mark or the zeros, as the JSON standard says
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ["The file was not in UTF-8; it was read as Windows-1252."]
    if encoding == "utf-8":
        return text, []
    return text, [f"The file was in another encoding ({encoding.upper()}) than UTF-8; it was read in that."]


def parse(text: str) -> Any:
    """The JSON document; raises Unreadable with the place where it breaks off, or where it is too much."""
    if text.count("[") + text.count("{") > MAX_BRACKETS:
        raise Unreadable(
            f"The notebook holds more than {MAX_BRACKETS:,} lists and tables. "
            "Clear its outputs and hand it in again."
        )
    try:
        return json.loads(text.lstrip("\ufeff"), parse_int=_number, parse_float=_number)
    except json.JSONDecodeError as error:
        if "<<<<<<<" in text and ">>>>>>>" in text:
            raise Unreadable("The file is no notebook: git's conflict marks (<<<<<<<) are in it.") from error
        if defined(text):
            what = "a text with Python in it: ask for the notebook itself"
            raise Unreadable(f"The file is no notebook but {what}.") from error
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(f"The file is no notebook: its JSON breaks off or goes wrong at {where}.") from error
    except RecursionError as error:
        raise Unreadable("The file is no notebook: its JSON is nested too deeply.") from error


def _number(text: str) -> str:
    """Numbers are of no interest here, and one of a million digits would take minutes to convert."""
    return text


def _worksheets(document: dict[str, Any]) -> list[Any] | None:
    """The cells of notebook formats 1 to 3, which had worksheets."""
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        return None
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _cell(cell: object) -> StudentCell | None:
    if not isinstance(cell, dict):
        return None
    kind = _kind(cell)
    source = _text(cell.get("source", cell.get("input")))
    if kind == "heading":
        kind, source = "markdown", f"# {source}"
    if kind not in KINDS:
        if not source.strip():
            return None
        kind = "raw"
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    marks = metadata.get("nbgrader")
    return StudentCell(
        kind,
        source,
        marks if isinstance(marks, dict) else {},
        _text(cell.get("id") or metadata.get("id")),  # Colab keeps it in the metadata
        _attachments(cell.get("attachments")),
    )


def _kind(cell: object) -> str:
    """Its name in lower case; "" where it has none."""
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    return kind.lower() if isinstance(kind, str) else ""


def _text(value: object) -> str:
    """A source: one string or a list of lines; with Unix line ends and nothing that UTF-8 cannot hold."""
    if isinstance(value, list):
        end = "\n" if lost_line_ends(value) else ""
        value = end.join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.encode("utf-8", "replace").decode("utf-8")


def _attachments(value: object) -> dict[str, dict[str, str]]:
    """Pictures pasted into a markdown cell; nothing that could hold a script."""
    if not isinstance(value, dict):
        return {}
    found = {
        _text(name): {mime: data[mime] for mime in PICTURES if _is_base64(data.get(mime))}
        for name, data in value.items()
        if isinstance(data, dict)
    }
    return {name: pictures for name, pictures in found.items() if pictures}


def _is_base64(value: object) -> bool:
    """Whether it is no more than data: pages put it between quotes as it is."""
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9+/=\s]*", value) is not None


@lru_cache(maxsize=MAX_CELLS + 500)  # all cells of a notebook, and of the released one
def defined(source: str) -> frozenset[str]:
    """The names that a cell binds outside functions, be it under an `if`, but for what it imports.

    >>> sorted(defined("%matplotlib inline\\nif 1:\\n    def f(x):\\n        y = x\\ng, h = lambda: 0, 1"))
    ['f', 'g', 'h']
    >>> defined("%%writefile f.py\\ndef f(x): pass")
    frozenset()
    """
    if CELL_MAGIC.match(source):  # a file, a page, another language
        return frozenset()
    table = symbols(source)
    if table is None:
        return frozenset(re.findall(r"(?m)^(?:async\s+def|def|class)\s+(\w+)", source))
    return frozenset(s.get_name() for s in table.get_symbols() if s.is_assigned())


def without_magics(source: str) -> str:
    """The source with `pass` for what is no Python but IPython's: %magics and !commands."""
    return re.sub(r"(?m)^([ \t]*)[%!].*$", r"\1pass", source)


def is_python(source: str) -> bool:
    """Whether it is Python as it stands, but for magics, and not too long to be looked at."""
    return symbols(source) is not None


def symbols(source: str) -> symtable.SymbolTable | None:
    """Its table of names; None where it is no Python, or too long to be looked at."""
    if len(source) > MAX_PARSED:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return symtable.symtable(without_magics(source), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def squeeze(source: str) -> str:
    """A source without the white space that editors add or take away."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
