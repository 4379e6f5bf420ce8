"""How text and numbers are shown to people."""

from __future__ import annotations

import re

TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*\x07")
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def points(value: float) -> str:
    """Points as people write them.

    >>> points(3.0), points(1.5), points(2 / 3)
    ('3', '1.5', '0.67')
    """
    return f"{round(value, 2):g}"


def printable(text: str) -> str:
    """Text without colour codes, control characters and what turns the writing direction around.

    >>> printable("\\x1b[31mred\\x1b[0m \\u202eabc\\x00 ok\\r\\n")
    'red �abc� ok\\n'
    """
    return INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", TERMINAL.sub("", text).replace("\r\n", "\n"))
