"""Metrics: numbers for people, beside the loss that is trained."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import Any

from . import losses
from .absent import refusing
from .backend import Array, check_numbers, namespace, to_numpy
from .confusion import NAMES, FScore, Recall, Score, class_numbers
from .confusion import NegativePredictiveValue as NegativePredictiveValue
from .confusion import Precision as Precision
from .confusion import Specificity as Specificity
from .errors import WrongValueError, check_row, check_shape, look_up
from .given import to_give
from .rows import reshaped

__getattr__ = refusing(__name__)
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


def binary_accuracy(y_true: Array, y_pred: Array, threshold: float = 0.5) -> float:
    """The share of outputs (m, ..., n) on the right side of `threshold`, each a yes or no of its own.

    >>> import numpy
    >>> binary_accuracy(numpy.asarray([[1, 1], [0, 1]]), numpy.asarray([[0.9, 0.8], [0.3, 0.2]]))
    0.75
    """
    for name, y in (("y_true", y_true), ("y_pred", y_pred)):
        check_numbers(f"binary_accuracy: {name}", y)
    if (*y_true.shape, 1) != tuple(y_pred.shape):
        check_shape("binary_accuracy: y_true", y_true, y_pred.shape, "It is the shape of y_pred.")
    return accuracy(reshaped(y_true, (-1,)), reshaped(y_pred, (-1,)), threshold)


def _threshold(loss: Any) -> float:
    return 0.0 if getattr(loss, "from_logits", False) else 0.5


def _with_threshold(metric: Callable[..., float]) -> Callable[[Any], Metric]:
    return lambda loss: partial(metric, threshold=_threshold(loss))


def _score(kind: type[Score]) -> Callable[[Any], Metric]:
    return lambda loss: kind(threshold=_threshold(loss))


def _measure(kind: type[losses.Loss]) -> Callable[[Any], Metric]:
    def made(loss: Any) -> Metric:
        measure = kind()
        if "from_logits" in vars(measure):
            measure.from_logits = getattr(loss, "from_logits", False)
        return measure

    return made


# Each is made for the loss that the model is compiled with.
METRICS: dict[str, Callable[[Any], Metric]] = {
    **dict.fromkeys(
        ("acc", "accuracy", "categorical_accuracy", "sparse_categorical_accuracy"), _with_threshold(accuracy)
    ),
    "binary_accuracy": _with_threshold(binary_accuracy),
    **{name: _measure(kind) for name, kind in losses.LOSSES.items()},
    **{name: _score(kind) for kind, name in NAMES.items()},
    "f1_score": _score(FScore),
    "sensitivity": _score(Recall),
}
# By the names of classes, too, in small letters: "MeanSquaredError", "F1Score".
SPELT = {name.replace("_", ""): name for name in METRICS}
SPELT |= {kind.__name__.lower(): name for kind, name in NAMES.items()}
# What is ours, by its name: functions and classes.
OURS: dict[Any, str] = {
    accuracy: "accuracy",
    binary_accuracy: "binary_accuracy",
    **{kind: name for name, kind in losses.LOSSES.items() if name in vars(losses)},
    **{vars(losses)[name]: name for name in losses.LOSSES if name in vars(losses)},
    **NAMES,
}


def by_name(metrics: Any) -> list[Any]:
    """What `compile` was given, as a list: names where there are some, in small letters, else objects."""
    alone = isinstance(metrics, str) or callable(metrics)
    given = (
        [metrics] if alone else check_row("Sequential.compile: metrics", () if metrics is None else metrics)
    )
    names = [OURS.get(metric, metric) if isinstance(metric, Hashable) else metric for metric in given]
    return [SPELT.get(name.lower(), name.lower()) if isinstance(name, str) else name for name in names]


def find_all(metrics: Iterable[Any], loss: Any) -> dict[str, Metric]:
    """Metrics by the names that the history gives them; of two with one name the second ends in _1."""
    found: dict[str, Metric] = {}
    for metric in metrics:
        first, made = find(metric, loss)
        name, number = first, 0
        while name in ("loss", *found):
            number += 1
            name = f"{first}_{number}"
        found[name] = made
    return found


def find(metric: Any, loss: Any) -> tuple[str, Metric]:
    """A metric by name or as a function of (y_true, y_pred), with its own name."""
    if isinstance(metric, Score):
        if metric.average is None:
            raise WrongValueError(f"{metric!r} gives a number a class, and a history holds one. Average.")
        return metric.name, metric
    if callable(metric):
        name = getattr(metric, "__name__", None)
        return str(name or OURS.get(type(metric), type(metric).__name__)), metric
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
            try:
                if isinstance(metric, Score):
                    value = metric.counts(y_true, y_pred)
                else:
                    value = _mean(key, metric(*to_give(metric, y_true, y_pred))) * m
            except Exception as error:
                error.add_note(f"This was the metric {key!r}, called with y_true and y_pred.")
                raise
            self._add(key, value)

    def _add(self, key: str, value: Any) -> None:
        self.sums[key] = self.sums.get(key, 0) + value

    def results(self) -> dict[str, float]:
        """The loss, then the metrics."""
        results = {"loss": self.sums["loss"] / self.samples}
        for key, metric in self.metrics.items():
            sums = self.sums[key]
            results[key] = metric.value(sums) if isinstance(metric, Score) else sums / max(1, self.counted)
        return results


def _mean(name: str, value: Any) -> float:
    """What a metric gave, or the mean of it where it gave a number for each sample."""
    try:
        return float(to_numpy(value).mean()) if getattr(value, "shape", ()) else float(value)
    except (TypeError, ValueError) as error:
        raise WrongValueError(f"The metric {name!r} must give a number, got {value!r}.") from error


def _where(mask: Array, y: Array) -> Array:
    """The positions of y (m, steps, ...) where the mask (m, steps) is True, one after the other."""
    xp, axes = namespace(y), len(mask.shape)
    (chosen,) = xp.nonzero(reshaped(mask, (-1,)))
    return xp.take(reshaped(y, (math.prod(mask.shape), *y.shape[axes:])), chosen, axis=0)
