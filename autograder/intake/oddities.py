"""What is odd about a notebook's form, beside its cells' text: formats, line ends, broken outputs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

MINOR = 5
"""The minor format of what is released: 4.5."""


def oddities(document: dict[str, Any], cells: Sequence[object], text: str) -> list[str]:
    """In sentences; none of it costs anything, since only the cells' sources are read.

    >>> oddities({"nbformat": 4, "nbformat_minor": 9, "cells": [], "metadata": {"kernelspec": {}}}, [], "")
    ['The notebook was in format 4.9; it was read as 4.5.']
    """
    found = [*_format(document), *_kernel(document)]
    if text.startswith("\ufeff"):
        found.append("The file began with a byte-order mark.")
    if "\r" in text or (r"\r" in text and any("\r" in _joined(cell) for cell in cells)):
        found.append("The line ends were not those of a notebook (LF), but those of Windows or an old Mac.")
    unread = sum(map(_has_no_text, cells))
    if unread:
        found.append(f"The source of {unread} cell(s) was no text; nothing of it could be read.")
    endless = sum(isinstance(cell, dict) and lost_line_ends(cell.get("source")) for cell in cells)
    if endless:
        found.append(f"The lines of {endless} cell(s) had lost their ends; they were put back.")
    broken = sum(_has_broken_outputs(cell) for cell in cells)
    if broken:
        found.append(f"The outputs of {broken} cell(s) were damaged; they are made anew.")
    return found


def _format(document: dict[str, Any]) -> list[str]:
    if not isinstance(document.get("cells"), list):
        return ["The notebook was in an old format and was brought up to date."]
    numbers = [document.get(key) for key in ("nbformat", "nbformat_minor")]
    known = all(isinstance(n, int | str) and re.fullmatch(r"[0-9]{1,3}", str(n)) for n in numbers)
    name = ".".join(map(str, numbers)) if known else "that nobody knows"  # a student's text is not quoted
    return [] if name == f"4.{MINOR}" else [f"The notebook was in format {name}; it was read as 4.{MINOR}."]


def _kernel(document: dict[str, Any]) -> list[str]:
    metadata = document.get("metadata")
    if isinstance(metadata, dict) and "kernelspec" in metadata:
        return []
    return ["The notebook did not say which kernel it is for; it was given the released one."]


def _joined(cell: object) -> str:
    source = cell.get("source") if isinstance(cell, dict) else ""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _has_no_text(cell: object) -> bool:
    """Whether a cell's source, which format 3 calls its input, is neither a text nor a list of texts."""
    if not isinstance(cell, dict):
        return False
    source = cell.get("source", cell.get("input"))
    return not all(isinstance(line, str) for line in (source if isinstance(source, list) else [source]))


def lost_line_ends(source: object) -> bool:
    """Whether it is a list of lines without their ends, as some programs write it.

    >>> lost_line_ends(["x = 1", "y = 2"]), lost_line_ends(["x = 1\\n", "y = 2"])
    (True, False)
    """
    return isinstance(source, list) and len(source) > 1 and not any("\n" in str(line) for line in source)


def _has_broken_outputs(cell: object) -> bool:
    """Whether a code cell's outputs are not a list of what may be outputs."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return False
    outputs = cell.get("outputs")
    kinds = ("stream", "display_data", "execute_result", "error", "pyout", "pyerr")
    return not isinstance(outputs, list) or any(
        not isinstance(output, dict) or output.get("output_type") not in kinds for output in outputs
    )
