"""rows_gradients: the same gradients where a sample has many rows, such as the steps of a sequence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, unequal_shape
from autograder.exercises.dense.batches import MANY_DIGITS, drawn, mixed
from autograder.exercises.dense.wrong_rows import WRONG_ROWS
from autograder.exercises.returned import named


def reference(dA, X):
    dA, X = dA.reshape(-1, dA.shape[-1]), X.reshape(-1, X.shape[-1])
    return X.T @ dA, dA.sum(axis=0)


def steps(dA, X):
    return X.size * dA.shape[-1]


def run(student, dA, X):
    return named(student(dA, X), X, "dW", "db")


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [
        tuple(int(size) for size in rng.integers(1, 5, axes)) for axes in (2, 3, 3, 3, 3, 4, 4, 5, 3, 4)
    ]
    shapes += [unequal_shape(rng, 3), unequal_shape(rng, 4)]
    units = [int(size) for size in rng.integers(1, 5, len(shapes))]
    return [
        Case("a batch drawn at random", dA=drawn(rng, *shape[:-1], some), X=drawn(rng, *shape))
        for shape, some in zip(shapes, units, strict=True)
    ]


def _case(name: str, *shape: int, units: int) -> Case:
    return Case(name, dA=mixed(*shape[:-1], units) + 0.25, X=mixed(*shape) + 0.5)


# Right answers, written in other ways.


def with_tensordot(dA, X):
    axes = list(range(X.ndim - 1))
    return np.tensordot(X, dA, axes=(axes, axes)), dA.sum(axis=tuple(axes))


def product_by_product(dA, X):
    dW = np.swapaxes(X, -1, -2) @ dA
    while dW.ndim > 2:
        dW = dW.sum(axis=0)
    return dW, np.ones(dA.size // dA.shape[-1]) @ dA.reshape(-1, dA.shape[-1])


def row_by_row(dA, X):
    dW, db = np.zeros((X.shape[-1], dA.shape[-1])), np.zeros(dA.shape[-1])
    for index in np.ndindex(*X.shape[:-1]):
        dW += np.outer(X[index], dA[index])
        db += dA[index]
    return dW, db


def axis_by_axis(dA, X):
    dW = X[..., :, np.newaxis] * dA[..., np.newaxis, :]
    while dW.ndim > 2:
        dW = dW.sum(axis=0)
    while dA.ndim > 1:
        dA = dA.sum(axis=0)
    return dW, dA


rows_gradients = Exercise(
    "rows_gradients",
    points=4,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        _case("two sequences of three steps", 2, 3, 2, units=4),
        _case("three sequences of two steps and a single unit", 3, 2, 4, units=1),
        _case("two colour images of 2 x 3 pixels", 2, 2, 3, 3, units=2),
        _case("two films of two images of 1 x 2 pixels", 2, 2, 1, 2, 3, units=2),
        _case("plain samples", 4, 3, units=2),
        Case(MANY_DIGITS, dA=mixed(2, 2, 2) / 7, X=mixed(2, 2, 3) / 3),
    ],
    hidden=hidden,
    sums=16,
    misconceptions=WRONG_ROWS,
    alternatives=[
        Alternative(with_tensordot),
        Alternative(product_by_product),
        Alternative(row_by_row),
        Alternative(axis_by_axis),
    ],
)
