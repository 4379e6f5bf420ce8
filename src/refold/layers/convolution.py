"""What Conv1D and Conv2D share: one matrix product of all windows and the kernel."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from .. import activations, initializers
from ..activations import Activated
from ..backend import Array, block_size, namespace
from ..errors import ShapeError, WrongValueError, check_flag, check_whole
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows
from .base import Layer
from .windows import Windows, blocks, lengths_of, one_each, padding_called

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
        self.windows = Windows(
            one_each(f"{who}: kernel_size", kernel_size, axes),
            one_each(f"{who}: strides", strides, axes),
            one_each(f"{who}: dilation_rate", dilation_rate, axes),
            padding_called(who, padding, axes),
        )
        if max(self.windows.strides) > 1 and max(self.windows.dilation) > 1:
            raise WrongValueError(
                f"{who}: strides and dilation_rate cannot both be above 1, got {strides!r} and "
                f"{dilation_rate!r}. Leave one of them 1."
            )
        self.activation = activations.find(activation)
        self.use_bias = check_flag(f"{who}: use_bias", use_bias)
        self.kernel_initializer = initializers.find(kernel_initializer)
        self.bias_initializer = initializers.find(bias_initializer)

    def build(self, X: Array) -> None:
        shape = (*self.windows.size, self.dims["channels"], self.filters)
        self.add_param("W", shape, self.kernel_initializer)
        if self.use_bias:
            self.add_param("b", (self.filters,), self.bias_initializer)

    def compute_shapes(self, X: Array) -> None:
        who = type(self).__name__
        lengths = lengths_of(who, X, self.axes)
        m, channels = X.shape[0], X.shape[-1]
        expected = self.params["W"].shape[-2] if self.params else channels
        if channels != expected or not channels:
            raise ShapeError(
                f"{who}.forward: X must have {expected or 'some'} channels on its last axis, "
                f"got shape {tuple(X.shape)}. Change X, or use a new layer."
            )
        places = self.windows.fit(f"{who}.forward: X", lengths)
        self.dims.update(m=m, **dict(zip(self.axes, lengths, strict=True)), channels=channels)
        self.dims.update({f"out_{axis}": n for axis, n in zip(self.axes, places, strict=True)})
        self.dims.update(filters=self.filters, rows=m * math.prod(places))
        self.shapes.update(X=X.shape, A=(m, *places, self.filters))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp, pixels = namespace(X), self.windows.pixels(X)
        m, *places, filters = self.shapes["A"]
        W = reshaped(self.params["W"], (-1, filters))  # (k channels, filters)
        Z = xp.empty((m, math.prod(places) * filters), dtype=X.dtype, device=X.device)
        for images, _ in self._blocks(X):
            block = self.windows.columns(X[images, ...], pixels) @ W
            block = reshaped(block, (-1, Z.shape[1]))
            if self.use_bias:  # one long row is added faster than many short ones
                block += xp.tile(self.params["b"], (math.prod(places),))
            Z[images, :] = block
        Z = reshaped(Z, (self.dims["rows"], filters))
        A = self.activation.forward(xp, Z)
        self.cache["X"] = X
        self.cache[self.activation.reads] = self.activation.kept(Z, A)
        return reshaped(A, self.shapes["A"])  # (m, *places, filters)

    def backward(self, dA: Array) -> Array:
        xp = namespace(dA)
        dA = reshaped(dA, (self.dims["rows"], self.filters))
        dZ = self.cache["dZ"] = self.activation.backward(xp, dA, self.cache[self.activation.reads])
        return self._input_gradient(xp, dZ) if self.input_gradient else None

    def _input_gradient(self, xp: Any, dZ: Array) -> Array:
        """dX: from each element of the windows a product, added where that element lies in X."""
        shape, kernel = self.shapes["X"], self._kernel_transposed(xp)
        dP = self.windows.zeros(dZ, shape)  # (m, *padded, channels)
        for images, rows in self._blocks(dP):
            for view, W_T in zip(self.windows.views(dP[images, ...]), kernel, strict=True):
                view += reshaped(dZ[rows, :] @ W_T, view.shape)
        return self.windows.unpad(dP, shape[1:-1])  # (m, *lengths, channels)

    def compute_gradients(self) -> None:
        X, dZ, W = self.cache["X"], self.cache["dZ"], self.params["W"]
        xp, pixels = namespace(dZ), self.windows.pixels(X)
        dW = xp.zeros((math.prod(W.shape[:-1]), self.filters), dtype=dZ.dtype, device=dZ.device)
        for images, rows in self._blocks(X):
            dW += self.windows.columns(X[images, ...], pixels).T @ dZ[rows, :]
        self.grads["W"] = reshaped(dW, W.shape)
        if self.use_bias:
            self.grads["b"] = sum_of_rows(dZ)

    def _kernel_transposed(self, xp: Any) -> list[Array]:
        """W_i^T (filters, channels) for each element of a window, laid out as products like to read it."""
        size, (channels, filters) = math.prod(self.windows.size), self.params["W"].shape[-2:]
        W = xp.permute_dims(reshaped(self.params["W"], (size, channels, filters)), (0, 2, 1))
        W = reshaped(reshaped(W, (-1,)), (size, filters, channels))
        return [W[i, ...] for i in range(size)]

    def _blocks(self, X: Array) -> Iterator[tuple[slice, slice]]:
        """Blocks of images, and the rows of their windows: in the cache, yet enough rows for a product."""
        places = self.dims["rows"] // self.dims["m"] if self.dims["m"] else 1
        elements = places * math.prod(self.params["W"].shape[:-1])  # of the windows of an image
        for images in blocks(X.shape[0], max(block_size(X) // elements, math.ceil(ROWS / places))):
            yield images, slice(images.start * places, images.stop * places)
