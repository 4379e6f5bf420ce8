"""cross_entropy: how surprising the right classes are, on average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.softmax.batches import LARGE, drawn_sizes, far_scores, scores


def reference(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(y)), y]))


def run(student, y, Z):
    loss = student(y, Z)
    if isinstance(loss, float | np.floating):
        loss = np.float32(
            loss
        )  # so that 1e-12 beside a probability, which many add, changes nothing by itself
    yield "loss" if np.abs(Z).max() < 100 else "loss of large scores", loss


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [
        Case("scores drawn at random", y=rng.integers(0, n, m), Z=scores(rng, m, n))
        for m, n in drawn_sizes(rng)
    ]
    Z = far_scores(rng, 3, 4) * [[1.0, 1.5, 0.5, 1.2]]
    return [*cases, Case("large scores drawn at random", y=Z.argmin(axis=1), Z=Z)]


# Wrong answers, as students write them.


def softmax_first(y, Z):
    E = np.exp(Z)
    A = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.log(A[np.arange(len(y)), y]))


def safe_softmax_first(y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.log(A[np.arange(len(y)), y]))


def something_added(y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.log(A[np.arange(len(y)), y] + 1e-12))


def not_shifted(y, Z):
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


def summed(y, Z):
    return reference(y, Z) * len(y)


def over_all_numbers(y, Z):
    return reference(y, Z) / Z.shape[1]


def sign(y, Z):
    return -reference(y, Z)


def each_sample(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]


def in_bits(y, Z):
    return reference(y, Z) / np.log(2)


def probability_of_the_right_class(y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return -np.mean((E / E.sum(axis=1, keepdims=True))[np.arange(len(y)), y])


def score_of_the_right_class(y, Z):
    return -np.mean(Z[np.arange(len(y)), y])


def every_class(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return -np.mean(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def columns_of_the_labels(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(logarithms[:, y])


def nothing_returned(y, Z):
    print(reference(y, Z))


# Right answers, written in other ways.


def with_logaddexp(y, Z):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - np.take_along_axis(Z, y[:, np.newaxis], axis=1)[:, 0])


def with_one_hot(y, Z):
    Y = np.eye(Z.shape[1])[y]
    shifted = Z - np.max(Z, axis=-1)[:, None]
    return -np.sum(Y * (shifted - np.log(np.sum(np.exp(shifted), axis=-1))[:, None])) / len(Z)


def sample_by_sample(y, Z):
    total = 0.0
    for label, z in zip(y, Z, strict=True):
        top = z.max()
        total += top + np.log(np.exp(z - top).sum()) - z[label]
    return total / len(y)


ANCHOR, SAFE = "surprise", "log-sum-exp"

cross_entropy = Exercise(
    "cross_entropy",
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
        Case("a score of a thousand", y=np.array([0]), Z=np.array([[1000.0, 0.0]])),
        Case("scores of thousands", y=np.array([2, 0, 2]), Z=LARGE),
    ],
    hidden=hidden,
    sums=4,
    misconceptions=[
        Misconception(
            "logarithm of softmax",
            safe_softmax_first,
            "For large scores a probability became 0 before its logarithm was taken. Take "
            "the logarithm of the formula first, on paper: exp and log then meet in one term.",
            SAFE,
        ),
        Misconception(
            "nan for large scores",
            softmax_first,
            "For large scores your loss is nan: an exp was more than a number can hold, or 0 met the "
            "logarithm of a probability that is 0. Take the logarithm of the formula first, on paper, and "
            "then move the scores of each sample.",
            SAFE,
        ),
        Misconception(
            "something added to the probability",
            something_added,
            "A little number beside the probability avoids log(0), and gives the same "
            "loss to a sample that is wrong and to one that is wrong beyond measure: nothing is left to "
            "learn from.",
            SAFE,
        ),
        Misconception(
            "not shifted",
            not_shifted,
            "The exp of a large score is more than a number can hold. The maximum of "
            "a sample can be taken out of the logarithm of the sum.",
            SAFE,
        ),
        Misconception(
            "sum for mean",
            summed,
            "The losses of the samples were added up. Their mean is asked for, so that a loss does not grow "
            "with the size of the batch.",
            ANCHOR,
        ),
        Misconception(
            "mean over all numbers",
            over_all_numbers,
            "The mean was taken over samples and classes. Each sample has one loss, that of its right "
            "class: divide by m alone.",
            ANCHOR,
        ),
        Misconception(
            "wrong sign",
            sign,
            "The logarithm of a probability is negative, and a loss is positive: small where the right "
            "class has a large probability.",
            ANCHOR,
        ),
        Misconception(
            "a loss for each sample",
            each_sample,
            "There is a loss for each sample, and they are right. One number is asked for, their mean.",
            ANCHOR,
        ),
        Misconception(
            "in bits",
            in_bits,
            "Your loss is in bits: logarithms were taken to the base 2. The natural logarithm is the one "
            "whose slope is simple.",
            ANCHOR,
        ),
        Misconception(
            "without the logarithm",
            probability_of_the_right_class,
            "The probabilities of the right classes were averaged without a logarithm. It is what makes a "
            "confident mistake cost so much.",
            ANCHOR,
        ),
        Misconception(
            "score of the right class",
            score_of_the_right_class,
            "Only the score of the right class was counted. The others matter as well: what counts is its "
            "probability.",
            ANCHOR,
        ),
        Misconception(
            "every class counted",
            every_class,
            "The logarithms of all probabilities went into the mean. Only the class that is right counts, "
            "for each sample.",
            ANCHOR,
        ),
        Misconception(
            "columns for pairs",
            columns_of_the_labels,
            "Whole columns were picked, for every sample those of all labels. Each sample has one label: "
            "pick one number from each row.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. One number is asked for, the mean loss.",
        ),
    ],
    alternatives=[Alternative(with_logaddexp), Alternative(with_one_hot), Alternative(sample_by_sample)],
)
