"""What a student made, turned into what a page can show: code, text and plots in which nothing can run."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape
from nbformat import NotebookNode

from autograder.printable import printable

CODE = 20_000
"""Characters of code shown of one cell."""
HIGHLIGHTED = 8_000
"""Longer code is shown plain: a highlighter's time is not bounded by the length of its text."""
TEXT = 4_000
"""Characters of printed output shown of one cell."""
PICTURES = 4
PICTURE_BYTES = 1_000_000
PICTURE_SIDE = 4_000
"""Pixels: a small file can unfold into a picture that fills a browser's memory."""
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Shown:
    """One answer as the page shows it; `left_out` says in words what was too large or no picture."""

    code: str = ""
    output: str = ""
    pictures: tuple[str, ...] = ()
    left_out: str = ""


EMPTY = Shown()


def shown(cell: NotebookNode) -> Shown:
    """A code cell with its outputs; of rich outputs only PNG pictures, no HTML, SVG or scripts."""
    printed, encoded = [], []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            printed.append(_text(output.text))
        elif output.output_type == "error":
            printed.append(f"{_text(output.ename)}: {_text(output.evalue)}\n")
        elif "image/png" in output.get("data", {}):
            encoded.append(output.data["image/png"])
        elif "text/plain" in output.get("data", {}):
            printed.append(_text(output.data["text/plain"]) + "\n")
    pictures = tuple(uri for uri in map(picture, encoded[:PICTURES]) if uri)
    lost = len(encoded) - len(pictures)
    left_out = f"{lost} picture{'s' if lost > 1 else ''} too large or too many to show" if lost else ""
    return Shown(code(cell.source), shorten("".join(printed).rstrip(), TEXT), pictures, left_out)


def code(source: str) -> Markup:
    """Python source as highlighted HTML: every character of it escaped."""
    source = shorten(source.strip("\n"), CODE)
    if len(source) > HIGHLIGHTED:
        return escape(source)
    from pygments import highlight

    return Markup(highlight(source, *highlighter()))


def shorten(text: str, limit: int) -> str:
    """Printable text of at most `limit` characters, and a line that says how many more there were.

    >>> shorten("abcdef", 4)
    'abcd\\n... (2 more characters)'
    """
    more = len(text) - limit
    return printable(text[:limit]) + (f"\n... ({more:,} more characters)" if more > 0 else "")


def picture(encoded: object) -> str:
    """A data address of a PNG of sensible size, or "" when it is anything else."""
    if not isinstance(encoded, str) or len(encoded) > PICTURE_BYTES * 4 // 3 + 4:
        return ""
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if len(data) < 24 or not data.startswith(PNG) or max(struct.unpack(">II", data[16:24])) > PICTURE_SIDE:
        return ""
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")


def _text(value: object) -> str:
    """A notebook's text: one string, or a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


@cache
def highlighter():
    """What colours Python; it takes a fifth of a second when it is first asked for."""
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True)
