"""ZeroPadding1D: zeros before and after every sequence."""

from .zero_padding import ZeroPadding


class ZeroPadding1D(ZeroPadding):
    """Steps of zeros before and after every sequence: X (m, steps, channels) -> A (m, steps + p, channels).

    `padding`: one number for both sides, or (before, after). Backward cuts them off again: dX is the inside
    of dA. Raises ShapeError where X has another number of axes.

    >>> import numpy
    >>> ZeroPadding1D((2, 0)).forward(numpy.ones((1, 2, 1))).tolist()
    [[[0.0], [0.0], [1.0], [1.0]]]
    """

    axes = ("steps",)
    examples = (({}, (2, 3, 2)), ({"padding": (0, 2)}, (3, 2, 1)))
