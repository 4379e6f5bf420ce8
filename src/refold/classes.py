"""Class numbers: whole numbers from 0, one for each class."""

from .backend import Array, check_numbers, kind, namespace
from .errors import WrongValueError


def whole_numbers(who: str, y: Array) -> Array:
    """y as int64; fractions and NaN, which int64 would cut off, are refused.

    >>> import numpy
    >>> whole_numbers("example: y", numpy.asarray([2.0, 0.0]))
    array([2, 0])
    """
    check_numbers(who, y)
    xp = namespace(y)
    if kind(y) == "float" and not bool(xp.all(xp.isfinite(y) & (xp.floor(y) == y))):
        raise WrongValueError(
            f"{who} must hold class numbers, whole as they are, got fractions or NaN. "
            "What is measured goes with losses and metrics of numbers, such as mean_absolute_error."
        )
    return xp.astype(y, xp.int64)


def check_not_nan(who: str, y: Array) -> None:
    """Refuse NaN, which is neither larger nor smaller than any number."""
    xp = namespace(y)
    if kind(y) == "float" and bool(xp.any(xp.isnan(y))):
        raise WrongValueError(
            f"{who} must hold numbers, got NaN, which says nothing of a class. "
            "Find where it began: refold.record(model) keeps what each layer gives."
        )


def where_largest(who: str, rows: Array) -> Array:
    """Rows (m, ..., n) -> the number of the largest element of each (m, ...); of truth values too."""
    check_not_nan(who, rows)
    xp = namespace(rows)
    return xp.argmax(rows if kind(rows) == "float" else xp.astype(rows, xp.int64), axis=-1)


def check_classes(who: str, y: Array, n: int) -> None:
    """Refuse whole numbers y (m, ...) unless they are within 0 and n - 1."""
    xp, some = namespace(y), 0 not in y.shape
    lowest, highest = (int(of(y)) if some else 0 for of in (xp.min, xp.max))
    if some and (lowest < 0 or highest >= n):
        raise WrongValueError(
            f"{who} must hold class numbers from 0 to {n - 1}, got values from {lowest} to {highest}."
        )
