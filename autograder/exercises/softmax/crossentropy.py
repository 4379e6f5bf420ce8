"""cross_entropy: how surprising the right classes are, on average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.softmax.batches import FAR, LARGE, drawn_sizes, scores, spread_scores
from autograder.exercises.softmax.wrong_labels import WRONG_LABELS
from autograder.exercises.softmax.wrong_losses import WRONG_LOSSES
from autograder.exercises.softmax.wrong_terms import WRONG_TERMS


def reference(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(y)), y]))


def run(student, y, Z):
    loss = student(y, Z)
    if isinstance(loss, float | np.floating):
        loss = np.float32(
            loss
        )  # so that 1e-12 beside a probability, which many add, changes nothing by itself
    yield "loss" if np.abs(Z).max() < 100 else "loss of large scores", loss


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [
        Case("scores drawn at random", y=rng.integers(0, n, m), Z=scores(rng, m, n))
        for m, n in drawn_sizes(rng)
    ]
    Z = spread_scores(rng)
    return [*cases, Case("large scores drawn at random", y=Z.argmin(axis=1), Z=Z)]


# Right answers, written in other ways.


def with_logaddexp(y, Z):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - np.take_along_axis(Z, y[:, np.newaxis], axis=1)[:, 0])


def with_one_hot(y, Z):
    Y = np.eye(Z.shape[1])[y]
    shifted = Z - np.max(Z, axis=-1)[:, None]
    return -np.sum(Y * (shifted - np.log(np.sum(np.exp(shifted), axis=-1))[:, None])) / len(Z)


def sample_by_sample(y, Z):
    total = 0.0
    for label, z in zip(y, Z, strict=True):
        top = z.max()
        total += top + np.log(np.exp(z - top).sum()) - z[label]
    return total / len(y)


cross_entropy = Exercise(
    "cross_entropy",
    points=4,
    reference=reference,
    run=run,
    cases=[
        Case(
            "two samples of three scores", y=np.array([2, 0]), Z=np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 0.5]])
        ),
        Case("one sample, all scores alike", y=np.array([1]), Z=np.array([[2.0, 2.0, 2.0, 2.0]])),
        Case(
            "four samples of two",
            y=np.array([0, 1, 1, 0]),
            Z=np.array([[0, 1.1], [1, 0.3], [-2.2, 2], [3.3, 2.5]]),
        ),
        Case("a score of a thousand", y=np.array([0]), Z=np.array([[1000.0, 0.0]])),
        Case("a thousand for the wrong class", y=np.array([1]), Z=np.array([[1000.0, 0.0]])),
        Case("scores of thousands", y=np.array([2, 0, 2]), Z=LARGE),
        Case("scores of two thousand, and of one", y=np.array([1, 2]), Z=FAR),
    ],
    hidden=hidden,
    sums=4,
    misconceptions=[*WRONG_LOSSES, *WRONG_LABELS, *WRONG_TERMS],
    alternatives=[Alternative(with_logaddexp), Alternative(with_one_hot), Alternative(sample_by_sample)],
)
