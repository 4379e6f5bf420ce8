"""Spares the grader's own processes a second of imports, and half of one at their end."""

from __future__ import annotations

import atexit
import gc
import sys


def quick_start() -> None:
    """Do without what jsonschema, which reads notebooks' formats, imports only to check web addresses.

    It makes 38 parsers, which takes a second in each process, and no notebook's format has an address in it.
    jsonschema does without the package where it is not installed; here it is made to look so.

    Nor is all that was imported searched for cycles at the end: the memory is given back as a whole.
    """
    if "jsonschema" not in sys.modules:
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    atexit.register(gc.freeze)
