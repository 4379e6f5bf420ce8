"""AveragePooling2D: the mean of every window."""

from ..backend import Array, namespace
from .pooling import Pooling2D


class AveragePooling2D(Pooling2D):
    """A = the mean of the X in each window, channel by channel; each of these X gets dA / their number.

    What padding "same" adds is not counted: at the border the mean is over fewer elements.

    >>> import numpy
    >>> layer = AveragePooling2D()
    >>> layer.forward(numpy.asarray([[1.0, 5.0], [4.0, 2.0]]).reshape(1, 2, 2, 1)).tolist()
    [[[[3.0]]]]
    >>> layer.backward(numpy.ones((1, 1, 1, 1))).reshape(2, 2).tolist()
    [[0.25, 0.25], [0.25, 0.25]]
    """

    examples = (
        ({}, (2, 4, 5, 3)),
        ({"pool_size": (3, 2), "strides": (2, 1), "padding": "same"}, (2, 5, 4, 2)),
        ({"pool_size": 2, "strides": 3, "padding": "same"}, (2, 4, 4, 1)),
    )

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        A = namespace(X).empty(self.shapes["A"], dtype=X.dtype, device=X.device)
        counts = self._sums(namespace(X).ones((1, *X.shape[1:3], 1), dtype=X.dtype, device=X.device))
        for images in self.blocks(X):
            A[images, ...] = self._sums(X[images, ...]) / counts
        self.cache["counts"] = counts  # (1, out_height, out_width, 1)
        return A

    def _sums(self, X: Array) -> Array:
        """The sum over each window: (m, height, width, channels) -> (m, out_height, out_width, channels)."""
        first, *views = self.windows.views(self.windows.pad(X))
        sums = first + 0.0
        for view in views:
            sums += view
        return sums

    def backward(self, dA: Array) -> Array:
        dP = self.windows.zeros(dA, self.shapes["X"])  # (m, *padded, channels)
        for images in self.blocks(dA):
            share = dA[images, ...] / self.cache["counts"]
            for d_view in self.windows.views(dP[images, ...]):
                d_view += share
        return self.windows.unpad(dP, self.shapes["X"][1:-1])  # (m, height, width, channels)
