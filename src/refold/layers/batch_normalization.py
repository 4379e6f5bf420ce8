"""BatchNormalization: every channel gets mean 0 and variance 1 over the batch."""

from typing import Any

from .. import initializers
from ..backend import Array, namespace
from ..errors import check_number, check_whole
from ..initializers import Initializer
from ..rows import reshaped
from .normalization import Normalization
from .stages import check_mask


class BatchNormalization(Normalization):
    """A = gamma N + beta, N = (X - mean) / s, s = sqrt(variance + epsilon), for each of n channels on `axis`.

    While training, mean and variance are those of the batch, over all axes but `axis`, and the moving ones
    follow: moving = momentum moving + (1 - momentum) batch. Outside training the moving ones are used,
    and are constants. With dN = gamma dA, and sums and means over all axes but `axis`:

        dX = (dN - mean(dN) - N mean(dN N)) / s   while training, else   dX = dN / s
        dgamma = sum(dA N),   dbeta = sum(dA)

    Where a `mask` (m, steps, ...) is False, a step does not count for mean and variance, and gets
    dX = dN / s; the means in dX are then sums over all steps, by the number of those that count.

    `params`: gamma, beta (n,); `buffers`: moving_mean, moving_variance (n,). An empty batch moves nothing.

    Source: Ioffe & Szegedy 2015, Batch normalization, algorithm 1; the variance is the biased one there, and
    so are the moving ones in Keras.

    >>> import numpy
    >>> layer = BatchNormalization(epsilon=0.0)
    >>> layer.training = True
    >>> layer.forward(numpy.asarray([[1.0], [3.0]])).tolist()
    [[-1.0], [1.0]]
    """

    takes_mask = True
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
        axes = (check_whole("BatchNormalization: axis", axis, least=-64),)
        super().__init__(axes, epsilon, center, scale, beta_initializer, gamma_initializer, **options)
        self.momentum = check_number("BatchNormalization: momentum", momentum, least=0.0, most=1.0)
        self.moving_mean_initializer = initializers.find(moving_mean_initializer)
        self.moving_variance_initializer = initializers.find(moving_variance_initializer)

    def build(self, X: Array) -> None:
        super().build(X)
        self.add_buffer("moving_mean", self.shapes["row"], self.moving_mean_initializer)
        self.add_buffer("moving_variance", self.shapes["row"], self.moving_variance_initializer)

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        learns = self.training and self.trainable and not self.frozen
        batch = self.cache["batch"] = learns and self.dims["r"] > 0
        self._count(X, mask)
        X = self.rows(X, "long")
        mean = self._mean(X) if batch else self.buffers["moving_mean"]  # (n,)
        N = X - self.repeated(mean)
        variance = self._mean(N * N) if batch else self.buffers["moving_variance"]
        if batch:
            self._move("moving_mean", mean)
            self._move("moving_variance", variance)
        inverse = self.repeated((variance + self.epsilon) ** -0.5)  # 1 / s
        N *= inverse
        self.cache.update(N=N, inverse=inverse)
        return self.unrows(self.shifted(self.scaled(N)))

    def _count(self, X: Array, mask: Array | None) -> None:
        """Which elements of the rows the means are over (r, n), and how many of them there are (n,)."""
        counts, number = None, self.dims["r"]
        if mask is not None:
            axes = max(2, getattr(mask, "ndim", 2))
            check_mask(self, X, mask, axes=min(axes, len(X.shape) - 1))
            xp, ones = namespace(X), (1,) * (len(X.shape) - len(mask.shape))
            wide = xp.broadcast_to(reshaped(xp.astype(mask, xp.bool), (*mask.shape, *ones)), X.shape)
            counts = xp.astype(self.rows(wide, "long"), X.dtype)
            number = xp.clip(self.sums(counts), 1.0, None)
        self.cache.update(counts=counts, number=number)

    def _mean(self, long: Array) -> Array:
        """Of each of the n columns (n,), over what counts."""
        counts = self.cache["counts"]
        return self.sums(long if counts is None else long * counts) / self.cache["number"]

    def _move(self, key: str, batch: Array) -> None:
        """Let a moving value follow that of the batch."""
        moving = self.buffers[key]
        moving *= self.momentum
        moving += (1.0 - self.momentum) * batch

    def backward(self, dA: Array) -> Array:
        N, counts = self.cache["N"], self.cache["counts"]
        dA = self.cache["dA"] = self.rows(dA, "long")
        dX = self.scaled(dA)  # dN, which becomes dX
        if self.cache["batch"]:
            moved = N * self.repeated(self.sums(dX * N) / self.cache["number"])
            moved += self.repeated(self.sums(dX) / self.cache["number"])
            dX -= moved if counts is None else moved * counts
        dX *= self.cache["inverse"]
        return self.unrows(dX)
