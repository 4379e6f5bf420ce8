"""Wrong answers to batch_norm_forward, as students write them (the words are in forward_sentences.py)."""

from __future__ import annotations

import numpy as np


def all_but_the_last(X):
    return tuple(range(X.ndim - 1))


def finished(D, s, gamma, beta):
    """What most mistakes below have in common: from the distances and what divides them to A, N and s."""
    N = D / s
    return gamma * N + beta, N, s


def centred(X):
    return X - X.mean(axis=all_but_the_last(X))


def mean_alone_divided(X, gamma, beta, epsilon=1e-3):
    s = deviations(X, epsilon)
    N = X - X.mean(axis=all_but_the_last(X)) / s
    return gamma * N + beta, N, s


def s_before_N(X, gamma, beta, epsilon=1e-3):
    A, N, s = finished(centred(X), deviations(X, epsilon), gamma, beta)
    return A, s, N


def deviations(X, epsilon):
    return np.sqrt(X.var(axis=all_but_the_last(X)) + epsilon)


def right(X, gamma, beta, epsilon):
    return finished(centred(X), deviations(X, epsilon), gamma, beta)


def epsilon_outside(X, gamma, beta, epsilon=1e-3):
    return finished(centred(X), X.std(axis=all_but_the_last(X)) + epsilon, gamma, beta)


def epsilon_left_out(X, gamma, beta, epsilon=1e-3):
    return finished(centred(X), X.std(axis=all_but_the_last(X)), gamma, beta)


def epsilon_of_its_own(X, gamma, beta, epsilon=1e-3):
    return finished(centred(X), deviations(X, 1e-3), gamma, beta)


def epsilon_squared(X, gamma, beta, epsilon=1e-3):
    return finished(centred(X), deviations(X, epsilon**2), gamma, beta)


def rooted_twice(X, gamma, beta, epsilon=1e-3):
    return finished(centred(X), np.sqrt(X.std(axis=all_but_the_last(X)) + epsilon), gamma, beta)


def divided_by_the_variance(X, gamma, beta, epsilon=1e-3):
    return finished(centred(X), X.var(axis=all_but_the_last(X)) + epsilon, gamma, beta)


def variance_for_s(X, gamma, beta, epsilon=1e-3):
    A, N, s = right(X, gamma, beta, epsilon)
    return A, N, s**2


def variance_without_epsilon(X, gamma, beta, epsilon=1e-3):
    A, N, _ = right(X, gamma, beta, epsilon)
    return A, N, X.var(axis=all_but_the_last(X))


def inverse_for_s(X, gamma, beta, epsilon=1e-3):
    A, N, s = right(X, gamma, beta, epsilon)
    return A, N, 1 / s


def deviation_for_s(X, gamma, beta, epsilon=1e-3):
    A, N, _ = right(X, gamma, beta, epsilon)
    return A, N, X.std(axis=all_but_the_last(X))


def axes_kept(X, gamma, beta, epsilon=1e-3):
    A, N, s = right(X, gamma, beta, epsilon)
    return A, N, s.reshape((1,) * (X.ndim - 1) + s.shape)


def multiplied(X, gamma, beta, epsilon=1e-3):
    s = deviations(X, epsilon)
    N = centred(X) * s
    return gamma * N + beta, N, s


def not_centred(X, gamma, beta, epsilon=1e-3):
    return finished(X, deviations(X, epsilon), gamma, beta)


def not_divided(X, gamma, beta, epsilon=1e-3):
    N = centred(X)
    return gamma * N + beta, N, deviations(X, epsilon)


def mean_taken_off_last(X, gamma, beta, epsilon=1e-3):
    s = deviations(X, epsilon)
    N = X / s - X.mean(axis=all_but_the_last(X))
    return gamma * N + beta, N, s


def one_less(X, gamma, beta, epsilon=1e-3):
    s = np.sqrt(X.var(axis=all_but_the_last(X), ddof=1) + epsilon)
    return finished(centred(X), s, gamma, beta)


def of_each_sample(X, gamma, beta, epsilon=1e-3):
    D = X - X.mean(axis=-1, keepdims=True)
    return finished(D, np.sqrt(X.var(axis=-1, keepdims=True) + epsilon), gamma, beta)


def over_the_batch_alone(X, gamma, beta, epsilon=1e-3):
    return finished(X - X.mean(axis=0), np.sqrt(X.var(axis=0) + epsilon), gamma, beta)


def of_everything(X, gamma, beta, epsilon=1e-3):
    return finished(X - X.mean(), np.sqrt(X.var() + epsilon), gamma, beta)


def of_each_image(X, gamma, beta, epsilon=1e-3):
    axes = tuple(range(1, X.ndim - 1))
    D = X - X.mean(axis=axes, keepdims=True)
    return finished(D, np.sqrt(X.var(axis=axes, keepdims=True) + epsilon), gamma, beta)


def gamma_forgotten(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return N + beta, N, s


def beta_forgotten(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return gamma * N, N, s


def both_forgotten(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return N, N, s


def exchanged(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return beta * N + gamma, N, s


def shifted_first(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return gamma * (N + beta), N, s


def scaled_from_X(X, gamma, beta, epsilon=1e-3):
    _, N, s = right(X, gamma, beta, epsilon)
    return gamma * X + beta, N, s


def A_for_N(X, gamma, beta, epsilon=1e-3):
    A, _, s = right(X, gamma, beta, epsilon)
    return A, A, s


def distances_for_N(X, gamma, beta, epsilon=1e-3):
    A, _, s = right(X, gamma, beta, epsilon)
    return A, centred(X), s


def X_for_N(X, gamma, beta, epsilon=1e-3):
    A, _, s = right(X, gamma, beta, epsilon)
    return A, X, s


def mean_for_N(X, gamma, beta, epsilon=1e-3):
    A, _, s = right(X, gamma, beta, epsilon)
    return A, X.mean(axis=all_but_the_last(X)), s


def changed_in_place(X, gamma, beta, epsilon=1e-3):
    s = deviations(X, epsilon)
    X -= X.mean(axis=all_but_the_last(X))
    X /= s
    return gamma * X + beta, X, s


def A_alone(X, gamma, beta, epsilon=1e-3):
    return right(X, gamma, beta, epsilon)[0]


def nothing_returned(X, gamma, beta, epsilon=1e-3):
    print(right(X, gamma, beta, epsilon))
