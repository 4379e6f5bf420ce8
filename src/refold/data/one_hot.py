"""One-hot rows: a class number as a row of 0 with a single 1, and back."""

import math
from typing import Any

from ..backend import Array, check_numbers, namespace
from ..classes import check_classes, where_largest, whole_numbers
from ..dtypes import dtype_called
from ..errors import ShapeError, check_whole, refuse_arguments
from ..instead import OF_ONE_HOT


def one_hot_encode(y: Array, classes: int | None = None, dtype: str = "float32", **unknown: Any) -> Array:
    """Class numbers (m, ...) -> rows (m, ..., classes), 1 at the class and 0 elsewhere.

    `classes`: how many there are, one more than the largest number where it is None.
    Raises WrongValueError for what is no number from 0 to classes - 1.

    >>> import numpy
    >>> one_hot_encode(numpy.asarray([2, 0])).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    refuse_arguments(one_hot_encode, unknown, OF_ONE_HOT)
    xp, numbers = namespace(y, "one_hot_encode: y"), whole_numbers("one_hot_encode: y", y)
    if classes is None:
        classes = 1 + max(0, int(xp.max(numbers))) if math.prod(y.shape) else 0
    else:
        classes = check_whole("one_hot_encode: classes", classes, least=0)
    check_classes("one_hot_encode: y", numbers, classes)
    rows = numbers[..., None] == xp.arange(classes, dtype=xp.int64, device=y.device)  # (m, ..., classes)
    return xp.astype(rows, dtype_called(dtype, xp))


def one_hot_decode(rows: Array) -> Array:
    """Rows (m, ..., classes) -> class numbers (m, ...): where each row is largest, at the first of several.

    Raises WrongValueError for NaN.

    >>> import numpy
    >>> one_hot_decode(numpy.asarray([[0.0, 0.0, 1.0], [0.7, 0.2, 0.1]])).tolist()
    [2, 0]
    """
    check_numbers("one_hot_decode: rows", rows)
    if len(rows.shape) < 2 or not rows.shape[-1]:
        raise ShapeError(f"one_hot_decode: rows must have shape (m, ..., classes), got {tuple(rows.shape)}.")
    return where_largest("one_hot_decode: rows", rows)
