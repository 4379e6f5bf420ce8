"""The mistakes that students make in the gradients of many rows."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def as_rows(dA, X):
    return dA.reshape(-1, dA.shape[-1]), X.reshape(-1, X.shape[-1])


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


def transposed(dA, X):
    dA, X = as_rows(dA, X)
    return dA.T @ X, dA.sum(axis=0)


def db_first(dA, X):
    dA, X = as_rows(dA, X)
    return dA.sum(axis=0), X.T @ dA


def weights_alone(dA, X):
    dA, X = as_rows(dA, X)
    return X.T @ dA


def steps_added_first(dA, X):
    axes = tuple(range(1, X.ndim - 1))
    dA, X = dA.sum(axis=axes), X.sum(axis=axes)
    return X.T @ dA, dA.sum(axis=0)


def exchanged(dA, X):
    dA, X = as_rows(dA, X)
    return dA.T @ X, X.sum(axis=0)


def summed_over_the_units(dA, X):
    rows, X = as_rows(dA, X)
    return X.T @ rows, dA.sum(axis=-1)


ROWS = "many-rows"

WRONG_ROWS = [
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
    Misconception(
        "dW transposed",
        transposed,
        "The numbers of dW are right, and it is transposed. dW has the shape of W: features down, units "
        "across.",
        ROWS,
    ),
    Misconception(
        "dA and X exchanged",
        exchanged,
        "dA and X have changed places: db is a sum of X, and dW is transposed. Which of the two does your "
        "function take first?",
        ROWS,
        least=2,
    ),
    Misconception(
        "db summed over the units",
        summed_over_the_units,
        "db was summed over the units, and the rows are still there. It is the other way round: b has a "
        "number for each unit, and every row adds to it.",
        ROWS,
    ),
    Misconception(
        "db before dW",
        db_first,
        "dW and db have changed places: dW is expected first, then db.",
        ROWS,
    ),
    Misconception(
        "dW alone",
        weights_alone,
        "Only dW came back, and its first two rows were taken for the two results. db is asked for as well, "
        "behind dW.",
        ROWS,
    ),
    Misconception(
        "steps added up before the product",
        steps_added_first,
        "The steps of a sample were added up before the product, so that the features of each step met the "
        "gradients of all. Multiply row by row, and add up then.",
        ROWS,
    ),
]
