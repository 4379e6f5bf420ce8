"""The mistakes that students make in the rule of a matrix product."""

from __future__ import annotations

import numpy as np


def swapped(M):
    return M.swapaxes(-1, -2)


def all_axes_turned_round(G, X, W):
    return G @ W.T, X.T @ G


def all_axes_turned_round_in_dx(G, X, W):
    return G @ W.T, swapped(X) @ G


def all_axes_turned_round_in_dw(G, X, W):
    return G @ swapped(W), X.T @ G


def all_axes_turned_round_with_dot(G, X, W):
    return np.dot(G, W.T), np.dot(X.T, G)


def order_of_three_axes(G, X, W):
    return G @ W.transpose(0, 2, 1), X.transpose(0, 2, 1) @ G


def first_two_axes_exchanged(G, X, W):
    return G @ W.swapaxes(0, 1), X.swapaxes(0, 1) @ G


def w_not_transposed(G, X, W):
    return G @ W, swapped(X) @ G


def x_not_transposed(G, X, W):
    return G @ swapped(W), X @ G


def neither_transposed(G, X, W):
    return G @ W, X @ G


def reshaped(G, X, W):
    def turned(M):
        return M.reshape(*M.shape[:-2], M.shape[-1], M.shape[-2])

    return G @ turned(W), turned(X) @ G


def factors_exchanged_in_dx(G, X, W):
    return swapped(W) @ G, swapped(X) @ G


def factors_exchanged_in_dw(G, X, W):
    return G @ swapped(W), G @ swapped(X)


def dw_transposed(G, X, W):
    return G @ swapped(W), swapped(G) @ X


def dx_transposed(G, X, W):
    return W @ swapped(G), swapped(X) @ G


def both_transposed(G, X, W):
    return W @ swapped(G), swapped(G) @ X


def roles_exchanged(G, X, W):
    return G @ swapped(X), swapped(W) @ G


def element_by_element(G, X, W):
    return G * W, G * X


def mean_over_the_rows(G, X, W):
    return G @ swapped(W), swapped(X) @ G / X.shape[-2]


def added_up_over_the_stack(G, X, W):
    dW = swapped(X) @ G
    return G @ swapped(W), dW.sum(axis=tuple(range(dW.ndim - 2)))


def mean_over_the_stack(G, X, W):
    dW = swapped(X) @ G
    return G @ swapped(W), dW.mean(axis=tuple(range(dW.ndim - 2)))


def both_added_up_over_the_stack(G, X, W):
    front = tuple(range(G.ndim - 2))
    return (G @ swapped(W)).sum(axis=front), (swapped(X) @ G).sum(axis=front)


def g_left_out_of_dw(G, X, W):
    return G @ swapped(W), swapped(X) @ np.ones(G.shape)


def g_left_out_of_dx(G, X, W):
    return np.ones(G.shape) @ swapped(W), swapped(X) @ G


def g_left_out(G, X, W):
    return np.ones(G.shape) @ swapped(W), swapped(X) @ np.ones(G.shape)


def factors_themselves(G, X, W):
    return W, X


def with_tensordot(G, X, W):
    return np.tensordot(G, W, (-1, -1)), np.tensordot(X, G, (-2, -2))


def first_matrix_alone(G, X, W):
    first = (0,) * (G.ndim - 2)
    return G[first] @ W[first].T, X[first].T @ G[first]


def sign_turned_round(G, X, W):
    return -(G @ swapped(W)), -(swapped(X) @ G)


def exchanged(G, X, W):
    return swapped(X) @ G, G @ swapped(W)


def dx_alone(G, X, W):
    return (G @ swapped(W),)


def nothing_returned(G, X, W):
    X, W = G @ swapped(W), swapped(X) @ G
