"""relu_backward: the gradient passes where the number was positive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.softmax.batches import drawn_sizes, scores
from autograder.exercises.softmax.wrong_slopes import WRONG_SLOPES


def reference(dA, Z):
    return dA * (Z > 0)


def run(student, dA, Z):
    return {"dZ": student(dA, Z)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for m, n in drawn_sizes(rng):
        Z = np.round(scores(rng, m, n) * 2)  # some are 0
        cases.append(Case("numbers drawn at random", dA=scores(rng, m, n), Z=Z))
    return cases


# Right answers, written in other ways.


def with_where(dA, Z):
    return np.where(Z > 0, dA, 0.0)


def copied_and_cut(dA, Z):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return dZ


def in_loops(dA, Z):
    dZ = np.zeros_like(dA)
    for index in np.ndindex(*Z.shape):
        if Z[index] > 0:
            dZ[index] = dA[index]
    return dZ


def with_a_step(dA, Z):
    return dA * np.heaviside(Z, 0.0)


def from_the_output(dA, Z):
    A = np.maximum(Z, 0)
    return dA * (A > 0)


relu_backward = Exercise(
    "relu_backward",
    points=2,
    reference=reference,
    run=run,
    cases=[
        Case(
            "two samples of three",
            dA=np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, 6.0]]),
            Z=np.array([[0.5, 2.0, -1.0], [3.0, -0.5, 0.0]]),
        ),
        Case("one sample, all negative", dA=np.array([[1.0, 2.0]]), Z=np.array([[-1.0, -3.0]])),
        Case(
            "a small image",
            dA=np.arange(8.0).reshape(1, 2, 2, 2) - 3.5,
            Z=np.arange(8.0)[::-1].reshape(1, 2, 2, 2) - 4,
        ),
        Case("numbers of many digits", dA=np.array([[1, -2, 4]]) / 7, Z=np.array([[2, -5, 1]]) / 3),
    ],
    hidden=hidden,
    misconceptions=WRONG_SLOPES,
    alternatives=[
        Alternative(with_where),
        Alternative(copied_and_cut),
        Alternative(in_loops),
        Alternative(with_a_step),
        Alternative(from_the_output),
    ],
    sums=2,
)
