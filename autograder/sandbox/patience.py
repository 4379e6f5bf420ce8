"""How long to wait for a box: its own time counts, not that in which others kept it from a processor."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from .watchdog import text_of, tree

MOST = 3.0
"""Of the seconds that a box is given, how many times as many it may be excused."""
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Had:
    """What the processes of a box have had of the processors, in seconds, since each began.

    Attributes:
        waited: the longest that one of them was ready to run and was not let.
        used: what they have computed, together.
    """

    when: float
    waited: float
    used: float


class Patience:
    """Waits `seconds` for the box below the process `pid`, and longer on a machine that is busy with others.

    How a box fares is looked at from half of its time on, which few ever reach. Where it says nothing about
    itself, as in a container, it has its seconds. A box whose own processes take turns is excused nothing:
    what they compute together counts.
    """

    def __init__(self, seconds: float, pid: int) -> None:
        self.excused = 0.0
        self._seconds, self._pid = seconds, pid
        self._began, self._half_way = time.monotonic(), None

    def left(self) -> float:
        """Seconds to wait before asking again; TimeoutError when there are none."""
        passed = time.monotonic() - self._began
        if passed < self._seconds / 2:
            return self._seconds / 2 - passed
        if self._half_way is None:
            self._half_way = had(self._pid)
        if passed >= self._seconds + self.excused:
            self._excuse(self._half_way, had(self._pid))
        left = self._seconds + self.excused - passed
        if left <= 0:
            raise TimeoutError
        return left

    def _excuse(self, before: Had, now: Had) -> None:
        since = now.when - before.when
        own = max(since - (now.waited - before.waited), now.used - before.used)
        self.excused = max(self.excused, min(since - own, MOST * self._seconds))


def had(pid: int) -> Had:
    """What the processes below `pid`, and itself, have had; nothing where the system does not tell."""
    delays, used = [0.0], 0.0
    for each in tree(pid):
        delays.append(int((text_of(f"/proc/{each}/schedstat").split() or [0, 0])[1]) / 1e9)
        numbers = text_of(f"/proc/{each}/stat").rpartition(")")[2].split()
        used += sum(map(int, numbers[11:15])) / _TICKS  # its own, and of children that have ended
    return Had(time.monotonic(), max(delays), used)
