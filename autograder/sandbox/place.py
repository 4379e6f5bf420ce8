"""Where a box runs: on one processor core with the thread that holds it, for as long as it holds it."""

from __future__ import annotations

import ctypes
import os
import sys
from collections import Counter
from functools import cache

from .watchdog import text_of, tree


def keep_to_one_core() -> set[int]:
    """Keep this thread, and what it starts, to one core; returns where it might run.

    The two ends of a box take turns, a thousand times a submission, and to wake a process on another core
    takes longer than most of what it is then asked to do. It is the core on which this thread runs now, as
    the kernel chose it, or another to which fewer of the workers beside it keep: on a busy machine the kernel
    may have had two of them wait on the same one, and cannot part them when both keep to it.
    """
    if sys.platform != "linux":
        return set()
    before = os.sched_getaffinity(0)
    here, held = _libc().sched_getcpu(), _held_beside()
    os.sched_setaffinity(0, {min(before, key=lambda core: (held[core], core != here))})
    return before


def _held_beside() -> Counter[int]:
    """How many processes that this one's parent started keep to each core."""
    held: Counter[int] = Counter()
    for pid in text_of(f"/proc/{os.getppid()}/task/{os.getppid()}/children").split():
        cores = _cores(int(pid)) if int(pid) != os.getpid() else set()
        if len(cores) == 1:
            held.update(cores)
    return held


def _cores(pid: int) -> set[int]:
    try:
        return os.sched_getaffinity(pid)
    except ProcessLookupError:  # it has ended
        return set()


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
