"""The kernel's control groups (version 2), where this user may make some: a wall behind the watchdog.

They count what no process shows, such as the kernel's own memory, and count it at once. They belong to root,
and to users whom the system gives a part of the tree, as systemd does; elsewhere there are none, and nothing
is lost.
"""

from __future__ import annotations

import itertools
import os
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from .limits import Limits

_ROOT = Path("/sys/fs/cgroup")
_NAME = "refold-{}-{}"  # the grader's process, and a number
_PATIENCE = 2.0  # seconds until the kernel has counted off what has ended
_numbers = itertools.count()


class Group:
    """The control group of one box; `remove` it when all of the box has ended."""

    def __init__(self, parent: Path) -> None:
        self._folder = parent / _NAME.format(os.getpid(), next(_numbers))

    def limit(self, limits: Limits) -> None:
        """Make the group. The watchdog, which gives reasons, is to see an excess first."""
        self._folder.mkdir()
        settings = {"memory.max": limits.memory * 5 // 4, "memory.swap.max": 0, "memory.oom.group": 1}
        for file, value in (settings | {"pids.max": 2 * limits.processes}).items():
            with suppress(FileNotFoundError):  # a kernel without swap
                (self._folder / file).write_text(str(value), encoding="utf-8")

    def take(self, processes: Callable[[], Iterable[int]]) -> None:
        """Bring the processes in, and those that they have started meanwhile.

        What is in another group than this process was put there by an engine, and stays.
        """
        here, taken = _text(Path("/proc/self/cgroup")), set[int]()
        while new := {pid for pid in processes() if _text(Path(f"/proc/{pid}/cgroup")) == here} - taken:
            taken |= new
            for pid in new:
                with suppress(ProcessLookupError):  # it has ended
                    (self._folder / "cgroup.procs").write_text(str(pid), encoding="utf-8")

    def ran_out(self) -> bool:
        """Whether the kernel has ended it for want of memory."""
        return bool(re.search(r"^oom_kill [1-9]", _text(self._folder / "memory.events"), re.MULTILINE))

    def remove(self) -> None:
        """Leave nothing behind."""
        until = time.monotonic() + _PATIENCE
        while self._folder.exists() and time.monotonic() < until:
            try:
                self._folder.rmdir()
            except OSError:  # the last one is still on its way out
                time.sleep(0.002)


@cache
def parent() -> Path | None:
    """The nearest group upwards in which others may be made that limit memory and processes.

    What a grader that was killed has left there is removed.
    """
    own = re.search(r"^0::/(.*)$", _text(Path("/proc/self/cgroup")), re.MULTILINE)
    if own is None or not (_ROOT / "cgroup.controllers").exists():
        return None
    start = _ROOT / own[1]
    for folder in (start, *start.parents):
        if folder.is_relative_to(_ROOT) and _can_have_groups(folder):
            _sweep(folder)
            return folder
    return None


def _can_have_groups(folder: Path) -> bool:
    given = _text(folder / "cgroup.subtree_control").split()
    return {"memory", "pids"} <= set(given) and os.access(folder, os.W_OK)


def _sweep(folder: Path) -> None:
    for left in folder.glob(_NAME.format("*", "*")):
        if not os.path.exists(f"/proc/{left.name.split('-')[1]}"):
            with suppress(OSError):  # it is in use, by a grader in a container
                left.rmdir()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
