"""softmax: scores become probabilities that add up to 1, however large they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.softmax.batches import LARGE, drawn_sizes, far_scores, scores


def reference(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def run(student, Z):
    yield "A" if np.abs(Z).max() < 100 else "A of large scores", student(Z)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [Case("scores drawn at random", Z=scores(rng, m, n)) for m, n in drawn_sizes(rng)]
    return [
        *cases,
        *(Case("large scores drawn at random", Z=far_scores(rng, m, n)) for m, n in ((3, 4), (2, 3))),
    ]


# Wrong answers, as students write them.


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


# Right answers, written in other ways.


def row_by_row(Z):
    A = []
    for z in Z:
        e = np.exp(z - max(z))
        A.append(e / sum(e))
    return np.array(A)


def from_the_logarithm(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))


def with_new_axes(Z):
    E = np.exp(Z - np.max(Z, 1)[:, np.newaxis])
    return E / np.sum(E, 1)[:, None]


def with_transposes(Z):
    E = np.exp(Z.T - Z.T.max(axis=0))
    return (E / E.sum(axis=0)).T


def with_scipy(Z):
    from scipy.special import softmax

    return softmax(Z, axis=1)


ANCHOR, SAFE = "probabilities", "large-scores"

softmax = Exercise(
    "softmax",
    points=4,
    lent=True,
    reference=reference,
    run=run,
    cases=[
        Case("two samples of three scores", Z=np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 0.5]])),
        Case("one sample, all scores alike", Z=np.array([[2.0, 2.0, 2.0, 2.0]])),
        Case("four samples of two scores", Z=np.array([[0.0, 1.0], [1.0, 0.0], [-2.0, 2.0], [3.0, 2.5]])),
        Case("scores of a thousand", Z=LARGE),
    ],
    hidden=hidden,
    sums={"A": 8, "A of large scores": 1000},  # a score of 3000 brings as many roundings as 3000 terms
    misconceptions=[
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
            "Your columns add up to 1, and it should be the rows: a sample shares out its 1 among the "
            "classes.",
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
    ],
    alternatives=[
        Alternative(row_by_row),
        Alternative(from_the_logarithm),
        Alternative(with_new_axes),
        Alternative(with_transposes),
        Alternative(with_scipy),
    ],
)
