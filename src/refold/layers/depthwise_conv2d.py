"""DepthwiseConv2D: every channel of an image has windows and weights of its own."""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from .. import activations, initializers
from ..activations import Activated
from ..backend import Array, block_size, namespace
from ..errors import check_flag, check_whole
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows
from .base import Layer
from .convolution import check_channels
from .windows import blocks, lengths_of, windows_of


class DepthwiseConv2D(Layer):
    """X (m, height, width, channels) -> A (m, out_height, out_width, channels D), A = f(Z):

        Z[y, x, c D + e] = b[c D + e] + sum over i, j of  P[y s + i d, x s + j d, c] W[i, j, c, e]

    A Conv2D whose filters see one channel each, D of them every channel; D is `depth_multiplier`. P, s and d
    are as there, and no sum goes over channels. Backward, for each i, j and e:

        dW[i, j, c, e] = sum of P[y s + i d, x s + j d, c] dZ[y, x, c D + e] over images and places
        dP[y s + i d, x s + j d, c] gets dZ[y, x, c D + e] W[i, j, c, e]

    What stands at i, j in all windows is a view of P, so that each line is a product of whole images, a block
    of them at a time. The places of a row lie side by side, and W as often as there are: where channels are
    few, a long row is multiplied faster than many short ones.

    `params`: W (kernel height, kernel width, channels, D), b (channels D,). Raises ShapeError where X has
    another number of axes or channels, or is smaller than a window.

    Source: Chollet 2017, Xception: deep learning with depthwise separable convolutions, section 1.

    >>> import numpy
    >>> layer = DepthwiseConv2D(2, depthwise_initializer="ones")
    >>> layer.forward(numpy.asarray([[[[1.0, 10.0]] * 3] * 2])).tolist()
    [[[[4.0, 40.0], [4.0, 40.0]]]]
    """

    axes = ("height", "width")
    #: What W is called in `params`.
    kernel_key: ClassVar[str] = "W"
    examples = (
        ({"kernel_size": 3}, (2, 4, 5, 2)),
        (
            {
                "kernel_size": (2, 3),
                "strides": (1, 2),
                "padding": "same",
                "depth_multiplier": 2,
                "activation": "tanh",
            },
            (3, 3, 4, 3),
        ),
        ({"kernel_size": 2, "dilation_rate": 2, "depth_multiplier": 3, "use_bias": False}, (2, 4, 3, 1)),
    )

    def __init__(
        self,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        *,
        dilation_rate: int | Sequence[int] = 1,
        activation: Activated | None = None,
        use_bias: bool = True,
        depthwise_initializer: str | Initializer = "glorot_uniform",
        bias_initializer: str | Initializer = "zeros",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        who = type(self).__name__
        self.windows = windows_of(who, len(self.axes), kernel_size, strides, dilation_rate, padding)
        self.depth_multiplier = check_whole(f"{who}: depth_multiplier", depth_multiplier, least=1)
        self.activation = activations.find(activation)
        self.use_bias = check_flag(f"{who}: use_bias", use_bias)
        self.depthwise_initializer = initializers.find(depthwise_initializer)
        self.bias_initializer = initializers.find(bias_initializer)

    def build(self, X: Array) -> None:
        self.add_param(self.kernel_key, self.shapes["kernel"], self.depthwise_initializer)
        if self.use_bias:
            self.add_param("b", (self.dims["filters"],), self.bias_initializer)

    def compute_shapes(self, X: Array) -> None:
        who, m, channels = type(self).__name__, X.shape[0], X.shape[-1]
        height, width = lengths_of(who, X, self.axes)
        check_channels(who, X, self.params[self.kernel_key].shape[-2] if self.params else channels)
        out_height, out_width = self.windows.fit(f"{who}.forward: X", (height, width))
        pair = channels, self.depth_multiplier
        self.dims.update(m=m, height=height, width=width, channels=channels)
        self.dims.update(out_height=out_height, out_width=out_width, filters=math.prod(pair))
        self.shapes.update(X=X.shape, A=(m, out_height, out_width, math.prod(pair)))
        self.shapes.update(kernel=(*self.windows.size, *pair), pairs=(m, out_height, out_width, *pair))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp, Z = namespace(X), self.gathered(X)
        if self.use_bias:
            Z += reshaped(xp.tile(self.params["b"], (Z.shape[-2],)), Z.shape[-2:])
        A = self.activation.forward(xp, Z)
        self.cache["X"] = X
        self.cache[self.activation.reads] = self.activation.kept(Z, A)
        return A

    def backward(self, dA: Array) -> Array:
        dZ = self.activation.backward(namespace(dA), dA, self.cache[self.activation.reads])
        self.cache["dZ"] = dZ
        return self.scattered(dZ) if self.input_gradient else None

    def compute_gradients(self) -> None:
        dZ = self.cache["dZ"]
        self.grads["W"] = self.kernel_gradient(self.cache["X"], dZ)
        if self.use_bias:
            self.grads["b"] = sum_of_rows(reshaped(dZ, (-1, self.dims["filters"])))

    def gathered(self, X: Array) -> Array:
        """The sums over the windows, without bias: -> Z (m, out_height, out_width, channels D)."""
        Z = namespace(X).empty(self.shapes["pairs"], dtype=X.dtype, device=X.device)
        kernel = self._long_kernel()
        for images in self._blocks(X):
            first, *views = self.windows.views(self.windows.pad(X[images, ...]))
            for e, (W, *others) in enumerate(kernel):
                block = first * W  # (block, out_height, out_width, channels)
                for view, W in zip(views, others, strict=True):
                    block += view * W
                Z[images, ..., e] = block
        return reshaped(Z, (*Z.shape[:3], math.prod(Z.shape[3:])))

    def scattered(self, dZ: Array) -> Array:
        """dX: what each dZ gives to the elements of its window."""
        dP, dZ, kernel = self.windows.zeros(dZ, self.shapes["X"]), self._by_filter(dZ), self._long_kernel()
        for images in self._blocks(dP):
            views = self.windows.views(dP[images, ...])
            for e, weights in enumerate(kernel):
                for view, W in zip(views, weights, strict=True):
                    view += dZ[e, images, ...] * W
        return self.windows.unpad(dP, self.shapes["X"][1:-1])

    def kernel_gradient(self, X: Array, dZ: Array) -> Array:
        """dW: each element of the windows times dZ, summed up."""
        shape, dZ = self.shapes["kernel"], self._by_filter(dZ)
        channels, multiplier = shape[-2:]
        sums = (math.prod(shape[:-2]), channels, multiplier)
        dW = namespace(X).zeros(sums, dtype=dZ.dtype, device=dZ.device)  # (k, channels, D)
        for images in self._blocks(X):
            views = self.windows.views(self.windows.pad(X[images, ...]))
            for i, e in itertools.product(range(len(views)), range(multiplier)):
                products = views[i] * dZ[e, images, ...]
                dW[i, :, e] += sum_of_rows(reshaped(products, (-1, channels)))
        return reshaped(dW, shape)

    def _by_filter(self, dZ: Array) -> Array:
        """What went to each of the D filters of a channel: -> (D, m, out_height, out_width, channels)."""
        turned = namespace(dZ).permute_dims(reshaped(dZ, self.shapes["pairs"]), (4, 0, 1, 2, 3))
        return reshaped(reshaped(turned, (-1,)), turned.shape)  # its numbers side by side

    def _long_kernel(self) -> list[list[Array]]:
        """For each of the D filters, and each element of a window, W for a row of places."""
        W, width = self.params[self.kernel_key], self.dims["out_width"]
        W = reshaped(W, (-1, *W.shape[-2:]))  # (k, channels, D)
        xp, (k, channels, multiplier) = namespace(W), W.shape
        return [
            [reshaped(xp.tile(W[i, :, e], (width,)), (width, channels)) for i in range(k)]
            for e in range(multiplier)
        ]

    def _blocks(self, images: Array) -> Iterator[slice]:
        """Blocks of images that leave room in the cache for what is made of them."""
        image = 4 * max(math.prod(self.shapes["X"][1:]), math.prod(self.shapes["pairs"][1:]))
        return blocks(self.dims["m"], max(1, block_size(images) // image))
