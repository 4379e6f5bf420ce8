"""Arrays seen as rows, (r, n), and their sums: as products, which are twice as fast as `sum`."""

import functools
from typing import Any

from .backend import Array, Shape, namespace


def reshaped(X: Array, shape: Shape) -> Array:
    """`X` in another shape; X itself, at a fifth of the cost, where it has that one."""
    return X if X.shape == shape else namespace(X).reshape(X, shape)


def sum_of_rows(X: Array) -> Array:
    """Each column summed up: (r, n) -> (n,)."""
    return _ones(X, X.shape[0]) @ X


def sums_along_rows(X: Array) -> Array:
    """Each row summed up: (..., n) -> (...)."""
    return X @ _ones(X, X.shape[-1])


def _ones(X: Array, n: int) -> Array:
    make = _make_few_ones if n <= 1024 else _make_ones
    return make(namespace(X), n, X.dtype, X.device)


def _make_ones(xp: Any, n: int, dtype: Any, device: Any) -> Array:
    return xp.ones(n, dtype=dtype, device=device)


_make_few_ones = functools.lru_cache(maxsize=64)(_make_ones)  # to make few costs more than to add them up
