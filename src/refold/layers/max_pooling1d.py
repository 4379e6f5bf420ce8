"""MaxPooling1D: the largest number of every window of a sequence."""

from .max_pooling import MaxPooling


class MaxPooling1D(MaxPooling):
    """A = the largest X of each window, channel by channel; dX gets dA where that X is.

    X (m, steps, channels) -> A (m, out_steps, channels). Windows, and what happens where several are equally
    large: see MaxPooling.

    >>> import numpy
    >>> layer = MaxPooling1D()
    >>> layer.forward(numpy.asarray([1.0, 5.0, 5.0, 2.0]).reshape(1, 4, 1)).tolist()
    [[[5.0], [5.0]]]
    >>> layer.backward(numpy.ones((1, 2, 1))).reshape(4).tolist()
    [0.0, 1.0, 1.0, 0.0]
    """

    axes = ("steps",)
    examples = (
        ({}, (2, 5, 3)),
        ({"pool_size": 3, "strides": 1, "padding": "same"}, (2, 5, 2)),
        ({"pool_size": 2, "strides": 3, "padding": "same"}, (2, 4, 1)),
    )
