"""batch_statistics: mean and variance of each feature, over everything else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.normalization.batches import X_BY_HAND, features, images, samples
from autograder.exercises.normalization.wrong_statistics import MISTAKES
from autograder.exercises.returned import named


def reference(X):
    axes = tuple(range(X.ndim - 1))
    return X.mean(axis=axes), X.var(axis=axes)


def run(student, X):
    return named(student(X), None, "mean", "variance")


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sequences = tuple(int(size) for size in rng.permutation([2, 3, 5]))
    cases = [Case("samples drawn at random", X=features(rng, *shape)) for shape in samples(rng)]
    cases += [Case("images drawn at random", X=features(rng, *shape)) for shape in images(rng)]
    cases += [Case("sequences drawn at random", X=features(rng, *sequences))]
    return [*cases, Case("numbers of 32 bits", X=features(rng, 3, 2, 2, 4).astype(np.float32))]


# Right answers, written in other ways.


def as_rows(X):
    rows = X.reshape(-1, X.shape[-1])
    return rows.mean(axis=0), rows.var(axis=0)


def feature_by_feature(X):
    mean, variance = np.zeros(X.shape[-1]), np.zeros(X.shape[-1])
    for j in range(X.shape[-1]):
        column = X[..., j].ravel()
        mean[j] = sum(column) / column.size
        variance[j] = sum((column - mean[j]) ** 2) / column.size
    return mean, variance


def squares_less_the_square(X):
    axes = tuple(range(X.ndim - 1))
    mean = np.mean(X, axes)
    return [mean, np.mean(X * X, axes) - mean**2]


def axis_after_axis(X):
    mean, squares = X, X * X
    while mean.ndim > 1:
        mean, squares = mean.mean(axis=0), squares.mean(axis=0)
    return mean, squares - mean * mean


def _case(name: str, *shape: int) -> Case:
    return Case(name, X=features(np.random.default_rng(sum(shape)), *shape))


batch_statistics = Exercise(
    "batch_statistics",
    points=2,
    lent=True,
    reference=reference,
    run=run,
    cases=[
        Case("the four samples of Part 1", X=X_BY_HAND),
        _case("five samples with three features", 5, 3),
        _case("as many samples as features", 4, 4),
        _case("four images of 3 x 5 with two channels", 4, 3, 5, 2),
        _case("images with all lengths alike", 3, 3, 3, 3),
        _case("two sequences of three steps", 2, 3, 4),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(as_rows),
        Alternative(feature_by_feature),
        Alternative(squares_less_the_square),
        Alternative(axis_after_axis),
    ],
)
