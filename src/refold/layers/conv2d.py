"""Conv2D: the same weights for every window of an image."""

from .convolution import Convolution


class Conv2D(Convolution):
    """X (m, height, width, channels) -> A (m, out_height, out_width, filters), A = f(Z):

        Z[y, x, o] = b[o] + sum over i, j, c of  P[y s + i d, x s + j d, c] W[i, j, c, o]

    P is X with zeros around it where `padding` is "same", X itself where it is "valid"; s the strides, d the
    dilation_rate, each a number or one for each axis. How it is worked out, and backward: see Convolution.

        dW[i, j, c, o] = sum of P[y s + i d, x s + j d, c] dZ[y, x, o] over images and places
        dP[y s + i d, x s + j d, c] gets dZ[y, x, o] W[i, j, c, o] from each i, j and o

    `params`: W (kernel height, kernel width, channels, filters), b (filters,).

    >>> import numpy
    >>> layer = Conv2D(1, 2, kernel_initializer="ones")
    >>> layer.forward(numpy.asarray([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).reshape(1, 2, 3, 1)).shape
    (1, 1, 2, 1)
    """

    axes = ("height", "width")
    examples = (
        ({"filters": 3, "kernel_size": 3}, (2, 4, 5, 2)),
        (
            {
                "filters": 2,
                "kernel_size": (2, 3),
                "strides": (2, 1),
                "padding": "same",
                "activation": "tanh",
            },
            (3, 5, 4, 1),
        ),
        (
            {"filters": 2, "kernel_size": 2, "dilation_rate": 2, "padding": "same", "use_bias": False},
            (2, 4, 3, 3),
        ),
    )
