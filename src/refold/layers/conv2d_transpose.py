"""Conv2DTranspose: every pixel of a small image adds the same weights to a window of a large one."""

from .transposed_convolution import TransposedConvolution


class Conv2DTranspose(TransposedConvolution):
    """X (m, height, width, channels) -> A (m, out_height, out_width, filters), A = f(Z):

        Z starts as b, and P[y s + i d, x s + j d, o] gets X[y, x, c] W[i, j, o, c] from each y, x, i, j and c

    P is Z with what `padding` "same" adds around it, which falls off in the end; s the strides, d the
    dilation_rate, each a number or one for each axis. How large A is, how it is worked out, and backward,
    which is Conv2D's forward: see TransposedConvolution.

        dX[y, x, c] = sum over i, j, o of  dP[y s + i d, x s + j d, o] W[i, j, o, c]
        dW[i, j, o, c] = sum of dP[y s + i d, x s + j d, o] X[y, x, c] over images and places

    `params`: W (kernel height, kernel width, filters, channels), b (filters,).

    >>> import numpy
    >>> layer = Conv2DTranspose(1, 2, strides=2, kernel_initializer="ones")
    >>> layer.forward(numpy.asarray([[1.0, 2.0]]).reshape(1, 1, 2, 1))[0, :, :, 0].tolist()
    [[1.0, 1.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]]
    """

    axes = ("height", "width")
    examples = (
        ({"filters": 3, "kernel_size": 3}, (2, 4, 3, 2)),
        (
            {
                "filters": 1,
                "kernel_size": (2, 3),
                "strides": (3, 2),
                "padding": "same",
                "activation": "tanh",
            },
            (3, 3, 4, 2),
        ),
        (
            {"filters": 2, "kernel_size": 3, "strides": (1, 2), "output_padding": (0, 1), "padding": "same"},
            (2, 4, 2, 1),
        ),
        (
            {"filters": 2, "kernel_size": 2, "dilation_rate": (1, 2), "use_bias": False},
            (2, 3, 2, 3),
        ),
    )
