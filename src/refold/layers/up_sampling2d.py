"""UpSampling2D: every pixel becomes several."""

from .up_sampling import UpSampling


class UpSampling2D(UpSampling):
    """Every pixel becomes several: X (m, height, width, channels) -> A (m, out_height, out_width, channels).

    `size` is how many along each axis: one number, or one for height and one for width. dX = sum of dA over
    the pixels that each X has become. Raises ShapeError where X has another number of axes.

    >>> import numpy
    >>> UpSampling2D((1, 2)).forward(numpy.asarray([[1, 2], [3, 4]]).reshape(1, 2, 2, 1))[0, :, :, 0].tolist()
    [[1, 1, 2, 2], [3, 3, 4, 4]]
    """

    axes = ("height", "width")
    examples = (({}, (2, 3, 2, 2)), ({"size": (3, 1)}, (2, 2, 3, 1)))
