"""MaxPooling2D: the largest number of every window."""

import math

from ..backend import Array, namespace
from .pooling import Pooling2D


class MaxPooling2D(Pooling2D):
    """A = the largest X of each window, channel by channel; dX gets dA where that X is.

    Where several are equally large the first one gets it all, in row-major order: dL/dX is then one of the
    possible slopes, and nothing is counted twice. What padding "same" adds is never the largest.

    >>> import numpy
    >>> layer = MaxPooling2D()
    >>> layer.forward(numpy.asarray([[1.0, 5.0], [5.0, 2.0]]).reshape(1, 2, 2, 1)).tolist()
    [[[[5.0]]]]
    >>> layer.backward(numpy.ones((1, 1, 1, 1))).reshape(2, 2).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """

    examples = (
        ({}, (2, 4, 5, 3)),
        ({"pool_size": (3, 2), "strides": (2, 1), "padding": "same"}, (2, 5, 4, 2)),
        ({"pool_size": 2, "strides": 3, "padding": "same"}, (2, 4, 4, 1)),
    )

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp = namespace(X)
        A = xp.empty(self.shapes["A"], dtype=X.dtype, device=X.device)
        for images in self.blocks(X):
            largest, *views = self.windows.views(self.windows.pad(X[images, ...], -math.inf))
            for view in views:  # (block, out_height, out_width, channels)
                largest = xp.maximum(largest, view)
            A[images, ...] = largest
        self.cache.update(X=X, A=A)
        return A

    def backward(self, dA: Array) -> Array:
        X, A, dP = self.cache["X"], self.cache["A"], self.windows.zeros(dA, self.shapes["X"])
        for images in self.blocks(X):
            self._send_back(X[images, ...], A[images, ...], dA[images, ...], dP[images, ...])
        return self.windows.unpad(dP, X.shape[1:-1])  # (m, *padded, channels) -> dX

    def _send_back(self, X: Array, A: Array, dA: Array, dP: Array) -> None:
        """Add each dA to the place in dP of the first element of its window that equals A."""
        xp, windows, left = namespace(dA), self.windows, dA
        views, d_views = windows.views(windows.pad(X, -math.inf)), windows.views(dP)
        for view, d_view in zip(views[:-1], d_views, strict=False):
            sent = left * xp.astype(view == A, dA.dtype)
            self._add(d_view, sent)
            left = left - sent
        self._add(d_views[-1], left)  # no other element had it

    def _add(self, d_view: Array, sent: Array) -> None:
        if self.windows.overlap:
            d_view += sent
        else:  # nothing is there yet
            d_view[...] = sent
