"""ZeroPadding2D: zeros around every image."""

from .zero_padding import ZeroPadding


class ZeroPadding2D(ZeroPadding):
    """Zeros around every image: X (m, height, width, channels) -> A (m, height + p, width + q, channels).

    `padding`: one number for all four sides, one for top and bottom and one for left and right, or
    ((top, bottom), (left, right)). Backward cuts them off again: dX is the inside of dA.
    Raises ShapeError where X has another number of axes.

    >>> import numpy
    >>> ZeroPadding2D(((0, 1), (2, 2))).forward(numpy.ones((5, 3, 3, 1))).shape
    (5, 4, 7, 1)
    """

    axes = ("height", "width")
    examples = (
        ({}, (2, 3, 2, 2)),
        ({"padding": ((0, 1), (2, 0))}, (2, 2, 3, 1)),
        ({"padding": 0}, (2, 2, 2, 1)),
    )
