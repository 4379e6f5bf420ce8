"""What MaxPooling1D and MaxPooling2D share: the largest number of every window."""

import math
from typing import Any

from ..backend import Array, namespace
from .pooling import Pooling


class MaxPooling(Pooling):
    """A = the largest X of each window, channel by channel; dX gets dA where that X is.

    Where several are equally large the first one gets it all, in row-major order: dL/dX is then one of the
    possible slopes, and nothing is counted twice. What padding "same" adds is never the largest. NaN is: of
    several in a window the last one gets dA, as in PyTorch.

    On the way there a window's elements are met in that order, and whether each is larger than all before it
    is remembered. The last one that is so is the largest, and the way back begins at the end.
    """

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp, shape = namespace(X), self.shapes["A"]
        A = xp.empty(shape, dtype=X.dtype, device=X.device)
        larger = xp.empty((math.prod(self.windows.size) - 1, *shape), dtype=xp.bool, device=X.device)
        for samples in self.blocks(X):
            views = self.windows.views(self.windows.pad(X[samples, ...], -math.inf))
            pieces = (xp.asarray(view, copy=True) for view in views)  # to read views twice takes longer
            largest = next(pieces)  # (block, *places, channels)
            for i, piece in enumerate(pieces):
                larger[i, samples, ...] = piece > largest  # than all before it in the window
                largest = xp.maximum(largest, piece)
            A[samples, ...] = largest
            if not bool(xp.all(xp.isfinite(largest))):
                self._beyond_numbers(xp, views, larger[:, samples, ...])
        self.cache["larger"] = larger
        return A

    def _beyond_numbers(self, xp: Any, views: list[Array], larger: Array) -> None:
        """Enter what comparing does not see: NaN as larger than all, and -inf as larger than padding."""
        inside = xp.ones((1, *self.shapes["X"][1:-1], 1), dtype=xp.bool, device=larger.device)
        before, *others = self.windows.views(self.windows.pad(inside, False))
        for i, within in enumerate(others):
            first = within & ~before  # the first of its window that is no padding
            larger[i, ...] |= xp.isnan(views[i + 1]) | first
            before = before | within

    def backward(self, dA: Array) -> Array:
        xp, larger, dP = namespace(dA), self.cache["larger"], self.room(dA)
        for samples in self.blocks(dA):
            left, (first, *others) = dA[samples, ...], self.windows.views(dP[samples, ...])
            for i in reversed(range(len(others))):
                sent = xp.astype(larger[i, samples, ...], dA.dtype)
                sent *= left
                self.add(others[i], sent)
                left = left - sent
            self.add(first, left)
        return self.windows.unpad(dP, self.shapes["X"][1:-1])  # (m, *padded, channels) -> dX
