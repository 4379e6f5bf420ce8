"""What every way of starting the runner has in common: command, environment, data files."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, Protocol

from .library import library
from .limits import Limits

INSIDE = Path(__file__).parent / "inside"
WORK = "work"  # the working directory, below the home
_MATPLOTLIB, _FONT_LIST = ".matplotlib", "fontlist-v*.json"


@dataclass(frozen=True)
class Plan:
    """What a box is to be: its limits, the withheld modules of `refold`, and (name below the home, file).

    `imports` are modules that a warm process, if there is one, imports before any box is forked.
    """

    limits: Limits
    withheld: tuple[str, ...] = ()
    files: tuple[tuple[str, Path], ...] = ()
    imports: tuple[str, ...] = ()


class Process(Protocol):
    """The first process of what was started, as `subprocess` gives it."""

    pid: int

    def wait(self, timeout: float | None = None) -> int: ...

    @property
    def stderr(self) -> IO[bytes] | None: ...


@dataclass
class Started:
    """A runner's process, the grader's end of its connection, the library's folder, how to end it all.

    The folder is empty where the library is there, and the runner has got ready by itself.
    """

    process: Process
    connection: socket.socket
    library: str
    isolated: bool
    kill: Callable[[], None]
    tidy: Callable[[], None] = field(default=lambda: None)


def start(plan: Plan, folder: str, isolated: bool, beside: int = 0) -> dict[str, Any]:
    """The runner's first task: to get ready. The library is written to `folder` unless that is empty.

    `beside` are the other boxes of its user namespace.
    """
    return {
        "op": "start",
        "library": folder,
        "files": library(plan.withheld) if folder else {},
        "output": plan.limits.output,
        "picture": plan.limits.picture,
        "rlimits": plan.limits.kernel(isolated, beside),
    }


def command(python: str, package: Path | str, module: str = "runner") -> list[str]:
    """Start a module of `inside` from the folder that holds that package, without the user's settings."""
    code = f"import sys; sys.path.insert(0, {str(package)!r}); from inside.{module} import main; main()"
    return [python, "-I", "-B", "-c", code]


def environment(home: str, temporary: str, path: str) -> dict[str, str]:
    """All environment variables that the student's code sees."""
    return {
        "HOME": home,
        "USER": "student",
        "PATH": path,
        "TMPDIR": temporary,
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": f"{home}/{_MATPLOTLIB}",
        "IPYTHONDIR": f"{home}/.ipython",
        # `!pip install` ends at once: there is no network, or, unisolated, the grader's own Python to keep.
        # It does not look either whether all that a package needs is there, which takes it five seconds.
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        # One thread each, so that a class graded in parallel does not fight for the processors.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


@cache
def font_lists() -> dict[str, Path]:
    """matplotlib's list of the machine's fonts, by its name below the home; making it anew takes seconds."""
    import matplotlib

    folder = Path(matplotlib.get_cachedir())
    if not any(folder.glob(_FONT_LIST)):
        import matplotlib.font_manager  # makes it
    return {f"{_MATPLOTLIB}/{path.name}": path for path in folder.glob(_FONT_LIST)}


def data_files(files: Mapping[str, Path] | Path | None) -> dict[str, Path]:
    """Name below the home -> file, from names in the working directory or a folder without its notebooks."""
    if isinstance(files, Path):
        found = (path for path in sorted(files.rglob("*")) if path.is_file() and not path.is_symlink())
        files = {path.relative_to(files).as_posix(): path for path in found if path.suffix != ".ipynb"}
    for name in files or ():
        if os.path.isabs(name) or ".." in Path(name).parts:
            raise ValueError(f"A data file must be named inside the working directory, got {name!r}.")
    return {f"{WORK}/{name}": path for name, path in (files or {}).items()}
