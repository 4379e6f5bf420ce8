"""Ragged sequences as one array: cut where too long, filled up where too short."""

from collections.abc import Iterable
from numbers import Real
from typing import Any

from ..backend import Array, Shape, asarray, namespace, to_numpy
from ..dtypes import dtype_called
from ..errors import DTypeError, ShapeError, WrongValueError, check_row, check_whole, look_up

ENDS = {"pre": True, "post": False}


def pad_sequences(
    sequences: Iterable[Any],
    maxlen: int | None = None,
    dtype: str | None = None,
    padding: str = "pre",
    truncating: str = "pre",
    value: float = 0,
) -> Array:
    """Sequences of different lengths, (steps, ...) each, as one array (m, maxlen, ...).

    Short ones are filled up with `value` at the start ("pre") or the end ("post"), long ones cut there, to
    `maxlen` steps (None: those of the longest). As in Keras, but that `dtype` None keeps fractions, those of
    `value` too.

    >>> pad_sequences([[1, 2, 3], [4]]).tolist()
    [[1, 2, 3], [0, 0, 4]]
    """
    before, ends = look_up("padding", padding, ENDS), look_up("truncating", truncating, ENDS)
    rows = [_row(sequence) for sequence in check_row("pad_sequences: sequences", sequences)]
    filled = [row for row in rows if len(row.shape) != 1 or row.shape[0]]  # [] says nothing of its elements
    if not filled:
        raise ShapeError("pad_sequences: sequences must hold a sequence with an element at least.")
    steps = max(map(len, filled)) if maxlen is None else check_whole("pad_sequences: maxlen", maxlen, least=1)
    shape, xp = filled[0].shape[1:], namespace(filled[0])
    kept_as = xp.result_type(*filled) if dtype is None else dtype_called(dtype, xp)
    padded = _full(xp, (len(rows), steps, *shape), value, kept_as)
    for number, row in enumerate(_checked(rows, shape)):
        kept = row[max(0, len(row) - steps) :] if ends else row[:steps]
        if len(kept):
            start = steps - len(kept) if before else 0
            padded[number, start : start + len(kept)] = _fitting(xp, kept, kept_as)
    return asarray(padded)


def _row(sequence: Any) -> Any:
    try:
        row = to_numpy(asarray(sequence))
    except DTypeError as error:
        what = f"This was a sequence of pad_sequences: {sequence!r:.80}."
        error.add_note(f"{what} Words and letters are to be numbered before.")
        raise
    if not row.shape:
        raise ShapeError(
            f"pad_sequences: sequences must hold sequences, got {sequence!r} among them. "
            "A single sequence goes into a list of its own: [[1, 2, 3]]."
        )
    return row


def _full(xp: Any, shape: Shape, value: float, dtype: Any) -> Any:
    """`value` everywhere, in a dtype that keeps its fraction (NaN too)."""
    if not isinstance(value, Real):
        raise WrongValueError(f"pad_sequences: value must be a number, got {value!r}.")
    if not float(value).is_integer():
        dtype = xp.result_type(dtype, float(value))
    try:
        return xp.full(shape, value, dtype=dtype)
    except OverflowError as error:
        raise WrongValueError(
            f"pad_sequences: value={value!r} does not fit into {xp.dtype(dtype)}. "
            'Give a wider dtype, such as "int64".'
        ) from error


def _fitting(xp: Any, row: Any, dtype: Any) -> Any:
    """A row in another dtype, refused where that is too narrow; fractions are cut off, as in Keras."""
    if xp.can_cast(row.dtype, dtype) or not xp.isdtype(dtype, "integral"):
        return row
    limits, whole = xp.iinfo(dtype), xp.trunc(row)
    if not xp.all((whole >= limits.min) & (whole < limits.max + 1)):
        raise WrongValueError(
            f"pad_sequences: numbers from {row.min()} to {row.max()} do not fit into {limits.dtype}. "
            'Give a wider dtype, such as "int64" or "float64".'
        )
    return row


def _checked(rows: list[Any], shape: Shape) -> list[Any]:
    for number, row in enumerate(rows):
        if len(row) and row.shape[1:] != shape:
            raise ShapeError(
                f"pad_sequences: every step must have shape {shape}, as in the first sequence, "
                f"got {row.shape[1:]} in sequence {number}."
            )
    return rows
