"""AveragePooling1D: the mean of every window of a sequence."""

from .average_pooling import AveragePooling


class AveragePooling1D(AveragePooling):
    """A = the mean of the X in each window, channel by channel; each of these X gets dA / their number.

    X (m, steps, channels) -> A (m, out_steps, channels). Windows, and what happens at the border: see
    AveragePooling.

    >>> import numpy
    >>> layer = AveragePooling1D()
    >>> layer.forward(numpy.asarray([1.0, 5.0, 4.0, 2.0]).reshape(1, 4, 1)).tolist()
    [[[3.0], [3.0]]]
    >>> layer.backward(numpy.ones((1, 2, 1))).reshape(4).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """

    axes = ("steps",)
    examples = (
        ({}, (2, 5, 3)),
        ({"pool_size": 3, "strides": 1, "padding": "same"}, (2, 5, 2)),
        ({"pool_size": 2, "strides": 3, "padding": "same"}, (2, 4, 1)),
    )
