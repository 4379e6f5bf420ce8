"""Permute: the axes of every sample in another order."""

from collections.abc import Sequence
from typing import Any

from ..backend import Array, namespace
from ..errors import ShapeError, WrongValueError, check_row, check_whole
from .arguments import Argument
from .base import Layer


class Permute(Layer):
    """Reorder the axes of every sample: axis k of A is axis dims[k] of X, counted from 1 (0 is the batch).

    Backward applies the inverse order: dX = transpose(dA, argsort(order)).
    Raises ShapeError where X has another number of axes than `dims`.

    >>> import numpy
    >>> Permute((2, 1)).forward(numpy.zeros((5, 3, 4))).shape
    (5, 4, 3)
    """

    dims = Argument("dims")  # so is the state called, but who sets it means this
    computes = False
    examples = (({"dims": (2, 1)}, (4, 3, 2)), ({"dims": (3, 1, 2)}, (2, 2, 3, 4)))

    def __init__(self, dims: Sequence[int], **options: Any) -> None:
        super().__init__(**options)
        order = tuple(
            check_whole("Permute: dims", axis, least=1) for axis in check_row("Permute: dims", dims)
        )
        if sorted(order) != list(range(1, len(order) + 1)):
            raise WrongValueError(f"Permute: dims must hold each of 1 to {len(order)} once, got {order}.")
        self.order = (0, *order)
        self.inverse = tuple(self.order.index(axis) for axis in range(len(self.order)))

    def compute_shapes(self, X: Array) -> None:
        if len(X.shape) != len(self.order):
            raise ShapeError(
                f"Permute.forward: X must have {len(self.order)} axes, got shape {tuple(X.shape)}."
            )
        self.dims.update(m=X.shape[0])
        self.shapes.update(X=X.shape, A=tuple(X.shape[axis] for axis in self.order))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return namespace(X).permute_dims(X, self.order)

    def backward(self, dA: Array) -> Array:
        return namespace(dA).permute_dims(dA, self.inverse)
