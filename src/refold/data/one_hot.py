"""One-hot rows: a class number as a row of 0 with a single 1, and back."""

import math

from ..backend import Array, check_numbers, namespace
from ..errors import ShapeError, WrongValueError


def one_hot_encode(y: Array, classes: int | None = None, dtype: str = "float32") -> Array:
    """Class numbers (m, ...) -> rows (m, ..., classes), 1 at the class and 0 elsewhere.

    `classes`: how many there are, one more than the largest number where it is None.
    Raises WrongValueError for what is no number from 0 to classes - 1.

    >>> import numpy
    >>> one_hot_encode(numpy.asarray([2, 0])).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    check_numbers("one_hot_encode: y", y)
    xp = namespace(y)
    if classes is None:
        classes = 1 + int(xp.max(y)) if math.prod(y.shape) else 0
    rows = y[..., None] == xp.arange(classes, dtype=y.dtype, device=y.device)  # (m, ..., classes)
    if int(xp.count_nonzero(rows)) != math.prod(y.shape):  # a class number meets itself once
        raise WrongValueError(
            f"one_hot_encode: y must hold whole numbers from 0 to {classes - 1}, "
            f"got values from {float(xp.min(y)):g} to {float(xp.max(y)):g}."
        )
    return xp.astype(rows, getattr(xp, dtype))


def one_hot_decode(rows: Array) -> Array:
    """Rows (m, ..., classes) -> class numbers (m, ...): where each row is largest.

    >>> import numpy
    >>> one_hot_decode(numpy.asarray([[0.0, 0.0, 1.0], [0.7, 0.2, 0.1]])).tolist()
    [2, 0]
    """
    check_numbers("one_hot_decode: rows", rows)
    if len(rows.shape) < 2 or not rows.shape[-1]:
        raise ShapeError(f"one_hot_decode: rows must have shape (m, ..., classes), got {tuple(rows.shape)}.")
    return namespace(rows).argmax(rows, axis=-1)
