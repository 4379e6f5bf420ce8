"""dense_forward: a weighted sum of the features for each unit, and its bias."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.dense import wrong_columns
from autograder.exercises.dense.batches import MANY_DIGITS, SIZES, WORDS, drawn, drawn_sizes, mixed


def reference(X, W, b):
    return X @ W + b


def steps(X, W, b):
    (_, units), (same,) = W.shape, b.shape  # where units is 1, A has a column for each of b
    return X.size * max(units, same)


def run(student, X, W, b):
    return {"A": student(X, W, b)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("a batch drawn at random", X=drawn(rng, m, n), W=drawn(rng, n, units), b=drawn(rng, units))
        for m, n, units in drawn_sizes(rng)
    ]


def _case(name: str, m: int, n: int, units: int) -> Case:
    return Case(name, X=mixed(m, n), W=mixed(n, units) + 0.5, b=10.0 * (1 + np.arange(units)))


# Wrong answers, as students write them.


def bias_forgotten(X, W, b):
    return X @ W


def transposed(X, W, b):
    return X @ W.T + b


def samples_in_columns(X, W, b):
    return W.T @ X.T + b.reshape(-1, 1)


def weights_first(X, W, b):
    return W @ X + b


def element_by_element(X, W, b):
    return X * W + b


def bias_for_each_sample(X, W, b):
    return X @ W + b.reshape(-1, 1)


def sum_of_biases(X, W, b):
    return X @ W + b.sum()


def first_bias(X, W, b):
    return X @ W + b[0]


def bias_subtracted(X, W, b):
    return X @ W - b


def bias_first(X, W, b):
    return (X + b) @ W


def bias_with_every_product(X, W, b):
    return X @ W + len(W) * b


def last_product_alone(X, W, b):
    return np.outer(X[:, -1], W[-1]) + b


def first_sample(X, W, b):
    return X[0] @ W + b


def summed_over_the_batch(X, W, b):
    return (X @ W).sum(axis=0) + b


def averaged_over_features(X, W, b):
    return X @ W / X.shape[1] + b


def with_relu(X, W, b):
    return np.maximum(0, X @ W + b)


def with_sigmoid(X, W, b):
    return 1 / (1 + np.exp(-(X @ W + b)))


def with_a_cache(X, W, b):
    return X @ W + b, X


def printed(X, W, b):
    print(X @ W + b)


# Right answers, written in other ways.


def with_dot(X, W, b):
    return np.dot(X, W) + b


def with_einsum(X, W, b):
    return np.einsum("ik,kj->ij", X, W) + b[np.newaxis, :]


def in_loops(X, W, b):
    m, n = X.shape
    units = W.shape[1]
    A = np.zeros((m, units))
    for i in range(m):
        for j in range(units):
            A[i, j] = b[j]
            for k in range(n):
                A[i, j] += X[i, k] * W[k, j]
    return A


def sample_by_sample(X, W, b):
    return np.array([W.T @ x + b for x in X])


def one_more_feature(X, W, b):
    """The bias is the weight of a feature that is always 1."""
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


ANCHOR = "weighted-sum"

dense_forward = Exercise(
    "dense_forward",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        *(_case(name, *sizes) for name, sizes in zip(WORDS, SIZES, strict=True)),
        Case(MANY_DIGITS, X=mixed(2, 3) / 7, W=mixed(3, 2) / 3, b=np.array([1, 2]) / 9),
    ],
    hidden=hidden,
    sums=8,
    misconceptions=[
        Misconception(
            "bias forgotten",
            bias_forgotten,
            "The weighted sums are right, and b is not in them. Every unit adds a bias of its own.",
            ANCHOR,
        ),
        Misconception(
            "W transposed",
            transposed,
            "Your weights are transposed: a column of W is one unit, and it has a weight for each feature. "
            "The features of X have to meet the features of W.",
            ANCHOR,
        ),
        Misconception(
            "samples in columns",
            samples_in_columns,
            "The numbers are right and A is transposed: samples stand in its columns. In this course a "
            "sample is a row, in X and in A.",
            ANCHOR,
        ),
        Misconception(
            "W before X",
            weights_first,
            "The factors of the product have changed places, so that weights are summed over samples. A row "
            "of X has to meet a column of W.",
            ANCHOR,
        ),
        Misconception(
            "element by element",
            element_by_element,
            "Each number of X was multiplied by one of W, and nothing was summed. A unit weighs all features "
            "of a sample, and adds up.",
            ANCHOR,
        ),
        Misconception(
            "a bias for each sample",
            bias_for_each_sample,
            "The biases went down the samples. There is one for each unit, which is a column of A, and it is "
            "the same for every sample.",
            ANCHOR,
        ),
        Misconception(
            "all biases added",
            sum_of_biases,
            "Every unit got the sum of all biases. Each adds its own alone.",
            ANCHOR,
        ),
        Misconception(
            "one bias for all",
            first_bias,
            "Every unit got the bias of the first. Each adds its own.",
            ANCHOR,
        ),
        Misconception(
            "bias subtracted",
            bias_subtracted,
            "The biases were subtracted. A threshold is sometimes written that way; here a bias is added.",
            ANCHOR,
        ),
        Misconception(
            "bias added to X",
            bias_first,
            "The bias was added to the features, before they were weighed. It comes after the sum.",
            ANCHOR,
        ),
        Misconception(
            "bias with every product",
            bias_with_every_product,
            "The bias came in once for each feature: it stands inside the sum. It is added once, to the sum.",
            ANCHOR,
        ),
        Misconception(
            "last product alone",
            last_product_alone,
            "Only the last product is left of each sum: in your loop, each one overwrote those before it. "
            "They add up.",
            ANCHOR,
        ),
        Misconception(
            "first sample alone",
            first_sample,
            "Only the first sample came through. A has a row for each of the m samples.",
            ANCHOR,
        ),
        Misconception(
            "summed over the batch",
            summed_over_the_batch,
            "The samples were added up. They know nothing of each other: A has a row for each.",
            ANCHOR,
        ),
        Misconception(
            "averaged over the features",
            averaged_over_features,
            "The sums were divided by the number of features. A weighted sum is not a mean: what a feature "
            "counts is what its weight says.",
            ANCHOR,
        ),
        Misconception(
            "ReLU applied",
            with_relu,
            "Negative results became 0. That is an activation, ReLU; here it is a layer of its own, and "
            "Dense ends with the sum.",
            ANCHOR,
        ),
        Misconception(
            "sigmoid applied",
            with_sigmoid,
            "The results were squeezed between 0 and 1. That is an activation, the sigmoid; here Dense ends "
            "with the sum.",
            ANCHOR,
        ),
        Misconception(
            "a cache beside A",
            with_a_cache,
            "A came with something behind it. In this exercise A alone is asked for: what backward needs is "
            "handed to it.",
        ),
        *wrong_columns.FORWARD,
        Misconception(
            "nothing returned",
            printed,
            "Your function ends without giving anything back. What is printed can be read by people only.",
        ),
    ],
    alternatives=[
        Alternative(with_dot),
        Alternative(with_einsum),
        Alternative(in_loops),
        Alternative(sample_by_sample),
        Alternative(one_more_feature),
    ],
)
