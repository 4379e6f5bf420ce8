"""Measures one case: its contenders in turns, forward and both."""

from collections.abc import Mapping
from typing import NamedTuple

from .calls import Call, Case, Target
from .rivals import installed
from .timing import Effort, clock, medians


class Row(NamedTuple):
    """What was found: seconds of a call, by contender, forward and with backward."""

    name: str
    target: Target
    forward: Mapping[str, float]
    both: Mapping[str, float]
    failed: Mapping[str, str]
    """Rivals that cannot do it here, and what they raised."""


def measure(case: Case, effort: Effort, place: str) -> Row:
    """The medians of a case."""
    calls: dict[tuple[str, str], Call] = {}
    failed: dict[str, str] = {}
    for contender, prepare in case.contenders(place).items():
        if not installed(contender):
            continue
        try:
            ready = prepare()
            ready.both()
        except Exception as error:
            if contender == "Refold":
                raise
            failed[contender] = f"{type(error).__name__}: {error}"
            continue
        calls[contender, "forward"], calls[contender, "both"] = ready
    seconds = medians(calls, effort, clock(place))
    found = {
        kind: {contender: time for (contender, each), time in seconds.items() if each == kind}
        for kind in ("forward", "both")
    }
    return Row(case.name, case.target, found["forward"], found["both"], failed)
