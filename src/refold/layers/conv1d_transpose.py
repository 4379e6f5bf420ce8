"""Conv1DTranspose: every step of a short sequence adds the same weights to a window of a long one."""

from .transposed_convolution import TransposedConvolution


class Conv1DTranspose(TransposedConvolution):
    """X (m, steps, channels) -> A (m, out_steps, filters), A = f(Z):

        Z starts as b, and  P[t s + i d, o]  gets  X[t, c] W[i, o, c]  from each t, i and c

    P is Z with what `padding` "same" adds around it, which falls off in the end; s is `strides`, d
    `dilation_rate`. How long A is, how it is worked out, and backward, which is Conv1D's forward: see
    TransposedConvolution.

    `params`: W (kernel size, filters, channels), b (filters,).

    >>> import numpy
    >>> layer = Conv1DTranspose(1, 2, strides=2, kernel_initializer="ones")
    >>> layer.forward(numpy.asarray([1.0, 2.0]).reshape(1, 2, 1)).tolist()
    [[[1.0], [1.0], [2.0], [2.0]]]
    """

    axes = ("steps",)
    examples = (
        ({"filters": 3, "kernel_size": 3}, (2, 4, 2)),
        ({"filters": 1, "kernel_size": 4, "strides": 3, "padding": "same", "activation": "tanh"}, (3, 4, 2)),
        ({"filters": 2, "kernel_size": 2, "strides": 3, "output_padding": 2}, (2, 3, 1)),
    )
