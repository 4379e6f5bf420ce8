"""dense_gradients: how the weights and the biases should change, over all samples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import WHOLE, Alternative, Case, Exercise, Misconception
from autograder.exercises.dense import wrong_columns
from autograder.exercises.dense.batches import MANY_DIGITS, SIZES, WORDS, drawn, drawn_sizes, mixed
from autograder.exercises.returned import named


def reference(dA, X):
    return X.T @ dA, dA.sum(axis=0)


def steps(dA, X):
    (_, units), (_, n) = dA.shape, X.shape
    return len(X) * n * units


def run(student, dA, X):
    return named(student(dA, X), X, "dW", "db")


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("a gradient drawn at random", dA=drawn(rng, m, units), X=drawn(rng, m, n))
        for m, n, units in drawn_sizes(rng)
    ]


def _case(name: str, m: int, n: int, units: int) -> Case:
    return Case(name, dA=mixed(m, units) + 0.25, X=mixed(m, n) + 0.5)


# Wrong answers, as students write them.


def averaged(dA, X):
    return X.T @ dA / len(X), dA.mean(axis=0)


def transposed(dA, X):
    return dA.T @ X, dA.sum(axis=0)


def not_transposed(dA, X):
    return X @ dA, dA.sum(axis=0)


def kept_apart(dA, X):
    return X[:, :, np.newaxis] * dA[:, np.newaxis, :], dA


def last_sample(dA, X):
    return np.outer(X[-1], dA[-1]), dA[-1]


def left_out(dA, X):
    return X.T @ np.ones_like(dA), np.full(dA.shape[1], float(len(dA)))


def bias_of_ones(dA, X):
    return X.T @ dA, np.ones(dA.shape[1])


def bias_averaged(dA, X):
    return X.T @ dA, dA.mean(axis=0)


def bias_not_summed(dA, X):
    return X.T @ dA, dA


def bias_over_units(dA, X):
    return X.T @ dA, dA.sum(axis=1)


def bias_of_everything(dA, X):
    return X.T @ dA, dA.sum()


def bias_as_a_row(dA, X):
    return X.T @ dA, dA.sum(axis=0, keepdims=True)


def bias_first(dA, X):
    return dA.sum(axis=0), X.T @ dA


def a_step(dA, X):
    return -X.T @ dA, -dA.sum(axis=0)


def reshaped(dA, X):
    return X.reshape(X.shape[1], X.shape[0]) @ dA, dA.sum(axis=0)


def weights_alone(dA, X):
    return X.T @ dA


def printed(dA, X):
    print(X.T @ dA, dA.sum(axis=0))


# Right answers, written in other ways.


def with_einsum(dA, X):
    return np.einsum("ik,ij->kj", X, dA), np.einsum("ij->j", dA)


def sample_by_sample(dA, X):
    dW, db = np.zeros((X.shape[1], dA.shape[1])), np.zeros(dA.shape[1])
    for x, da in zip(X, dA, strict=True):
        dW += np.outer(x, da)
        db += da
    return dW, db


def in_loops(dA, X):
    m, n = X.shape
    dW = [[sum(X[i, k] * dA[i, j] for i in range(m)) for j in range(dA.shape[1])] for k in range(n)]
    return np.array(dW), np.array([sum(column) for column in dA.T])


def with_ones(dA, X):
    """b is the weight of a feature that is always 1."""
    both = np.hstack([X, np.ones((len(X), 1))]).T @ dA
    return both[:-1], both[-1]


def transposed_back(dA, X):
    return (dA.T @ X).T, np.ones(len(dA)) @ dA


SUM = "sum-over-samples"

dense_gradients = Exercise(
    "dense_gradients",
    points=4,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        *(_case(name, *sizes) for name, sizes in zip(WORDS, SIZES, strict=True)),
        Case(MANY_DIGITS, dA=mixed(2, 2) / 7, X=mixed(2, 2) / 3),
    ],
    hidden=hidden,
    sums=8,
    misconceptions=[
        Misconception(
            "db of ones",
            bias_of_ones,
            "The derivative of A with respect to b is 1, as you say, and the chain rule multiplies it by dA, "
            "for each sample.",
            SUM,
        ),
        Misconception(
            "db averaged",
            bias_averaged,
            "db is a mean over the samples, and it should be a sum: what they share adds up.",
            SUM,
        ),
        Misconception(
            "db not summed",
            bias_not_summed,
            "db still has a row for each sample, and b is one row that all samples share.",
            SUM,
        ),
        Misconception(
            "db summed over the units",
            bias_over_units,
            "db was summed along the units, so that each sample has one. Each unit has one: the "
            "sum runs over the samples.",
            SUM,
        ),
        Misconception(
            "db of everything",
            bias_of_everything,
            "db became a single number; there is one for each unit, as in b.",
            SUM,
        ),
        Misconception(
            "db as a row of a matrix",
            bias_as_a_row,
            "db has two axes, and b has one: a gradient has the very shape of its parameter.",
            SUM,
        ),
        Misconception(
            "averaged over the batch",
            averaged,
            "Your gradients are m times too small. If the loss is a mean, that m is in dA already, and Dense "
            "only adds up.",
            SUM,
        ),
        Misconception(
            "dW transposed",
            transposed,
            "The numbers of dW are right, and it is transposed. dW has the shape of W: features down, units "
            "across.",
            SUM,
        ),
        Misconception(
            "X not transposed",
            not_transposed,
            "dW sums over the samples, so the samples of X have to meet the samples of dA. Which axis of X "
            "has to stand next to dA?",
            SUM,
        ),
        Misconception(
            "samples kept apart",
            kept_apart,
            "There is a gradient for every sample, and the weights are one set that all samples share. What "
            "each of them asks for is added up.",
            SUM,
        ),
        Misconception(
            "last sample alone",
            last_sample,
            "Only the last sample is left: each one overwrote what the others had asked for. Their gradients "
            "add up.",
            SUM,
        ),
        Misconception(
            "dA left out",
            left_out,
            "These are the derivatives of the sum of A. The chain rule weighs each of them with what came "
            "back for it: how does dA enter?",
            SUM,
        ),
        Misconception(
            "db before dW",
            bias_first,
            "Both gradients are right and have changed places: dW is expected first, then db.",
            least=WHOLE,
        ),
        Misconception(
            "sign of a step",
            a_step,
            "The gradients have the wrong sign. A step goes against them, and that is the optimizer's "
            "business.",
            SUM,
        ),
        Misconception(
            "reshaped, not transposed",
            reshaped,
            "X was given the shape of its transpose, and its numbers stayed where they were: to "
            "transpose is to let rows and columns change places.",
            SUM,
        ),
        Misconception(
            "dW alone",
            weights_alone,
            "Only dW came back, and its first two rows were taken for the two results. db is asked for as "
            "well, behind dW.",
        ),
        *wrong_columns.GRADIENTS,
        Misconception(
            "nothing returned",
            printed,
            "Your function ends without giving anything back. Two things are asked for, dW and db.",
            least=WHOLE,
        ),
    ],
    alternatives=[
        Alternative(with_einsum),
        Alternative(sample_by_sample),
        Alternative(in_loops),
        Alternative(with_ones),
        Alternative(transposed_back),
    ],
)
