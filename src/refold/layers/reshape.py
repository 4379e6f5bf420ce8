"""Reshape: every sample takes another shape."""

import math
from collections.abc import Sequence
from typing import Any

from ..backend import Array, Shape, namespace
from ..errors import ShapeError, WrongValueError, check_row, check_whole
from .base import Layer


class Reshape(Layer):
    """Give every sample another shape, in row-major order: X (m, *dims) -> A (m, *target_shape).

    One length of `target_shape` may be -1: what is left over.
    Backward restores the shape: dX = reshape(dA, X.shape).
    Raises ShapeError where the number of elements differs.

    >>> import numpy
    >>> Reshape((-1, 2)).forward(numpy.zeros((5, 6))).shape
    (5, 3, 2)
    """

    computes = False
    examples = (({"target_shape": (3, 4)}, (2, 6, 2)), ({"target_shape": (-1, 3)}, (4, 6)))

    def __init__(self, target_shape: Sequence[int], **options: Any) -> None:
        super().__init__(**options)
        self.target_shape = tuple(
            check_whole("Reshape: target_shape", length, least=-1)
            for length in check_row("Reshape: target_shape", target_shape)
        )
        if self.target_shape.count(-1) > 1:
            raise WrongValueError(f"Reshape: target_shape may hold one -1, got {self.target_shape}.")

    def compute_shapes(self, X: Array) -> None:
        m, *dims = X.shape
        self.dims.update(m=m, n=math.prod(dims))
        self.shapes.update(X=X.shape, A=(m, *self._fit(self.dims["n"])))

    def _fit(self, n: int) -> Shape:
        """`target_shape` with -1 worked out from the n elements of a sample, never from m."""
        known = math.prod(length for length in self.target_shape if length != -1)
        missing = n // known if known else 0
        shape = tuple(missing if length == -1 else length for length in self.target_shape)
        if math.prod(shape) != n:
            several = "a multiple of " if -1 in self.target_shape else ""
            raise ShapeError(
                f"Reshape.forward: X must have {several}{known} elements in each sample "
                f"to fit target_shape {self.target_shape}, got {n}."
            )
        return shape

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return namespace(X).reshape(X, self.shapes["A"])  # (m, *dims) -> (m, *target_shape)

    def backward(self, dA: Array) -> Array:
        return namespace(dA).reshape(dA, self.shapes["X"])  # (m, *target_shape) -> (m, *dims)
