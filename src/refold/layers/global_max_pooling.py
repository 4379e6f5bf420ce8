"""What GlobalMaxPooling1D and GlobalMaxPooling2D share: the largest number of every channel."""

import math

from ..backend import Array, namespace
from ..rows import reshaped
from .global_pooling import GlobalPooling


class GlobalMaxPooling(GlobalPooling):
    """A = the largest X of each channel; dX gets dA where that X is.

    Where several are equally large the first one gets it all, in row-major order, as in MaxPooling.
    """

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        m, *lengths, channels = X.shape
        xp, X = namespace(X), reshaped(X, (m, math.prod(lengths), channels))
        largest = self.cache["largest"] = xp.argmax(X, axis=1, keepdims=True)  # (m, 1, channels)
        A = xp.take_along_axis(X, largest, axis=1)  # of few channels NumPy's `max` is ten times slower
        return reshaped(A, self.shapes["A"])  # (m, channels)

    def backward(self, dA: Array) -> Array:
        xp, (m, *lengths, channels) = namespace(dA), self.shapes["X"]
        places = reshaped(xp.arange(math.prod(lengths), device=dA.device), (1, -1, 1))
        dA = reshaped(dA, (m, 1, channels))
        dX = xp.where(self.cache["largest"] == places, dA, 0.0)  # (m, places, channels)
        return reshaped(dX, self.shapes["X"])
