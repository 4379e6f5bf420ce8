"""Wrong answers to softmax, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def not_shifted(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def shifted_by_one_maximum(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


def shifted_down_the_samples(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=1, keepdims=True)


def over_the_samples(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def over_everything(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


def axis_lost(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


def axis_lost_in_the_maximum(Z):
    E = np.exp(Z - Z.max(axis=1))
    return E / E.sum(axis=1, keepdims=True)


def axis_lost_in_both(Z):
    E = np.exp(Z - Z.max(axis=1))
    return E / E.sum(axis=1)


def less_the_mean(Z):
    E = np.exp(Z - Z.mean(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def less_the_smallest(Z):
    E = np.exp(Z - Z.min(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def shifted_above_alone(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)


def clipped(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=1, keepdims=True)


def clipped_above(Z):
    E = np.exp(np.minimum(Z, 500))
    return E / E.sum(axis=1, keepdims=True)


def nan_replaced(Z):
    E = np.exp(Z)
    return np.nan_to_num(E / E.sum(axis=1, keepdims=True))


def sign(Z):
    E = np.exp(Z.min(axis=1, keepdims=True) - Z)
    return E / E.sum(axis=1, keepdims=True)


def first_sample_alone(Z):
    A = np.zeros_like(Z)
    for i in range(len(Z)):
        E = np.exp(Z[i] - Z[i].max())
        A[i] = E / E.sum()
        return A


def not_normalised(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))


def without_exp(Z):
    return Z / Z.sum(axis=1, keepdims=True)


def sigmoid(Z):
    return np.exp(-np.logaddexp(0, -Z))


def winner_takes_all(Z):
    return (Z.max(axis=1, keepdims=True) == Z).astype(float)


def logarithm(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def shift_added(Z):
    E = np.exp(Z + Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def divided_by_the_maximum(Z):
    E = np.exp(Z / Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def exp_of_two(Z):
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def nothing_returned(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    print(E / E.sum(axis=1, keepdims=True))


ANCHOR, SAFE = "probabilities", "large-scores"
STILL_LARGE = (
    "What was taken off each sample leaves some of its scores far above 0, and exp may still be more than a "
    "number can hold. Which amount leaves none above 0?"
)
CUT_OFF = (
    "Scores beyond a limit were made equal, and it is their differences that count. Move all scores of a "
    "sample by the same amount instead."
)

WRONG_SCORES = [
    Misconception(
        "not shifted",
        not_shifted,
        "The exp of a large score is more than a number can hold. All scores of a "
        "sample may be moved by the same amount before exp: which amount leaves none above 0?",
        SAFE,
    ),
    Misconception(
        "one maximum for all samples",
        shifted_by_one_maximum,
        "The largest score of the whole batch was taken off every sample, and samples far below it "
        "vanished. Each sample has a maximum of its own.",
        SAFE,
    ),
    Misconception(
        "maximum over the samples",
        shifted_down_the_samples,
        "The amount taken off differs within a sample, and this changes its probabilities. All scores "
        "of one sample must be moved by the same amount.",
        SAFE,
    ),
    Misconception(
        "over the samples",
        over_the_samples,
        "Your columns add up to 1, and it should be the rows: a sample shares out its 1 among the classes.",
        ANCHOR,
    ),
    Misconception(
        "over everything",
        over_everything,
        "All numbers together add up to 1, and each row should: every sample has a 1 of its own.",
        ANCHOR,
    ),
    Misconception(
        "axis lost in the sum",
        axis_lost,
        "The sums have lost their axis, and so they were laid along the classes, not down the samples. "
        "An axis of length 1 has to stay where the classes were.",
        ANCHOR,
    ),
    Misconception(
        "axis lost in the maximum",
        axis_lost_in_the_maximum,
        "The maxima have lost their axis, and so they were laid along the classes, not down the samples. "
        "An axis of length 1 has to stay where the classes were.",
        SAFE,
    ),
    Misconception(
        "axis lost in maximum and sum",
        axis_lost_in_both,
        "The maxima and the sums have lost their axis, and so they were laid along the classes, not down "
        "the samples. An axis of length 1 has to stay where the classes were.",
        ANCHOR,
    ),
    Misconception(
        "mean taken off",
        less_the_mean,
        STILL_LARGE,
        SAFE,
    ),
    Misconception(
        "smallest score taken off",
        less_the_smallest,
        STILL_LARGE,
        SAFE,
    ),
    Misconception(
        "maximum taken off above alone",
        shifted_above_alone,
        "The maximum was taken off above the line alone. It cancels only where it is taken off in the sum, "
        "too.",
        SAFE,
    ),
    Misconception("scores cut off at both ends", clipped, CUT_OFF, SAFE),
    Misconception("large scores cut off", clipped_above, CUT_OFF, SAFE),
    Misconception(
        "0 in place of nan",
        nan_replaced,
        "What came out as nan was replaced by 0, and with it the probabilities of a whole sample are lost. "
        "Move its scores before exp, and no nan arises.",
        SAFE,
    ),
    Misconception(
        "minus in the exponent",
        sign,
        "The largest score has the smallest probability: a minus stands in the exponent, as in a sigmoid. "
        "Here the scores stand there as they are.",
        ANCHOR,
    ),
    Misconception(
        "returned in the loop",
        first_sample_alone,
        "Only the first sample has its probabilities, since the loop ends there. How far is the return "
        "indented?",
    ),
    Misconception(
        "not normalised",
        not_normalised,
        "Probabilities have to add up to 1 for each sample. Your numbers are in the right proportion: "
        "what is left is to divide.",
        ANCHOR,
    ),
    Misconception(
        "without exp",
        without_exp,
        "The scores themselves were divided by their sum. Scores may be negative, and probabilities may "
        "not: exp comes first.",
        ANCHOR,
    ),
    Misconception(
        "sigmoid",
        sigmoid,
        "Each score was squeezed between 0 and 1 by itself. In softmax the classes compete: more for "
        "one is less for the others.",
        ANCHOR,
    ),
    Misconception(
        "winner takes all",
        winner_takes_all,
        "The largest score got everything. Softmax is its soft form: the others keep a probability, so "
        "that there is a slope to learn by.",
        ANCHOR,
    ),
    Misconception(
        "logarithm",
        logarithm,
        "These are the logarithms of the probabilities. They will be wanted soon; here the "
        "probabilities are asked for.",
        ANCHOR,
    ),
    Misconception(
        "maximum added",
        shift_added,
        "Large scores became larger still: the maximum was added. It has to be taken off.",
        SAFE,
    ),
    Misconception(
        "divided by the maximum",
        divided_by_the_maximum,
        "The scores were divided by their maximum, which changes their differences, and only these "
        "count. Take the maximum off.",
        SAFE,
    ),
    Misconception(
        "powers of two",
        exp_of_two,
        "The probabilities are too even: powers of 2 were taken. Softmax is made with e.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The probabilities are asked for.",
    ),
]
