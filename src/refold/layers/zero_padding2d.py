"""ZeroPadding2D: zeros around every image."""

from typing import Any

from ..backend import Array
from .base import Layer
from .windows import Sides, lengths_of, of_each_side, pad, unpad


class ZeroPadding2D(Layer):
    """Zeros around every image: X (m, height, width, channels) -> A (m, height + p, width + q, channels).

    `padding`: one number for all four sides, one for top and bottom and one for left and right, or
    ((top, bottom), (left, right)). Backward cuts them off again: dX is the inside of dA.
    Raises ShapeError where X has another number of axes.

    >>> import numpy
    >>> ZeroPadding2D(((0, 1), (2, 2))).forward(numpy.ones((5, 3, 3, 1))).shape
    (5, 4, 7, 1)
    """

    computes = False
    examples = (
        ({}, (2, 3, 2, 2)),
        ({"padding": ((0, 1), (2, 0))}, (2, 2, 3, 1)),
        ({"padding": 0}, (2, 2, 2, 1)),
    )

    def __init__(self, padding: Sides = (1, 1), **options: Any) -> None:
        super().__init__(**options)
        self.amounts = of_each_side("ZeroPadding2D: padding", padding)

    def compute_shapes(self, X: Array) -> None:
        height, width = lengths_of("ZeroPadding2D", X, ("height", "width"))
        m, channels = X.shape[0], X.shape[-1]
        out_height, out_width = height + sum(self.amounts[0]), width + sum(self.amounts[1])
        self.dims.update(m=m, height=height, width=width, channels=channels)
        self.dims.update(out_height=out_height, out_width=out_width)
        self.shapes.update(X=X.shape, A=(m, out_height, out_width, channels))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return pad(X, self.amounts)

    def backward(self, dA: Array) -> Array:
        return unpad(dA, self.amounts)
