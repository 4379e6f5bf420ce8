"""What the normalizations share: X seen as rows, and the gamma and beta that come after."""

import math
from functools import reduce
from operator import add
from typing import Any

from .. import initializers
from ..backend import Array, block_size, namespace
from ..errors import ShapeError, check_axis, check_flag, check_number
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows, widened
from .base import Layer
from .windows import blocks

LONG = 2**12  # numbers in a row: NumPy takes twice as many as they are, and fewer through a buffer


class Normalization(Layer):
    """A = gamma N + beta, N = (X - mean) / s, s = sqrt(variance + epsilon).

    X is seen as r rows of the n elements along `axis`, gamma and beta as one row. The layers differ in what
    mean and variance are of: of each row, or of each of the n columns. What is the same for every row meets
    them side by side in long rows, and is repeated to their length: where n is small, in half the time.

        dgamma = sum of dA N over the rows      (n,)
        dbeta  = sum of dA over the rows        (n,)
    """

    supports_masking = True
    narrow: Any = None  # the dtype of X where that is one of 16 bits, too few for sums: inside there are 32

    def __init__(
        self,
        row_axes: tuple[int, ...],
        epsilon: float,
        center: bool,
        scale: bool,
        beta_initializer: str | Initializer,
        gamma_initializer: str | Initializer,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.row_axes = row_axes
        who = type(self).__name__
        self.epsilon = check_number(f"{who}: epsilon", epsilon, least=0.0)
        self.center, self.scale = check_flag(f"{who}: center", center), check_flag(f"{who}: scale", scale)
        self.beta_initializer = initializers.find(beta_initializer)
        self.gamma_initializer = initializers.find(gamma_initializer)

    def build(self, X: Array) -> None:
        if self.scale:
            self.add_param("gamma", self.shapes["row"], self.gamma_initializer)
        if self.center:
            self.add_param("beta", self.shapes["row"], self.beta_initializer)

    def compute_shapes(self, X: Array) -> None:
        who, axes = f"{type(self).__name__}.forward", range(len(X.shape))
        along = sorted({check_axis(who, X.shape, axis) for axis in self.row_axes})
        row, others = tuple(X.shape[axis] for axis in along), [axis for axis in axes if axis not in along]
        expected = next(
            (tuple(value.shape) for value in (*self.params.values(), *self.buffers.values())), row
        )
        if row != expected:
            raise ShapeError(
                f"{who}: X must have lengths {expected} along axis {self.row_axes}, got shape "
                f"{tuple(X.shape)}. The layer was built for that. Change X, or use a new layer."
            )
        self.order = (*others, *along)
        self.inverse = tuple(self.order.index(axis) for axis in axes)
        self.in_order = self.order == tuple(axes)
        r, n = math.prod(X.shape[axis] for axis in others), math.prod(row)
        self.length = max(1, n)  # of a row, to divide by
        enough = r * n >= 16 * LONG
        self.repeats = math.gcd(r, 1 << (LONG // self.length).bit_length()) if enough else 1
        self.block = block_size(X) // 4
        self.dims.update(m=X.shape[0], r=r, n=n)
        turned = tuple(X.shape[axis] for axis in self.order)
        self.shapes.update(X=X.shape, A=X.shape, row=row, rows=(r, n), turned=turned)
        self.shapes.update(columns=(n,), long=(r // self.repeats, self.repeats * n))

    def as_computed(self, X: Array) -> Array:
        X = super().as_computed(X)
        wide = widened(X)
        self.narrow = None if wide is X else X.dtype
        return wide

    def narrowed(self, A: Array) -> Array:
        """What leaves the layer, in the dtype of X."""
        return A if self.narrow is None else namespace(A).astype(A, self.narrow)

    def rows(self, X: Array, kind: str = "rows") -> Array:
        """X, or dA, as rows: (m, ...) -> (r, n), or as "long" rows -> (r / repeats, repeats n)."""
        return reshaped(X if self.in_order else namespace(X).permute_dims(X, self.order), self.shapes[kind])

    def unrows(self, A: Array) -> Array:
        """(r, n), or long rows -> (m, ...)."""
        A = self.narrowed(reshaped(A, self.shapes["turned"]))
        return A if self.in_order else namespace(A).permute_dims(A, self.inverse)

    def repeated(self, row: Array) -> Array:
        """The same for each of the rows in a long one: (n,) -> (repeats n,)."""
        return row if self.repeats == 1 else namespace(row).tile(row, (self.repeats,))

    def sums(self, rows: Array) -> Array:
        """The sum of each column: (r, n), or long rows -> (n,)."""
        sums = sum_of_rows(rows)
        n = self.dims["n"]
        return sums if sums.shape[0] == n else sum_of_rows(reshaped(sums, (self.repeats, n)))

    def scaled(self, N: Array) -> Array:
        """gamma N, of long rows, in new memory."""
        if not self.scale:
            return N + 0.0
        return N * self.repeated(reshaped(self.params["gamma"], self.shapes["columns"]))

    def shifted(self, A: Array) -> Array:
        """A + beta, of long rows, in place of A."""
        if self.center:
            A += self.repeated(reshaped(self.params["beta"], self.shapes["columns"]))
        return A

    def compute_gradients(self) -> None:
        dA, N, row = self.cache["dA"], self.cache["N"], self.shapes["row"]
        if self.scale:
            products = [self.sums(dA * N) for dA, N in self.blocks(dA, N)]
            self.grads["gamma"] = self.narrowed(reshaped(reduce(add, products), row))  # (n,) -> row
        if self.center:
            self.grads["beta"] = self.narrowed(reshaped(self.sums(dA), row))

    def blocks(self, *arrays: Array) -> list[tuple[Array, ...]]:
        """The `arrays` by blocks of rows, a quarter of a cache each; all at once if they fit."""
        r, n = arrays[0].shape
        if r * n <= self.block:
            return [arrays]
        return [tuple(array[rows, :] for array in arrays) for rows in blocks(r, max(1, self.block // n))]
