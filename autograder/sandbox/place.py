"""Where a box runs: on the processor core of the thread that holds it, for as long as it holds it."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache

from .watchdog import tree


def keep_to_this_core() -> set[int]:
    """Keep this thread, and what it starts, to the core that it runs on now; returns where it might run.

    The two ends of a box take turns, a thousand times a submission, and to wake a process on another core
    takes longer than most of what it is then asked to do. The kernel chose this core a moment ago, and
    chooses again for the next box.
    """
    if sys.platform != "linux":
        return set()
    before = os.sched_getaffinity(0)
    core = _libc().sched_getcpu()
    if core in before:
        os.sched_setaffinity(0, {core})
    return before


def bring_here(root: int) -> None:
    """Keep that process, and what runs below it, to the cores of this thread; OSError when it has ended."""
    cores = os.sched_getaffinity(0)
    for pid in tree(root):
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.sched_setaffinity(int(thread), cores)


def go_anywhere(cores: set[int]) -> None:
    """Undo it."""
    if cores:
        os.sched_setaffinity(0, cores)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
