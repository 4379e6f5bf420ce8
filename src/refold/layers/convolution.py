"""What the convolutions share: one matrix product of all windows and the kernel, there and back."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from .. import activations, initializers
from ..activations import Activated
from ..backend import Array, Shape, block_size, namespace
from ..errors import ShapeError, check_flag, check_whole
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows
from .base import Layer
from .windows import blocks, lengths_of, windows_of

ROWS = 1024  # of a block at least, where the images are small: what a matrix product needs to be fast


class Convolution(Layer):
    """The same weights for every window of X: X (m, *lengths, channels) -> A (m, *places, filters).

    Written as rows, one window a row, of all its k = prod(kernel_size) elements and their channels:

        Z = columns(X) W + b, A = f(Z)         (m places, k channels) (k channels, filters)
        dW = columns(X)^T dZ                   (k channels, filters)
        db = sum of dZ over the rows           (filters,)
        dX: for each of the k elements of a window, dZ W_i^T is added to the X that it came from

    A block of images at a time, so that their windows, k times as many numbers as X, are never all there:
    they are gathered again for dW, which is faster than to read them from memory.

    `params`: W (*kernel_size, channels, filters), b (filters,). Raises ShapeError where X has another number
    of axes or channels, or is smaller than a window.

    Source: Chellapilla et al. 2006, High performance convolutional neural networks, section 2 (unrolling).
    """

    axes: ClassVar[tuple[str, ...]]
    #: The axis of W that goes with the channels of X; the other one of the last two goes with the filters.
    channels_axis: ClassVar[int] = -2

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        *,
        dilation_rate: int | Sequence[int] = 1,
        activation: Activated | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer = "glorot_uniform",
        bias_initializer: str | Initializer = "zeros",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        who, axes = type(self).__name__, len(self.axes)
        self.filters = check_whole(f"{who}: filters", filters, least=1)
        self.windows = windows_of(who, axes, kernel_size, strides, dilation_rate, padding)
        self.activation = activations.find(activation)
        self.use_bias = check_flag(f"{who}: use_bias", use_bias)
        self.kernel_initializer = initializers.find(kernel_initializer)
        self.bias_initializer = initializers.find(bias_initializer)

    def build(self, X: Array) -> None:
        shape = [*self.windows.size, self.filters, self.filters]
        shape[self.channels_axis] = self.dims["channels"]
        self.add_param("W", tuple(shape), self.kernel_initializer)
        if self.use_bias:
            self.add_param("b", (self.filters,), self.bias_initializer)

    def compute_shapes(self, X: Array) -> None:
        who, m, channels = type(self).__name__, X.shape[0], X.shape[-1]
        lengths = lengths_of(who, X, self.axes)
        check_channels(who, X, self.params["W"].shape[self.channels_axis] if self.params else channels)
        out = self.out_lengths(lengths)
        self.dims.update(m=m, **dict(zip(self.axes, lengths, strict=True)), channels=channels)
        self.dims.update({f"out_{axis}": n for axis, n in zip(self.axes, out, strict=True)})
        self.dims.update(filters=self.filters, places=math.prod(out), rows=m * math.prod(out))
        self.shapes.update(X=X.shape, A=(m, *out, self.filters))

    def out_lengths(self, lengths: Shape) -> Shape:
        """How long A is along each axis: as many as there are places of a window."""
        return self.windows.fit(f"{type(self).__name__}.forward: X", lengths)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        Z = self.gathered(X, self.params.get("b"))  # (m places, filters)
        A = self.activation.forward(namespace(X), Z)
        self.cache["X"] = X
        self.cache[self.activation.reads] = self.activation.kept(Z, A)
        return reshaped(A, self.shapes["A"])  # (m, *places, filters)

    def backward(self, dA: Array) -> Array:
        dA = reshaped(dA, (self.dims["rows"], self.filters))
        dZ = self.activation.backward(namespace(dA), dA, self.cache[self.activation.reads])
        self.cache["dZ"] = dZ
        return self.scattered(dZ, self.shapes["X"]) if self.input_gradient else None

    def compute_gradients(self) -> None:
        X, dZ = self.cache["X"], self.cache["dZ"]
        self.grads["W"] = self.kernel_gradient(X, dZ)
        if self.use_bias:
            self.grads["b"] = sum_of_rows(dZ)

    def gathered(self, image: Array, b: Array | None = None) -> Array:
        """columns(image) W + b: (m, *lengths, channels) -> rows (m places, filters)."""
        xp, pixels = namespace(image), self.windows.pixels(image)
        m, places, filters = image.shape[0], self.dims["places"], self.params["W"].shape[-1]
        W = reshaped(self.params["W"], (-1, filters))  # (k channels, filters)
        R = xp.empty((m, places * filters), dtype=image.dtype, device=image.device)
        for images, _ in self._blocks(image):
            block = self.windows.columns(image[images, ...], pixels) @ W
            block = reshaped(block, (-1, R.shape[1]))
            if b is not None:  # one long row is added faster than many short ones
                block += xp.tile(b, (places,))
            R[images, :] = block
        return reshaped(R, (self.dims["rows"], filters))

    def scattered(self, rows: Array, shape: Shape) -> Array:
        """The way back, to an image of this shape: for each element of the windows a product, rows W_i^T
        (m places, filters) -> (m places, channels), is added where that element lies in the image."""
        kernel, P = self._kernel_transposed(namespace(rows)), self.windows.zeros(rows, shape)
        for images, block in self._blocks(P):
            for view, W_T in zip(self.windows.views(P[images, ...]), kernel, strict=True):
                view += reshaped(rows[block, :] @ W_T, view.shape)
        return self.windows.unpad(P, shape[1:-1])  # (m, *padded, channels) -> (m, *lengths, channels)

    def kernel_gradient(self, image: Array, rows: Array) -> Array:
        """columns(image)^T rows, in the shape of W."""
        xp, pixels, W = namespace(rows), self.windows.pixels(image), self.params["W"]
        shape = (math.prod(W.shape[:-1]), W.shape[-1])
        dW = xp.zeros(shape, dtype=rows.dtype, device=rows.device)
        for images, block in self._blocks(image):
            dW += self.windows.columns(image[images, ...], pixels).T @ rows[block, :]
        return reshaped(dW, W.shape)

    def _kernel_transposed(self, xp: Any) -> list[Array]:
        """W_i^T (filters, channels) for each element of a window, laid out as products like to read it."""
        size, (channels, filters) = math.prod(self.windows.size), self.params["W"].shape[-2:]
        W = xp.permute_dims(reshaped(self.params["W"], (size, channels, filters)), (0, 2, 1))
        W = reshaped(reshaped(W, (-1,)), (size, filters, channels))
        return [W[i, ...] for i in range(size)]

    def _blocks(self, image: Array) -> Iterator[tuple[slice, slice]]:
        """Blocks of images, and the rows of their windows: in the cache, yet enough rows for a product."""
        places = self.dims["places"]
        elements = places * math.prod(self.params["W"].shape[:-1])  # of the windows of an image
        for images in blocks(image.shape[0], max(block_size(image) // elements, math.ceil(ROWS / places))):
            yield images, slice(images.start * places, images.stop * places)


def check_channels(who: str, X: Array, expected: int) -> None:
    """Refuse X unless it has as many channels as a layer was built for, and one at least."""
    if X.shape[-1] != expected or not expected:
        raise ShapeError(
            f"{who}.forward: X must have {expected or 'some'} channels on its last axis, "
            f"got shape {tuple(X.shape)}. Change X, or use a new layer."
        )
