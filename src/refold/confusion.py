"""Confusion: which classes are taken for which, and the scores that are worked out from it.

For a class, TP counts its samples that were found, FN those that were missed, FP the others that were taken
for it, TN all the rest.
"""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from .absent import naming
from .backend import Array, check_numbers, home, in_words, kind, namespace, scatter_add, to_numpy
from .classes import check_classes, check_not_nan, where_largest, whole_numbers
from .errors import (
    ArrayError,
    ShapeError,
    WrongValueError,
    arguments_of,
    check_number,
    look_up,
    refuse_arguments,
)
from .instead import OF_A_METRIC, OF_METRICS
from .rows import reshaped

MOST_CLASSES = 2**14  # whose matrix takes 2 GB
AVERAGES = ("binary", "macro", "micro", "weighted")


def class_numbers(who: str, y_true: Array, y_pred: Array, threshold: float) -> tuple[Array, Array, int]:
    """True and predicted class of each sample (and position), int64 (r,) both, and the number of classes.

    y_pred: whole numbers are classes; of several outputs the largest is the class; one output, of shape (m,)
    or (m, ..., 1), is class 1 above `threshold`. y_true: class numbers, or one-hot rows like y_pred. NaN is
    refused in both.
    """
    check_numbers(f"{who}: y_true", y_true)
    check_numbers(f"{who}: y_pred", y_pred)
    if home(y_true) != home(y_pred):
        raise ArrayError(
            f"{who}: y_true is {in_words(home(y_true))}, but y_pred is {in_words(home(y_pred))}. "
            "Move it with refold.asarray(y, like=X)."
        )
    xp, outputs = namespace(y_pred), y_pred.shape[-1] if len(y_pred.shape) > 1 else 1
    if kind(y_pred) == "integer":
        pred, n = y_pred, None
    elif outputs > 1:
        pred, n = where_largest(f"{who}: y_pred", y_pred), outputs
        y_true = where_largest(f"{who}: y_true", y_true) if y_true.shape == y_pred.shape else y_true
    else:
        check_not_nan(f"{who}: y_pred", y_pred)
        pred, n = y_pred > check_number(f"{who}: threshold", threshold), 2
    if math.prod(y_true.shape) != math.prod(pred.shape):
        shapes = f"shape {tuple(pred.shape)}, got {tuple(y_true.shape)}"
        raise ShapeError(f"{who}: y_true must have a class for each prediction, {shapes}.")
    true = reshaped(whole_numbers(f"{who}: y_true", y_true), (-1,))
    pred = reshaped(xp.astype(pred, xp.int64), (-1,))
    if n is None:
        n = 1 + max([1, *(int(xp.max(y)) for y in (true, pred) if y.shape[0])])
        check_classes(f"{who}: y_pred", pred, n)
    check_classes(f"{who}: y_true", true, n)
    return true, pred, n


def confusion_matrix(y_true: Array, y_pred: Array, threshold: float = 0.5) -> Array:
    """How many samples of each class (row) were taken for each class (column): int64 (classes, classes).

    What y_true and y_pred may be: see `class_numbers`. As scikit-learn's, with labels=range(classes).

    >>> import numpy
    >>> confusion_matrix(numpy.asarray([0, 1, 1, 1]), numpy.asarray([0, 0, 1, 1])).tolist()
    [[1, 0], [1, 2]]
    """
    true, pred, n = class_numbers("confusion_matrix", y_true, y_pred, threshold)
    if n > MOST_CLASSES:
        raise WrongValueError(
            f"confusion_matrix: there may be {MOST_CLASSES} classes, each with a row and a column, got class "
            f"numbers up to {n - 1}. numpy.unique(y, return_inverse=True) numbers those that there are; "
            "what is measured goes with losses and metrics of numbers, such as mean_absolute_error."
        )
    xp = namespace(true)
    ones = xp.ones((true.shape[0], 1), dtype=xp.float64, device=true.device)
    return xp.astype(reshaped(scatter_add(true * n + pred, ones, n * n), (n, n)), xp.int64)


@naming(OF_A_METRIC)
@dataclass(frozen=True)
class Score(ABC):
    """A share of the samples, in each class against all others, and its average over the classes.

    `average`, as in scikit-learn: "binary" the score of class 1, of two; "macro" the mean over the classes;
    "weighted" the same, each class weighing as many as it has samples; "micro" the score of the sums over the
    classes; None an array of one score a class. A share of nothing is 0. One output is class 1 above
    `threshold` (0 for logits).

    `score(y_true, y_pred)` is the number; `counts` of several batches may be added before `value`.
    """

    average: str | None = "binary"
    threshold: float = 0.5

    def __new__(cls, *_: Any, **options: Any) -> "Score":
        refuse_arguments(cls, options.keys() - arguments_of(cls), OF_METRICS)
        return super().__new__(cls)

    def __post_init__(self) -> None:
        if self.average is not None:
            look_up(f"average of {type(self).__name__}", self.average, dict.fromkeys(AVERAGES))
        check_number(f"{type(self).__name__}: threshold", self.threshold)

    @property
    def name(self) -> str:
        """How histories call it: precision, macro_precision."""
        own = NAMES[type(self)]
        return own if self.average == "binary" else f"{self.average}_{own}"

    def __call__(self, y_true: Array, y_pred: Array) -> Any:
        return self.value(self.counts(y_true, y_pred))

    def counts(self, y_true: Array, y_pred: Array) -> Any:
        """The confusion matrix, on the host."""
        return to_numpy(confusion_matrix(y_true, y_pred, self.threshold))

    @abstractmethod
    def share(self, TP: Any, FP: Any, FN: Any, TN: Any) -> tuple[Any, Any]:
        """The two counts whose ratio is the score."""

    def value(self, counts: Any) -> Any:
        """The score that a confusion matrix has."""
        support, TP = counts.sum(axis=1), counts.diagonal()
        FN, FP = support - TP, counts.sum(axis=0) - TP
        cells = [TP, FP, FN, counts.sum() - TP - FP - FN]  # one of each a class
        if self.average == "binary":
            self._check_two(len(TP))
            cells = [cell[1:] for cell in cells]
        elif self.average == "micro":
            cells = [cell.sum(keepdims=True) for cell in cells]
        part, whole = self.share(*cells)
        scores = part / (whole + (whole == 0))  # 0 / 1 where there is nothing
        if self.average == "weighted":
            return float((scores * support).sum() / max(1, support.sum()))
        return scores if self.average is None else float(scores.mean())

    def _check_two(self, classes: int) -> None:
        if classes != 2:
            who = type(self).__name__
            raise WrongValueError(
                f'{who}: average="binary" is for two classes, got {classes}. Choose another, such as '
                f'refold.{who}(average="macro"), where every class counts alike.'
            )


class Precision(Score):
    """TP / (TP + FP): of what was taken for the class, the share that is."""

    def share(self, TP: Any, FP: Any, FN: Any, TN: Any) -> tuple[Any, Any]:
        return TP, TP + FP


class Recall(Score):
    """TP / (TP + FN), sensitivity: of the class, the share that was found."""

    def share(self, TP: Any, FP: Any, FN: Any, TN: Any) -> tuple[Any, Any]:
        return TP, TP + FN


class Specificity(Score):
    """TN / (TN + FP): of what is not the class, the share that was not taken for it."""

    def share(self, TP: Any, FP: Any, FN: Any, TN: Any) -> tuple[Any, Any]:
        return TN, TN + FP


class NegativePredictiveValue(Score):
    """TN / (TN + FN): of what was not taken for the class, the share that is not."""

    def share(self, TP: Any, FP: Any, FN: Any, TN: Any) -> tuple[Any, Any]:
        return TN, TN + FN


@dataclass(frozen=True)
class FScore(Score):
    """(1 + b^2) TP / ((1 + b^2) TP + b^2 FN + FP), b = `beta`: the weighted harmonic mean of precision and
    recall; 1 weighs both alike, 2 recall twice as much. Source: van Rijsbergen 1979, chapter 7."""

    beta: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_number("FScore: beta", self.beta, least=0.0)

    def share(self, TP: Any, FP: Any, FN: Any, TN: Any) -> tuple[Any, Any]:
        b2 = self.beta**2
        return (1.0 + b2) * TP, (1.0 + b2) * TP + b2 * FN + FP


NAMES: dict[type[Score], str] = {
    Precision: "precision",
    Recall: "recall",
    FScore: "f_score",
    Specificity: "specificity",
    NegativePredictiveValue: "npv",
}
