"""cross_entropy_gradient: the probabilities, less 1 where the class is right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.softmax import forward
from autograder.exercises.softmax.batches import LARGE, drawn_sizes, scores


def reference(y, Z):
    dZ = forward.reference(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


def run(student, y, Z):
    return {"dZ": student(y, Z)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("scores drawn at random", y=rng.permutation(max(m, n))[:m] % n, Z=scores(rng, m, n))
        for m, n in drawn_sizes(rng)
    ]


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


# Wrong answers, as students write them.


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


def nothing_returned(y, Z):
    print((softmax(Z) - np.eye(Z.shape[1])[y]) / len(y))


# Right answers, written in other ways.


def with_one_hot(y, Z):
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / Z.shape[0]


def through_both(y, Z):
    """Through the loss to the probabilities, and through softmax to the scores."""
    A = softmax(Z)
    dA = -np.eye(Z.shape[1])[y] / (A * len(y) + 1e-300)
    return A * (dA - (dA * A).sum(axis=1, keepdims=True))


def sample_by_sample(y, Z):
    rows = []
    for label, z in zip(y, Z, strict=True):
        e = np.exp(z - z.max())
        row = e / e.sum()
        row[label] = row[label] - 1
        rows.append(row / len(y))
    return np.array(rows)


ANCHOR = "probabilities-less-one"

cross_entropy_gradient = Exercise(
    "cross_entropy_gradient",
    points=4,
    reference=reference,
    run=run,
    cases=[
        Case(
            "two samples of three scores", y=np.array([2, 0]), Z=np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 0.5]])
        ),
        Case("one sample, all scores alike", y=np.array([3]), Z=np.array([[2.0, 2.0, 2.0, 2.0]])),
        Case(
            "four samples of two", y=np.array([0, 1, 1, 0]), Z=np.array([[0, 1], [1, 0], [-2, 2], [3, 2.5]])
        ),
        Case("scores of a thousand", y=np.array([1, 1, 1]), Z=LARGE),
    ],
    hidden=hidden,
    sums=100,
    misconceptions=[
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
            "This is the gradient by the probabilities. It still has to go through softmax, back to the "
            "scores, where most of it cancels.",
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
            "twice too large",
            of_squares,
            "Your gradients are twice too large. The 2 belongs to squared errors; cross-entropy has none.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. dZ is asked for, of the shape of Z.",
        ),
    ],
    alternatives=[Alternative(with_one_hot), Alternative(sample_by_sample)],
)
