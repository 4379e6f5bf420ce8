"""Wrong answers to cross_entropy, as students write them, and what helps."""

from __future__ import annotations

from functools import partial

import numpy as np

from autograder.exercise import Misconception


def softmax_first(y, Z):
    E = np.exp(Z)
    A = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.log(A[np.arange(len(y)), y]))


def safe_softmax_first(y, Z):
    return -np.mean(np.log(of_the_right_class(y, Z)))


def one_hot(y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    return -np.sum(np.eye(Z.shape[1])[y] * np.log(A)) / len(y)


def of_the_right_class(y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True))[np.arange(len(y)), y]


def with_added(small, y, Z):
    return -np.mean(np.log(of_the_right_class(y, Z) + small))


def kept_above(small, y, Z):
    return -np.mean(np.log(np.maximum(of_the_right_class(y, Z), small)))


def kept_between(small, y, Z):
    return -np.mean(np.log(np.clip(of_the_right_class(y, Z), small, 1 - small)))


def not_shifted(y, Z):
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


def summed(y, Z):
    return np.sum(each_sample(y, Z))


def over_all_numbers(y, Z):
    return np.mean(each_sample(y, Z)) / Z.shape[1]


def sign(y, Z):
    return -np.mean(each_sample(y, Z))


def each_sample(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]


def in_bits(y, Z):
    return np.mean(each_sample(y, Z)) / np.log(2)


def probability_of_the_right_class(y, Z):
    return -np.mean(of_the_right_class(y, Z))


def logarithm_of_the_mean(y, Z):
    return -np.log(np.mean(of_the_right_class(y, Z)))


def softmax_twice(y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return np.mean(each_sample(y, E / E.sum(axis=1, keepdims=True)))


def shifted_by_one_maximum(y, Z):
    shifted = Z - Z.max()
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])


def shifted_by_the_mean(y, Z):
    return not_shifted(y, Z - Z.mean(axis=1, keepdims=True))


def shifted_by_the_smallest(y, Z):
    return not_shifted(y, Z - Z.min(axis=1, keepdims=True))


def shifted_in_the_sum_alone(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - Z[np.arange(len(y)), y])


def bracket_lost(y, Z):
    M = Z.max(axis=1)
    return np.mean(np.log(np.exp(Z - M[:, np.newaxis]).sum(axis=1)) - Z[np.arange(len(y)), y] - M)


def squares(y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return np.mean((E / E.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) ** 2)


def first_sample_alone(y, Z):
    return each_sample(y, Z)[0]


def returned_in_the_loop(y, Z):
    return each_sample(y, Z)[0] / len(y)


def score_of_the_right_class(y, Z):
    return -np.mean(Z[np.arange(len(y)), y])


def every_class(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return -np.mean(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def nothing_returned(y, Z):
    print(np.mean(each_sample(y, Z)))


ANCHOR, SAFE = "surprise", "log-sum-exp"
HIDDEN = (
    "A little number beside the probability, or in its place, avoids log(0), and gives the same loss to a "
    "sample that is wrong and to one that is wrong beyond measure: nothing is left to learn from."
)
TOO_LITTLE = (
    "What was taken off each sample leaves some of its scores far above 0, and exp may still be more than a "
    "number can hold. Which amount leaves none above 0?"
)
FIRST = "Only the first sample was counted. If there is a loop: how far is the return indented?"

WRONG_LOSSES = [
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
        "0 times infinity",
        one_hot,
        "For large scores your loss is nan: 0 met the logarithm of a probability that is 0. Take the "
        "logarithm of the formula first, on paper: then no probability is needed.",
        SAFE,
    ),
    Misconception(
        "something added to the probability",
        partial(with_added, 1e-12),
        HIDDEN,
        SAFE,
    ),
    *(
        Misconception(f"{small:g} added to the probability", partial(with_added, small), HIDDEN, SAFE)
        for small in (1e-15, 1e-10, 1e-9, 1e-8, 1e-7)
    ),
    *(
        Misconception(f"probability kept above {small:g}", partial(kept_above, small), HIDDEN, SAFE)
        for small in (1e-15, 1e-12, 1e-10, 1e-8, 1e-7)
    ),
    *(
        Misconception(f"probability kept {small:g} from 0 and 1", partial(kept_between, small), HIDDEN, SAFE)
        for small in (1e-10, 1e-8, 1e-7)
    ),
    Misconception(
        "not shifted",
        not_shifted,
        "The exp of a large score is more than a number can hold. The maximum of "
        "a sample can be taken out of the logarithm of the sum.",
        SAFE,
    ),
    Misconception(
        "one maximum for all samples",
        shifted_by_one_maximum,
        "The largest score of the whole batch was taken off every sample, and the exp of those far below it "
        "are all 0. Each sample has a maximum of its own.",
        SAFE,
    ),
    Misconception("mean taken off", shifted_by_the_mean, TOO_LITTLE, SAFE),
    Misconception("smallest score taken off", shifted_by_the_smallest, TOO_LITTLE, SAFE),
    Misconception(
        "maximum taken off in the sum alone",
        shifted_in_the_sum_alone,
        "The maximum was taken off in the sum alone. The score of the right class has to move with the "
        "others.",
        SAFE,
    ),
    Misconception(
        "bracket left out",
        bracket_lost,
        "The maximum of each sample was taken off twice. Mind the bracket: it is the moved score that is "
        "taken off, and in it the maximum changes its sign.",
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
        "logarithm of the mean",
        logarithm_of_the_mean,
        "The mean of the probabilities was taken, and then its logarithm. Each sample has a loss, and the "
        "mean is that of the losses.",
        ANCHOR,
    ),
    Misconception(
        "softmax twice",
        softmax_twice,
        "Softmax was applied twice: the formula for the loss has it already, and wants the scores as they "
        "came.",
        SAFE,
    ),
    Misconception(
        "mean of squares",
        squares,
        "This is a mean of squares: how far the probabilities are from 0 and 1. The loss here is the "
        "surprise at the right class, and that is a logarithm.",
        ANCHOR,
    ),
    Misconception("first sample alone", first_sample_alone, FIRST),
    Misconception("returned in the loop", returned_in_the_loop, FIRST),
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
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. One number is asked for, the mean loss.",
    ),
]
