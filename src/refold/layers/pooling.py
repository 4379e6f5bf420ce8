"""What the pooling layers share: windows over height and width, every channel by itself."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..backend import Array, block_size
from .base import Layer
from .windows import Windows, blocks, lengths_of, one_each, padding_called

AXES = ("height", "width")


class Pooling2D(Layer):
    """X (m, height, width, channels) -> A (m, out_height, out_width, channels), one number for each window.

    Windows of `pool_size` move on by `strides` (by their own size where None). Raises ShapeError where X has
    another number of axes, or is smaller than a window.

    The way there and back goes through the views of X in which each element of a window lies (see Windows):
    whole images at once, a block of them at a time so that they stay in the processor's cache.
    """

    def __init__(
        self,
        pool_size: int | Sequence[int] = (2, 2),
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        who = type(self).__name__
        size = one_each(f"{who}: pool_size", pool_size, len(AXES))
        steps = size if strides is None else one_each(f"{who}: strides", strides, len(AXES))
        self.windows = Windows(size, steps, (1, 1), padding_called(who, padding, len(AXES)))

    def compute_shapes(self, X: Array) -> None:
        who = type(self).__name__
        height, width = lengths_of(who, X, AXES)
        out_height, out_width = self.windows.fit(f"{who}.forward: X", (height, width))
        m, channels = X.shape[0], X.shape[-1]
        self.dims.update(m=m, height=height, width=width, channels=channels)
        self.dims.update(out_height=out_height, out_width=out_width)
        self.shapes.update(X=X.shape, A=(m, out_height, out_width, channels))

    def blocks(self, X: Array) -> Iterator[slice]:
        """The images by blocks: a cache full of X, or of four arrays like A, whichever is more."""
        image = max(math.prod(self.shapes["X"][1:]), 4 * math.prod(self.shapes["A"][1:]), 1)
        return blocks(self.dims["m"], max(1, block_size(X) // image))
