"""LayerNormalization: every row gets mean 0 and variance 1."""

from collections.abc import Sequence
from typing import Any

from ..backend import Array, namespace
from ..errors import WrongValueError, check_whole
from ..initializers import Initializer
from ..rows import reshaped, sums_along_rows
from .normalization import Normalization


class LayerNormalization(Normalization):
    """A = gamma N + beta, N = (X - mean) / s, s = sqrt(variance + epsilon), of each row along `axis`.

    Every row stands alone, so that training and prediction are the same. `axis` is one axis or several;
    seen as r rows of the n elements along it, and with dN = gamma dA:

        dX = (dN - mean(dN) - N mean(dN N)) / s      (r, n), means over the row
        dgamma = sum of dA N over the rows           (n,)
        dbeta  = sum of dA over the rows             (n,)

    `params`: gamma, beta, of the lengths of X along `axis`.

    Source: Ba, Kiros & Hinton 2016, Layer normalization, (4).

    >>> import numpy
    >>> LayerNormalization(epsilon=0.0).forward(numpy.asarray([[1.0, 3.0], [7.0, 5.0]])).tolist()
    [[-1.0, 1.0], [1.0, -1.0]]
    """

    examples = (
        ({}, (4, 3)),
        ({"axis": (1, 2)}, (2, 3, 2, 2)),
        ({"center": False, "scale": False}, (2, 3, 4)),
    )

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: str | Initializer = "zeros",
        gamma_initializer: str | Initializer = "ones",
        **options: Any,
    ) -> None:
        given = axis if isinstance(axis, Sequence) else (axis,)
        axes = tuple(check_whole("LayerNormalization: axis", each, least=-64) for each in given)
        if not axes or len(set(axes)) != len(axes):
            raise WrongValueError(f"LayerNormalization: axis must name different axes, got {axis!r}.")
        super().__init__(axes, epsilon, center, scale, beta_initializer, gamma_initializer, **options)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        X = self.rows(X)  # (r, n)
        N = X - self._means(X)
        inverse = (self._means_of_products(N, N) + self.epsilon) ** -0.5  # 1 / s, (r, 1)
        N *= inverse
        self.cache.update(N=N, inverse=inverse)
        return self.unrows(self.shifted(self.scaled(reshaped(N, self.shapes["long"]))))

    def backward(self, dA: Array) -> Array:
        N, inverse = self.cache["N"], self.cache["inverse"]
        dA = self.cache["dA"] = self.rows(dA)  # (r, n)
        dX = reshaped(self.scaled(reshaped(dA, self.shapes["long"])), dA.shape)  # dN, which becomes dX
        for dx, n, i in self.blocks(dX, N, inverse):
            away = n * self._means_of_products(dx, n)
            away += self._means(dx)
            dx -= away
            dx *= i
        return self.unrows(dX)

    def _means(self, rows: Array) -> Array:
        """The mean of each row, (r, n) -> (r, 1)."""
        return sums_along_rows(rows)[:, None] / self.length

    def _means_of_products(self, P: Array, Q: Array) -> Array:
        """The mean of P Q over each row, (r, 1), without P Q itself in memory."""
        return namespace(P).vecdot(P, Q)[:, None] / self.length
