"""adam_step: momentum and RMSprop at once, both corrected for beginning at 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.optimizers.adam_sentences import MISTAKES
from autograder.exercises.optimizers.arrays import (
    SHAPES,
    drawn_shapes,
    numbers,
    settled,
    work,
)
from autograder.exercises.optimizers.right import adam_reference
from autograder.exercises.returned import named


def run(student, P, G, M, V, t, rate, beta_1, beta_2, epsilon):
    result = student(P, G, M, V, t, rate, beta_1, beta_2, epsilon)
    return named(result, None, "P after the first step" if t == 1 else "P after later steps", "M", "V")


def steps(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    if not (0 <= beta_1 <= 1 and 0 <= beta_2 <= 1):  # powers of whole numbers could be of any length
        raise ValueError("numbers from 0 to 1 were expected for beta_1 and beta_2")
    return work((P, G, M, V), (t, rate, epsilon))


def _drawn(name: str, rng: np.random.Generator, shape: Sequence[int], t: int, epsilon: float) -> Case:
    """M and V are of the size that they have at step t, and 0 at the first."""
    beta_1, beta_2 = float(rng.uniform(0.6, 0.8)), float(rng.uniform(0.85, 0.97))
    drawn = {name: numbers(rng, *shape) for name in ("P", "G", "M", "V")}
    drawn["M"] *= 1 - beta_1 ** (t - 1)
    drawn["V"] = drawn["V"] ** 2 * (1 - beta_2 ** (t - 1))
    rate = float(rng.uniform(0.05, 0.4))
    return Case(name, **drawn, t=t, rate=rate, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)


def _case(name: str, rng: np.random.Generator, *rest: Any) -> Case:
    return settled(lambda: _drawn(name, rng, *rest), adam_reference)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for shape in drawn_shapes(rng, 6):
        first, later = (float(epsilon) for epsilon in rng.uniform(0.05, 0.5, 2))
        cases.append(_case("a first step drawn at random", rng, shape, 1, first))
        cases.append(_case("a later step drawn at random", rng, shape, int(rng.integers(2, 6)), later))
    late = _case("a step after many", rng, (3, 2), int(rng.integers(50, 200)), 0.2)
    return [*cases, late, _with_zeros(rng), in_single_precision(cases[2]), in_single_precision(cases[3])]


def _with_zeros(rng: np.random.Generator) -> Case:
    """Two numbers never had a gradient; with Adam's usual epsilon, which is small."""
    case = _case("numbers that have had no gradient yet", rng, (2, 3), 3, 1e-7)
    for name in "GMV":
        case.inputs[name][0, 1:] = 0.0
    return case


# Right answers, written in other ways.


def towards_the_gradient(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M = M + (1 - beta_1) * (G - M)
    V = V + (1 - beta_2) * (G * G - V)
    step = M / (1 - np.power(beta_1, t)) / (np.sqrt(V / (1 - np.power(beta_2, t))) + epsilon)
    return [P - rate * step, M, V]


def one_factor(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """Both corrections in the rate, and epsilon made smaller likewise."""
    M = beta_1 * M + (1 - beta_1) * G
    V = beta_2 * V + (1 - beta_2) * G**2
    root = np.sqrt(1 - beta_2**t)
    return P - rate * root / (1 - beta_1**t) * M / (np.sqrt(V) + epsilon * root), M, V


def element_by_element(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    P, M, V = np.array(P), np.array(M), np.array(V)
    left_1 = left_2 = 1.0
    for _ in range(t):
        left_1 *= beta_1
        left_2 *= beta_2
    for index in np.ndindex(*P.shape):
        M[index] = beta_1 * M[index] + (1 - beta_1) * G[index]
        V[index] = beta_2 * V[index] + (1 - beta_2) * G[index] ** 2
        P[index] -= rate * (M[index] / (1 - left_1)) / ((V[index] / (1 - left_2)) ** 0.5 + epsilon)
    return P, M, V


_BY_HAND = {"P": np.array([1.0]), "G": np.array([4.0]), "M": np.zeros(1), "V": np.zeros(1)}
_NEXT = {"P": np.array([0.9]), "G": np.array([-4.0]), "M": np.array([2.0]), "V": np.array([4.0])}
_RATES = {"rate": 0.1, "beta_1": 0.5, "beta_2": 0.75, "epsilon": 1e-7}

adam_step = Exercise(
    "adam_step",
    points=4,
    lent=steps,
    reference=adam_reference,
    run=run,
    cases=[
        Case("the first step by hand", **_BY_HAND, t=1, **_RATES),
        Case("the second step by hand", **_NEXT, t=2, **_RATES),
        *(
            _case(name, np.random.default_rng(t), shape, t, 0.25)
            for t, (name, shape) in enumerate(
                zip(
                    (
                        "the first step of a bias",
                        "the second of weights",
                        "the third of weights",
                        "the fourth of a kernel",
                    ),
                    SHAPES,
                    strict=True,
                ),
                1,
            )
        ),
        _case("a step after a hundred", np.random.default_rng(7), (2, 2), 101, 0.25),
        _with_zeros(np.random.default_rng(8)),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(towards_the_gradient),
        Alternative(one_factor),
        Alternative(element_by_element),
    ],
)
