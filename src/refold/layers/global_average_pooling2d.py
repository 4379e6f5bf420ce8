"""GlobalAveragePooling2D: the mean of every channel over the whole image."""

from ..backend import Array, namespace
from ..rows import narrowed, reshaped, sum_of_rows, widened
from .global_pooling import GlobalPooling


class GlobalAveragePooling2D(GlobalPooling):
    """A = the mean of X over height and width: X (m, height, width, channels) -> A (m, channels).

    With `keepdims` A is (m, 1, 1, channels). Every element gets its share: dX = dA / (height width).
    Raises ShapeError where X has another number of axes, or images without a pixel.

    >>> import numpy
    >>> GlobalAveragePooling2D().forward(numpy.ones((2, 4, 3, 5))).shape
    (2, 5)

    Source: Lin et al. 2014, Network in network, 3.2.
    """

    axes = ("height", "width")
    examples = (({}, (3, 4, 2, 5)), ({"keepdims": True}, (2, 3, 3, 1)))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        m, n, channels = X.shape[0], self.dims["height"] * self.dims["width"], X.shape[-1]
        means = sum_of_rows(reshaped(widened(X), (m, n, channels))) / n  # (m, channels)
        return reshaped(narrowed(means, X), self.shapes["A"])

    def backward(self, dA: Array) -> Array:
        dX = namespace(dA).empty(self.shapes["X"], dtype=dA.dtype, device=dA.device)
        dX[...] = reshaped(dA, self.shapes["one"]) / (self.dims["height"] * self.dims["width"])
        return dX
