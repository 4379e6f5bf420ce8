"""cross_entropy_gradient: the probabilities, less 1 where the class is right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.softmax.batches import FAR, LARGE, drawn_sizes, scores, spread_scores
from autograder.exercises.softmax.wrong_gradients import WRONG_GRADIENTS, softmax
from autograder.exercises.softmax.wrong_labels import WRONG_LABELS_ON_THE_WAY_BACK
from autograder.exercises.softmax.wrong_terms import WRONG_TERMS_ON_THE_WAY_BACK


def reference(y, Z):
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


def run(student, y, Z):
    yield "dZ" if np.abs(Z).max() < 100 else "dZ of large scores", student(y, Z)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [
        Case("scores drawn at random", y=rng.permutation(max(m, n))[:m] % n, Z=scores(rng, m, n))
        for m, n in drawn_sizes(rng)
    ]
    Z = spread_scores(rng)
    return [*cases, Case("large scores drawn at random", y=Z.argmin(axis=1), Z=Z)]


# Right answers, written in other ways.


def with_one_hot(y, Z):
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / Z.shape[0]


def sample_by_sample(y, Z):
    rows = []
    for label, z in zip(y, Z, strict=True):
        e = np.exp(z - z.max())
        row = e / e.sum()
        row[label] = row[label] - 1
        rows.append(row / len(y))
    return np.array(rows)


cross_entropy_gradient = Exercise(
    "cross_entropy_gradient",
    points=4,
    reference=reference,
    run=run,
    cases=[
        Case(
            "two samples of three scores", y=np.array([2, 0]), Z=np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 0.5]])
        ),
        Case("one sample, all scores alike", y=np.array([3]), Z=np.array([[2.0, 2.0, 2.0, 2.0]])),
        Case(
            "four samples of two",
            y=np.array([0, 1, 1, 0]),
            Z=np.array([[0, 1.1], [1, 0.3], [-2.2, 2], [3.3, 2.5]]),
        ),
        Case("scores of a thousand", y=np.array([1, 1, 2]), Z=LARGE),
        Case("scores of two thousand, and of one", y=np.array([1, 2]), Z=FAR),
    ],
    hidden=hidden,
    sums=100,
    misconceptions=[*WRONG_GRADIENTS, *WRONG_LABELS_ON_THE_WAY_BACK, *WRONG_TERMS_ON_THE_WAY_BACK],
    alternatives=[Alternative(with_one_hot), Alternative(sample_by_sample)],
)
