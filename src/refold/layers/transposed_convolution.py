"""What Conv1DTranspose and Conv2DTranspose share: the ways of a convolution, each where the other was."""

import math
from collections.abc import Sequence
from typing import Any

from ..backend import Array, Shape, namespace
from ..errors import ShapeError, WrongValueError
from ..rows import reshaped, sum_of_rows
from .convolution import Convolution
from .windows import one_each, padding_called


class TransposedConvolution(Convolution):
    """A convolution, turned round: X (m, *lengths, channels) -> A (m, *out_lengths, filters).

    What a Convolution does to dZ on the way back, this one does to X on the way there, and the other way
    round: the matrix of the one map is the transpose of that of the other. X has a row for each window of A;
    with rows(X) (m places, channels) and k = prod(kernel_size):

        Z: for each of the k elements of a window, rows(X) W_i^T is added to the Z at its place; then b
        dX = columns(dZ) W                     (m places, k filters) (k filters, channels)
        dW = columns(dZ)^T rows(X)             (k filters, channels)
        db = sum of dZ over images and places  (filters,)

    A is as long as what a convolution with these windows makes an X of n elements of. Where the stride s is
    above 1, several lengths are; with `span` elements from the first to the last of a window, A's is

        with padding "valid"   (n - 1) s + max(span, s),   or (n - 1) s + span + output_padding
        with padding "same"    (n - 1) s + s,              or (n - 1) s + span mod 2 + output_padding

    the second where `output_padding`, which is below s, is given.

    `params`: W (*kernel_size, filters, channels), b (filters,). Raises ShapeError where X has another number
    of axes or channels, or a length of 0.

    Source: Dumoulin & Visin 2016, A guide to convolution arithmetic for deep learning, chapter 4; the lengths
    are Keras's.
    """

    channels_axis = -1

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        *,
        output_padding: int | Sequence[int] | None = None,
        **options: Any,
    ) -> None:
        who = type(self).__name__
        padding = padding_called(who, padding)
        super().__init__(filters, kernel_size, strides, padding, **options)
        valid, spans = padding == "valid", self.windows.spans
        if output_padding is None:
            pairs = zip(spans, self.windows.strides, strict=True)
            self.ends = tuple(max(span, s) if valid else s for span, s in pairs)
        else:
            more = one_each(f"{who}: output_padding", output_padding, len(self.axes), least=0)
            pairs = zip(spans, more, strict=True)
            self.ends = tuple((span if valid else span % 2) + p for span, p in pairs)
            self._check_output_padding(who, more)

    def _check_output_padding(self, who: str, output_padding: Shape) -> None:
        """Refuse what makes A so long, or so short, that no convolution makes X of it."""
        strides, spans = self.windows.strides, self.windows.spans
        if any(p >= s for p, s in zip(output_padding, strides, strict=True)):
            raise WrongValueError(
                f"{who}: output_padding must be below the strides {strides}, got {output_padding}. "
                "Leave it out, or take larger strides."
            )
        if not all(self.ends):
            raise WrongValueError(
                f'{who}: with padding "same", output_padding must be at least 1 where a window spans an even '
                f"number of elements, got {output_padding} for {spans}. Leave it out, or change the kernel."
            )

    def out_lengths(self, lengths: Shape) -> Shape:
        """How long A is along each axis."""
        if min(lengths) < 1:
            raise ShapeError(
                f"{type(self).__name__}.forward: X must have lengths of at least 1, got {tuple(lengths)}. "
                "Take larger inputs."
            )
        each = zip(lengths, self.windows.strides, self.ends, strict=True)
        return tuple((n - 1) * s + end for n, s, end in each)

    def compute_shapes(self, X: Array) -> None:
        super().compute_shapes(X)
        places = math.prod(X.shape[1:-1])  # of the windows, which are A's
        self.dims.update(places=places, rows=X.shape[0] * places)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        self.cache["X"] = X = reshaped(X, (self.dims["rows"], self.dims["channels"]))
        xp, Z = namespace(X), self.scattered(X, self.shapes["A"])  # (m, *out_lengths, filters)
        if self.use_bias:  # one long row is added faster than many short ones
            Z += reshaped(xp.tile(self.params["b"], (Z.shape[-2],)), Z.shape[-2:])
        A = self.activation.forward(xp, Z)
        self.cache[self.activation.reads] = self.activation.kept(Z, A)
        return A

    def backward(self, dA: Array) -> Array:
        dZ = self.activation.backward(namespace(dA), dA, self.cache[self.activation.reads])
        self.cache["dZ"] = dZ
        return reshaped(self.gathered(dZ), self.shapes["X"]) if self.input_gradient else None

    def compute_gradients(self) -> None:
        X, dZ = self.cache["X"], self.cache["dZ"]
        self.grads["W"] = self.kernel_gradient(dZ, X)
        if self.use_bias:
            self.grads["b"] = sum_of_rows(reshaped(dZ, (-1, self.filters)))
