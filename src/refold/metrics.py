"""Metrics: numbers for people, beside the loss that is trained."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from .backend import Array, namespace
from .confusion import NAMES, Score, class_numbers
from .errors import WrongValueError, look_up
from .losses import MeanAbsoluteError, MeanSquaredError, MeanSquaredLogarithmicError
from .rows import reshaped

Metric = Callable[[Array, Array], Any]
CLASSES = {made.__name__: made for made in NAMES}


def accuracy(y_true: Array, y_pred: Array, threshold: float = 0.5) -> float:
    """The share of samples whose class is right; what y_true and y_pred may be: see `class_numbers`.

    >>> import numpy
    >>> accuracy(numpy.asarray([0, 1]), numpy.asarray([[0.9, 0.1], [0.6, 0.4]]))
    0.5
    """
    true, pred, _ = class_numbers("accuracy", y_true, y_pred, threshold)
    xp = namespace(true)
    return int(xp.count_nonzero(true == pred)) / max(1, true.shape[0])


def _threshold(loss: Any) -> float:
    return 0.0 if getattr(loss, "from_logits", False) else 0.5


def _score(kind: type[Score]) -> Callable[[Any], Metric]:
    return lambda loss: kind(threshold=_threshold(loss))


# Each is made for the loss that the model is compiled with.
METRICS: dict[str, Callable[[Any], Metric]] = {
    "accuracy": lambda loss: partial(accuracy, threshold=_threshold(loss)),
    "acc": lambda loss: partial(accuracy, threshold=_threshold(loss)),
    "mean_absolute_error": lambda loss: MeanAbsoluteError(),
    "mae": lambda loss: MeanAbsoluteError(),
    "mean_squared_error": lambda loss: MeanSquaredError(),
    "mse": lambda loss: MeanSquaredError(),
    "mean_squared_logarithmic_error": lambda loss: MeanSquaredLogarithmicError(),
    "msle": lambda loss: MeanSquaredLogarithmicError(),
    **{name: _score(kind) for kind, name in NAMES.items()},
}


def find(metric: Any, loss: Any) -> tuple[str, Metric]:
    """A metric by name or as a function of (y_true, y_pred), with the name that the history gives it."""
    if isinstance(metric, Score):
        if metric.average is None:
            raise WrongValueError(f"{metric!r} gives a number a class, and a history holds one. Average.")
        return metric.name, metric
    if callable(metric):
        name = getattr(metric, "__name__", type(metric).__name__)
        return str(name), metric
    return metric, look_up("metric", metric, METRICS)(loss)


class Tally:
    """Loss and metrics over all samples, whatever the batches that they came in."""

    def __init__(self, metrics: Mapping[str, Metric]) -> None:
        self.metrics = metrics
        self.sums: dict[str, Any] = {}
        self.samples = 0  # of the loss
        self.counted = 0  # by the metrics: samples, or positions where there is a mask

    def add(self, loss: float, y_true: Array, y_pred: Array, mask: Array | None = None) -> None:
        """Enter a batch; `loss` is its mean. Metrics see the positions where `mask` (m, steps) is True."""
        m = y_pred.shape[0]
        self.samples += m
        self._add("loss", loss * m)
        if mask is not None:
            y_true, y_pred = _where(mask, y_true), _where(mask, y_pred)
            m = y_pred.shape[0]
        self.counted += m
        for key, metric in self.metrics.items():
            scores = isinstance(metric, Score)
            self._add(key, metric.counts(y_true, y_pred) if scores else float(metric(y_true, y_pred)) * m)

    def _add(self, key: str, value: Any) -> None:
        self.sums[key] = self.sums.get(key, 0) + value

    def results(self) -> dict[str, float]:
        """The loss, then the metrics."""
        results = {"loss": self.sums["loss"] / self.samples}
        for key, metric in self.metrics.items():
            sums = self.sums[key]
            results[key] = metric.value(sums) if isinstance(metric, Score) else sums / max(1, self.counted)
        return results


def _where(mask: Array, y: Array) -> Array:
    """The positions of y (m, steps, ...) where the mask (m, steps) is True, one after the other."""
    xp, axes = namespace(y), len(mask.shape)
    (chosen,) = xp.nonzero(reshaped(mask, (-1,)))
    return xp.take(reshaped(y, (math.prod(mask.shape), *y.shape[axes:])), chosen, axis=0)
