"""Labels taken for something else in cross_entropy and in its gradient, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.softmax.wrong_gradients import softmax

# cross_entropy(y, Z) -> loss


def rows_of_the_labels(y, Z):
    return -np.mean(np.log(softmax(Z)[y]))


def columns_of_the_labels(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(logarithms[:, y])


def labels_from_one(y, Z):
    return -np.mean(np.log(softmax(Z)[np.arange(len(y)), y - 1]))


def logarithm_of_the_score(y, Z):
    return -np.mean(np.log(Z[np.arange(len(y)), y]))


def largest_probability(y, Z):
    return -np.mean(np.log(softmax(Z).max(axis=1)))


def share_of_mistakes(y, Z):
    return np.mean(Z.argmax(axis=1) != y)


def share_read_correctly(y, Z):
    return np.mean(Z.argmax(axis=1) == y)


def of_each_class_by_itself(y, Z):
    A, Y = softmax(Z), np.eye(Z.shape[1])[y]
    return -np.mean((Y * np.log(A) + (1 - Y) * np.log(1 - A)).sum(axis=1))


# cross_entropy_gradient(y, Z) -> dZ


def off_the_rows_of_the_labels(y, Z):
    dZ = softmax(Z)
    dZ[y] -= 1
    return dZ / len(y)


def off_labels_from_one(y, Z):
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y - 1] -= 1
    return dZ / len(y)


def labels_alone_divided(y, Z):
    return softmax(Z) - np.eye(Z.shape[1])[y] / len(y)


ROWS = (
    "One index picks rows, so that y chose samples. The label of a sample says which class, a column: an "
    "index for the rows goes before it, that of each sample in turn."
)
SHARE = (
    "This is a share of the samples, by whether the largest score is at the label. A network learns from "
    "slopes, and a share has none: the loss asks how probable the right class was."
)

FROM_ZERO = (
    "1 was taken off the labels before they were used, as if they were counted from 1. They are counted from "
    "0, as columns are."
)

WRONG_LABELS = [
    Misconception("rows for pairs", rows_of_the_labels, ROWS),
    Misconception(
        "columns for pairs",
        columns_of_the_labels,
        "Whole columns were picked, for every sample those of all labels. Each sample has one label: "
        "pick one number from each row.",
        "surprise",
    ),
    Misconception("labels counted from 1", labels_from_one, FROM_ZERO),
    Misconception(
        "logarithm of the score",
        logarithm_of_the_score,
        "The logarithm was taken of the score. A score may be negative, and has no logarithm then: it is the "
        "probability of the right class that surprises, and softmax makes it.",
        "surprise",
    ),
    Misconception(
        "the largest probability",
        largest_probability,
        "The largest probability of each sample was taken, whatever the label. What counts is that of the "
        "right class: where does y come in?",
        "surprise",
    ),
    Misconception("share of mistakes", share_of_mistakes, SHARE, "surprise"),
    Misconception("share read correctly", share_read_correctly, SHARE, "surprise"),
    Misconception(
        "each class by itself",
        of_each_class_by_itself,
        "The other classes came in as well, with log(1 - A). That is the loss of classes that do not "
        "exclude each other. Here the probabilities add up to 1, and the right class says it all.",
        "surprise",
    ),
]

WRONG_LABELS_ON_THE_WAY_BACK = [
    Misconception("rows for pairs", off_the_rows_of_the_labels, ROWS),
    Misconception("labels counted from 1", off_labels_from_one, FROM_ZERO),
    Misconception(
        "labels alone divided",
        labels_alone_divided,
        "Only what is taken off was divided by m. The whole difference is: mind the bracket.",
        "probabilities-less-one",
    ),
]
