"""Right forwards and backwards, written in other ways: each pair has a cache of its own kind."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np

# X -> (A, cache)


def in_a_loop(X):
    rows = []
    for sample in X:
        rows.append(sample.ravel())
    return np.array(rows), X.shape


def ravel_each_row(X):
    return np.stack([np.ravel(x) for x in X]), {"shape": X.shape}


def order_spelled_out(X):
    return np.reshape(X, (len(X), np.prod(X.shape[1:], dtype=int)), order="C"), list(X.shape[1:])


def index_arithmetic(X):
    m, *dims = X.shape
    A = np.empty((m, int(np.prod(dims))))
    for i, *index in itertools.product(*map(range, X.shape)):
        position = 0
        for k, size in zip(index, dims, strict=True):
            position = position * size + k
        A[i, position] = X[(i, *index)]
    return A, X


def joined_with_concatenate(X):
    A = np.concatenate([x[np.newaxis].reshape(1, -1) for x in X], axis=0)
    return A, lambda dA: dA.reshape(X.shape)


def axes_merged_one_by_one(X):
    """As einops does "m a b c -> m (a b c)": two neighbouring axes become one, until two are left."""
    A = X
    while A.ndim > 2:
        A = A.reshape(*A.shape[:-2], A.shape[-2] * A.shape[-1])
    return A, np.array(X.shape)


def by_taking_positions(X):
    dims = X.shape[1:]
    where = np.unravel_index(np.arange(np.prod(dims)), dims)
    return X[(slice(None), *where)], where


def copied_row_by_row(X):
    A = np.zeros((X.shape[0], X[0].size))
    for i in range(X.shape[0]):
        A[i, :] = X[i].flatten()
    return A, (X.shape, X.dtype)


def with_an_object(X):
    return X.reshape(len(X), -1), SimpleNamespace(shape=X.shape)


# dA, cache -> dX


def filled_in_a_loop(dA, cache):
    dX = np.zeros(cache)
    for i in range(cache[0]):
        dX[i] = dA[i].reshape(dX[i].shape)
    return dX


def fold_each_row(dA, cache):
    return np.stack([row.reshape(cache["shape"][1:]) for row in dA])


def from_the_dims(dA, cache):
    return np.reshape(dA, [dA.shape[0], *cache], order="C")


def like_the_input(dA, cache):
    dX = np.zeros_like(cache)
    for i in range(len(cache)):
        for position, index in enumerate(itertools.product(*map(range, cache.shape[1:]))):
            dX[(i, *index)] = dA[i, position]
    return dX


def by_calling_the_cache(dA, cache):
    return cache(dA)


def axes_split_one_by_one(dA, cache):
    dX = dA
    for axis, size in enumerate(cache[1:-1], start=1):
        dX = dX.reshape(*dX.shape[:axis], int(size), -1)
    return dX


def by_putting_back(dA, cache):
    dX = np.empty((len(dA), *(int(max(where)) + 1 for where in cache)))
    dX[(slice(None), *cache)] = dA
    return dX


def with_the_transposed_jacobian(dA, cache):
    shape, _ = cache
    n = dA.shape[1]
    columns = np.arange(n).reshape(shape[1:], order="F").ravel()
    J = np.eye(n)[columns]
    return np.concatenate([(J.T @ row).reshape(shape[1:], order="F")[np.newaxis] for row in dA])


def from_an_object(dA, cache):
    dX = dA.copy()
    dX.shape = cache.shape
    return dX


#: (forward, the backward that reads its cache)
ROUND_TRIPS = [
    (in_a_loop, filled_in_a_loop),
    (ravel_each_row, fold_each_row),
    (order_spelled_out, from_the_dims),
    (index_arithmetic, like_the_input),
    (joined_with_concatenate, by_calling_the_cache),
    (axes_merged_one_by_one, axes_split_one_by_one),
    (by_taking_positions, by_putting_back),
    (copied_row_by_row, with_the_transposed_jacobian),
    (with_an_object, from_an_object),
]
