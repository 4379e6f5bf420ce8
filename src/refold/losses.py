"""Losses: one number for how wrong predictions are, and its gradient, where backward starts.

Each is the mean over the samples (and over every position of a sequence) of a loss per sample, which is a
mean or a sum over the last axis. Cross-entropies take probabilities, or with `from_logits=True` the values
before softmax or sigmoid, which is exact where probabilities would round to 0 or 1: prefer it.
"""

import math
from abc import ABC, abstractmethod
from typing import Any

from .activations import log_softmax, sigmoid, softmax
from .backend import Array, asarray, check_numbers, home, in_words, kind, namespace
from .errors import ArrayError, ShapeError, WrongValueError, look_up

# Probabilities are kept this far from 0 and 1, as in Keras, so that log stays finite.
MARGIN = 1e-7


class Loss(ABC):
    """A loss of predictions A (m, ..., n) against targets y_true, most often of the same shape.

    `loss(y_true, A)` is the mean as a float (0 for an empty batch); `loss.gradient(y_true, A)` is dL/dA.
    """

    from_logits: bool = False

    @abstractmethod
    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        """The losses, of the shape of A without its last axis."""

    @abstractmethod
    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        """The gradient of each sample's own loss, of the shape of A."""

    def __call__(self, y_true: Array, y_pred: Array) -> float:
        Y, A = self.prepare(y_true, y_pred)
        count = math.prod(A.shape[:-1])
        return float(namespace(A).sum(self.per_sample(namespace(A), Y, A))) / count if count else 0.0

    def gradient(self, y_true: Array, y_pred: Array) -> Array:
        """dL/dA, of the shape of y_pred: each sample has a share of 1 / count in the mean."""
        Y, A = self.prepare(y_true, y_pred)
        G = self.slope(namespace(A), Y, A) / max(1, math.prod(A.shape[:-1]))
        return namespace(A).reshape(G, y_pred.shape)

    def prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        """Both as floating arrays of one shape, with an axis for outputs even where there is but one."""
        Y, A = check_pair(type(self).__name__, y_true, y_pred)
        xp = namespace(A)
        if len(A.shape) == 1:
            A = xp.reshape(A, (*A.shape, 1))
        if Y.shape != A.shape and (*Y.shape, 1) == tuple(A.shape):
            Y = xp.reshape(Y, A.shape)  # (m,) against (m, 1), which would broadcast to (m, m)
        if Y.shape != A.shape:
            raise ShapeError(
                f"{type(self).__name__}: y_true must have the shape of the predictions, {tuple(A.shape)}, "
                f"got {tuple(Y.shape)}. Compare the last layer's units with the targets."
            )
        return xp.astype(Y, A.dtype, copy=False), A

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"


def check_pair(who: str, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Refuse what is no pair of numeric arrays in one place; predictions come back floating."""
    check_numbers(f"{who}: y_true", y_true)
    check_numbers(f"{who}: y_pred", y_pred)
    if home(y_true) != home(y_pred):
        raise ArrayError(
            f"{who}: y_true is {in_words(home(y_true))}, but the predictions are {in_words(home(y_pred))}. "
            "Move it with refold.asarray(y, like=X)."
        )
    return y_true, y_pred if kind(y_pred) == "float" else asarray(y_pred, "float32", like=y_pred)


class MeanSquaredError(Loss):
    """L = mean of (A - Y)^2 over the n outputs; dA = 2 (A - Y) / n.

    >>> import numpy
    >>> MeanSquaredError()(numpy.asarray([[0.0, 0.0]]), numpy.asarray([[1.0, 3.0]]))
    5.0
    """

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        return xp.mean((A - Y) ** 2, axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        return (A - Y) * (2.0 / max(1, A.shape[-1]))


class BinaryCrossentropy(Loss):
    """L = mean of -Y log P - (1 - Y) log(1 - P) over the n outputs, Y in [0, 1].

    From probabilities P = A: dA = (P - Y) / (P (1 - P) n). From logits A, P = sigmoid(A): dA = (P - Y) / n,
    and L = max(A, 0) - A Y + log(1 + exp(-|A|)), which cannot overflow.
    """

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        if self.from_logits:
            return xp.mean(xp.maximum(A, 0.0) - A * Y + xp.log1p(xp.exp(-xp.abs(A))), axis=-1)
        P = xp.clip(A, MARGIN, 1.0 - MARGIN)
        return -xp.mean(Y * xp.log(P) + (1.0 - Y) * xp.log(1.0 - P), axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        n = max(1, A.shape[-1])
        if self.from_logits:
            return (sigmoid(xp, A) - Y) / n
        P = xp.clip(A, MARGIN, 1.0 - MARGIN)
        return xp.where(P == A, (P - Y) / (P * (1.0 - P) * n), 0.0)  # what was clipped does not move


class CategoricalCrossentropy(Loss):
    """L = -sum of Y log P over the n classes, Y one row of weights a sample, such as one-hot.

    From probabilities: P = A / sum(A), dA = -Y / A + sum(Y) / sum(A).
    From logits A: P = softmax(A), dA = P sum(Y) - Y.
    """

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        if self.from_logits:
            return -xp.sum(Y * log_softmax(xp, A), axis=-1)
        return -xp.sum(Y * xp.log(self._probabilities(xp, A)[1]), axis=-1)

    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        if self.from_logits:
            return softmax(xp, A) * xp.sum(Y, axis=-1, keepdims=True) - Y
        P, clipped = self._probabilities(xp, A)
        weight = xp.where(clipped == P, -Y / clipped, 0.0)  # dL/dP; what was clipped does not move
        return (weight - xp.sum(weight * P, axis=-1, keepdims=True)) / xp.sum(A, axis=-1, keepdims=True)

    @staticmethod
    def _probabilities(xp: Any, A: Array) -> tuple[Array, Array]:
        P = A / xp.sum(A, axis=-1, keepdims=True)
        return P, xp.clip(P, MARGIN, 1.0 - MARGIN)


class SparseCategoricalCrossentropy(CategoricalCrossentropy):
    """Categorical cross-entropy with targets as class numbers: y_true (m, ...) in 0 to n - 1."""

    def prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        y, A = check_pair(type(self).__name__, y_true, y_pred)
        xp, n = namespace(A), A.shape[-1]
        if tuple(y.shape) == (*A.shape[:-1], 1):
            y = xp.reshape(y, A.shape[:-1])
        if len(A.shape) < 2 or y.shape != A.shape[:-1]:
            raise ShapeError(
                f"{type(self).__name__}: y_true must have one class number for each row of predictions, "
                f"shape {tuple(A.shape[:-1])}, got {tuple(y.shape)}. "
                "One-hot rows go with CategoricalCrossentropy."
            )
        if math.prod(y.shape) and not bool(xp.all((y >= 0) & (y < n) & (y == xp.round(y)))):
            raise WrongValueError(
                f"{type(self).__name__}: y_true must hold class numbers from 0 to {n - 1}, one of the {n} "
                f"outputs, got values from {float(xp.min(y)):g} to {float(xp.max(y)):g}."
            )
        classes = xp.arange(n, dtype=y.dtype, device=y.device)
        return xp.astype(y[..., None] == classes, A.dtype), A  # (m, ...) -> one-hot (m, ..., n)


def mean_squared_error(y_true: Array, y_pred: Array) -> Array:
    """(A - Y)^2, averaged over the last axis: one loss a sample, of shape (m, ...)."""
    return _per_sample(MeanSquaredError(), y_true, y_pred)


def binary_crossentropy(y_true: Array, y_pred: Array, from_logits: bool = False) -> Array:
    """-Y log P - (1 - Y) log(1 - P), averaged over the last axis: one loss a sample."""
    return _per_sample(BinaryCrossentropy(from_logits), y_true, y_pred)


def categorical_crossentropy(y_true: Array, y_pred: Array, from_logits: bool = False) -> Array:
    """-sum of Y log P over the last axis: one loss a sample."""
    return _per_sample(CategoricalCrossentropy(from_logits), y_true, y_pred)


def sparse_categorical_crossentropy(y_true: Array, y_pred: Array, from_logits: bool = False) -> Array:
    """-log P of the class numbered y_true: one loss a sample."""
    return _per_sample(SparseCategoricalCrossentropy(from_logits), y_true, y_pred)


def _per_sample(loss: Loss, y_true: Array, y_pred: Array) -> Array:
    Y, A = loss.prepare(y_true, y_pred)
    return loss.per_sample(namespace(A), Y, A)


LOSSES: dict[str, type[Loss]] = {
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "binary_crossentropy": BinaryCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
}


def find(loss: Any) -> Loss:
    """A loss by name, function, class or object. Raises UnknownNameError."""
    if isinstance(loss, type) and issubclass(loss, Loss):
        return loss()
    if isinstance(loss, Loss):
        return loss
    return look_up("loss", getattr(loss, "__name__", loss), LOSSES)()
