"""Cross-entropies: how surprising the targets are to predicted probabilities.

They take probabilities, or with `from_logits=True` the values before softmax or sigmoid, which is exact where
probabilities would round to 0 or 1: prefer it. `label_smoothing` s moves targets that far towards the middle,
so that no probability has to become 1 (Szegedy et al. 2016, section 7).
"""

import math
from typing import Any

from ..activations import sigmoid
from ..backend import Array, namespace
from ..checked import Checked
from ..errors import ShapeError, WrongValueError, check_flag, check_number
from ..rows import reshaped, sums_along_rows
from .base import Loss, check_pair

# Probabilities are kept this far from 0 and 1, as in Keras, so that log stays finite.
MARGIN = 1e-7


class BinaryCrossentropy(Loss):
    """L = mean of -Y log P - (1 - Y) log(1 - P) over the n outputs, Y in [0, 1].

    From probabilities P = A: dA = (P - Y) / (P (1 - P) n). From logits A, P = sigmoid(A): dA = (P - Y) / n,
    and L = max(A, 0) - A Y + log(1 + exp(-|A|)), which cannot overflow.
    """

    from_logits = Checked(check_flag)  # pyright: ignore[reportAssignmentType]
    label_smoothing = Checked(check_number, least=0.0, below=1.0)

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0, **unknown: Any) -> None:
        super().__init__(**unknown)
        self.from_logits, self.label_smoothing = from_logits, label_smoothing

    def prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        Y, A = super().prepare(y_true, y_pred)
        xp = namespace(Y)
        if int(xp.count_nonzero((Y < 0.0) | (Y > 1.0))):
            raise WrongValueError(
                f"{type(self).__name__}: y_true must be within 0 and 1, got values from {float(xp.min(Y)):g} "
                f"to {float(xp.max(Y)):g}. Class numbers go with SparseCategoricalCrossentropy."
            )
        if not self.from_logits and int(xp.count_nonzero((A < 0.0) | (A > 1.0))):
            raise _no_probabilities(self, A, "within 0 and 1", "Sigmoid")
        s = self.label_smoothing
        return (Y * (1.0 - s) + 0.5 * s if s else Y), A

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        if self.from_logits:
            return xp.mean(xp.maximum(A, 0.0) - A * Y + xp.log1p(xp.exp(-xp.abs(A))), axis=-1)
        P = xp.clip(A, MARGIN, 1.0 - MARGIN)
        return -xp.mean(Y * xp.log(P) + (1.0 - Y) * xp.log(1.0 - P), axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        n = A.shape[-1]
        if self.from_logits:
            return (sigmoid(xp, A) - Y) / n
        P = xp.clip(A, MARGIN, 1.0 - MARGIN)
        return xp.where(P == A, (P - Y) / (P * (1.0 - P) * n), 0.0)  # what was clipped does not move


class CategoricalCrossentropy(Loss):
    """L = -sum of Y log P over the n classes, Y one row of weights a sample, such as one-hot.

    From probabilities: P = A / sum(A), dA = -Y / A + sum(Y) / sum(A).
    From logits A: P = softmax(A), log P = A - log(sum(exp(A))), dA = P sum(Y) - Y.
    """

    hint = "Class numbers go with SparseCategoricalCrossentropy, or with one_hot_encode."

    from_logits = Checked(check_flag)  # pyright: ignore[reportAssignmentType]
    label_smoothing = Checked(check_number, least=0.0, below=1.0)

    def __init__(self, from_logits: bool = False, label_smoothing: float = 0.0, **unknown: Any) -> None:
        super().__init__(**unknown)
        self.from_logits, self.label_smoothing = from_logits, label_smoothing

    def prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        Y, A = super().prepare(y_true, y_pred)
        self.check_outputs(A)
        s = self.label_smoothing
        return (Y * (1.0 - s) + s / A.shape[-1] if s else Y), A

    def check_outputs(self, A: Array) -> None:
        """Refuse A unless it has an output for each of several classes, and can be made probabilities."""
        xp = namespace(A)
        if A.shape[-1] < 2:
            raise ShapeError(
                f"{type(self).__name__}: the predictions must have an output for each class, two at least, "
                f"got shape {tuple(A.shape)}. A single output goes with Sigmoid and BinaryCrossentropy."
            )
        some = not self.from_logits and 0 not in A.shape
        if some and (float(xp.min(A)) < 0.0 or float(xp.min(sums_along_rows(A))) == 0.0):
            raise _no_probabilities(self, A, "at least 0, with a sum above 0 in each row", "Softmax")

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        return self.both(xp, Y, A)[0]

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        return self.both(xp, Y, A)[1]

    def both(self, xp: Any, Y: Array, A: Array) -> tuple[Array, Array]:
        return self._from_logits(xp, Y, A) if self.from_logits else self._from_probabilities(xp, Y, A)

    def _from_logits(self, xp: Any, Y: Array, A: Array) -> tuple[Array, Array]:
        Z = A - xp.max(A, axis=-1, keepdims=True)  # (m, ..., n), at most 0: exp cannot overflow
        P = xp.exp(Z)
        sums, weights = sums_along_rows(P), self.weights(xp, Y)  # (m, ...)
        losses = xp.log(sums) * weights - xp.vecdot(Y, Z)  # (m, ...)
        P *= (weights / sums)[..., None]  # softmax(A) sum(Y)
        P -= Y
        return losses, P

    def _from_probabilities(self, xp: Any, Y: Array, A: Array) -> tuple[Array, Array]:
        sums = sums_along_rows(A)[..., None]  # (m, ..., 1)
        P = A / sums
        clipped = xp.clip(P, MARGIN, 1.0 - MARGIN)
        slope = xp.where(clipped == P, -Y / clipped, 0.0)  # dL/dP; what was clipped does not move
        return -xp.vecdot(Y, xp.log(clipped)), (slope - xp.vecdot(slope, P)[..., None]) / sums

    def weights(self, xp: Any, Y: Array) -> Any:
        """The weight of each sample, sum(Y)."""
        return sums_along_rows(Y)


def _no_probabilities(loss: Loss, A: Array, expected: str, last: str) -> WrongValueError:
    xp, who = namespace(A), type(loss).__name__
    return WrongValueError(
        f"{who}: the predictions must be probabilities, {expected}, got values from {float(xp.min(A)):g} to "
        f"{float(xp.max(A)):g}. End the model with {last}, or use refold.{who}(from_logits=True)."
    )


class SparseCategoricalCrossentropy(CategoricalCrossentropy):
    """Categorical cross-entropy with targets as class numbers: y_true (m, ...) in 0 to n - 1."""

    def __init__(self, from_logits: bool = False, **unknown: Any) -> None:
        Loss.__init__(self, **unknown)
        self.from_logits = from_logits

    def prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        y, A = check_pair(type(self).__name__, y_true, y_pred)
        if tuple(y.shape) == (*A.shape[:-1], 1):
            y = reshaped(y, A.shape[:-1])
        if len(A.shape) < 2 or y.shape != A.shape[:-1]:
            raise ShapeError(
                f"{type(self).__name__}: y_true must have one class number for each row of predictions, "
                f"shape {tuple(A.shape[:-1])}, got {tuple(y.shape)}. "
                "One-hot rows go with CategoricalCrossentropy."
            )
        self.check_outputs(A)
        xp, n = namespace(A), A.shape[-1]
        classes = xp.arange(n, dtype=A.dtype, device=A.device)
        one_hot = xp.astype(y, A.dtype)[..., None] == classes  # (m, ...) -> (m, ..., n)
        if int(xp.count_nonzero(one_hot)) != math.prod(y.shape):  # a class number meets itself once
            raise WrongValueError(
                f"{type(self).__name__}: y_true must hold class numbers from 0 to {n - 1}, one of the {n} "
                f"outputs, got values from {float(xp.min(y)):g} to {float(xp.max(y)):g}."
            )
        return xp.astype(one_hot, A.dtype), A

    def weights(self, xp: Any, Y: Array) -> Any:
        return 1.0  # one class a sample


class KLDivergence(Loss):
    """L = sum of Y log(Y / A) over the n outputs: the cross-entropy of A beyond that which Y has itself.

    Y and A are probabilities, kept above 0 and at most 1, as in Keras; dA = -Y / A where A lies between.
    Source: Kullback & Leibler 1951, On information and sufficiency.

    >>> import numpy
    >>> round(KLDivergence()(numpy.asarray([[0.0, 1.0]]), numpy.asarray([[0.5, 0.5]])), 4)
    0.6931
    """

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        P, Q = xp.clip(Y, MARGIN, 1.0), xp.clip(A, MARGIN, 1.0)
        return xp.sum(P * xp.log(P / Q), axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        P, Q = xp.clip(Y, MARGIN, 1.0), xp.clip(A, MARGIN, 1.0)
        return xp.where(Q == A, -P / Q, 0.0)  # what was clipped does not move
