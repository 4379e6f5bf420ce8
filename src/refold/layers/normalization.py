"""What the normalizations share: X seen as rows, and the gamma and beta that come after."""

import functools
import math
import operator
from collections.abc import Iterator
from typing import Any

from .. import initializers
from ..backend import Array, block_size, namespace
from ..errors import ShapeError, check_axis, check_number
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows
from .base import Layer
from .windows import blocks


class Normalization(Layer):
    """A = gamma N + beta, N = (X - mean) / s, s = sqrt(variance + epsilon).

    X is seen as r rows of the n elements along `axis`, gamma and beta as one row. The layers differ in what
    mean and variance are of: of each row, or of each of the n columns.

        dgamma = sum of dA N over the rows      (n,)
        dbeta  = sum of dA over the rows        (n,)
    """

    supports_masking = True

    def __init__(
        self,
        axis: tuple[int, ...],
        epsilon: float,
        center: bool,
        scale: bool,
        beta_initializer: str | Initializer,
        gamma_initializer: str | Initializer,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.axes = axis
        self.epsilon = check_number(f"{type(self).__name__}: epsilon", epsilon, least=0.0)
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.find(beta_initializer)
        self.gamma_initializer = initializers.find(gamma_initializer)

    def build(self, X: Array) -> None:
        if self.scale:
            self.add_param("gamma", self.shapes["row"], self.gamma_initializer)
        if self.center:
            self.add_param("beta", self.shapes["row"], self.beta_initializer)

    def compute_shapes(self, X: Array) -> None:
        who, axes = f"{type(self).__name__}.forward", range(len(X.shape))
        along = sorted({check_axis(who, X.shape, axis) for axis in self.axes})
        row, others = tuple(X.shape[axis] for axis in along), [axis for axis in axes if axis not in along]
        expected = next(
            (tuple(value.shape) for value in (*self.params.values(), *self.buffers.values())), row
        )
        if row != expected:
            raise ShapeError(
                f"{who}: X must have lengths {expected} along axis {self.axes}, got shape {tuple(X.shape)}. "
                "The layer was built for that. Change X, or use a new layer."
            )
        self.order = (*others, *along)
        self.inverse = tuple(self.order.index(axis) for axis in axes)
        self.in_order = self.order == tuple(axes)
        r, n = math.prod(X.shape[axis] for axis in others), math.prod(row)
        self.block = max(1, block_size(X) // (4 * max(1, n)))
        self.dims.update(m=X.shape[0], r=r, n=n)
        turned = tuple(X.shape[axis] for axis in self.order)
        self.shapes.update(X=X.shape, A=X.shape, row=row, rows=(r, n), columns=(n,), turned=turned)

    def rows(self, X: Array) -> Array:
        """X, or dA, as rows: (m, ...) -> (r, n)."""
        return reshaped(X if self.in_order else namespace(X).permute_dims(X, self.order), self.shapes["rows"])

    def unrows(self, A: Array) -> Array:
        """(r, n) -> (m, ...)."""
        A = reshaped(A, self.shapes["turned"])
        return A if self.in_order else namespace(A).permute_dims(A, self.inverse)

    def scaled(self, N: Array) -> Array:
        """gamma N, in new memory."""
        return N * reshaped(self.params["gamma"], self.shapes["columns"]) if self.scale else N + 0.0

    def shifted(self, A: Array) -> Array:
        """A + beta, in place of A."""
        if self.center:
            A += reshaped(self.params["beta"], self.shapes["columns"])
        return A

    def compute_gradients(self) -> None:
        dA, N, row = self.cache["dA"], self.cache["N"], self.shapes["row"]
        if self.scale:
            sums = (sum_of_rows(dA * N) for dA, N in self.blocks(dA, N))
            self.grads["gamma"] = reshaped(functools.reduce(operator.add, sums), row)  # (n,) -> row
        if self.center:
            self.grads["beta"] = reshaped(sum_of_rows(dA), row)

    def blocks(self, *arrays: Array) -> Iterator[tuple[Array, ...]]:
        """The `arrays` (r, ...) by blocks of rows: a quarter of a cache each, or all rows if they fit."""
        if self.dims["r"] <= self.block:
            yield arrays
        else:
            for rows in blocks(self.dims["r"], self.block):
                yield tuple(array[rows, :] for array in arrays)
