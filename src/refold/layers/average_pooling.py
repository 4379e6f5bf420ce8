"""What AveragePooling1D and AveragePooling2D share: the mean of every window."""

from ..backend import Array, namespace
from ..rows import narrowed, widened
from .pooling import Pooling


class AveragePooling(Pooling):
    """A = the mean of the X in each window, channel by channel; each of these X gets dA / their number.

    What padding "same" adds is not counted: at the border the mean is over fewer elements.
    """

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        A = namespace(X).empty(self.shapes["A"], dtype=X.dtype, device=X.device)
        counts = self._sums(namespace(X).ones((1, *X.shape[1:-1], 1), dtype=X.dtype, device=X.device))
        for samples in self.blocks(X):
            A[samples, ...] = narrowed(self._sums(X[samples, ...]) / counts, X)
        self.cache["counts"] = counts  # (1, *places, 1)
        return A

    def _sums(self, X: Array) -> Array:
        """The sum over each window: (m, *lengths, channels) -> (m, *places, channels)."""
        first, *views = self.windows.views(self.windows.pad(X))
        sums = widened(first) + 0.0
        for view in views:
            sums += view
        return sums

    def backward(self, dA: Array) -> Array:
        dP = self.room(dA)  # (m, *padded, channels)
        for samples in self.blocks(dA):
            share = narrowed(dA[samples, ...] / self.cache["counts"], dA)
            for d_view in self.windows.views(dP[samples, ...]):
                self.add(d_view, share)
        return self.windows.unpad(dP, self.shapes["X"][1:-1])  # (m, *lengths, channels)
