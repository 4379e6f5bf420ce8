"""What ZeroPadding1D and ZeroPadding2D share: zeros around every sample."""

from typing import Any, ClassVar

from ..backend import Array
from .base import Layer
from .windows import Sides, lengths_of, of_each_side, pad, unpad


class ZeroPadding(Layer):
    """Zeros before and after each axis: X (m, *lengths, channels) -> A (m, *longer, channels).

    Backward cuts them off again: dX is the inside of dA. Raises ShapeError where X has another number of
    axes.
    """

    axes: ClassVar[tuple[str, ...]]
    computes = False

    def __init__(self, padding: Sides = 1, **options: Any) -> None:
        super().__init__(**options)
        self.amounts = of_each_side(f"{type(self).__name__}: padding", padding, len(self.axes))

    def compute_shapes(self, X: Array) -> None:
        lengths = lengths_of(type(self).__name__, X, self.axes)
        longer = tuple(n + sum(amount) for n, amount in zip(lengths, self.amounts, strict=True))
        m, channels = X.shape[0], X.shape[-1]
        self.dims.update(m=m, **dict(zip(self.axes, lengths, strict=True)), channels=channels)
        self.dims.update({f"out_{axis}": n for axis, n in zip(self.axes, longer, strict=True)})
        self.shapes.update(X=X.shape, A=(m, *longer, channels))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return pad(X, self.amounts)

    def backward(self, dA: Array) -> Array:
        return unpad(dA, self.amounts)
