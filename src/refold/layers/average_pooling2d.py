"""AveragePooling2D: the mean of every window of an image."""

from .average_pooling import AveragePooling


class AveragePooling2D(AveragePooling):
    """A = the mean of the X in each window, channel by channel; each of these X gets dA / their number.

    X (m, height, width, channels) -> A (m, out_height, out_width, channels). Windows, and what happens at the
    border: see AveragePooling.

    >>> import numpy
    >>> layer = AveragePooling2D()
    >>> layer.forward(numpy.asarray([[1.0, 5.0], [4.0, 2.0]]).reshape(1, 2, 2, 1)).tolist()
    [[[[3.0]]]]
    >>> layer.backward(numpy.ones((1, 1, 1, 1))).reshape(2, 2).tolist()
    [[0.25, 0.25], [0.25, 0.25]]
    """

    axes = ("height", "width")
    examples = (
        ({}, (2, 4, 5, 3)),
        ({"pool_size": (3, 2), "strides": (2, 1), "padding": "same"}, (2, 5, 4, 2)),
        ({"pool_size": 2, "strides": 3, "padding": "same"}, (2, 4, 4, 1)),
    )
