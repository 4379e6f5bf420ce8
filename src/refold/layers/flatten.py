"""Flatten: every sample becomes one row."""

import math

from ..backend import Array, namespace
from .base import Layer


class Flatten(Layer):
    """Join every axis but the first: X (m, *dims) -> A (m, n), n = prod(dims); X (m,) -> A (m, 1).

    Row-major: the last axis varies fastest. Nothing is copied when X is contiguous.

    The Jacobian is a permutation, so backward only restores the shape: dX = reshape(dA, X.shape).

    Source: EpyNN, Flatten - Adapter.

    >>> import numpy
    >>> Flatten().forward(numpy.asarray([[[1, 2], [3, 4]]]))
    array([[1, 2, 3, 4]])
    """

    computes = False
    examples = (({}, (4, 3, 2)), ({}, (5,)), ({}, (2, 2, 3, 2)))

    def compute_shapes(self, X: Array) -> None:
        m, *dims = X.shape
        self.dims.update(m=m, n=math.prod(dims))
        self.shapes.update(X=X.shape, A=(m, self.dims["n"]))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return namespace(X).reshape(X, self.shapes["A"])  # (m, *dims) -> (m, n)

    def backward(self, dA: Array) -> Array:
        return namespace(dA).reshape(dA, self.shapes["X"])  # (m, n) -> (m, *dims)
