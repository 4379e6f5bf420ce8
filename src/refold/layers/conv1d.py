"""Conv1D: the same weights for every window of a sequence."""

from .convolution import Convolution


class Conv1D(Convolution):
    """X (m, steps, channels) -> A (m, out_steps, filters), A = f(Z):

        Z[t, o] = b[o] + sum over i, c of  P[t s + i d, c] W[i, c, o]

    P is X with zeros around it where `padding` is "same", with zeros before it where it is "causal" (so that
    A[t] depends on no step after t), X itself where it is "valid"; s is `strides`, d `dilation_rate`.
    How it is worked out, and backward: see Convolution.

    `params`: W (kernel size, channels, filters), b (filters,).

    >>> import numpy
    >>> layer = Conv1D(1, 2, kernel_initializer="ones")
    >>> layer.forward(numpy.asarray([1.0, 2.0, 4.0]).reshape(1, 3, 1)).tolist()
    [[[3.0], [6.0]]]
    """

    axes = ("steps",)
    examples = (
        ({"filters": 3, "kernel_size": 3}, (2, 6, 2)),
        ({"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "tanh"}, (3, 6, 1)),
        ({"filters": 2, "kernel_size": 2, "dilation_rate": 2, "padding": "causal"}, (2, 5, 3)),
    )
