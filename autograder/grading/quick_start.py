"""Spares the grader's own processes a second of imports."""

from __future__ import annotations

import sys


def quick_start() -> None:
    """Do without what jsonschema, which reads notebooks' formats, imports only to check web addresses.

    It makes 38 parsers, which takes a second in each process, and no notebook's format has an address in it.
    jsonschema does without the package where it is not installed; here it is made to look so.
    """
    if "jsonschema" not in sys.modules:
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
