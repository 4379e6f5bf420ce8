"""The right answers that are rules of one operation; the notebook's functions call them by these names."""

from __future__ import annotations

import numpy as np


def divide_gradients(G, X, Y):
    return G / Y, -G * X / Y**2


def matmul_gradients(G, X, W):
    return G @ W.swapaxes(-1, -2), X.swapaxes(-1, -2) @ G


def permute_gradient(G, axes):
    return G.transpose(np.argsort(axes))


def unbroadcast(G, shape):
    G = G.sum(axis=tuple(range(G.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return G.sum(axis=repeated, keepdims=True)
