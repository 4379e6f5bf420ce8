"""Wrong answers to cross_entropy_gradient, as students write them, and what helps."""

from __future__ import annotations

from functools import partial

import numpy as np

from autograder.exercise import Misconception


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def not_divided(y, Z):
    return softmax(Z) - np.eye(Z.shape[1])[y]


def sign(y, Z):
    return (np.eye(Z.shape[1])[y] - softmax(Z)) / len(y)


def labels_left_out(y, Z):
    return softmax(Z) / len(y)


def labels_as_numbers(y, Z):
    return (softmax(Z) - y[:, np.newaxis]) / len(y)


def labels_along_the_classes(y, Z):
    return (softmax(Z) - y) / len(y)


def right_class_alone(y, Z):
    Y = np.eye(Z.shape[1])[y]
    return Y * (softmax(Z) - 1) / len(y)


def by_the_probabilities(y, Z):
    return -np.eye(Z.shape[1])[y] / softmax(Z) / len(y)


def scores_for_probabilities(y, Z):
    return (Z - np.eye(Z.shape[1])[y]) / len(y)


def over_all_numbers(y, Z):
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / Z.size


def divided_by_classes(y, Z):
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / Z.shape[1]


def whole_columns(y, Z):
    A = softmax(Z)
    A[:, y] -= 1
    return A / len(y)


def of_squares(y, Z):
    A = softmax(Z)
    return 2 * (A - np.eye(Z.shape[1])[y]) / len(y)


def not_shifted(y, Z):
    E = np.exp(Z)
    return (E / E.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) / len(y)


def through_both(y, Z):
    A, rows = softmax(Z), np.arange(len(y))
    dA = np.zeros_like(A)
    dA[rows, y] = -1 / (len(y) * A[rows, y])
    return A * (dA - (dA * A).sum(axis=1, keepdims=True))


def through_both_with(small, y, Z):
    A, rows = softmax(Z), np.arange(len(y))
    dA = np.zeros_like(A)
    dA[rows, y] = -1 / (len(y) * (A[rows, y] + small))
    return A * (dA - (dA * A).sum(axis=1, keepdims=True))


def divided_too_soon(y, Z):
    return softmax(Z) / len(y) - np.eye(Z.shape[1])[y]


def put_for_taken_off(y, Z):
    A = softmax(Z)
    A[np.arange(len(y)), y] = -1
    return A / len(y)


def added(y, Z):
    return (softmax(Z) + np.eye(Z.shape[1])[y]) / len(y)


def off_every_class(y, Z):
    return (softmax(Z) - 1) / len(y)


def turned_round_at_the_right_class(y, Z):
    return np.abs(softmax(Z) - np.eye(Z.shape[1])[y]) / len(y)


def softmax_twice(y, Z):
    return (softmax(softmax(Z)) - np.eye(Z.shape[1])[y]) / len(y)


def through_softmax_again(y, Z):
    A = softmax(Z)
    dA = (A - np.eye(Z.shape[1])[y]) / len(y)
    return A * (dA - (dA * A).sum(axis=1, keepdims=True))


def nothing_returned(y, Z):
    print((softmax(Z) - np.eye(Z.shape[1])[y]) / len(y))


ANCHOR = "probabilities-less-one"

WRONG_GRADIENTS = [
    Misconception(
        "not divided by m",
        not_divided,
        "Your gradients are m times too large. The loss is a mean over the samples, so each has a share "
        "of 1 / m in it, and in its gradient.",
        ANCHOR,
    ),
    Misconception(
        "wrong sign",
        sign,
        "The numbers are right, and their signs are turned round: where the right class wins more, the "
        "loss falls.",
        ANCHOR,
    ),
    Misconception(
        "labels left out",
        labels_left_out,
        "These are the probabilities, divided by m. They push every class down: which one should be "
        "pulled up, and by how much?",
        ANCHOR,
    ),
    Misconception(
        "labels as numbers",
        labels_as_numbers,
        "The labels themselves were taken off, in every column. A label says where, not how much: 1 "
        "comes off, at the place of the right class.",
        ANCHOR,
    ),
    Misconception(
        "labels along the classes",
        labels_along_the_classes,
        "The labels themselves were taken off, laid along the classes. A label says where, not how much: "
        "in each row, 1 comes off at the place that the label names.",
        ANCHOR,
    ),
    Misconception(
        "right class alone",
        right_class_alone,
        "The right class has its gradient, and the others have 0. They have what the right one "
        "lacks, so they have to be pushed down.",
        ANCHOR,
    ),
    Misconception(
        "gradient by the probabilities",
        by_the_probabilities,
        "This is the gradient with respect to the probabilities. It still has to go through softmax, back "
        "to the scores, where most of it cancels.",
        ANCHOR,
    ),
    Misconception(
        "scores for probabilities",
        scores_for_probabilities,
        "The 1 was taken off the scores. It comes off the probabilities, which are what softmax makes "
        "of them.",
        ANCHOR,
    ),
    Misconception(
        "divided by all numbers",
        over_all_numbers,
        "You divided by the number of samples and of classes. The loss is a mean over the samples alone.",
        ANCHOR,
    ),
    Misconception(
        "divided by the classes",
        divided_by_classes,
        "You divided by the number of classes. The loss is a mean over the samples.",
        ANCHOR,
    ),
    Misconception(
        "columns for pairs",
        whole_columns,
        "The 1 was taken off in whole columns, for every sample in those of all labels. Each sample has "
        "one label: one number in each row changes.",
        ANCHOR,
    ),
    Misconception(
        "not shifted",
        not_shifted,
        "The exp of a large score is more than a number can hold, here as in softmax. Move the scores of "
        "each sample first, or call your function.",
        ANCHOR,
    ),
    Misconception(
        "through both",
        through_both,
        "Where the right class has the probability 0, you divide by 0. On paper that division cancels: write "
        "down what is left of the two gradients.",
        ANCHOR,
    ),
    *(
        Misconception(
            f"through both, with {small:g} added",
            partial(through_both_with, small),
            "Something was added to the probability before you divided by it. Where that probability is "
            "nearly 0, nothing of the gradient is left. On paper the division cancels: write down what is "
            "left of the two gradients.",
            ANCHOR,
        )
        for small in (1e-12, 1e-7)
    ),
    Misconception(
        "divided too soon",
        divided_too_soon,
        "The probabilities were divided by m, and then 1 was taken off. The division is for both: bring it "
        "to the end.",
        ANCHOR,
    ),
    Misconception(
        "put in place of taken off",
        put_for_taken_off,
        "At the right class stands -1, whatever its probability was. The 1 is taken off that probability.",
        ANCHOR,
    ),
    Misconception(
        "1 added",
        added,
        "At the right class 1 was added. It is taken off: a larger score there makes the loss smaller.",
        ANCHOR,
    ),
    Misconception(
        "1 off every class",
        off_every_class,
        "1 was taken off every class. It comes off at the right class of each sample alone.",
        ANCHOR,
    ),
    Misconception(
        "sign at the right class",
        turned_round_at_the_right_class,
        "At the right class the sign is turned round. The gradient there is negative: a larger score makes "
        "the loss smaller.",
        ANCHOR,
    ),
    Misconception(
        "softmax twice",
        softmax_twice,
        "Softmax was applied twice. The scores go through it once.",
        ANCHOR,
    ),
    Misconception(
        "through softmax again",
        through_softmax_again,
        "The probabilities less 1 are the gradient of the scores already. You sent them back through softmax "
        "once more.",
        ANCHOR,
    ),
    Misconception(
        "twice as large",
        of_squares,
        "Your gradients are twice as large as they should be. The 2 belongs to squared errors; cross-entropy "
        "has none.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. dZ is asked for, of the shape of Z.",
    ),
]
