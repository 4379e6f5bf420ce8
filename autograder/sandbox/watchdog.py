"""Watches what all processes of one box use together, and ends the box that uses too much."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .cgroup import Group, parent
from .limits import DESCRIPTORS, MB, Limits

EVERY = 0.05  # seconds
SOCKET = 416 << 10  # bytes that the kernel may hold for one end of a local socket
BOX_ROOT = "refold-box"  # a folder that only the box's root has


@dataclass
class Usage:
    """What a tree of processes uses; `processes` counts threads."""

    memory: int = 0
    processes: int = 0
    disk: int = 0
    files: int = 0


class Watchdog(threading.Thread):
    """Calls `kill` when the tree of processes below `pid` uses more than the limits; `reason` says what."""

    def __init__(self, pid: int, limits: Limits, kill: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="refold-watchdog")
        self.reason: str | None = None
        self._pid, self._limits, self._kill = pid, limits, kill
        self._group: Group | None = None
        self._shared = shared_memory()  # of the whole machine: the least since then
        self._done = threading.Event()

    def run(self) -> None:
        self._enclose()
        while not self._done.wait(EVERY):
            try:
                found = self.look()
            except BaseException:  # what cannot be watched must not run
                self._kill()
                raise
            if found:
                self._kill()
                return

    def look(self) -> str | None:
        """The reason to end the box, if there is one now."""
        used = usage(self._pid, self._limits)
        used.memory = max(used.memory, self._hidden())
        found = excess(used, self._limits)
        if found and not self.reason:  # two threads look: one that looked earlier must not take it back
            self.reason = found
        return self.reason

    def _hidden(self) -> int:
        """Shared memory can be kept while next to nothing of it is mapped: then no process shows it. When the
        machine's has grown by more than the limit, it is laid to those that still map a part of such."""
        now = shared_memory()
        self._shared = min(self._shared, now)
        grown = now - self._shared
        return grown if grown > self._limits.memory and any(map(_maps_shared, tree(self._pid))) else 0

    def ran_out(self) -> str | None:
        """The reason where the kernel was quicker."""
        if self._group is not None and self._group.ran_out():
            return excess(Usage(memory=self._limits.memory + 1), self._limits)
        return None

    def stop(self) -> None:
        """End the watch."""
        self._done.set()
        self.join()

    def tidy(self) -> None:
        """Remove what was made for the box, when all of it has ended."""
        if self._group is not None:
            self._group.remove()

    def _enclose(self) -> None:
        """Put the box into a control group, where one can be had. It may take milliseconds."""
        if (folder := parent()) is not None:
            self._group = Group(folder)
            with suppress(OSError):  # it may not, after all
                self._group.limit(self._limits)
                self._group.take(lambda: tree(self._pid))


def excess(used: Usage, limits: Limits) -> str | None:
    """The sentence about the first limit that is exceeded."""
    if used.memory > limits.memory:
        return f"memory limit: the program used more than {limits.memory // MB} MB"
    if used.processes > limits.processes:
        return f"process limit: the program started more than {limits.processes} processes and threads"
    if used.disk > limits.disk:
        return f"disk limit: the program wrote more than {limits.disk // MB} MB of files"
    if used.files > limits.files:
        return f"disk limit: the program made more than {limits.files} files"
    return None


def usage(root: int, limits: Limits) -> Usage:
    """What the tree of processes below `root` uses now; no more than their number, when that is too large.

    Memory is exact only where it exceeds the limit: resident pages, shared ones counted in each process, are
    quick to add up and never too few. The tables in which the kernel finds pages count, of whatever is mapped
    far and wide. What it holds in the buffers of sockets no process has: that is taken for the most."""
    pids = list(tree(root))
    used = Usage(processes=sum(len(_names(f"/proc/{pid}/task")) for pid in pids))
    if used.processes > limits.processes:
        return used
    buffers = SOCKET * len({socket for pid in pids for socket in _sockets(pid)})
    used.memory = sum(map(_resident, pids)) + buffers
    if used.memory > limits.memory:
        used.memory = sum(map(_proportional, pids)) + buffers
    for pid in pids:
        if os.path.isdir(f"/proc/{pid}/root/{BOX_ROOT}"):
            for place in ("tmp", "dev/shm"):
                _add_files(used, f"/proc/{pid}/root/{place}")
            break
    return used


def tree(root: int) -> Iterator[int]:
    """`root` and all its descendants; one whose parent has ended is its box's first process's child."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        for thread in _names(f"/proc/{pid}/task"):
            waiting += map(int, text_of(f"/proc/{pid}/task/{thread}/children").split())


def box_init(root: int) -> int | None:
    """The first process of the box below `root`: when it ends, the kernel ends all the others in the box."""
    for pid in tree(root):
        for line in text_of(f"/proc/{pid}/status").splitlines():
            if line.startswith("NSpid:") and len(line.split()) > 2 and line.split()[-1] == "1":
                return pid
    return None


def shared_memory() -> int:
    """Bytes of shared memory, with and without a file's name, of the whole machine."""
    return _kilobytes(r"^Shmem:\s*(\d+)", "/proc/meminfo")


def _places(pid: int) -> Iterator[str]:
    """Where /proc tells of it: by its first thread, or by the others when that has ended."""
    yield f"/proc/{pid}"
    yield from (f"/proc/{pid}/task/{thread}" for thread in _names(f"/proc/{pid}/task"))


def _maps_shared(pid: int) -> bool:
    """Whether it maps shared memory that no file has a name for, or hides what it maps."""
    text = next(filter(None, (text_of(f"{place}/maps") for place in _places(pid))), "")
    return "/dev/zero" in text or (not text and _resident(pid) > 0)


def _resident(pid: int) -> int:
    """Its pages in memory, those that were swapped out, and the tables of both."""
    held = (_kilobytes(r"^Vm(?:RSS|Swap|PTE):\s*(\d+)", f"{place}/status") for place in _places(pid))
    return next(filter(None, held), 0)


def _proportional(pid: int) -> int:
    """The same, with its share alone of what is shared; on a kernel that does not tell, all of it."""
    share = _kilobytes(r"^(?:Swap)?Pss:\s*(\d+)", f"/proc/{pid}/smaps_rollup")
    return share + _kilobytes(r"^VmPTE:\s*(\d+)", f"/proc/{pid}/status") if share else _resident(pid)


def _kilobytes(pattern: str, path: str) -> int:
    return sum(map(int, re.findall(pattern, text_of(path), re.MULTILINE))) << 10


def _sockets(pid: int) -> Iterator[str]:
    """The names of its sockets, which those that share them have too; as many as it may have, of a process
    that hides them."""
    for place in _places(pid):
        try:
            names = os.listdir(f"{place}/fd")
        except PermissionError:  # it is unreadable, or it is just ending and has no memory any more
            names = ()
            if _kilobytes(r"^VmRSS:\s*(\d+)", f"{place}/status"):
                yield from (f"{pid} {number}" for number in range(DESCRIPTORS))
        except OSError:
            continue
        for name in names:
            with suppress(OSError):  # it has been closed
                link = os.readlink(f"{place}/fd/{name}")
                if link.startswith("socket:"):
                    yield link
        if names:  # all threads share them
            return


def _add_files(used: Usage, place: str) -> None:
    try:
        found = os.statvfs(place)
    except OSError:  # the process has ended
        return
    used.disk += (found.f_blocks - found.f_bfree) * found.f_frsize
    used.files += found.f_files - found.f_ffree


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # the process has ended
        return []


def text_of(path: str) -> str:
    """What a file of /proc says; nothing when the process has ended."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")  # a process names itself as it likes
    except OSError:
        return ""
