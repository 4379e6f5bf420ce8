"""Dense: every output sees every input."""

import math
import warnings
from typing import Any

from .. import activations, initializers
from ..activations import Activated
from ..backend import Array, namespace
from ..errors import ShapeError, check_flag, check_whole
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows
from .base import Layer


class Dense(Layer):
    """A = f(X W + b) on the last axis: X (m, ..., n) -> A (m, ..., units), W and b the same everywhere.

    With Z = X W + b and dZ = dA f'(Z), seen as r = m * ... rows:

        dX = dZ W^T      (r, n)
        dW = X^T dZ      (n, units)
        db = sum of dZ over the rows      (units,)

    `params`: W (n, units), b (units,). Raises ShapeError where X has other than n features on its last axis.

    >>> import numpy
    >>> layer = Dense(2, kernel_initializer="ones")
    >>> layer.forward(numpy.asarray([[1.0, 2.0, 3.0]]))
    array([[6., 6.]])
    """

    supports_masking = True
    examples = (
        ({"units": 4}, (5, 3)),
        ({"units": 4, "activation": "tanh"}, (2, 3, 5)),
        ({"units": 3, "activation": "softmax", "use_bias": False}, (4, 2)),
    )

    def __init__(
        self,
        units: int,
        activation: Activated | None = None,
        use_bias: bool = True,
        kernel_initializer: str | Initializer = "glorot_uniform",
        bias_initializer: str | Initializer = "zeros",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.units = check_whole("Dense: units", units, least=1)
        self.activation = activations.find(activation)
        if self.units == 1 and activations.is_softmax(self.activation):
            warnings.warn(
                "Dense: the softmax of a single unit is 1, whatever X is, and nothing is learnt. Take "
                'activation="sigmoid", or a unit for each class.',
                stacklevel=3,  # who made the layer
            )
        self.use_bias = check_flag("Dense: use_bias", use_bias)
        self.kernel_initializer = initializers.find(kernel_initializer)
        self.bias_initializer = initializers.find(bias_initializer)

    def build(self, X: Array) -> None:
        self.add_param("W", (self.dims["n"], self.units), self.kernel_initializer)
        if self.use_bias:
            self.add_param("b", (self.units,), self.bias_initializer)

    def compute_shapes(self, X: Array) -> None:
        if len(X.shape) < 2:
            raise ShapeError(
                f"Dense.forward: X must have two axes or more, (m, features), got shape {tuple(X.shape)}. "
                "One sample of n features has shape (1, n)."
            )
        *rows, n = X.shape
        expected = self.params["W"].shape[0] if self.params else n
        if n != expected:
            raise ShapeError(
                f"Dense.forward: X must have {expected} features on its last axis, "
                f"got shape {tuple(X.shape)}. The layer was built for {expected}: W has shape "
                f"{tuple(self.params['W'].shape)}. Change X, or use a new layer."
            )
        r = math.prod(rows)
        self.dims.update(m=X.shape[0], r=r, n=n)
        self.shapes.update(X=X.shape, A=(*rows, self.units), X_rows=(r, n), A_rows=(r, self.units))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp, f, params = namespace(X), self.activation, self.params
        X = self.cache["X"] = reshaped(X, self.shapes["X_rows"])  # (m, ..., n) -> (r, n)
        Z = X @ params["W"]  # (r, units)
        if self.use_bias:
            Z += params["b"]
        A = f.forward(xp, Z)
        self.cache[f.reads] = f.kept(Z, A)
        return reshaped(A, self.shapes["A"])  # (m, ..., units)

    def backward(self, dA: Array) -> Array:
        f, dA = self.activation, reshaped(dA, self.shapes["A_rows"])  # (m, ..., units) -> (r, units)
        dZ = self.cache["dZ"] = f.backward(namespace(dA), dA, self.cache[f.reads])
        if not self.input_gradient:
            return None
        return reshaped(dZ @ self.params["W"].T, self.shapes["X"])  # (r, n) -> (m, ..., n)

    def compute_gradients(self) -> None:
        X, dZ = self.cache["X"], self.cache["dZ"]
        self.grads["W"] = X.T @ dZ  # (n, r) (r, units) -> (n, units)
        if self.use_bias:
            self.grads["b"] = sum_of_rows(dZ)  # (units,)
