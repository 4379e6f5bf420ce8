"""GlobalAveragePooling1D: the mean of every channel over all steps that count."""

from ..backend import Array, namespace
from ..rows import narrowed, reshaped, sum_of_rows, widened
from .global_pooling import GlobalPooling
from .stages import check_mask


class GlobalAveragePooling1D(GlobalPooling):
    """A = the mean of X over the steps: X (m, steps, channels) -> A (m, channels).

    With `keepdims` A is (m, 1, channels). Every step gets its share: dX = dA / steps.

    Where a `mask` (m, steps) is False, a step does not count: the mean is over the others, and dX is 0 there.
    Of a sequence in which no step counts A is 0 (Keras: NaN, which no training survives).
    Raises ShapeError where X has another number of axes, or no step.

    >>> import numpy
    >>> X = numpy.asarray([[[1.0], [3.0], [8.0]]])
    >>> GlobalAveragePooling1D().forward(X).tolist()
    [[4.0]]
    >>> GlobalAveragePooling1D().forward(X, numpy.asarray([[True, True, False]])).tolist()
    [[2.0]]
    """

    takes_mask = True
    axes = ("steps",)
    examples = (({}, (3, 4, 5)), ({"keepdims": True}, (2, 3, 1)))

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        xp, counts, n, rows = namespace(X), None, self.dims["steps"], widened(X)
        if mask is not None:
            check_mask(self, X, mask)
            counts = reshaped(xp.astype(mask, xp.bool), (*mask.shape, 1))
            rows = xp.where(counts, rows, 0.0)
            n = xp.sum(xp.astype(counts, rows.dtype), axis=1, keepdims=True)  # (m, 1, 1)
            n = xp.maximum(n, xp.ones_like(n))
        self.cache.update(counts=counts, n=n)
        sums = reshaped(sum_of_rows(rows), self.shapes["one"])  # (m, steps, channels) -> (m, 1, channels)
        return reshaped(narrowed(sums / n, X), self.shapes["A"])  # (m, channels)

    def backward(self, dA: Array) -> Array:
        xp, counts = namespace(dA), self.cache["counts"]
        dX = xp.empty(self.shapes["X"], dtype=dA.dtype, device=dA.device)
        dX[...] = narrowed(reshaped(dA, self.shapes["one"]) / self.cache["n"], dA)
        return dX if counts is None else xp.where(counts, dX, 0.0)
