"""split_heads: the features of every step are shared out among the heads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, distinct, numbered


def reference(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, heads, n // heads).transpose(0, 2, 1, 3)


def run(student, X, heads):
    return {"A": student(X, heads)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    drawn = [tuple(int(n) for n in rng.integers(1, 5, 4)) for _ in range(10)]
    return [
        Case("sequences drawn at random", X=distinct(rng, m, steps, heads * k), heads=heads)
        for m, steps, heads, k in [(2, 5, 3, 4), (3, 4, 2, 3), *drawn]
    ]


# Wrong answers, as students write them.


def reshaped_alone(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, heads, steps, n // heads)


def not_permuted(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, heads, n // heads)


def every_second_feature(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, n // heads, heads).transpose(0, 3, 1, 2)


def heads_for_features(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, heads, n // heads).transpose(0, 3, 1, 2)


def steps_last(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, heads, n // heads).transpose(0, 2, 3, 1)


def heads_before_samples(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, heads, n // heads).transpose(2, 0, 1, 3)


def heads_as_samples(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, heads, n // heads).transpose(0, 2, 1, 3).reshape(m * heads, steps, -1)


def number_for_width(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, n // heads, heads).transpose(0, 2, 1, 3)


def repeated(X, heads):
    return np.stack([X] * heads, axis=1)


def steps_and_features_first(X, heads):
    m, steps, n = X.shape
    return X.swapaxes(1, 2).reshape(m, heads, steps, n // heads)


def split_along_the_samples(X, heads):
    return np.stack(np.split(X, heads), axis=1)


def divided_with_a_fraction(X, heads):
    m, steps, n = X.shape
    return X.reshape(m, steps, heads, n / heads).transpose(0, 2, 1, 3)


def mixed_with_the_batch(X, heads):
    return np.array(np.split(X, heads, axis=2)).reshape(len(X), heads, X.shape[1], -1)


def overlapping(X, heads):
    k = X.shape[2] // heads
    return np.stack([X[:, :, h : h + k] for h in range(heads)], axis=1)


def in_a_list(X, heads):
    k = X.shape[2] // heads
    return [X[:, :, h * k : (h + 1) * k] for h in range(heads)]


def nothing_returned(X, heads):
    m, steps, n = X.shape
    print(X.reshape(m, steps, heads, n // heads).transpose(0, 2, 1, 3))


# Right answers, written in other ways.


def with_split(X, heads):
    return np.stack(np.split(X, heads, axis=-1), axis=1)


def with_slices(X, heads):
    k = X.shape[2] // heads
    return np.array([[sample[:, h * k : (h + 1) * k] for h in range(heads)] for sample in X])


def with_swapaxes(X, heads):
    return np.swapaxes(X.reshape(*X.shape[:2], heads, -1), 1, 2)


def with_einsum(X, heads):
    m, steps, n = X.shape
    return np.einsum("mthk->mhtk", X.reshape((m, steps, heads, n // heads)))


def element_by_element(X, heads):
    m, steps, n = X.shape
    k = n // heads
    A = np.zeros((m, heads, steps, k))
    for i in range(m):
        for t in range(steps):
            for j in range(n):
                A[i, j // k, t, j % k] = X[i, t, j]
    return A


ANCHOR = "heads"

split_heads = Exercise(
    "split_heads",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case("one sequence of two steps with two heads", X=numbered(1, 2, 4), heads=2),
        Case("two of five steps with three heads", X=numbered(2, 5, 12) + 0.5, heads=3),
        Case("three of four steps with two heads", X=numbered(3, 4, 6), heads=2),
        Case("a single head", X=numbered(2, 3, 4), heads=1),
        Case("a feature for each head", X=numbered(1, 2, 3), heads=3),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "reshaped alone",
            reshaped_alone,
            "The shape fits, and your heads have cut the steps apart: the first has the first steps with "
            "all their features. Every head sees all steps, so numbers have to move: split an axis, then "
            "permute.",
            ANCHOR,
        ),
        Misconception(
            "not permuted",
            not_permuted,
            "The features are shared out correctly, and the heads stand behind the steps. For a product to "
            "run over the steps of one head, the heads have to stand before them.",
            ANCHOR,
        ),
        Misconception(
            "dealt out like cards",
            every_second_feature,
            "The features were dealt out in turn, one to each head. A head takes a block of neighbours: of "
            "the two axes that the features become, the first says which head.",
            ANCHOR,
        ),
        Misconception(
            "features before steps",
            heads_for_features,
            "The features of a head stand where the heads should be. The order that is asked for is "
            "samples, heads, steps, features.",
            ANCHOR,
        ),
        Misconception(
            "steps last",
            steps_last,
            "Steps and features of each head have changed places. A step stays a row, with its features on "
            "the last axis.",
            ANCHOR,
        ),
        Misconception(
            "heads before samples",
            heads_before_samples,
            "The heads stand before the samples. In this course the m samples are the first axis of every "
            "array.",
            ANCHOR,
        ),
        Misconception(
            "heads as samples",
            heads_as_samples,
            "Samples and heads were joined, as some libraries do it inside. Here they keep an axis each.",
            ANCHOR,
        ),
        Misconception(
            "number taken for the width",
            number_for_width,
            "You made heads of `heads` features each. `heads` says how many there are: how many features "
            "does each of them get?",
            ANCHOR,
        ),
        Misconception(
            "every head gets everything",
            repeated,
            "Every head got all features. They share them: each number of X occurs once in A.",
            ANCHOR,
        ),
        Misconception(
            "permuted before the split",
            steps_and_features_first,
            "Steps and features changed places before the features were split, and the reshape then cut "
            "across both. Split first; the axis that moves is the one that this makes.",
            ANCHOR,
        ),
        Misconception(
            "split along the samples",
            split_along_the_samples,
            "Left to itself, np.split cuts along the first axis, where the samples are. It is the features "
            "that are shared out: say which axis.",
            ANCHOR,
        ),
        Misconception(
            "divided with a fraction",
            divided_with_a_fraction,
            "In Python, / gives a number with a fraction, and a shape is made of whole numbers. // divides "
            "whole numbers.",
        ),
        Misconception(
            "heads and samples mixed by a reshape",
            mixed_with_the_batch,
            "The heads were collected one after the other, and then given the right shape. That moved heads "
            "from one sample into another: axes have to change places, and a reshape never does that.",
            anchor="heads",
        ),
        Misconception(
            "heads that overlap",
            overlapping,
            "Each head begins one feature after the last. The next head begins k features further, where the "
            "last one ends.",
            ANCHOR,
        ),
        Misconception(
            "heads in a list",
            in_a_list,
            "The features are shared out correctly, and the heads come as a list of arrays. One array is "
            "asked for, with an axis for the heads behind that of the samples.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. What is printed can be read by people only.",
        ),
    ],
    alternatives=[
        Alternative(with_split),
        Alternative(with_slices),
        Alternative(with_swapaxes),
        Alternative(with_einsum),
        Alternative(element_by_element),
    ],
)
