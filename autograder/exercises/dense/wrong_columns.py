"""Formulas for samples that stand in columns, as in many books, and what helps."""

from __future__ import annotations

from autograder.exercise import Misconception


def forward(X, W, b):
    return W.T @ X + b


def backward(dA, W):
    return W @ dA


def backward_transposed(dA, W):
    return W.T @ dA


def gradients(dA, X):
    return X @ dA.T, dA.sum(axis=0)


def gradients_transposed(dA, X):
    return dA @ X.T, dA.sum(axis=0)


COLUMNS = (
    "Your formula is one for samples in columns, as in many books, where weights stand on the left. In this "
    "course a sample is a row: "
)
ON_THE_LEFT = COLUMNS + "it stands on the left, and the weights on the right."
ACROSS = COLUMNS + "the sum over the samples runs down, over the first axis of both."

FORWARD = [Misconception("weights on the left, transposed", forward, ON_THE_LEFT, "weighted-sum")]
BACKWARD = [
    Misconception("weights on the left", backward, ON_THE_LEFT, "backward"),
    Misconception("weights on the left, transposed", backward_transposed, ON_THE_LEFT, "backward"),
]
GRADIENTS = [
    Misconception("samples in columns", gradients, ACROSS, "sum-over-samples"),
    Misconception("samples in columns, and dW transposed", gradients_transposed, ACROSS, "sum-over-samples"),
]
