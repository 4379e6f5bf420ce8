"""What a case compares: the same computation by us, by others, and by the machine alone."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

Call = Callable[[], object]


class Calls(NamedTuple):
    """One contender's computation, without arguments: forward, and forward with backward."""

    forward: Call
    both: Call


class Target(NamedTuple):
    """What to reach, forward with backward; None where nothing is asked.

    `epynn`: times faster than it; `pytorch`: share of its speed; `limit`: share of the limit's speed.
    """

    epynn: float | None = None
    pytorch: float | None = None
    limit: float | None = None


class Case(Protocol):
    """One row of the table."""

    @property
    def name(self) -> str: ...

    @property
    def target(self) -> Target: ...

    def contenders(self, place: str) -> Mapping[str, Callable[[], Calls]]:
        """Each contender's name, and what sets it up with arrays on `place` ("cpu" or "cuda")."""
        ...
