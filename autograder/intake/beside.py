"""What the notebook needs of the files beside it: modules and packages that it imports, what it reads."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from unicodedata import normalize

from autograder.intake.folder import DEEPEST, SECRET, TIMESTAMP, Folder, Unreadable
from autograder.intake.handed_in import StudentCell, decode, read_cells
from autograder.intake.packed import Packed
from autograder.sandbox.limits import size_text

MODULE_BYTES, FILE_BYTES, ALL_BYTES = 96 << 10, 1 << 20, 4 << 20
"""Of a Python file that is opened, which is to fit into a cell, of another, and of all together."""
MOST_FILES, MOST_NAMES = 100, 2_000
"""Files that are opened, and names that are looked at."""
PATH = re.compile(r"(?:\w[\w.+() -]{0,99}/)*\w[\w.+() -]{0,99}")
"""Of files that may be needed: none is hidden, and none has a name that could mean another place."""
MODULE = re.compile(r"[^\W\d]\w{0,99}\.py")
IMPORTS = re.compile(r"(?m)(?:^|[:;])[ \t]*(?:from[ \t]+\w+|import\b[^#;:\n]*)|\b\w+\.py\b")
"""Where code names modules: `from mine`, `import numpy as np, mine`, `%run mine.py`."""
WRITES = re.compile(r"\bsave\w*\([^()\n]{0,200}")
"""Where it names what it writes: `plt.savefig("plot.png")`."""
BARE, IN_QUOTES, KIND = re.compile(r"[\w.+-]+"), re.compile(r"[^\"'/\\\n]+"), re.compile(r"\.(\w+)[\"']")
"""Where it names files: `%run mine.ipynb`, `"my rows"`, all in a folder, `listdir("rows")`, or of a kind,
`glob("*.npy")`."""
LONGEST = 400_000
"""Characters of code that are looked through: no more are run."""
SAID = 5
"""Files of one kind that are named."""


def needed(files: Folder | Packed, notebook: str, data: bytes, given: Path) -> dict[str, bytes | None]:
    """The files that the notebook's code, or code which that needs, names: path below its folder -> content.

    None is the content of what is not opened: no regular file, too large, or one too many.

    Args:
        notebook: its name among the files.
        data: what is in it.
        given: the folder of files that students were given: none stands in the place of these.
    """
    below = islice(files.below(notebook), MOST_NAMES)
    # macOS writes "ü" as two letters, of which the second is none.
    named = {normalize("NFC", path): name for path, name in below if name != notebook}
    # In a zip, modules are those of all its folders.
    named = {name: name for name in files.names() if MODULE.fullmatch(name)} | named
    order = sorted(named, key=lambda path: (path.count("/"), not path.endswith(".py"), path))
    left = {path: _names(path) for path in order if _may_be_needed(path) and not os.path.exists(given / path)}
    waiting = _code(".ipynb", data) if left else []
    found: dict[str, bytes | None] = {}
    characters, room = LONGEST, ALL_BYTES
    while waiting:
        source = waiting.pop()[:characters]
        characters -= len(source)
        words = _words(source)
        for path in [path for path, names in left.items() if words & names]:
            found[path] = None
            del left[path]
            most = min(MODULE_BYTES if path.endswith(".py") else FILE_BYTES, room)
            if len(found) <= MOST_FILES:
                with suppress(Unreadable):
                    found[path] = content = files.read(named[path], most)
                    room -= len(content)
                    waiting += _code(path, content)
    return dict(sorted(found.items()))


def _may_be_needed(path: str) -> bool:
    """Not what nbgrader laid there, what Python compiled, and names that mean nothing in a box."""
    if path in (TIMESTAMP, SECRET) or "__pycache__/" in path:
        return False
    return PATH.fullmatch(path) is not None and path.count("/") <= DEEPEST


def _names(path: str) -> set[str]:
    """By which code imports a file, what it lies in, or reads it, or all of its kind.

    >>> sorted(_names("mine/rows.csv"))
    ['*.csv', 'import mine', 'mine/', 'rows.csv']
    """
    *folders, name = path.split("/")
    inside = {word for folder in folders for word in (f"import {folder}", f"{folder}/")}
    stem, dot, kind = name.rpartition(".")
    if dot and kind == "py":
        return {*inside, f"import {stem}"}
    return {*inside, name} if not dot or kind == "ipynb" else {*inside, name, f"*.{kind}"}


def _words(source: str) -> set[str]:
    """What code names, as `_names` has it, and more."""
    modules = re.findall(r"\w+", " ".join(match[0] for match in IMPORTS.finditer(source)))
    read = WRITES.sub("", source)
    words = {f"import {name}" for name in modules} | {f"*.{kind}" for kind in KIND.findall(read)}
    quoted = IN_QUOTES.findall(read)
    return words.union(BARE.findall(read), quoted, (f"{name}/" for name in quoted))


def _code(path: str, data: bytes) -> list[str]:
    """The code in a module or a notebook."""
    if path.endswith(".py"):
        return [text(data)]
    if not path.endswith(".ipynb"):
        return []
    try:
        return [cell.source for cell in read_cells(data, len(data))[0] if cell.kind == "code"]
    except Unreadable:
        return []


def text(data: bytes) -> str:
    """A module's text, with Unix line ends."""
    return decode(data)[0].lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


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


def said(beside: Mapping[str, bytes | None]) -> list[str]:
    """What is said of the files that the notebook names: which are there when it is run, which are not."""
    there = [path for path, data in beside.items() if data is not None]
    modules = [path for path in there if is_module(path)]
    says = [f"{path[:80]}, handed in beside the notebook, is there to be imported." for path in modules]
    others = [path for path in there if not is_module(path)]
    if others:
        says.append(f"Handed in beside the notebook, and there when it is run: {_listed(others)}.")
    if left_out := [path for path, data in beside.items() if data is None]:
        sizes = f"{size_text(FILE_BYTES)} (of Python {size_text(MODULE_BYTES)}), {MOST_FILES} files"
        most = f"links are not taken along, nor is more than {sizes} and {size_text(ALL_BYTES)} in all"
        says.append(f"Beside the notebook, and not there when it is run: {_listed(left_out)}; {most}.")
    return says


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - SAID} more" if len(paths) > SAID else ""
    return ", ".join(path[:80] for path in paths[:SAID]) + more


def packages(files: Mapping[str, bytes]) -> dict[str, str]:
    """The code of each module by its path, and the names by which they are imported first."""
    code = {path: text(data) for path, data in files.items() if path.endswith(".py")}
    return {**{path.partition("/")[0]: "" for path in code}, **code}
