"""Labels taken for something else in cross_entropy and in its gradient, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.softmax.wrong_gradients import softmax

# cross_entropy(y, Z) -> loss


def rows_of_the_labels(y, Z):
    return -np.mean(np.log(softmax(Z)[y]))


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

WRONG_LABELS = [
    Misconception("rows for pairs", rows_of_the_labels, ROWS),
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
    Misconception(
        "labels alone divided",
        labels_alone_divided,
        "Only what is taken off was divided by m. The whole difference is: mind the bracket.",
        "probabilities-less-one",
    ),
]
