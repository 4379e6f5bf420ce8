"""rmsprop_step: a rate of its own for each number, by how large its gradients are."""

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
from autograder.exercises.optimizers.rmsprop_sentences import MISTAKES
from autograder.exercises.returned import named


def reference(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def run(student, P, G, V, rate, rho, epsilon):
    return named(student(P, G, V, rate, rho, epsilon), None, "P", "V")


def _drawn(name: str, rng: np.random.Generator, shape: Sequence[int], epsilon: float) -> Case:
    """The gradients are about as large as the root of V, so that both count."""
    return Case(
        name,
        P=numbers(rng, *shape),
        G=numbers(rng, *shape),
        V=np.abs(numbers(rng, *shape)) ** 2,
        rate=float(rng.uniform(0.05, 0.4)),
        rho=float(rng.uniform(0.55, 0.95)),
        epsilon=epsilon,
    )


def _case(name: str, rng: np.random.Generator, *rest: Any) -> Case:
    return settled(lambda: _drawn(name, rng, *rest), reference)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [
        _case("a step drawn at random", rng, shape, float(rng.uniform(0.05, 0.5)))
        for shape in drawn_shapes(rng, 11)
    ]
    zeros = _case("a gradient with zeros in it", rng, (2, 3), 1e-7)
    zeros.inputs["G"][0], zeros.inputs["V"][0] = 0.0, 0.0
    return [*cases, in_single_precision(cases[1]), zeros]


# Right answers, written in other ways.


def towards_the_square(P, G, V, rate, rho, epsilon):
    V = V + (1 - rho) * (np.square(G) - V)
    return [P + -rate / (epsilon + V**0.5) * G, V]


def element_by_element(P, G, V, rate, rho, epsilon):
    P, V = P.copy(), V.copy()
    for index in np.ndindex(*P.shape):
        V[index] = rho * V[index] + (1 - rho) * G[index] * G[index]
        P[index] -= rate * G[index] / (V[index] ** 0.5 + epsilon)
    return P, V


def on_copies(P, G, V, rate, rho, epsilon):
    P, V = np.array(P), np.array(V)
    V *= rho
    V += (1 - rho) * np.power(np.abs(G), 2)
    P -= np.divide(rate * G, np.sqrt(V) + epsilon)
    return P, V


_ZEROS = _case("a number that has had no gradient yet", np.random.default_rng(9), (2, 3), 1e-7)
_ZEROS.inputs["G"][0], _ZEROS.inputs["V"][0] = 0.0, 0.0

rmsprop_step = Exercise(
    "rmsprop_step",
    points=2,
    reference=reference,
    run=run,
    cases=[
        Case(
            "two gradients by hand",
            P=np.array([1.0, 1.0]),
            G=np.array([4.0, 0.04]),
            V=np.array([0.0, 0.0]),
            rate=0.1,
            rho=0.75,
            epsilon=1e-7,
        ),
        *(
            _case(name, np.random.default_rng(seed), shape, 0.25)
            for seed, (name, shape) in enumerate(
                zip(("a bias", "weights", "more weights", "a kernel"), SHAPES, strict=True)
            )
        ),
        _ZEROS,
    ],
    hidden=hidden,
    sums=32,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(towards_the_square),
        Alternative(element_by_element),
        Alternative(on_copies),
    ],
)
