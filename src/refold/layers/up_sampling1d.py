"""UpSampling1D: every step becomes several."""

from .up_sampling import UpSampling


class UpSampling1D(UpSampling):
    """Every step becomes `size` steps: X (m, steps, channels) -> A (m, size steps, channels).

    dX = sum of dA over the steps that each X has become. Raises ShapeError where X has another number of
    axes.

    >>> import numpy
    >>> UpSampling1D(2).forward(numpy.asarray([[[1, 2], [3, 4]]])).tolist()
    [[[1, 2], [1, 2], [3, 4], [3, 4]]]
    """

    axes = ("steps",)
    examples = (({}, (2, 3, 2)), ({"size": 3}, (3, 2, 1)))
