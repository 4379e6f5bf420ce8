"""Hinge losses: what is on the right side by a margin of 1 costs nothing."""

from typing import Any

from ..backend import Array, namespace
from .base import Loss


class Hinge(Loss):
    """L = mean of max(0, 1 - Y A) over the n outputs, targets Y -1 or 1; dA = -Y / n where Y A < 1, else 0.

    Targets that are all 0 or 1 stand for -1 and 1, as in Keras. Source: Cortes & Vapnik 1995.

    >>> import numpy
    >>> Hinge()(numpy.asarray([[-1.0, 1.0]]), numpy.asarray([[-2.0, 0.5]]))
    0.25
    """

    def prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        Y, A = super().prepare(y_true, y_pred)
        xp = namespace(Y)
        return (2.0 * Y - 1.0 if bool(xp.all((Y == 0.0) | (Y == 1.0))) else Y), A

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.mean(xp.clip(1.0 - Y * A, 0.0, None), axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.where(Y * A < 1.0, -Y, 0.0) / A.shape[-1]


class CategoricalHinge(Loss):
    """L = max(0, 1 + W - R): R = sum of Y A is the score of the right class, W the largest of (1 - Y) A.

    Targets Y (m, ..., n) are one-hot. Where L > 0, dA = 1 - Y at the wrong class whose score is W (of several
    at the first), and -Y everywhere.

    Source: Crammer & Singer 2001, in Keras's form: W is never less than the 0 of the right class.

    >>> import numpy
    >>> CategoricalHinge()(numpy.asarray([[0.0, 1.0, 0.0]]), numpy.asarray([[2.0, 2.5, -1.0]]))
    0.5
    """

    hint = "They are one-hot rows: refold.one_hot_encode(y) makes them of class numbers."

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.clip(1.0 + xp.max((1.0 - Y) * A, axis=-1) - xp.sum(Y * A, axis=-1), 0.0, None)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        wrong = (1.0 - Y) * A
        classes = xp.arange(A.shape[-1], device=A.device)
        largest = xp.astype(classes == xp.argmax(wrong, axis=-1)[..., None], A.dtype)
        costs = xp.astype(self.per_sample(xp, Y, A) > 0.0, A.dtype)[..., None]
        return costs * (largest * (1.0 - Y) - Y)
