"""Wrong answers to batch_norm_backward, as students write them (the words are in backward_sentences.py)."""

from __future__ import annotations

import numpy as np


def means(array):
    """Over all axes but the last."""
    return array.mean(axis=tuple(range(array.ndim - 1)))


def sums(array):
    return array.sum(axis=tuple(range(array.ndim - 1)))


def way_back(dN, N, s):
    return (dN - means(dN) - N * means(dN * N)) / s


def with_dX(dX, dA, N):
    """What the mistakes in dX have in common: the other two gradients."""
    return dX, sums(dA * N), sums(dA)


def with_others(dA, gamma, N, s, dgamma, dbeta):
    """What the mistakes in the other two have in common: dX."""
    return way_back(gamma * dA, N, s), dgamma, dbeta


def taken_for_constants(dA, gamma, N, s):
    return with_dX(gamma * dA / s, dA, N)


def direct_way_without_gamma(dA, gamma, N, s):
    return with_dX(dA / s, dA, N)


def direct_way_without_s(dA, gamma, N, s):
    return with_dX(gamma * dA, dA, N)


def handed_on(dA, gamma, N, s):
    return with_dX(dA, dA, N)


def variance_constant(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN)) / s, dA, N)


def mean_constant(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - N * means(dN * N)) / s, dA, N)


def sums_for_means(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - sums(dN) - N * sums(dN * N)) / s, dA, N)


def not_times_N(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN) - means(dN * N)) / s, dA, N)


def times_the_mean(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN) - N * means(dN)) / s, dA, N)


def element_for_mean(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN) - N * (dN * N)) / s, dA, N)


def added(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN + means(dN) + N * means(dN * N)) / s, dA, N)


def variance_the_wrong_way(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN) + N * means(dN * N)) / s, dA, N)


def twice_the_variance(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN) - 2 * N * means(dN * N)) / s, dA, N)


def half_the_variance(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN) - N * means(dN * N) / 2) / s, dA, N)


def first_summed(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - sums(dN) - N * means(dN * N)) / s, dA, N)


def second_summed(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - means(dN) - N * sums(dN * N)) / s, dA, N)


def step_by_step(dN, N, s, dv):
    """From the gradient of the variance on, as the notebook goes."""
    dD = dN / s + dv * 2 * (N * s) / (N.size // N.shape[-1])
    return dD - means(dD)


def root_passed_by(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX(step_by_step(dN, N, s, -sums(dN * N) / s), dA, N)


def s_for_the_variance(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX(step_by_step(dN, N, s, -0.5 * sums(dN * N * s) * s**-1.5), dA, N)


def not_summed_for_s(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX(step_by_step(dN, N, s, -(dN * N) / s / (2 * s)), dA, N)


def first_term_divided(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX(dN / s - means(dN) - N * means(dN * N), dA, N)


def last_term_divided(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX(dN - means(dN) - N * means(dN * N) / s, dA, N)


def not_divided(dA, gamma, N, s):
    return with_dX(way_back(gamma * dA, N, 1), dA, N)


def divided_twice(dA, gamma, N, s):
    return with_dX(way_back(gamma * dA, N, s**2), dA, N)


def multiplied(dA, gamma, N, s):
    return with_dX(way_back(gamma * dA, N, 1 / s), dA, N)


def root_again(dA, gamma, N, s):
    return with_dX(way_back(gamma * dA, N, np.sqrt(s)), dA, N)


def gamma_left_out(dA, gamma, N, s):
    return with_dX(way_back(dA, N, s), dA, N)


def gamma_at_the_first(dA, gamma, N, s):
    return with_dX((gamma * dA - means(dA) - N * means(dA * N)) / s, dA, N)


def gamma_as_divisor(dA, gamma, N, s):
    return with_dX(way_back(dA / gamma, N, s), dA, N)


def one_less(dA, gamma, N, s):
    dN, rows = gamma * dA, N.size // N.shape[-1]
    return with_dX((dN - means(dN) - N * sums(dN * N) / (rows - 1)) / s, dA, N)


def means_of_each_sample(dA, gamma, N, s):
    dN = gamma * dA
    dX = (dN - dN.mean(axis=-1, keepdims=True) - N * (dN * N).mean(axis=-1, keepdims=True)) / s
    return with_dX(dX, dA, N)


def means_over_the_batch_alone(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - dN.mean(axis=0) - N * (dN * N).mean(axis=0)) / s, dA, N)


def divided_by_the_samples(dA, gamma, N, s):
    dN, m = gamma * dA, len(N)
    return with_dX((dN - sums(dN) / m - N * sums(dN * N) / m) / s, dA, N)


def means_of_everything(dA, gamma, N, s):
    dN = gamma * dA
    return with_dX((dN - dN.mean() - N * (dN * N).mean()) / s, dA, N)


def summed_over_the_batch_alone(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, (dA * N).sum(axis=0), dA.sum(axis=0))


def batch_alone_everywhere(dA, gamma, N, s):
    dN = gamma * dA
    dX = (dN - dN.mean(axis=0) - N * (dN * N).mean(axis=0)) / s
    return dX, (dA * N).sum(axis=0), dA.sum(axis=0)


def not_summed(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, dA * N, dA)


def summed_over_the_features(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, (dA * N).sum(axis=-1), dA.sum(axis=-1))


def summed_over_everything(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, (dA * N).sum(), dA.sum())


def averaged(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, means(dA * N), means(dA))


def averaged_over_the_samples(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(dA * N) / len(N), sums(dA) / len(N))


def axes_kept(dA, gamma, N, s):
    axes = tuple(range(N.ndim - 1))
    return with_others(dA, gamma, N, s, (dA * N).sum(axes, keepdims=True), dA.sum(axes, keepdims=True))


def gamma_of_the_distances(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(dA * N * s), sums(dA))


def gamma_with_gamma(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(gamma * dA * N), sums(dA))


def gamma_by_s(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(dA * N) / s, sums(dA))


def gamma_of_N_alone(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(N), sums(dA))


def gamma_like_beta(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(dA), sums(dA))


def beta_with_gamma(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(dA * N), sums(gamma * dA))


def beta_of_ones(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(dA * N), sums(np.ones_like(dA)))


def exchanged(dA, gamma, N, s):
    return with_others(dA, gamma, N, s, sums(dA), sums(dA * N))


def dX_last(dA, gamma, N, s):
    return sums(dA * N), sums(dA), way_back(gamma * dA, N, s)


def dX_alone(dA, gamma, N, s):
    return way_back(gamma * dA, N, s)


def changed_in_place(dA, gamma, N, s):
    dgamma, dbeta = sums(dA * N), sums(dA)
    dA *= gamma
    return way_back(dA, N, s), dgamma, dbeta


def nothing_returned(dA, gamma, N, s):
    print(with_dX(way_back(gamma * dA, N, s), dA, N))
