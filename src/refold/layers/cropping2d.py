"""Cropping2D: the border of every image is cut off."""

from typing import Any

from ..backend import Array
from ..errors import ShapeError
from .base import Layer
from .windows import Sides, lengths_of, of_each_side, pad, unpad


class Cropping2D(Layer):
    """The inside of every image: X (m, height, width, channels) -> A (m, height - p, width - q, channels).

    `cropping`: one number for all four sides, one for top and bottom and one for left and right, or
    ((top, bottom), (left, right)). Backward puts zeros around dA: what was cut off changes nothing.
    Raises ShapeError where X has another number of axes, or nothing would be left.

    >>> import numpy
    >>> Cropping2D(((0, 1), (1, 1))).forward(numpy.ones((5, 3, 3, 1))).shape
    (5, 2, 1, 1)
    """

    computes = False
    examples = (
        ({"cropping": 1}, (2, 3, 4, 2)),
        ({"cropping": ((0, 1), (2, 0))}, (2, 2, 3, 1)),
        ({}, (2, 2, 2, 1)),
    )

    def __init__(self, cropping: Sides = ((0, 0), (0, 0)), **options: Any) -> None:
        super().__init__(**options)
        self.amounts = of_each_side("Cropping2D: cropping", cropping)

    def compute_shapes(self, X: Array) -> None:
        height, width = lengths_of("Cropping2D", X, ("height", "width"))
        out_height, out_width = height - sum(self.amounts[0]), width - sum(self.amounts[1])
        if min(out_height, out_width) < 1:
            raise ShapeError(
                f"Cropping2D.forward: X must be larger than what is cut off, {tuple(self.amounts)}, "
                f"got shape {tuple(X.shape)}."
            )
        m, channels = X.shape[0], X.shape[-1]
        self.dims.update(m=m, height=height, width=width, channels=channels)
        self.dims.update(out_height=out_height, out_width=out_width)
        self.shapes.update(X=X.shape, A=(m, out_height, out_width, channels))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return unpad(X, self.amounts)

    def backward(self, dA: Array) -> Array:
        return pad(dA, self.amounts)
