"""Metrics: numbers for people, beside the loss that is trained."""

from collections.abc import Callable
from typing import Any

from .backend import Array, namespace
from .errors import look_up
from .losses import MeanSquaredError

Metric = Callable[[Array, Array], float]


def accuracy(loss: Any) -> Metric:
    """The share of samples whose class is right.

    With several outputs the class is the largest one; with one output it is 1 above 0.5 (above 0 for logits).
    """
    threshold = 0.0 if getattr(loss, "from_logits", False) else 0.5

    def measure(y_true: Array, y_pred: Array) -> float:
        xp = namespace(y_pred)
        if y_pred.ndim == 1 or y_pred.shape[-1] == 1:
            came = xp.astype(y_pred > threshold, y_pred.dtype)
            right = came == xp.reshape(xp.astype(y_true, y_pred.dtype), y_pred.shape)
        else:
            classes = xp.argmax(y_pred, axis=-1)
            true = xp.argmax(y_true, axis=-1) if y_true.shape == y_pred.shape else y_true
            right = xp.astype(true, classes.dtype) == xp.reshape(classes, true.shape)
        return float(xp.mean(xp.astype(right, y_pred.dtype)))

    return measure


def mean_absolute_error(y_true: Array, y_pred: Array) -> float:
    """Mean of |A - Y|."""
    Y, A = MeanSquaredError().prepare(y_true, y_pred)
    return float(namespace(A).mean(namespace(A).abs(A - Y)))


# Each is made for the loss that the model is compiled with.
METRICS: dict[str, Callable[[Any], Metric]] = {
    "accuracy": accuracy,
    "acc": accuracy,
    "mean_absolute_error": lambda loss: mean_absolute_error,
    "mae": lambda loss: mean_absolute_error,
    "mean_squared_error": lambda loss: MeanSquaredError(),
    "mse": lambda loss: MeanSquaredError(),
}


def find(metric: Any, loss: Any) -> tuple[str, Metric]:
    """A metric by name or as a function of (y_true, y_pred), with the name that the history gives it."""
    if callable(metric):
        name = getattr(metric, "__name__", type(metric).__name__)
        return str(name), metric  # pyright: ignore[reportReturnType]
    return metric, look_up("metric", metric, METRICS)(loss)
