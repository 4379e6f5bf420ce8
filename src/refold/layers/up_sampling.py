"""What UpSampling1D and UpSampling2D share: every element is repeated along each axis."""

from collections.abc import Sequence
from typing import Any, ClassVar

from ..backend import Array, namespace
from ..rows import narrowed, widened
from .base import Layer
from .windows import Windows, lengths_of, one_each


class UpSampling(Layer):
    """Every element `size` times along each axis: X (m, *lengths, channels) -> A (m, *longer, channels).

    Each X fills a window of `size` in A, and its gradient is the sum of theirs: dX = sum of dA over the
    window. Raises ShapeError where X has another number of axes.
    """

    axes: ClassVar[tuple[str, ...]]
    computes = False

    def __init__(self, size: int | Sequence[int] = 2, **options: Any) -> None:
        super().__init__(**options)
        self.size = one_each(f"{type(self).__name__}: size", size, len(self.axes))

    def compute_shapes(self, X: Array) -> None:
        lengths = lengths_of(type(self).__name__, X, self.axes)
        m, channels = X.shape[0], X.shape[-1]
        pairs = [*zip(lengths, self.size, strict=True)]
        longer = tuple(length * size for length, size in pairs)
        self.dims.update(m=m, **dict(zip(self.axes, lengths, strict=True)), channels=channels)
        self.dims.update({f"out_{axis}": n for axis, n in zip(self.axes, longer, strict=True)})
        self.shapes.update(X=X.shape, A=(m, *longer, channels))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        for axis, size in enumerate(self.size, start=1):
            X = namespace(X).repeat(X, size, axis=axis)
        return X  # (m, *longer, channels)

    def backward(self, dA: Array) -> Array:
        windows = Windows(self.size, self.size, (1,) * len(self.axes), "valid")
        first, *views = windows.views(dA)  # each (m, *lengths, channels)
        dX = namespace(dA).asarray(widened(first), copy=True)
        for view in views:
            dX += view
        return narrowed(dX, dA)
