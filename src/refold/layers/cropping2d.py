"""Cropping2D: the border of every image is cut off."""

from typing import Any

from .cropping import Cropping
from .windows import Sides


class Cropping2D(Cropping):
    """The inside of every image: X (m, height, width, channels) -> A (m, height - p, width - q, channels).

    `cropping`: one number for all four sides, one for top and bottom and one for left and right, or
    ((top, bottom), (left, right)). Backward puts zeros around dA: what was cut off changes nothing.
    Raises ShapeError where X has another number of axes, or nothing would be left.

    >>> import numpy
    >>> Cropping2D(((0, 1), (1, 1))).forward(numpy.ones((5, 3, 3, 1))).shape
    (5, 2, 1, 1)
    """

    axes = ("height", "width")
    examples = (
        ({"cropping": 1}, (2, 3, 4, 2)),
        ({"cropping": ((0, 1), (2, 0))}, (2, 2, 3, 1)),
        ({}, (2, 2, 2, 1)),
    )

    def __init__(self, cropping: Sides = 0, **options: Any) -> None:
        super().__init__(cropping, **options)
