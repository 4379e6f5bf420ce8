"""softmax: scores become probabilities that add up to 1, however large they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.returned import as_precise
from autograder.exercises.softmax.batches import (
    FAR,
    LARGE,
    SINGLE,
    drawn_sizes,
    far_scores,
    scores,
    spread_scores,
)
from autograder.exercises.softmax.wrong_scores import WRONG_SCORES


def reference(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def run(student, Z):
    A = as_precise(
        student(Z), SINGLE
    )  # so that 1e-8 beside the sum, which many add, changes nothing by itself
    yield "A" if np.abs(Z).max() < 100 else "A of large scores", A


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [Case("scores drawn at random", Z=scores(rng, m, n)) for m, n in drawn_sizes(rng)]
    return [
        *cases,
        *(Case("large scores drawn at random", Z=far_scores(rng, m, n)) for m, n in ((3, 4), (2, 3))),
        Case("large scores far apart", Z=spread_scores(rng)),
    ]


# Right answers, written in other ways.


def row_by_row(Z):
    A = []
    for z in Z:
        e = np.exp(z - max(z))
        A.append(e / sum(e))
    return np.array(A)


def from_the_logarithm(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))


def with_new_axes(Z):
    E = np.exp(Z - np.max(Z, 1)[:, np.newaxis])
    return E / np.sum(E, 1)[:, None]


def with_transposes(Z):
    E = np.exp(Z.T - Z.T.max(axis=0))
    return (E / E.sum(axis=0)).T


def with_scipy(Z):
    from scipy.special import softmax

    return softmax(Z, axis=1)


softmax = Exercise(
    "softmax",
    points=4,
    lent=True,
    reference=reference,
    run=run,
    cases=[
        Case("two samples of three scores", Z=np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 0.5]])),
        Case("one sample, all scores alike", Z=np.array([[2.0, 2.0, 2.0, 2.0]])),
        Case("four samples of two scores", Z=np.array([[0.0, 1.1], [1.0, 0.3], [-2.2, 2.0], [3.3, 2.5]])),
        Case("scores of a thousand", Z=LARGE),
        Case("scores of two thousand, and of one", Z=FAR),
    ],
    hidden=hidden,
    sums={"A": 8, "A of large scores": 1000},  # a score of 3000 brings as many roundings as 3000 terms
    misconceptions=WRONG_SCORES,
    alternatives=[
        Alternative(row_by_row),
        Alternative(from_the_logarithm),
        Alternative(with_new_axes),
        Alternative(with_transposes),
        Alternative(with_scipy),
    ],
)
