"""What Cropping1D and Cropping2D share: the ends of every axis are cut off."""

from typing import Any, ClassVar

from ..backend import Array
from ..errors import ShapeError
from .base import Layer
from .windows import Sides, lengths_of, of_each_side, pad, unpad


class Cropping(Layer):
    """The inside of every sample: X (m, *lengths, channels) -> A (m, *shorter, channels).

    Backward puts zeros around dA: what was cut off changes nothing. Raises ShapeError where X has another
    number of axes, or nothing would be left.
    """

    axes: ClassVar[tuple[str, ...]]
    computes = False

    def __init__(self, cropping: Sides, **options: Any) -> None:
        super().__init__(**options)
        self.amounts = of_each_side(f"{type(self).__name__}: cropping", cropping, len(self.axes))

    def compute_shapes(self, X: Array) -> None:
        who = type(self).__name__
        lengths = lengths_of(who, X, self.axes)
        shorter = tuple(n - sum(amount) for n, amount in zip(lengths, self.amounts, strict=True))
        if min(shorter) < 1:
            raise ShapeError(
                f"{who}.forward: X must be longer than what is cut off, {tuple(self.amounts)}, "
                f"got shape {tuple(X.shape)}."
            )
        m, channels = X.shape[0], X.shape[-1]
        self.dims.update(m=m, **dict(zip(self.axes, lengths, strict=True)), channels=channels)
        self.dims.update({f"out_{axis}": n for axis, n in zip(self.axes, shorter, strict=True)})
        self.shapes.update(X=X.shape, A=(m, *shorter, channels))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return unpad(X, self.amounts)

    def backward(self, dA: Array) -> Array:
        return pad(dA, self.amounts)
