"""Cropping1D: the first and the last steps of every sequence are cut off."""

from typing import Any

from .cropping import Cropping
from .windows import Sides


class Cropping1D(Cropping):
    """The inside of every sequence: X (m, steps, channels) -> A (m, steps - p, channels).

    `cropping`: one number for both sides, or (before, after). Backward puts zeros around dA: what was cut off
    changes nothing. Raises ShapeError where X has another number of axes, or nothing would be left.

    >>> import numpy
    >>> Cropping1D((0, 2)).forward(numpy.asarray([[[1.0], [2.0], [3.0]]])).tolist()
    [[[1.0]]]
    """

    axes = ("steps",)
    examples = (({}, (2, 4, 2)), ({"cropping": (0, 2)}, (3, 3, 1)))

    def __init__(self, cropping: Sides = 1, **options: Any) -> None:
        super().__init__(cropping, **options)
