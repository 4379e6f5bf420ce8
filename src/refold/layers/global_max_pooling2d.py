"""GlobalMaxPooling2D: the largest number of every channel over the whole image."""

from .global_max_pooling import GlobalMaxPooling


class GlobalMaxPooling2D(GlobalMaxPooling):
    """A = the largest X of each channel: X (m, height, width, channels) -> A (m, channels).

    With `keepdims` A is (m, 1, 1, channels). dX gets dA where the largest X is, at the first of several.
    Raises ShapeError where X has another number of axes, or images without a pixel.

    >>> import numpy
    >>> layer = GlobalMaxPooling2D()
    >>> layer.forward(numpy.asarray([[1.0, 5.0], [5.0, 2.0]]).reshape(1, 2, 2, 1)).tolist()
    [[5.0]]
    >>> layer.backward(numpy.ones((1, 1))).reshape(2, 2).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """

    axes = ("height", "width")
    examples = (({}, (3, 4, 2, 5)), ({"keepdims": True}, (2, 3, 3, 1)))
