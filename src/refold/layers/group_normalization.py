"""GroupNormalization: every group of channels of every sample gets mean 0 and variance 1."""

from typing import Any

from ..backend import Array, namespace
from ..errors import ShapeError, WrongValueError, check_whole
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows, sums_along_rows
from .normalization import Normalization


class GroupNormalization(Normalization):
    """A = gamma N + beta, N = (X - mean) / s, s = sqrt(variance + epsilon), of each group of each sample.

    A group is n / groups neighbours of the n channels on `axis`; with `groups` -1 it is one channel. Mean and
    variance are over the channels of a group and over all other axes but that of the samples: every sample
    stands alone, and training and prediction are the same. With dN = gamma dA, and means over the same:

        dX = (dN - mean(dN) - N mean(dN N)) / s
        dgamma = sum(dA N), dbeta = sum(dA), over all axes but `axis`

    `params`: gamma, beta (n,). Raises ShapeError where the groups do not divide the channels.

    Source: Wu & He 2018, Group normalization, 3.1.

    >>> import numpy
    >>> layer = GroupNormalization(groups=2, epsilon=0.0)
    >>> layer.forward(numpy.asarray([[1.0, 3.0, 70.0, 50.0]])).tolist()
    [[-1.0, 1.0, 1.0, -1.0]]
    """

    examples = (
        ({"groups": 2}, (3, 4)),
        ({"groups": 2, "axis": 1}, (2, 6, 3, 2)),
        ({"groups": -1, "center": False, "scale": False}, (2, 3, 2, 2)),
        ({"groups": 1}, (2, 3, 4)),
    )

    def __init__(
        self,
        groups: int = 32,
        axis: int = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: str | Initializer = "zeros",
        gamma_initializer: str | Initializer = "ones",
        **options: Any,
    ) -> None:
        axes = (check_whole("GroupNormalization: axis", axis, least=-64),)
        super().__init__(axes, epsilon, center, scale, beta_initializer, gamma_initializer, **options)
        self.groups = check_whole("GroupNormalization: groups", groups, least=-1)
        if not self.groups:
            raise WrongValueError(
                "GroupNormalization: groups must be 1 or more, or -1 for one of each channel, got 0."
            )

    def compute_shapes(self, X: Array) -> None:
        super().compute_shapes(X)
        m, r, n = (self.dims[key] for key in ("m", "r", "n"))
        groups = n if self.groups == -1 else self.groups
        if not groups or n % groups:
            raise ShapeError(
                f"GroupNormalization.forward: X must have a multiple of {groups} channels on axis "
                f"{self.row_axes[0]}, got shape {tuple(X.shape)}. Take as many, or other groups."
            )
        inside = r // m if m else 1
        self.dims.update(groups=groups)
        self.shapes.update(samples=(m, inside, n), parts=(m, groups, n // groups))
        self.length = max(1, inside * n // groups)  # of a group, to divide by

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        X = self.rows(X, "samples")
        N = X - self._means(X)
        inverse = (self._means(N * N) + self.epsilon) ** -0.5  # 1 / s, (m, 1, n)
        N *= inverse
        N = reshaped(N, self.shapes["long"])
        self.cache.update(N=N, inverse=inverse)
        return self.unrows(self.shifted(self.scaled(N)))

    def backward(self, dA: Array) -> Array:
        N, inverse = reshaped(self.cache["N"], self.shapes["samples"]), self.cache["inverse"]
        dA = self.cache["dA"] = self.rows(dA, "long")
        dX = reshaped(self.scaled(dA), self.shapes["samples"])  # dN, which becomes dX
        away = N * self._means(dX * N)
        away += self._means(dX)
        dX -= away
        dX *= inverse
        return self.unrows(dX)

    def _means(self, X: Array) -> Array:
        """The mean of each group, once for each of its channels: (m, ..., n) -> (m, 1, n)."""
        shape = self.shapes["parts"]
        means = sums_along_rows(reshaped(sum_of_rows(X), shape)) / self.length  # (m, groups)
        return reshaped(namespace(X).broadcast_to(means[..., None], shape), (X.shape[0], 1, X.shape[-1]))
