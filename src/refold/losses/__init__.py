"""Losses: one number for how wrong predictions are, and its gradient, where backward starts.

Each is the mean over the samples (and over every position of a sequence) of a loss per sample, which is a
mean or a sum over the last axis.
"""

from typing import Any

from ..absent import refusing
from ..backend import Array
from ..errors import WrongValueError, look_up
from .base import Loss
from .crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    KLDivergence,
    SparseCategoricalCrossentropy,
)
from .hinge import CategoricalHinge, Hinge
from .regression import Huber, MeanAbsoluteError, MeanSquaredError, MeanSquaredLogarithmicError

__getattr__ = refusing(__name__)


def mean_squared_error(y_true: Array, y_pred: Array) -> Array:
    """(A - Y)^2, averaged over the last axis: one loss a sample, of shape (m, ...)."""
    return MeanSquaredError().of_each(y_true, y_pred)


def mean_absolute_error(y_true: Array, y_pred: Array) -> Array:
    """|A - Y|, averaged over the last axis: one loss a sample."""
    return MeanAbsoluteError().of_each(y_true, y_pred)


def mean_squared_logarithmic_error(y_true: Array, y_pred: Array) -> Array:
    """(log(1 + A) - log(1 + Y))^2, averaged over the last axis: one loss a sample."""
    return MeanSquaredLogarithmicError().of_each(y_true, y_pred)


def huber(y_true: Array, y_pred: Array, delta: float = 1.0) -> Array:
    """(A - Y)^2 / 2 near, delta |A - Y| - delta^2 / 2 far, averaged over the last axis: one loss a sample."""
    return Huber(delta).of_each(y_true, y_pred)


def binary_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, label_smoothing: float = 0.0
) -> Array:
    """-Y log P - (1 - Y) log(1 - P), averaged over the last axis: one loss a sample."""
    return BinaryCrossentropy(from_logits, label_smoothing).of_each(y_true, y_pred)


def categorical_crossentropy(
    y_true: Array, y_pred: Array, from_logits: bool = False, label_smoothing: float = 0.0
) -> Array:
    """-sum of Y log P over the last axis: one loss a sample."""
    return CategoricalCrossentropy(from_logits, label_smoothing).of_each(y_true, y_pred)


def sparse_categorical_crossentropy(y_true: Array, y_pred: Array, from_logits: bool = False) -> Array:
    """-log P of the class numbered y_true: one loss a sample."""
    return SparseCategoricalCrossentropy(from_logits).of_each(y_true, y_pred)


def kl_divergence(y_true: Array, y_pred: Array) -> Array:
    """Y log(Y / A), summed over the last axis: one loss a sample."""
    return KLDivergence().of_each(y_true, y_pred)


def hinge(y_true: Array, y_pred: Array) -> Array:
    """max(0, 1 - Y A), averaged over the last axis: one loss a sample."""
    return Hinge().of_each(y_true, y_pred)


def categorical_hinge(y_true: Array, y_pred: Array) -> Array:
    """max(0, 1 + the largest wrong score - the right one): one loss a sample."""
    return CategoricalHinge().of_each(y_true, y_pred)


LOSSES: dict[str, type[Loss]] = {
    "bce": BinaryCrossentropy,
    "binary_crossentropy": BinaryCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "categorical_hinge": CategoricalHinge,
    "hinge": Hinge,
    "huber": Huber,
    "kl_divergence": KLDivergence,
    "kld": KLDivergence,
    "mae": MeanAbsoluteError,
    "mean_absolute_error": MeanAbsoluteError,
    "mean_squared_error": MeanSquaredError,
    "mean_squared_logarithmic_error": MeanSquaredLogarithmicError,
    "mse": MeanSquaredError,
    "msle": MeanSquaredLogarithmicError,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
}


def find(loss: Any) -> Loss:
    """A loss by name (in any case), function, class or object. Raises UnknownNameError."""
    if isinstance(loss, type) and issubclass(loss, Loss):
        return loss()
    if isinstance(loss, Loss):
        return loss
    name = getattr(loss, "__name__", loss)
    if callable(loss) and loss is not globals().get(str(name)):
        raise WrongValueError(
            f"Sequential.compile: the loss {name} is a function, and nothing derives it. Write a class with "
            "per_sample and its gradient, slope, on top of refold.Loss."
        )
    for known, kind in LOSSES.items():
        if isinstance(name, str) and name.lower() in (known, kind.__name__.lower()):
            return kind()
    return look_up("loss", name, LOSSES)()
