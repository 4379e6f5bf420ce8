"""GlobalMaxPooling1D: the largest number of every channel over all steps."""

from .global_max_pooling import GlobalMaxPooling


class GlobalMaxPooling1D(GlobalMaxPooling):
    """A = the largest X of each channel: X (m, steps, channels) -> A (m, channels).

    With `keepdims` A is (m, 1, channels). dX gets dA where the largest X is, at the first of several.
    As in Keras every step counts: a mask ends here.
    Raises ShapeError where X has another number of axes, or no step.

    >>> import numpy
    >>> layer = GlobalMaxPooling1D()
    >>> layer.forward(numpy.asarray([[[1.0], [8.0], [3.0]]])).tolist()
    [[8.0]]
    >>> layer.backward(numpy.ones((1, 1))).tolist()
    [[[0.0], [1.0], [0.0]]]
    """

    axes = ("steps",)
    examples = (({}, (3, 4, 5)), ({"keepdims": True}, (2, 3, 1)))
