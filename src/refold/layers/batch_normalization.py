"""BatchNormalization: every channel gets mean 0 and variance 1 over the batch."""

from typing import Any

from .. import initializers
from ..backend import Array, namespace
from ..errors import ShapeError, check_axis, check_whole
from ..initializers import Initializer
from .base import Layer


class BatchNormalization(Layer):
    """A = gamma N + beta, N = (X - mean) / s, s = sqrt(variance + epsilon), for each of n channels on `axis`.

    While training, mean and variance are those of the batch, over all axes but `axis`, and the moving ones
    follow: moving = momentum moving + (1 - momentum) batch. Outside training the moving ones are used,
    and are constants. With dN = gamma dA, and sums and means over all axes but `axis`:

        dX = (dN - mean(dN) - N mean(dN N)) / s   while training, else   dX = dN / s
        dgamma = sum(dA N),   dbeta = sum(dA)

    `params`: gamma, beta (n,); `buffers`: moving_mean, moving_variance (n,). An empty batch moves nothing.
    A mask goes on to the next layer; the means count every step (Keras's leave out those that it hides).

    Source: Ioffe & Szegedy 2015, Batch normalization, algorithm 1; the variance is the biased one there, and
    so are the moving ones in Keras.

    >>> import numpy
    >>> layer = BatchNormalization(epsilon=0.0)
    >>> layer.training = True
    >>> layer.forward(numpy.asarray([[1.0], [3.0]])).tolist()
    [[-1.0], [1.0]]
    """

    supports_masking = True
    examples = (({}, (5, 3)), ({"axis": 1}, (3, 2, 4)), ({"center": False, "scale": False}, (2, 3, 2, 2)))

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: str | Initializer = "zeros",
        gamma_initializer: str | Initializer = "ones",
        moving_mean_initializer: str | Initializer = "zeros",
        moving_variance_initializer: str | Initializer = "ones",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.axis = check_whole("BatchNormalization: axis", axis, least=-64)
        self.momentum, self.epsilon = momentum, epsilon
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.find(beta_initializer)
        self.gamma_initializer = initializers.find(gamma_initializer)
        self.moving_mean_initializer = initializers.find(moving_mean_initializer)
        self.moving_variance_initializer = initializers.find(moving_variance_initializer)

    def build(self, X: Array) -> None:
        shape = (self.dims["n"],)
        if self.scale:
            self.add_param("gamma", shape, self.gamma_initializer)
        if self.center:
            self.add_param("beta", shape, self.beta_initializer)
        self.add_buffer("moving_mean", shape, self.moving_mean_initializer)
        self.add_buffer("moving_variance", shape, self.moving_variance_initializer)

    def compute_shapes(self, X: Array) -> None:
        axis = check_axis("BatchNormalization.forward", X.shape, self.axis)
        n = X.shape[axis]
        expected = self.buffers["moving_mean"].shape[0] if self.buffers else n
        if n != expected:
            raise ShapeError(
                f"BatchNormalization.forward: X must have {expected} channels on axis {self.axis}, got shape "
                f"{tuple(X.shape)}. The layer was built for {expected}. Change X, or use a new layer."
            )
        self.dims.update(m=X.shape[0], n=n)
        self.shapes.update(X=X.shape, A=X.shape)
        self.shapes["channels"] = tuple(n if each == axis else 1 for each in range(len(X.shape)))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp = namespace(X)
        batch = self.cache["batch"] = self.training and 0 not in X.shape
        mean = self._means(xp, X) if batch else self._wide(xp, self.buffers["moving_mean"])  # (1, ..., n)
        N = X - mean
        variance = self._means(xp, N * N) if batch else self._wide(xp, self.buffers["moving_variance"])
        if batch:
            self._move(xp, "moving_mean", mean)
            self._move(xp, "moving_variance", variance)
        s = xp.sqrt(variance + self.epsilon)
        N /= s
        self.cache.update(N=N, s=s)
        A = N * self._wide(xp, self.params["gamma"]) if self.scale else N
        return A + self._wide(xp, self.params["beta"]) if self.center else A

    def backward(self, dA: Array) -> Array:
        xp, N = namespace(dA), self.cache["N"]
        self.cache["dA"] = dA
        dN = dA * self._wide(xp, self.params["gamma"]) if self.scale else dA
        if not self.cache["batch"]:
            return dN / self.cache["s"]
        dX = dN - self._means(xp, dN)
        dX -= N * self._means(xp, dN * N)
        dX /= self.cache["s"]
        return dX

    def compute_gradients(self) -> None:
        dA, N = self.cache["dA"], self.cache["N"]
        xp, axes = namespace(dA), self._other_axes()
        if self.scale:
            self.grads["gamma"] = xp.sum(dA * N, axis=axes)  # (n,)
        if self.center:
            self.grads["beta"] = xp.sum(dA, axis=axes)  # (n,)

    def _other_axes(self) -> tuple[int, ...]:
        axes = len(self.shapes["X"])
        return tuple(axis for axis in range(axes) if axis != self.axis % axes)

    def _means(self, xp: Any, X: Array) -> Array:
        """The mean of every channel, (1, ..., n)."""
        return xp.mean(X, axis=self._other_axes(), keepdims=True)

    def _wide(self, xp: Any, values: Array) -> Array:
        """Values of the channels, (n,) -> (1, ..., n), laid along `axis`."""
        return xp.reshape(values, self.shapes["channels"])

    def _move(self, xp: Any, key: str, batch: Array) -> None:
        """Let a moving value follow that of the batch."""
        batch = xp.reshape(batch, (self.dims["n"],))
        self.buffers[key] = self.momentum * self.buffers[key] + (1.0 - self.momentum) * batch
