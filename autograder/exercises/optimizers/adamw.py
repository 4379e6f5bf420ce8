"""adamw_step: weights that shrink a little in each step, beside what the gradient does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.optimizers.arrays import (
    SHAPES,
    drawn_shapes,
    numbers,
    settled,
)
from autograder.exercises.optimizers.right import adam_reference
from autograder.exercises.optimizers.wrong_adamw import MISTAKES
from autograder.exercises.returned import named


def reference(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * P, M, V


def run(student, P, G, M, V, t, rate, weight_decay):
    """One output: the new M and V are Adam's own, and no merit of this exercise."""
    found = named(student(P, G, M, V, t, rate, weight_decay), None, "P", "M", "V")
    all_of_it = {name: found.pop(name) for name in ("P", "M", "V") if name in found}
    return {"P, M and V": all_of_it, **found} if all_of_it else found


def _drawn(name: str, rng: np.random.Generator, shape: Sequence[int], t: int) -> Case:
    """Some gradients are ten times as large as others, and some hardly larger than the parameters' decay."""
    drawn = {name: numbers(rng, *shape) for name in ("P", "G", "M", "V")}
    drawn["M"] *= 1 - 0.9 ** (t - 1)
    drawn["V"] = drawn["V"] ** 2 * (1 - 0.999 ** (t - 1))
    rate, decay = float(rng.uniform(0.05, 0.4)), float(rng.uniform(0.2, 0.8))
    return Case(name, **drawn, t=t, rate=rate, weight_decay=decay)


def _case(name: str, rng: np.random.Generator, *rest: Any) -> Case:
    return settled(lambda: _drawn(name, rng, *rest), reference)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [
        _case("a step drawn at random", rng, shape, int(rng.integers(1, 6))) for shape in drawn_shapes(rng)
    ]
    return [*cases, in_single_precision(cases[1])]


# Right answers, written in other ways.


def shrunk_first(P, G, M, V, t, rate, weight_decay):
    return adam_reference(P * (1 - rate * weight_decay), G, M, V, t, rate)


def all_at_once(P, G, M, V, t, rate, weight_decay):
    M = 0.9 * M + (1 - 0.9) * G
    V = 0.999 * V + (1 - 0.999) * G**2
    step = (M / (1 - 0.9**t)) / (np.sqrt(V / (1 - 0.999**t)) + 1e-7)
    return [P - rate * (step + weight_decay * P), M, V]


def from_the_change(P, G, M, V, t, rate, weight_decay):
    step, M, V = adam_reference(np.zeros_like(P), G, M, V, t, rate)
    return P + (step - weight_decay * rate * P), M, V


adamw_step = Exercise(
    "adamw_step",
    points=2,
    reference=reference,
    run=run,
    cases=[
        Case(
            "three weights by hand",
            P=np.array([4.0, 4.0, 4.0]),
            G=np.array([0.0, 0.01, 100.0]),
            M=np.zeros(3),
            V=np.zeros(3),
            t=1,
            rate=0.1,
            weight_decay=0.05,
        ),
        *(
            _case(name, np.random.default_rng(t), shape, t)
            for t, (name, shape) in enumerate(
                zip(("a bias", "weights", "more weights", "a kernel"), SHAPES, strict=True), 1
            )
        ),
    ],
    hidden=hidden,
    sums=1000,  # 1 - 0.999 has three digits fewer
    misconceptions=MISTAKES,
    alternatives=[Alternative(shrunk_first), Alternative(all_at_once), Alternative(from_the_change)],
)
