"""MaxPooling2D: the largest number of every window of an image."""

from .max_pooling import MaxPooling


class MaxPooling2D(MaxPooling):
    """A = the largest X of each window, channel by channel; dX gets dA where that X is.

    X (m, height, width, channels) -> A (m, out_height, out_width, channels). Windows, and what happens where
    several are equally large: see MaxPooling.

    >>> import numpy
    >>> layer = MaxPooling2D()
    >>> layer.forward(numpy.asarray([[1.0, 5.0], [5.0, 2.0]]).reshape(1, 2, 2, 1)).tolist()
    [[[[5.0]]]]
    >>> layer.backward(numpy.ones((1, 1, 1, 1))).reshape(2, 2).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """

    axes = ("height", "width")
    examples = (
        ({}, (2, 4, 5, 3)),
        ({"pool_size": (3, 2), "strides": (2, 1), "padding": "same"}, (2, 5, 4, 2)),
        ({"pool_size": 2, "strides": 3, "padding": "same"}, (2, 4, 4, 1)),
    )
