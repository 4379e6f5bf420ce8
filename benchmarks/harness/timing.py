"""Medians of many short samples, the contenders taking turns, so that a slow minute slows them all."""

import statistics
import time
from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple, TypeVar

from .calls import Call

Name = TypeVar("Name", bound=Hashable)


class Effort(NamedTuple):
    """How long to measure.

    `rounds` of samples, each of as many calls as take `sample` seconds. A contender that has used `budget`
    seconds sits out the remaining rounds, but for three samples.
    """

    rounds: int
    sample: float
    budget: float


THOROUGH = Effort(rounds=31, sample=0.012, budget=4.0)
QUICK = Effort(rounds=2, sample=0.0, budget=0.1)


class Clock(NamedTuple):
    """`now` in seconds, once `finish` has waited for what is still being computed."""

    now: Callable[[], float]
    finish: Callable[[], object]


def clock(place: str) -> Clock:
    """The CPU time of this process; on a GPU the time on the wall, once the GPU has finished."""
    if place == "cpu":
        return Clock(time.process_time, lambda: None)
    import torch

    return Clock(time.perf_counter, torch.cuda.synchronize)


def medians(calls: Mapping[Name, Call], effort: Effort, clock: Clock) -> dict[Name, float]:
    """Seconds a call, for each of `calls`, each tried once before."""
    numbers = {name: _number(call, effort, clock) for name, call in calls.items()}
    seconds: dict[Name, list[float]] = {name: [] for name in calls}
    for _ in range(effort.rounds):
        for name, call in calls.items():
            done = seconds[name]
            if len(done) < 3 or sum(done) * numbers[name] < effort.budget:
                done.append(_sample(call, numbers[name], clock))
    return {name: statistics.median(done) for name, done in seconds.items()}


def _number(call: Call, effort: Effort, clock: Clock) -> int:
    """How many calls make a sample."""
    _sample(call, 1, clock)
    return max(1, int(effort.sample / max(_sample(call, 1, clock), 1e-7)))


def _sample(call: Call, number: int, clock: Clock) -> float:
    clock.finish()
    start = clock.now()
    for _ in range(number):
        call()
    clock.finish()
    return (clock.now() - start) / number
