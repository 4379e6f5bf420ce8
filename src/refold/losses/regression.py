"""Losses of numbers: how far predictions A are from targets Y. E = A - Y is the error; n outputs."""

from typing import Any

from ..backend import Array
from ..checked import Checked
from ..errors import check_number
from .base import Loss

# Kept from log(1 + x), as in Keras, what is not above it.
LEAST = 1e-7


class MeanSquaredError(Loss):
    """L = mean of E^2 over the n outputs; dA = 2 E / n.

    >>> import numpy
    >>> MeanSquaredError()(numpy.asarray([[0.0, 0.0]]), numpy.asarray([[1.0, 3.0]]))
    5.0
    """

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.mean((A - Y) ** 2, axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        return (A - Y) * (2.0 / A.shape[-1])


class MeanAbsoluteError(Loss):
    """L = mean of |E| over the n outputs; dA = sign(E) / n, 0 where E is 0.

    >>> import numpy
    >>> MeanAbsoluteError()(numpy.asarray([[0.0, 0.0]]), numpy.asarray([[1.0, -3.0]]))
    2.0
    """

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.mean(xp.abs(A - Y), axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.sign(A - Y) / A.shape[-1]


class MeanSquaredLogarithmicError(Loss):
    """L = mean of (log(1 + A) - log(1 + Y))^2 over the n outputs: of ratios rather than differences.

    dA = 2 (log(1 + A) - log(1 + Y)) / ((1 + A) n). Predictions and targets below 0 count as 0, as in Keras.
    """

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.mean(self._difference(xp, Y, A) ** 2, axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        rise = 1.0 / (1.0 + xp.clip(A, LEAST, None))  # of log(1 + A)
        return 2.0 / A.shape[-1] * self._difference(xp, Y, A) * xp.where(A > LEAST, rise, 0.0)

    @staticmethod
    def _difference(xp: Any, Y: Array, A: Array) -> Array:
        return xp.log1p(xp.clip(A, LEAST, None)) - xp.log1p(xp.clip(Y, LEAST, None))


class Huber(Loss):
    """L = mean of E^2 / 2 where |E| <= delta, else delta |E| - delta^2 / 2: far errors pull no harder.

    dA = E / n where |E| <= delta, else delta sign(E) / n. Source: Huber 1964, Robust estimation.

    >>> import numpy
    >>> Huber()(numpy.asarray([[0.0, 0.0]]), numpy.asarray([[1.0, 3.0]]))
    1.5
    """

    delta = Checked(check_number, above=0.0)

    def __init__(self, delta: float = 1.0, **unknown: Any) -> None:
        super().__init__(**unknown)
        self.delta = delta

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        far = xp.abs(A - Y)
        near = xp.clip(far, None, self.delta)  # the part of the error that is squared
        return xp.mean(near * (far - 0.5 * near), axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.clip(A - Y, -self.delta, self.delta) / A.shape[-1]
