"""GlobalAveragePooling2D: the mean of every channel over the whole image."""

from typing import Any

from ..backend import Array, namespace
from ..errors import ShapeError, check_flag
from ..rows import reshaped
from .base import Layer
from .pooling import AXES
from .windows import lengths_of


class GlobalAveragePooling2D(Layer):
    """A = the mean of X over height and width: X (m, height, width, channels) -> A (m, channels).

    With `keepdims` A is (m, 1, 1, channels). Every element gets its share: dX = dA / (height width).
    Raises ShapeError where X has another number of axes, or images without a pixel.

    >>> import numpy
    >>> GlobalAveragePooling2D().forward(numpy.ones((2, 4, 3, 5))).shape
    (2, 5)

    Source: Lin et al. 2014, Network in network, 3.2.
    """

    examples = (({}, (3, 4, 2, 5)), ({"keepdims": True}, (2, 3, 3, 1)))

    def __init__(self, *, keepdims: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.keepdims = check_flag("GlobalAveragePooling2D: keepdims", keepdims)

    def compute_shapes(self, X: Array) -> None:
        height, width = lengths_of("GlobalAveragePooling2D", X, AXES)
        if not height * width:
            raise ShapeError(
                f"GlobalAveragePooling2D.forward: X must have images of one pixel or more, "
                f"got shape {tuple(X.shape)}."
            )
        m, channels = X.shape[0], X.shape[-1]
        self.dims.update(m=m, height=height, width=width, channels=channels)
        self.shapes.update(X=X.shape, A=(m, 1, 1, channels) if self.keepdims else (m, channels))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp = namespace(X)
        means = xp.mean(xp.mean(X, axis=1), axis=1)  # one axis after the other is faster
        return reshaped(means, self.shapes["A"])  # (m, channels)

    def backward(self, dA: Array) -> Array:
        xp, (m, height, width, channels) = namespace(dA), self.shapes["X"]
        dX = xp.empty((m, height, width, channels), dtype=dA.dtype, device=dA.device)
        dX[...] = reshaped(dA, (m, 1, 1, channels)) / (height * width)
        return dX
