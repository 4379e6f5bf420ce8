"""What the pooling layers share: windows over images or sequences, every channel by itself."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from ..backend import Array, block_size, namespace
from .base import Layer
from .windows import Windows, blocks, lengths_of, one_each, padding_called


class Pooling(Layer):
    """X (m, *lengths, channels) -> A (m, *places, channels), one number for each window.

    Windows of `pool_size` move on by `strides` (by their own size where None). Raises ShapeError where X has
    another number of axes, or is smaller than a window.

    The way there and back goes through the views of X in which each element of a window lies (see Windows):
    whole samples at once, a block of them at a time so that they stay in the processor's cache.
    """

    axes: ClassVar[tuple[str, ...]]

    def __init__(
        self,
        pool_size: int | Sequence[int] = 2,
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        who, axes = type(self).__name__, len(self.axes)
        size = one_each(f"{who}: pool_size", pool_size, axes)
        steps = size if strides is None else one_each(f"{who}: strides", strides, axes)
        self.windows = Windows(size, steps, (1,) * axes, padding_called(who, padding))

    def compute_shapes(self, X: Array) -> None:
        who = type(self).__name__
        lengths = lengths_of(who, X, self.axes)
        places = self.windows.fit(f"{who}.forward: X", lengths)
        m, channels = X.shape[0], X.shape[-1]
        self.dims.update(m=m, **dict(zip(self.axes, lengths, strict=True)), channels=channels)
        self.dims.update({f"out_{axis}": n for axis, n in zip(self.axes, places, strict=True)})
        self.shapes.update(X=X.shape, A=(m, *places, channels))

    def blocks(self, X: Array) -> Iterator[slice]:
        """The samples by blocks: a cache full of X, or of four arrays like A, whichever is more."""
        sample = max(math.prod(self.shapes["X"][1:]), 4 * math.prod(self.shapes["A"][1:]), 1)
        return blocks(self.dims["m"], max(1, block_size(X) // sample))

    def room(self, dA: Array) -> Array:
        """Where dL/dP is put together, (m, *padded, channels): zeros, unless all of it is written anyway."""
        xp, (m, *lengths, n) = namespace(dA), self.shapes["X"]
        make = xp.empty if self.windows.cover(tuple(lengths)) else xp.zeros
        return make((m, *self.windows.padded(tuple(lengths)), n), dtype=dA.dtype, device=dA.device)

    def add(self, d_view: Array, sent: Array) -> None:
        """Send to a view of dL/dP."""
        if self.windows.overlap:
            d_view += sent
        else:  # nothing is there yet
            d_view[...] = sent
