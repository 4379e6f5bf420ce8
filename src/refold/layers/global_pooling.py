"""What the global pooling layers share: one number for each channel of a whole image or sequence."""

from typing import Any, ClassVar

from ..backend import Array
from ..errors import ShapeError, check_flag
from .base import Layer
from .windows import lengths_of


class GlobalPooling(Layer):
    """X (m, *lengths, channels) -> A (m, channels); with `keepdims` each length stays, as 1.

    Raises ShapeError where X has another number of axes, or a length of 0.
    """

    axes: ClassVar[tuple[str, ...]]

    def __init__(self, *, keepdims: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.keepdims = check_flag(f"{type(self).__name__}: keepdims", keepdims)

    def compute_shapes(self, X: Array) -> None:
        who = type(self).__name__
        lengths = lengths_of(who, X, self.axes)
        if 0 in lengths:
            raise ShapeError(
                f"{who}.forward: X must have one element or more along {' and '.join(self.axes)}, "
                f"got shape {tuple(X.shape)}."
            )
        m, channels = X.shape[0], X.shape[-1]
        ones = tuple(1 for _ in lengths)
        self.dims.update(m=m, **dict(zip(self.axes, lengths, strict=True)), channels=channels)
        self.shapes.update(X=X.shape, one=(m, *ones, channels))  # one number for each channel, beside X
        self.shapes["A"] = self.shapes["one"] if self.keepdims else (m, channels)
