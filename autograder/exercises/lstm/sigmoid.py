"""sigmoid: a gate between 0 and 1, for numbers of any size."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.lstm.batches import drawn, drawn_sizes, in_other_forms
from autograder.exercises.lstm.wrong_sigmoids import WRONG_SIGMOIDS
from autograder.exercises.returned import as_precise


def reference(Z):
    return np.exp(-np.logaddexp(0, -Z))


def run(student, Z):
    yield "A" if np.abs(Z).max() < 100 else "A of large numbers", as_precise(student(Z), Z)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    inputs = [5 * drawn(rng, *sizes[: 1 + k % 3]) for k, sizes in enumerate(drawn_sizes(rng))]
    # Where all were negative, (1 + tanh(Z / 2)) / 2 would have next to no digits in single precision.
    inputs = [{"Z": Z if Z.max() > 0 else -Z} for Z in inputs]
    cases = [Case("numbers drawn at random", **in_other_forms(each, k)) for k, each in enumerate(inputs)]
    far = rng.permuted(np.tile([1.0, 1.0, -1.0, -1.0], (3, 1)), axis=1) * rng.uniform(750, 3000, (3, 4))
    mixed = np.concatenate([far, 3 * drawn(rng, 3, 2)], axis=1)  # or a step would do
    return [*cases, Case("large numbers drawn at random", Z=rng.permuted(mixed, axis=1))]


# Right answers, written in other ways.


def as_in_the_book(Z):
    return 1 / (1 + np.exp(-Z))


def with_tanh(Z):
    return (1 + np.tanh(Z / 2)) / 2


def with_where(Z):
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1 / (1 + E), E / (1 + E))


def with_clip(Z):
    """At 20, eight digits of 1 are reached."""
    return 1 / (1 + np.exp(-np.clip(Z, -20, 20)))


def with_scipy(Z):
    from scipy.special import expit

    return expit(Z)


def number_by_number(Z):
    A = np.empty(Z.shape)
    for index in np.ndindex(*Z.shape):
        z = float(Z[index])
        A[index] = 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
    return A


sigmoid = Exercise(
    "sigmoid",
    points=2,
    lent=True,
    reference=reference,
    run=run,
    cases=[
        Case("two samples of three numbers", Z=np.array([[0.0, 1.0, -1.0], [2.0, -3.0, 0.5]])),
        Case("a row", Z=np.array([np.log(3), -np.log(3), 4.1, -0.3])),
        Case(
            "numbers of a thousand, and of one", Z=np.array([[1000.0, 0.7, 900.0], [-800.0, -1.3, -2000.0]])
        ),
    ],
    hidden=hidden,
    sums=16,  # what cutting off at 10 leaves is more than that many roundings of single precision
    misconceptions=WRONG_SIGMOIDS,
    alternatives=[
        Alternative(as_in_the_book),
        Alternative(with_tanh),
        Alternative(with_where),
        Alternative(with_clip),
        Alternative(with_scipy),
        Alternative(number_by_number),
    ],
)
