"""SeparableConv2D: first each channel in its windows, then all channels at each place."""

from collections.abc import Sequence
from typing import Any

from .. import initializers
from ..backend import Array, namespace
from ..errors import check_whole
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows
from .depthwise_conv2d import DepthwiseConv2D


class SeparableConv2D(DepthwiseConv2D):
    """X (m, height, width, channels) -> A (m, out_height, out_width, filters), A = f(Z), by way of H:

        H = what a DepthwiseConv2D with W = depthwise_W makes of X, without bias and activation
        Z = H V + b            (m places, channels D) (channels D, filters)

    A row of H is one of its pixels, and pointwise_W the matrix V, as in a Conv2D with windows of one pixel.

        dV = H^T dZ, db = sum of dZ over the rows, dH = dZ V^T
        dX and dW are those of the DepthwiseConv2D, dH being its dZ

    With k pixels in a window there are k channels D + channels D filters weights, in a Conv2D
    k channels filters.

    `params`: depthwise_W (kernel height, kernel width, channels, D), pointwise_W (1, 1, channels D, filters),
    b (filters,). Raises ShapeError where X has another number of axes or channels, or is smaller than a
    window.

    Source: Chollet 2017, Xception: deep learning with depthwise separable convolutions, section 1.

    >>> import numpy
    >>> layer = SeparableConv2D(1, 2, depthwise_initializer="ones", pointwise_initializer="ones")
    >>> layer.forward(numpy.asarray([[[[1.0, 10.0]] * 3] * 2])).tolist()
    [[[[44.0], [44.0]]]]
    """

    kernel_key = "depthwise_W"
    examples = (
        ({"filters": 3, "kernel_size": 2}, (2, 4, 3, 2)),
        (
            {
                "filters": 2,
                "kernel_size": 3,
                "strides": 2,
                "padding": "same",
                "depth_multiplier": 2,
                "activation": "tanh",
            },
            (3, 3, 4, 1),
        ),
        ({"filters": 2, "kernel_size": (1, 2), "dilation_rate": 2, "use_bias": False}, (2, 2, 4, 3)),
    )

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        *,
        pointwise_initializer: str | Initializer = "glorot_uniform",
        **options: Any,
    ) -> None:
        super().__init__(kernel_size, strides, padding, **options)
        self.filters = check_whole("SeparableConv2D: filters", filters, least=1)
        self.pointwise_initializer = initializers.find(pointwise_initializer)

    def build(self, X: Array) -> None:
        self.add_param("depthwise_W", self.shapes["kernel"], self.depthwise_initializer)
        self.add_param("pointwise_W", (1, 1, self.dims["hidden"], self.filters), self.pointwise_initializer)
        if self.use_bias:
            self.add_param("b", (self.filters,), self.bias_initializer)

    def compute_shapes(self, X: Array) -> None:
        super().compute_shapes(X)
        self.dims.update(hidden=self.dims["filters"], filters=self.filters)
        self.shapes["A"] = (*self.shapes["A"][:3], self.filters)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        H = reshaped(self.gathered(X), (-1, self.dims["hidden"]))  # (m places, channels D)
        Z = H @ self._matrix()
        if self.use_bias:
            Z += self.params["b"]
        A = self.activation.forward(namespace(X), Z)
        self.cache.update(X=X, H=H)
        self.cache[self.activation.reads] = self.activation.kept(Z, A)
        return reshaped(A, self.shapes["A"])

    def backward(self, dA: Array) -> Array:
        dA = reshaped(dA, (-1, self.filters))
        dZ = self.activation.backward(namespace(dA), dA, self.cache[self.activation.reads])
        dH = dZ @ self._matrix().T
        self.cache.update(dZ=dZ, dH=dH)
        return self.scattered(dH) if self.input_gradient else None

    def compute_gradients(self) -> None:
        X, H, dH, dZ = (self.cache[key] for key in ("X", "H", "dH", "dZ"))
        self.grads["depthwise_W"] = self.kernel_gradient(X, dH)
        self.grads["pointwise_W"] = reshaped(H.T @ dZ, self.params["pointwise_W"].shape)
        if self.use_bias:
            self.grads["b"] = sum_of_rows(dZ)

    def _matrix(self) -> Array:
        """V (channels D, filters)."""
        return reshaped(self.params["pointwise_W"], (-1, self.filters))
