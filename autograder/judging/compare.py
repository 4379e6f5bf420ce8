"""How an output differs from what was expected: in type, shape, order, or value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Kind = Literal["type", "length", "shape", "order", "value"]

ROUNDINGS_PER_TERM = 8
"""How many roundings of one unit in the last place each term of a sum may bring."""

SINGLE, DOUBLE = np.finfo(np.float32).eps, np.finfo(np.float64).eps

ON_THE_WAY = 1e-5
"""By how much, beside the largest number, an answer may be off that went through single precision on the way
and is back in double. Of the recognised mistakes that count, none is off by less than 80 times that."""


@dataclass(frozen=True)
class Difference:
    """The first difference between an output and what was expected of it.

    `expects` is said of the exercise alone; `got` is made from the student's output, so it is shown to
    the student in their own notebook, and left out where hidden inputs could be told by it.
    """

    kind: Kind
    expects: str
    got: str


def difference(expected: Any, got: Any, sums: int = 1, off: float = ON_THE_WAY) -> Difference | None:
    """The first difference of two plain values, or None where they agree.

    `sums` is the number of terms in the longest sum behind the value: 1 asks for equality, more allows
    for rounding in single or double precision, and for being `off` by a share of the largest number. Arrays
    need not have the same dtype, only the same numbers.

    >>> difference((4, 6), [4, np.int64(6)]) is None
    True
    >>> print(difference((4, 6), (4, 6.0)).got)
    6.0, a float
    >>> print(difference(np.zeros((4, 6)), np.zeros((6, 4))).got)
    shape (6, 4)
    """
    if isinstance(expected, np.ndarray):
        return _array_difference(expected, got, sums, off)
    if isinstance(expected, dict):
        return _dict_difference(expected, got, sums, off)
    if isinstance(expected, tuple | list):
        return _sequence_difference(expected, got, sums, off)
    if isinstance(got, np.ndarray) and got.ndim == 0:
        got = got[()]
    if isinstance(expected, bool | str) or expected is None:
        if isinstance(got, np.bool_):
            got = bool(got)
        return None if type(got) is type(expected) and got == expected else _plain_difference(expected, got)
    return _number_difference(expected, got, sums, off)


def _plain_difference(expected: Any, got: Any) -> Difference:
    kind: Kind = "value" if type(got) is type(expected) else "type"
    return Difference(kind, f"{expected!r}", describe(got).removeprefix("the text " * (kind == "value")))


def _number_difference(expected: Any, got: Any, sums: int, off: float) -> Difference | None:
    whole = isinstance(expected, int | np.integer)
    accepted = (int, np.integer) if whole else (int, float, np.number)
    if isinstance(got, bool) or not isinstance(got, accepted):
        wanted = f"{expected}, a whole number" if whole else f"the number {expected:.6g}"
        return Difference("type", wanted, describe(got))
    if whole and got == expected:
        return None
    if isinstance(got, int) and got.bit_length() > 1000:  # no float
        return Difference("value", f"{expected}", "a number of hundreds of digits")
    if not whole and np.all(close(np.asarray(expected), np.asarray(got), sums, off)):
        return None
    if whole:
        return Difference("value", f"{expected}", f"{got}")
    came = f"{got}" if isinstance(got, int | np.integer) else _digits(got, expected)
    return Difference("value", _digits(expected, got), came)


def _sequence_difference(expected: Any, got: Any, sums: int, off: float) -> Difference | None:
    wanted = f"a {type(expected).__name__} of {len(expected)}"
    if isinstance(got, np.ndarray) and got.ndim == 1:
        if len(got) != len(expected):  # it may be of millions
            return Difference("length", f"{wanted}, {expected}", f"{len(got)} numbers")
        got = list(got)
    if not isinstance(got, tuple | list):
        return Difference("type", wanted, describe(got))
    if len(got) != len(expected):
        return Difference("length", f"{wanted}, {expected}", f"{len(got)}, {describe(got)}")
    for a, b in zip(expected, got, strict=True):
        if (found := difference(a, b, sums, off)) is not None:
            if found.kind == "type":
                return found
            return Difference(found.kind, f"{expected}", describe(got))
    return None


def _dict_difference(expected: dict[Any, Any], got: Any, sums: int, off: float) -> Difference | None:
    if not isinstance(got, dict):
        wanted = f"a dict with {', '.join(map(str, expected))}" if expected else "an empty dict"
        return Difference("type", wanted, describe(got))
    if got and not expected:
        return Difference("length", "an empty dict", _keys(got))
    for key, value in expected.items():
        if key not in got:
            return Difference("length", f"an entry {key!r}", _keys(got))
        if (found := difference(value, got[key], sums, off)) is not None:
            place = "in" if isinstance(value, dict) else "for"
            return Difference(found.kind, f"{found.expects} {place} {key!r}", found.got)
    return None


def _keys(table: dict[Any, Any]) -> str:
    return f"only {', '.join(map(str, table))}" if table else "an empty dict"


def _array_difference(expected: np.ndarray, got: Any, sums: int, off: float) -> Difference | None:
    if isinstance(got, np.generic):
        got = np.asarray(got)
    if not isinstance(got, np.ndarray):
        return Difference("type", f"an array of shape {expected.shape}", describe(got))
    if got.shape != expected.shape:
        return Difference("shape", f"shape {expected.shape}", f"shape {got.shape}")
    agree = close(expected, got, sums, off)
    if agree.all():
        return None
    where = tuple(int(i) for i in np.argwhere(~agree)[0])
    kind: Kind = "order" if misplaced(expected, got) else "value"
    at = f" at {list(where)}" if where else ""
    return Difference(
        kind, f"{_digits(expected[where], got[where])}{at}", _digits(got[where], expected[where])
    )


def _digits(number: Any, other: Any) -> str:
    """A number with as many digits as it takes to tell it from the other, but six at least.

    >>> _digits(8.0, 7.5), _digits(0.80000001, 0.8000001), _digits(0.8000001, 0.80000001)
    ('8', '0.8', '0.8000001')
    """
    for digits in range(6, 17):
        if (short := f"{number:.{digits}g}") != f"{other:.{digits}g}":
            return short
    return f"{number:.17g}"


def close(expected: np.ndarray, got: np.ndarray, sums: int, off: float = ON_THE_WAY) -> np.ndarray:
    """Where two arrays of one shape agree: exactly for `sums` 1, else up to rounding.

    >>> [close(np.array([0.3]), np.array([0.1 + 0.2]), sums).item() for sums in (1, 2)]
    [False, True]
    """
    same = expected == got
    if same.all():
        return same
    same |= (expected != expected) & (got != got)
    if sums == 1 or not expected.size or expected.dtype == got.dtype == bool:  # NumPy subtracts no bools
        return same
    found = {np.finfo(a.dtype).eps for a in (expected, got) if a.dtype.kind in "fc"}
    eps = float(SINGLE if SINGLE in found else DOUBLE)  # half precision would excuse any value
    off = max(ROUNDINGS_PER_TERM * sums * eps, off)
    finite = np.abs(expected[np.isfinite(expected)])
    scale = float(finite.max()) if finite.size else 0.0
    with np.errstate(invalid="ignore", over="ignore"):
        return same | (np.abs(got - expected) <= off * scale)


def misplaced(expected: np.ndarray, got: np.ndarray) -> bool:
    """Whether `got` holds the expected numbers, at other places."""
    if expected.shape != got.shape or expected.size < 2 or np.iscomplexobj(expected) or np.iscomplexobj(got):
        return False
    return bool(np.array_equal(np.sort(expected, axis=None), np.sort(got, axis=None))) and not bool(
        np.array_equal(expected, got)
    )


def describe(value: Any) -> str:
    """A few words for a value: what it is, and what it holds where that is short."""
    if value is None:
        return "None (is something returned? print and list.reverse give None)"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, bool | np.bool_):
        return f"{bool(value)}"
    if isinstance(value, int | np.integer):
        return f"{value}"
    if isinstance(value, float | np.floating):
        return f"{value}, a float"
    if isinstance(value, list | tuple):
        return _described_sequence(value)
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    name = str(value) if isinstance(value, Unusable) else type(value).__name__
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"


def _described_sequence(value: list[Any] | tuple[Any, ...]) -> str:
    kind = "list" if isinstance(value, list) else "tuple"
    if len(value) <= 30:  # more would not fit, and might take long to be written
        items = ", ".join(map(_short, value))
        text = f"the list [{items}]" if kind == "list" else f"({items}{',' if len(value) == 1 else ''})"
        if len(text) <= 80:
            return text
    return f"a {kind} of {len(value)}"


def _short(value: Any) -> str:
    return f"array of shape {value.shape}" if isinstance(value, np.ndarray) else f"{value}"


@dataclass(frozen=True)
class Unusable:
    """Stands for an output that is no array, number, text or sequence of them; equal to nothing expected."""

    type_name: str

    def __str__(self) -> str:
        return self.type_name
