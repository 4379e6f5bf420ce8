"""What the notebook needs of the files beside it: modules and packages that it imports, what it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from autograder.intake.handed_in import StudentCell, decode
from autograder.intake.submission import FILE_BYTES, MOST_FILES
from autograder.sandbox.limits import size_text

NAMES = re.compile(r"(?m)(?:^|[:;])[ \t]*(?:from[ \t]+\w+|import\b[^#;:\n]*)|\b\w+\.py\b")
"""Where code names modules: `from mine`, `import numpy as np, mine`, `%run mine.py`."""
LONGEST = 400_000
"""Characters of code that are looked through: no more are run."""
SAID = 5
"""Files of one kind that are named."""


def needed(beside: Mapping[str, bytes | None], cells: Sequence[StudentCell]) -> list[str]:
    """The paths of the files that the cells, or modules that they import, name; in order.

    Args:
        beside: path below the notebook's folder -> content; None for what was not opened.
    """
    found = set[str]()
    waiting = [cell.source for cell in cells if cell.kind == "code"] if beside else []
    room = LONGEST
    while waiting:
        source = waiting.pop()[:room]
        room -= len(source)
        words = set(re.findall(r"\w+", " ".join(match[0] for match in NAMES.finditer(source))))
        for path in beside.keys() - found:
            if words & _names(path) or _is_read(path, source):
                found.add(path)
                if path.endswith(".py"):
                    waiting.append(text(beside[path]))
    return sorted(found)


def _names(path: str) -> set[str]:
    """By which code imports a file, or what it lies in: `from mine.layers import dense`, `import mine`."""
    *folders, name = path.split("/")
    return {*folders, name.removesuffix(".py")} if name.endswith(".py") else set(folders)


def _is_read(path: str, source: str) -> bool:
    """Whether code names a file, such as `%run mine.ipynb`, or all of its kind, as `glob("*.npy")` does."""
    name = path.rpartition("/")[2]
    _, dot, kind = name.rpartition(".")
    if kind == "py":
        return False
    if dot and kind != "ipynb" and (f'.{kind}"' in source or f".{kind}'" in source):
        return True
    return name in source and re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", source) is not None


def text(data: bytes | None) -> str:
    """A module's text, with Unix line ends; "" where it was not opened."""
    return decode(data or b"")[0].lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def written_out(beside: Mapping[str, bytes]) -> list[StudentCell]:
    """Cells that write the modules, to be seen in the notebook, to where it is run."""
    # IPython writes no file from a cell without a text.
    return [
        StudentCell("code", f"%%writefile {path}\n{text(data) or chr(10)}")
        for path, data in beside.items()
        if is_module(path)
    ]


def is_module(path: str) -> bool:
    return path.endswith(".py") and "/" not in path


def said(paths: Sequence[str], beside: Mapping[str, bytes | None]) -> list[str]:
    """What is said of the files that the notebook names: which are there when it is run, which are not."""
    there = [path for path in paths if beside[path] is not None]
    modules = [path for path in there if is_module(path)]
    says = [f"{path[:80]}, handed in beside the notebook, is there to be imported." for path in modules]
    others = [path for path in there if not is_module(path)]
    if others:
        says.append(f"Handed in beside the notebook, and there when it is run: {_listed(others)}.")
    if left_out := [path for path in paths if beside[path] is None]:
        most = f"links, files of more than {size_text(FILE_BYTES)}, and more than {MOST_FILES} files"
        says.append(f"Beside the notebook, and not there when it is run, as {most} are: {_listed(left_out)}.")
    return says


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - SAID} more" if len(paths) > SAID else ""
    return ", ".join(path[:80] for path in paths[:SAID]) + more


def packages(files: Mapping[str, bytes]) -> dict[str, str]:
    """The first name by which each is imported -> all of its code."""
    found: dict[str, str] = {}
    for path, data in files.items():
        if path.endswith(".py"):
            name = path.partition("/")[0]
            found[name] = f"{found.get(name, '')}{text(data)}\n"
    return found
