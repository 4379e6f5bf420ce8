"""The mistakes that students make in layer_norm_backward."""

from __future__ import annotations

from autograder.exercise import Misconception


def rows_of(N):
    """All axes but the last."""
    return tuple(range(N.ndim - 1))


def sums(dA, N):
    return (dA * N).sum(axis=rows_of(N)), dA.sum(axis=rows_of(N))


def way_back(dN, N, s, axis=(-1,)):
    return (dN - dN.mean(axis=axis, keepdims=True) - N * (dN * N).mean(axis=axis, keepdims=True)) / s


def means_over_the_batch(dA, gamma, N, s):
    return way_back(gamma * dA, N, s, rows_of(N)), *sums(dA, N)


def over_all_but_the_first(dA, gamma, N, s):
    return way_back(gamma * dA, N, s, tuple(range(1, N.ndim))), *sums(dA, N)


def axis_of_two(dA, gamma, N, s):
    return way_back(gamma * dA, N, s, (1,)), *sums(dA, N)


def axis_lost(dA, gamma, N, s):
    dgamma, dbeta = sums(dA, N)
    dN = gamma * dA
    return (dN - dN.mean(axis=-1) - N * (dN * N).mean(axis=-1)) / s, dgamma, dbeta


def second_mean_as_it_is(dA, gamma, N, s):
    dN = gamma * dA
    second = (dN * N).mean(axis=-1, keepdims=True)
    return (dN - dN.mean(axis=-1, keepdims=True) - second) / s, *sums(dA, N)


def gamma_at_the_end(dA, gamma, N, s):
    return gamma * way_back(dA, N, s), *sums(dA, N)


def gamma_left_out(dA, gamma, N, s):
    return way_back(dA, N, s), *sums(dA, N)


def taken_for_constants(dA, gamma, N, s):
    return gamma * dA / s, *sums(dA, N)


def variance_constant(dA, gamma, N, s):
    dN = gamma * dA
    return (dN - dN.mean(axis=-1, keepdims=True)) / s, *sums(dA, N)


def mean_constant(dA, gamma, N, s):
    dN = gamma * dA
    return (dN - N * (dN * N).mean(axis=-1, keepdims=True)) / s, *sums(dA, N)


def sums_for_means(dA, gamma, N, s):
    dN = gamma * dA
    dX = (dN - dN.sum(axis=-1, keepdims=True) - N * (dN * N).sum(axis=-1, keepdims=True)) / s
    return dX, *sums(dA, N)


def not_divided(dA, gamma, N, s):
    return way_back(gamma * dA, N, 1), *sums(dA, N)


def divided_twice(dA, gamma, N, s):
    return way_back(gamma * dA, N, s**2), *sums(dA, N)


def summed_along_the_features(dA, gamma, N, s):
    return way_back(gamma * dA, N, s), (dA * N).sum(axis=-1), dA.sum(axis=-1)


def summed_over_the_batch_alone(dA, gamma, N, s):
    return way_back(gamma * dA, N, s), (dA * N).sum(axis=0), dA.sum(axis=0)


def not_summed(dA, gamma, N, s):
    return way_back(gamma * dA, N, s), dA * N, dA


def averaged(dA, gamma, N, s):
    return way_back(gamma * dA, N, s), (dA * N).mean(axis=rows_of(N)), dA.mean(axis=rows_of(N))


def gamma_with_gamma(dA, gamma, N, s):
    return way_back(gamma * dA, N, s), *sums(gamma * dA, N)


def gamma_of_the_distances(dA, gamma, N, s):
    return way_back(gamma * dA, N, s), *sums(dA, N * s)


def exchanged(dA, gamma, N, s):
    dgamma, dbeta = sums(dA, N)
    return way_back(gamma * dA, N, s), dbeta, dgamma


def changed_in_place(dA, gamma, N, s):
    dgamma, dbeta = sums(dA, N)
    dA *= gamma
    return way_back(dA, N, s), dgamma, dbeta


def nothing_returned(dA, gamma, N, s):
    print(way_back(gamma * dA, N, s), *sums(dA, N))


ANCHOR, TOGETHER, PARAMETERS, PATHS = "rows-back", "together", "back-to-gamma-and-beta", "three-paths"

MISTAKES = [
    Misconception(
        "second mean without N",
        second_mean_as_it_is,
        "In dX, the second mean was taken off as it is. It comes back through s, and a number moves s in "
        "proportion to its own distance: a factor N is missing.",
        ANCHOR,
    ),
    Misconception(
        "means over the batch",
        means_over_the_batch,
        "In dX, the means run over the batch, as in batch normalization. They go where those of forward "
        "went: along the features of each row.",
        ANCHOR,
    ),
    Misconception(
        "over all but the first",
        over_all_but_the_first,
        "In dX, samples fit, and the steps of a sequence were averaged together. Each step is a row of its "
        "own: the means go along the last axis alone.",
        ANCHOR,
    ),
    Misconception(
        "second axis",
        axis_of_two,
        "In dX, samples fit, and in sequences the means run over the steps. The features are on the last "
        "axis, however many there are before it.",
        ANCHOR,
    ),
    Misconception(
        "axis lost",
        axis_lost,
        "In dX, the means have lost their axis, so that they lie along the features, or do not fit at all. "
        "An axis of length 1 has to stay where the features were.",
        ANCHOR,
    ),
    Misconception(
        "gamma at the end",
        gamma_at_the_end,
        "In dX, gamma came after the means. In batch normalization it is the same for all that is averaged; "
        "along a row each feature has its own, so that it belongs inside.",
        ANCHOR,
    ),
    Misconception(
        "gamma left out",
        gamma_left_out,
        "In dX, gamma is missing. dA comes back through A first, where N was multiplied by it.",
        PARAMETERS,
    ),
    Misconception(
        "mean and variance taken for constants",
        taken_for_constants,
        "In dX, mean and variance were taken for constants. Each feature moves both of them, and through "
        "them all of its row.",
        PATHS,
    ),
    Misconception(
        "variance taken for a constant",
        variance_constant,
        "In dX, the way through the mean is there, and the one through the variance is missing. A feature "
        "that moves s moves all of its row.",
        PATHS,
    ),
    Misconception(
        "mean taken for a constant",
        mean_constant,
        "In dX, the way through the variance is there, and the one through the mean is missing. What a "
        "feature adds to the mean is taken off all of its row.",
        PATHS,
    ),
    Misconception(
        "sums for means",
        sums_for_means,
        "In dX, sums stand where means belong. One feature of many moves the mean by its own share only.",
        TOGETHER,
    ),
    Misconception(
        "not divided by s",
        not_divided,
        "In dX, s is missing. Forward divided by it, and so does the way back.",
        TOGETHER,
    ),
    Misconception(
        "divided twice",
        divided_twice,
        "dX was divided by the square of s. A factor is the same both ways: forward divided by s, once.",
        TOGETHER,
    ),
    Misconception(
        "summed along the features",
        summed_along_the_features,
        "For gamma and beta, the sums run along the features, as the means do. There is one of each for a "
        "feature, used by every row: over the rows they add up.",
        ANCHOR,
    ),
    Misconception(
        "summed over the batch alone",
        summed_over_the_batch_alone,
        "Samples fit, and in sequences the gradients of gamma and beta still have an axis for the steps. All "
        "axes but the last are rows that share them.",
        PARAMETERS,
    ),
    Misconception(
        "not summed",
        not_summed,
        "The gradients of gamma and beta have the shape of dA. One gamma serves all rows, and adds up what "
        "comes from each.",
        PARAMETERS,
    ),
    Misconception(
        "averaged",
        averaged,
        "The gradients of gamma and beta are means. Each use of a parameter counts whole: they are sums.",
        PARAMETERS,
    ),
    Misconception(
        "gamma in its own gradient",
        gamma_with_gamma,
        "The gradients of gamma and beta have gamma as a factor. They are those of dA, before gamma makes dN "
        "of it.",
        PARAMETERS,
    ),
    Misconception(
        "gamma's gradient from the distances",
        gamma_of_the_distances,
        "dgamma was made of numbers that were not yet divided by s. gamma stands beside N, and hears dA "
        "times N.",
        PARAMETERS,
    ),
    Misconception(
        "gamma and beta exchanged",
        exchanged,
        "The gradients of gamma and beta have changed places. gamma was multiplied by N, beta was added.",
        PARAMETERS,
    ),
    Misconception(
        "dA changed in place",
        changed_in_place,
        "The numbers are right, and dA itself was changed on the way. The layer above may still need it: "
        "work on a copy.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. dX and the gradients of gamma and beta are asked "
        "for, in this order.",
    ),
]
