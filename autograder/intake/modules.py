"""Modules of the student's own: Python files that were handed in beside the notebook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from autograder.intake.handed_in import StudentCell, decode

NAMES = re.compile(r"(?m)(?:^|[:;])[ \t]*(?:from[ \t]+\w+|import\b[^#;:\n]*)|\b\w+\.py\b")
"""Where code names modules: `from mine`, `import numpy as np, mine`, `%run mine.py`."""
LONGEST = 400_000
"""Characters of code that are looked through: no more are run."""


def written_out(
    modules: Mapping[str, bytes], cells: Sequence[StudentCell]
) -> tuple[list[StudentCell], list[str]]:
    """Cells that write the modules which the notebook needs to where it is run.

    Args:
        modules: file name -> content.

    Returns:
        the cells, and what is said of them. Of a module that nothing imports there is no cell.
    """
    found: dict[str, str] = {}
    waiting = [cell.source for cell in cells if cell.kind == "code"] if modules else []
    room = LONGEST
    while waiting:
        source = waiting.pop()[:room]
        room -= len(source)
        words = set(re.findall(r"\w+", " ".join(match[0] for match in NAMES.finditer(source))))
        for name in modules.keys() - found.keys():
            if name.removesuffix(".py") in words:
                text = decode(modules[name])[0].lstrip("\ufeff")
                # IPython writes no file from a cell without a text.
                found[name] = text.replace("\r\n", "\n").replace("\r", "\n") or "\n"
                waiting.append(found[name])
    said = [f"{name[:80]}, handed in beside the notebook, is there to be imported." for name in sorted(found)]
    return [StudentCell("code", f"%%writefile {name}\n{found[name]}") for name in sorted(found)], said
