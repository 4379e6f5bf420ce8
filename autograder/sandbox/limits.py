"""What one student's code may use."""

from __future__ import annotations

import math
from dataclasses import dataclass

MB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """The most that a box gives: time in seconds, the rest in bytes and numbers.

    Args:
        call: seconds for one cell, or one call of an answer.
        notebook: seconds for all cells and calls of one submission together.
        memory: of all processes of the box together.
        processes: and threads, together.
        output: of each of standard output and standard error of a cell; what is more is dropped.
        disk: of the box's throw-away files, in bytes; `files` is their number.
        pictures: of one cell, each of at most `picture` bytes; what is more is dropped.
    """

    call: float = 10.0
    notebook: float = 180.0
    memory: int = 1536 * MB
    processes: int = 64
    output: int = 64 << 10
    disk: int = 64 * MB
    files: int = 20_000
    pictures: int = 8
    picture: int = MB

    def kernel(self, isolated: bool) -> dict[str, int]:
        """The kernel's limits on each process: a second wall behind the watchdog, which knows the reasons."""
        limits = {
            "RLIMIT_AS": 2 * self.memory + (1 << 30),  # address space is more than memory
            "RLIMIT_FSIZE": self.disk * 5 // 4,
            "RLIMIT_CPU": math.ceil(self.notebook * 2),
            "RLIMIT_NOFILE": 256,
            "RLIMIT_CORE": 0,
        }
        # It counts all processes of the user: outside a user namespace those of the whole desktop.
        return limits | ({"RLIMIT_NPROC": 2 * self.processes} if isolated else {})
