"""scheduled_rate: the learning rate of each step, up on a line and down along a cosine."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.optimizers.schedule_sentences import MISTAKES


def reference(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * (1 + math.cos(math.pi * share)) / 2


def run(student, start, peak, end, warmup_steps, decay_steps):
    """The decay goes on into the steps after it: what stays at the end has come there first."""
    last = warmup_steps + decay_steps
    falling = [*range(warmup_steps, last + 2), last + decay_steps]
    for name, steps in {"warm-up": range(warmup_steps), "decay": falling}.items():
        if steps:
            rates = [student(step, start, peak, end, warmup_steps, decay_steps) for step in steps]
            yield name, {f"step {step}": rate for step, rate in zip(steps, rates, strict=True)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for number in range(12):
        start, peak, end = (float(rng.uniform(*bounds)) for bounds in ((0.02, 0.1), (0.3, 2), (0.01, 0.1)))
        warmup, decay = int(rng.integers(2, 7)), int(rng.integers(3, 10))
        cases.append(
            Case(
                "a schedule drawn at random",
                start=start if number % 4 else 0.0,
                peak=peak,
                end=end,
                warmup_steps=warmup if number % 3 else 0,
                decay_steps=decay,
            )
        )
    return cases


# Right answers, written in other ways.


def piece_by_piece(step, start, peak, end, warmup_steps, decay_steps):
    if step >= warmup_steps + decay_steps:
        return end
    if step >= warmup_steps:
        angle = np.pi * (step - warmup_steps) / decay_steps
        return end * (1 - np.cos(angle)) / 2 + peak * (1 + np.cos(angle)) / 2
    share = step / warmup_steps
    return (1 - share) * start + share * peak


def with_interp(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return np.interp(step, [0, warmup_steps], [start, peak])
    angle = np.interp(step, [warmup_steps, warmup_steps + decay_steps], [0, np.pi])
    return end + 0.5 * (peak - end) * (1 + np.cos(angle))


def with_a_sine(step, start, peak, end, warmup_steps, decay_steps):
    """The half cosine as the square of a sine, counted from its end."""
    if warmup_steps > step:
        return start + step * ((peak - start) / warmup_steps)
    left = max(0, warmup_steps + decay_steps - step)
    return end + (peak - end) * math.sin(math.pi / 2 * left / decay_steps) ** 2


def by_shares_of_a_squared_cosine(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = np.cos(np.pi / 2 * np.clip((step - warmup_steps) / decay_steps, 0, 1)) ** 2
    return share * peak + (1 - share) * end


def as_in_keras(step, start, peak, end, warmup_steps, decay_steps):
    """With the share of the peak that is left, as CosineDecay has it."""
    if step < warmup_steps:
        return (peak - start) * (step / warmup_steps) + start
    alpha, completed = end / peak, min(step - warmup_steps, decay_steps) / decay_steps
    return peak * ((1 - alpha) * 0.5 * (1 + math.cos(math.pi * completed)) + alpha)


def _case(name: str, *numbers: float) -> Case:
    keys = ("start", "peak", "end", "warmup_steps", "decay_steps")
    return Case(name, **dict(zip(keys, numbers, strict=True)))


scheduled_rate = Exercise(
    "scheduled_rate",
    points=3,
    reference=reference,
    run=run,
    cases=[
        _case("the schedule by hand", 0.1, 0.9, 0.1, 4, 8),
        _case("a short warm-up from 0, and a long decay", 0.0, 0.5, 0.05, 2, 9),
        _case("no warm-up", 0.05, 1.0, 0.2, 0, 6),
        _case("a warm-up that is longer than the decay", 0.2, 0.4, 0.02, 6, 3),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(piece_by_piece),
        Alternative(with_interp),
        Alternative(with_a_sine),
        Alternative(by_shares_of_a_squared_cosine),
        Alternative(as_in_keras),
    ],
)
