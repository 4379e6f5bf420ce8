"""momentum_step: one step of SGD with momentum, and with Nesterov's."""

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
    work,
)
from autograder.exercises.optimizers.momentum_sentences import MISTAKES
from autograder.exercises.optimizers.right import momentum_reference
from autograder.exercises.returned import named


def run(student, P, G, velocity, rate, momentum, nesterov):
    result = student(P, G, velocity, rate, momentum, nesterov)
    return named(result, None, "P with Nesterov" if nesterov else "P", "velocity")


def steps(P, G, velocity, rate, momentum, nesterov=False):
    return work((P, G, velocity), (rate, momentum, nesterov))


def _drawn(name: str, rng: np.random.Generator, shape: Sequence[int], nesterov: bool) -> Case:
    return Case(
        name,
        P=numbers(rng, *shape),
        G=numbers(rng, *shape),
        velocity=numbers(rng, *shape),
        rate=float(rng.uniform(0.05, 0.4)),
        momentum=float(rng.uniform(0.5, 0.95)),
        nesterov=nesterov,
    )


def _case(name: str, rng: np.random.Generator, *rest: Any) -> Case:
    return settled(lambda: _drawn(name, rng, *rest), momentum_reference)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [
        _case("a step drawn at random", rng, shape, nesterov)
        for shape in drawn_shapes(rng, 6)
        for nesterov in (False, True)
    ]
    return [*cases, in_single_precision(cases[2]), in_single_precision(cases[3])]


# Right answers, written in other ways.


def one_move(P, G, velocity, rate, momentum, nesterov=False):
    new = velocity * momentum - G * rate
    move = new * momentum - G * rate if nesterov else new
    return [P + move, new]


def element_by_element(P, G, velocity, rate, momentum, nesterov=False):
    P, velocity = P.copy(), velocity.copy()
    for index in np.ndindex(*P.shape):
        velocity[index] = momentum * velocity[index] - rate * G[index]
        if nesterov:
            P[index] += momentum * velocity[index] - rate * G[index]
        else:
            P[index] += velocity[index]
    return P, velocity


def from_the_velocity_before(P, G, velocity, rate, momentum, nesterov=False):
    """Nesterov's step in terms of the velocity before, which is multiplied by the momentum twice."""
    new = momentum * velocity - rate * G
    if nesterov:
        return P + momentum**2 * velocity - (1 + momentum) * rate * G, new
    return P + new, new


def in_pytorchs_way(P, G, velocity, rate, momentum, nesterov=False):
    """A buffer that has the rate taken out, and the sign turned round."""
    buffer = momentum * (-velocity / rate) + G
    step = G + momentum * buffer if nesterov else buffer
    return P - rate * step, -rate * buffer


_START = {"P": np.array([8.0, 4.0]), "G": np.array([8.0, 40.0])}
_RATES = {"rate": 0.15, "momentum": 0.5}

momentum_step = Exercise(
    "momentum_step",
    points=3,
    lent=steps,
    reference=momentum_reference,
    run=run,
    cases=[
        Case("the first step of Part 1", **_START, velocity=np.zeros(2), **_RATES, nesterov=False),
        *(
            _case(f"{kind} on {words}", np.random.default_rng(seed), shape, nesterov)
            for seed, (words, shape) in enumerate(
                zip(("a bias", "weights", "more weights", "a kernel"), SHAPES, strict=True)
            )
            for kind, nesterov in (("momentum", False), ("Nesterov's", True))
        ),
    ],
    hidden=hidden,
    sums=16,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(one_move),
        Alternative(element_by_element),
        Alternative(from_the_velocity_before),
        Alternative(in_pytorchs_way),
    ],
)
