"""Scaling: features brought to one range. Fit on training data, apply to all: the rest stays unseen."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from numbers import Real
from typing import Any

from ..backend import Array, asarray, check_numbers, kind, namespace
from ..dtypes import dtype_name
from ..errors import NotReadyError, ShapeError, WrongValueError, check_row
from ..rows import reshaped, widened


class Scaler(ABC):
    """X -> (X - shift) / scale + low, a shift and a scale for each feature, the last axis of X (m, ..., n).

    >>> import numpy
    >>> train, test = numpy.asarray([[1.0], [3.0]]), numpy.asarray([[5.0]])
    >>> scaler = StandardScaler().fit(train)
    >>> scaler.transform(test).tolist(), scaler.inverse_transform(scaler.transform(test)).tolist()
    ([[3.0]], [[5.0]])
    """

    shift: Array = None
    scale: Array = None
    low: float = 0.0  # added last: within a large shift its digits would be lost

    def fit(self, X: Array) -> "Scaler":
        """Measure the features of X. Raises ShapeError where there is no sample."""
        X = self._checked("fit", X)
        if 0 in X.shape:
            raise ShapeError(f"{type(self).__name__}.fit: X must hold a sample, got shape {tuple(X.shape)}.")
        xp = namespace(X)
        if not bool(xp.all(xp.isfinite(X))):
            raise WrongValueError(
                f"{type(self).__name__}.fit: X must be finite, got NaN or infinity. "
                "Fill such values in, or leave their samples out."
            )
        rows = xp.astype(reshaped(X, (-1, X.shape[-1])), xp.float64, copy=False)  # sums need all 64 bits
        self.shift, self.scale = self.measure(xp, rows)
        return self

    @abstractmethod
    def measure(self, xp: Any, X: Array) -> tuple[Array, Array]:
        """Rows (r, n) -> shift (n,) and scale (n,)."""

    def transform(self, X: Array) -> Array:
        """X scaled, by what `fit` measured."""
        rows, shift, scale = self._fitting("transform", X)
        return self._floating((rows - shift) / scale + self.low, X)

    def fit_transform(self, X: Array) -> Array:
        """X measured, then scaled."""
        return self.fit(X).transform(X)

    def inverse_transform(self, X: Array) -> Array:
        """What `transform` made X of."""
        rows, shift, scale = self._fitting("inverse_transform", X)
        return self._floating((rows - self.low) * scale + shift, X)

    def _checked(self, stage: str, X: Array) -> Array:
        check_numbers(f"{type(self).__name__}.{stage}: X", X)
        if len(X.shape) < 2:
            raise ShapeError(
                f"{type(self).__name__}.{stage}: X must have shape (m, ..., features), got {tuple(X.shape)}."
            )
        # Of whole numbers 32 bits hold seven digits; of a range, 16 bits not always the length.
        return widened(X) if kind(X) == "float" else asarray(X, "float64", like=X)

    @staticmethod
    def _floating(scaled: Array, X: Array) -> Array:
        """What was made of X in its dtype; in float32, where X holds whole numbers."""
        return asarray(scaled, dtype_name(X) if kind(X) == "float" else "float32", like=scaled)

    def _fitting(self, stage: str, X: Array) -> tuple[Array, Array, Array]:
        """X, shift and scale in one place and dtype: those of X, in 32 bits at least."""
        X = self._checked(stage, X)
        if self.scale is None:
            raise NotReadyError(f"{type(self).__name__}.{stage} needs what fit measures: call fit(X) first.")
        if X.shape[-1:] != self.scale.shape:
            raise ShapeError(
                f"{type(self).__name__}.{stage}: X must have {self.scale.shape[0]} features on its last "
                f"axis, as in fit, got shape {tuple(X.shape)}."
            )
        return X, *(asarray(each, dtype_name(X), like=X) for each in (self.shift, self.scale))


class StandardScaler(Scaler):
    """Mean 0 and standard deviation 1 in each feature of the data of `fit`; a constant feature becomes 0."""

    def measure(self, xp: Any, X: Array) -> tuple[Array, Array]:
        least = xp.min(X, axis=0)
        constant = xp.max(X, axis=0) == least  # where rounding would leave something of X - mean
        return xp.where(constant, least, xp.mean(X, axis=0)), xp.where(constant, 1.0, xp.std(X, axis=0))


class MinMaxScaler(Scaler):
    """From low to high in each feature (of the data of `fit`), feature_range = (low, high).

    A constant feature becomes low.
    """

    def __init__(self, feature_range: Sequence[float] = (0.0, 1.0)) -> None:
        ends = check_row("MinMaxScaler: feature_range", feature_range)
        self.low, self.high = ends if len(ends) == 2 else (0.0, 0.0)
        if not all(isinstance(end, Real) for end in ends) or not 0.0 < self.high - self.low < math.inf:
            raise WrongValueError(
                f"MinMaxScaler: feature_range must be two numbers, the smaller first, got {feature_range!r}."
            )

    def measure(self, xp: Any, X: Array) -> tuple[Array, Array]:
        least, most = xp.min(X, axis=0), xp.max(X, axis=0)
        scale = xp.where(most == least, 1.0, most - least) / (self.high - self.low)
        return least, scale
