"""The mistakes that students make in layer_norm_forward."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def right(X, gamma, beta, epsilon):
    return normalized(X, gamma, beta, epsilon, -1)


def normalized(X, gamma, beta, epsilon, axis, keepdims=True, ddof=0):
    s = np.sqrt(X.var(axis=axis, keepdims=keepdims, ddof=ddof) + epsilon)
    N = (X - X.mean(axis=axis, keepdims=keepdims)) / s
    return gamma * N + beta, N, s


def batch_normalization(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, epsilon, tuple(range(X.ndim - 1)), keepdims=False)


def over_the_batch(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, epsilon, 0)


def over_all_but_the_first(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, epsilon, tuple(range(1, X.ndim)))


def axis_of_two(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, epsilon, 1)


def of_everything(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, epsilon, None)


def axis_lost(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, epsilon, -1, keepdims=False)


def axis_of_the_variance_lost(X, gamma, beta, epsilon=1e-3):
    s = np.sqrt(X.var(axis=-1) + epsilon)
    N = (X - X.mean(axis=-1, keepdims=True)) / s
    return gamma * N + beta, N, s


def axis_lost_in_s(X, gamma, beta, epsilon=1e-3):
    A, N, s = right(X, gamma, beta, epsilon)
    return A, N, s[..., 0]


def one_less(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, epsilon, -1, ddof=1)


def epsilon_outside(X, gamma, beta, epsilon=1e-3):
    s = X.std(axis=-1, keepdims=True) + epsilon
    N = (X - X.mean(axis=-1, keepdims=True)) / s
    return gamma * N + beta, N, s


def epsilon_left_out(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, 0, -1)


def epsilon_of_its_own(X, gamma, beta, epsilon=1e-3):
    return normalized(X, gamma, beta, 1e-3, -1)


def variance_for_s(X, gamma, beta, epsilon=1e-3):
    A, N, s = right(X, gamma, beta, epsilon)
    return A, N, s**2


def deviation_for_s(X, gamma, beta, epsilon=1e-3):
    A, N, _ = right(X, gamma, beta, epsilon)
    return A, N, X.std(axis=-1, keepdims=True)


def divided_by_the_variance(X, gamma, beta, epsilon=1e-3):
    s = X.var(axis=-1, keepdims=True) + epsilon
    N = (X - X.mean(axis=-1, keepdims=True)) / s
    return gamma * N + beta, N, s


def not_centred(X, gamma, beta, epsilon=1e-3):
    _, _, s = right(X, gamma, beta, epsilon)
    return gamma * X / s + beta, X / s, s


def both_forgotten(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return N, N, s


def shifted_first(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return gamma * (N + beta), N, s


def scaled_first(X, gamma, beta, epsilon=1e-3):
    """gamma and beta laid over X, before the rows are normalized."""
    _, N, s = right(gamma * X + beta, gamma, beta, epsilon)
    return N, N, s


def A_for_N(X, gamma, beta, epsilon=1e-3):
    A, _, s = right(X, gamma, beta, epsilon)
    return A, A, s


def inverse_for_s(X, gamma, beta, epsilon=1e-3):
    A, N, s = right(X, gamma, beta, epsilon)
    return A, N, 1 / s


def changed_in_place(X, gamma, beta, epsilon=1e-3):
    s = np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)
    X -= X.mean(axis=-1, keepdims=True)
    X /= s
    return gamma * X + beta, X, s


def A_alone(X, gamma, beta, epsilon=1e-3):
    return right(X, gamma, beta, epsilon)[0]


def nothing_returned(X, gamma, beta, epsilon=1e-3):
    print(right(X, gamma, beta, epsilon))


ANCHOR, NORMALIZE, SCALE = "layer-normalization", "normalize", "gamma-and-beta"

MISTAKES = [
    Misconception(
        "batch normalization",
        batch_normalization,
        "This is batch normalization: each feature over the batch. Here each row is normalized by itself, "
        "along its features.",
        ANCHOR,
    ),
    Misconception(
        "over the batch",
        over_the_batch,
        "The means run over the samples. Each row is normalized by itself, along the last axis, and no "
        "sample knows of another.",
        ANCHOR,
    ),
    Misconception(
        "over all but the first",
        over_all_but_the_first,
        "Samples fit, and in sequences all steps share one mean and one variance. Each step is a row with "
        "its own: the last axis alone is averaged over.",
        ANCHOR,
    ),
    Misconception(
        "second axis",
        axis_of_two,
        "Samples fit, and in sequences the means run over the steps. The features are on the last axis, "
        "however many there are before it.",
        ANCHOR,
    ),
    Misconception(
        "of everything",
        of_everything,
        "All rows share one mean and one variance here. Each has its own.",
        ANCHOR,
    ),
    Misconception(
        "axis lost",
        axis_lost,
        "The means have lost their axis, so that they lie along the features, or do not fit at all. An axis "
        "of length 1 has to stay where the features were.",
        ANCHOR,
    ),
    Misconception(
        "axis of the variance lost",
        axis_of_the_variance_lost,
        "The mean has kept its axis, and s has lost it before the division. So it lies along the features, "
        "or does not fit at all.",
        ANCHOR,
    ),
    Misconception(
        "axis of s lost",
        axis_lost_in_s,
        "The numbers of s fit, without the axis of length 1 at the end. With it, s meets the rows by itself, "
        "and it is asked for so.",
        ANCHOR,
    ),
    Misconception(
        "one less",
        one_less,
        "In the variance, you divided by one less than there are features. Here, too, it is that of the "
        "numbers themselves.",
        ANCHOR,
    ),
    Misconception(
        "epsilon outside of the root",
        epsilon_outside,
        "epsilon was added to the root. It stands under the root, beside the variance.",
        NORMALIZE,
    ),
    Misconception(
        "epsilon left out",
        epsilon_left_out,
        "epsilon has no part in your result. A row whose features are all alike has the variance 0, and "
        "would be divided by 0.",
        NORMALIZE,
    ),
    Misconception(
        "epsilon of its own",
        epsilon_of_its_own,
        "You worked with 0.001 whatever epsilon was given. That number is only what holds where none is "
        "said.",
        NORMALIZE,
    ),
    Misconception(
        "s without epsilon",
        deviation_for_s,
        "N was divided by one number and another one was returned for s: there, epsilon is missing.",
        NORMALIZE,
    ),
    Misconception(
        "s without its root",
        variance_for_s,
        "What was returned for s is the variance with epsilon. The way back divides by what forward divided "
        "by, the root of it.",
        NORMALIZE,
    ),
    Misconception(
        "divided by the variance",
        divided_by_the_variance,
        "The distances were divided by the variance. It is its root that makes the variance 1.",
        NORMALIZE,
    ),
    Misconception(
        "mean not taken off",
        not_centred,
        "The rows were divided as they are, so that their means are still there. Take them off first.",
        NORMALIZE,
    ),
    Misconception(
        "gamma and beta forgotten",
        both_forgotten,
        "What was returned for A is N. gamma and beta come after it, one of each for a feature.",
        SCALE,
    ),
    Misconception(
        "beta before gamma",
        shifted_first,
        "In A, beta was added before gamma came, and was multiplied by it. It comes last.",
        SCALE,
    ),
    Misconception(
        "gamma and beta first",
        scaled_first,
        "gamma and beta were laid over X, and the rows normalized afterwards. They come after the "
        "normalization, and work on N.",
        SCALE,
    ),
    Misconception(
        "A in place of N",
        A_for_N,
        "For N, you returned A once more. N is what is there before gamma and beta.",
        SCALE,
    ),
    Misconception(
        "inverse of s",
        inverse_for_s,
        "What was returned for s is 1 / s. Here s itself is asked for, as in batch normalization.",
        NORMALIZE,
    ),
    Misconception(
        "X changed in place",
        changed_in_place,
        "The numbers are right, and X itself was changed on the way. The layer below may still need it: work "
        "on a copy.",
    ),
    Misconception(
        "A alone",
        A_alone,
        "A came alone. N and s are asked for as well: the way back will need them.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. A, N and s are asked for, in this order.",
    ),
]
