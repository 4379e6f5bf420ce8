"""rows_gradients: the same gradients where a sample has many rows, such as the steps of a sequence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, unequal_shape
from autograder.exercises.dense.batches import MANY_DIGITS, drawn, mixed
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


# Wrong answers, as students write them.


def each_step_apart(dA, X):
    return np.einsum("i...k,i...j->...kj", X, dA), dA.sum(axis=0)


def summed_over_the_batch(dA, X):
    dW = X.reshape(-1, X.shape[-1]).T @ dA.reshape(-1, dA.shape[-1])
    return dW, dA.sum(axis=0)


def flattened(dA, X):
    dA, X = dA.reshape(len(dA), -1), X.reshape(len(X), -1)
    return X.T @ dA, dA.sum(axis=0)


def last_step(dA, X):
    dA = dA.reshape(len(dA), -1, dA.shape[-1])[:, -1]
    return X.reshape(len(X), -1, X.shape[-1])[:, -1].T @ dA, dA.sum(axis=0)


def as_for_a_matrix(dA, X):
    return X.T @ dA, dA.sum(axis=0)


def axes_changed(dA, X):
    return np.swapaxes(X, -1, -2) @ dA, dA.sum(axis=-2)


def reshaped(dA, X):
    dA = dA.reshape(-1, dA.shape[-1])
    return X.reshape(X.shape[-1], -1) @ dA, dA.sum(axis=0)


def averaged_over_rows(dA, X):
    dA, X = dA.reshape(-1, dA.shape[-1]), X.reshape(-1, X.shape[-1])
    return X.T @ dA / len(X), dA.mean(axis=0)


def averaged_over_steps(dA, X):
    steps = X.size // (len(X) * X.shape[-1])
    dA, X = dA.reshape(-1, dA.shape[-1]), X.reshape(-1, X.shape[-1])
    return X.T @ dA / steps, dA.sum(axis=0) / steps


def averaged_over_the_batch(dA, X):
    m = len(X)
    dA, X = dA.reshape(-1, dA.shape[-1]), X.reshape(-1, X.shape[-1])
    return X.T @ dA / m, dA.sum(axis=0) / m


def three_axes(dA, X):
    m, steps, n = X.shape
    dA, X = dA.reshape(m * steps, dA.shape[2]), X.reshape(m * steps, n)
    return X.T @ dA, dA.sum(axis=0)


def two_sums(dA, X):
    dW = X.reshape(-1, X.shape[-1]).T @ dA.reshape(-1, dA.shape[-1])
    return dW, dA.sum(axis=0).sum(axis=0)


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


ROWS = "many-rows"

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
        _case("plain samples", 4, 3, units=2),
        Case(MANY_DIGITS, dA=mixed(2, 2, 2) / 7, X=mixed(2, 2, 3) / 3),
    ],
    hidden=hidden,
    sums=16,
    misconceptions=[
        Misconception(
            "db summed over the batch alone",
            summed_over_the_batch,
            "db was summed over the samples, and the steps are still there: b is added in every "
            "row, and so it hears from every row.",
            ROWS,
        ),
        Misconception(
            "each step apart",
            each_step_apart,
            "The samples are added up and the steps are kept apart, as if each step had weights of its own. "
            "All rows share one W and one b, so all of them add up.",
            ROWS,
        ),
        Misconception(
            "samples flattened",
            flattened,
            "Each sample became one long row, as if Flatten stood before the layer. Here the last axis stays "
            "what it is, and everything before it becomes rows.",
            ROWS,
        ),
        Misconception(
            "last step alone",
            last_step,
            "Only the last step of each sample was counted. Every step went through the same weights.",
            ROWS,
        ),
        Misconception(
            "all axes transposed",
            as_for_a_matrix,
            "For more than two axes, T turns the order of all of them round, and the product no longer sums "
            "over the rows. Make two matrices first.",
            ROWS,
        ),
        Misconception(
            "samples kept apart",
            axes_changed,
            "There is a gradient for each sample. The steps of a sample are added up, as they should be, and "
            "the samples have to be, too.",
            ROWS,
        ),
        Misconception(
            "reshaped, not transposed",
            reshaped,
            "X was given the shape of a transposed matrix, and its numbers stayed where they "
            "were. Make rows first, then let rows and columns change places.",
            ROWS,
        ),
        Misconception(
            "averaged over the rows",
            averaged_over_rows,
            "Your gradients are too small by the number of rows. What each row asks for is added up, not "
            "averaged.",
            ROWS,
        ),
        Misconception(
            "averaged over the steps",
            averaged_over_steps,
            "Your gradients are too small by the number of steps. What each step asks for is added up, not "
            "averaged.",
            ROWS,
        ),
        Misconception(
            "averaged over the batch",
            averaged_over_the_batch,
            "Your gradients are m times too small. If the loss is a mean, that m is in dA already.",
            ROWS,
        ),
        Misconception(
            "written for three axes",
            three_axes,
            "Sequences are right, and other inputs fail: the number of axes is written into your function. "
            "Only the last axis is special, however many there are before it.",
            ROWS,
        ),
        Misconception(
            "db of three axes",
            two_sums,
            "db fits inputs of three axes only: b is shared by all rows, however many axes they come from.",
            ROWS,
        ),
    ],
    alternatives=[
        Alternative(with_tensordot),
        Alternative(product_by_product),
        Alternative(row_by_row),
        Alternative(axis_by_axis),
    ],
)
