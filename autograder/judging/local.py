"""Stands in for an answer that lives in this process, and deals with it as a box does with a student's."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.box import write_back

NUMERIC = "biufc"

MOST = 32 << 20
"""Bytes of an array that is copied when it comes: of one that was broadcast, a copy may take gigabytes."""


class Local:
    """Something of an answer's: calls, attributes and items are passed on to it, as by the sandbox's `Proxy`.

    It is given copies of arrays, and gives copies. So what it keeps is its own: nobody puts back what it
    changes there later, and an array that it returned stays as it came. What a call changes of its arguments
    is written back, since it is asked whether they were changed.
    """

    __slots__ = ("_local_value",)

    def __init__(self, value: Any) -> None:
        self._local_value = value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        copies: list[tuple[np.ndarray, np.ndarray]] = []
        given = [_given(value, copies) for value in args]
        named = {name: _given(value, copies) for name, value in kwargs.items()}
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return _came(self._local_value(*given, **named))
        finally:
            for array, copy in copies:
                write_back(array, copy)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _came(getattr(self._local_value, name))

    def __getitem__(self, key: Any) -> Any:
        return _came(self._local_value[here(key)])

    def __contains__(self, item: Any) -> bool:
        return here(item) in self._local_value

    def __iter__(self) -> Iterator[Any]:
        return map(_came, tuple(self._local_value))

    def __len__(self) -> int:
        return len(self._local_value)

    def __bool__(self) -> bool:
        return bool(self._local_value)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        array = np.array(self._local_value, dtype)
        if array.dtype.kind not in NUMERIC:
            raise TypeError(f"{type(self._local_value).__name__} is no array of numbers")
        return array

    def __repr__(self) -> str:
        return f"<the student's {type(self._local_value).__name__}>"


def here(value: Any) -> Any:
    """What a stand-in stands for; anything else as it is."""
    return value._local_value if type(value) is Local else value


def _given(value: Any, copies: list[tuple[np.ndarray, np.ndarray]]) -> Any:
    """An argument as the answer gets it; its arrays and their copies are added to `copies`."""
    kind = type(value)
    if kind is Local:
        return value._local_value
    if kind is np.ndarray:
        copies.append((value, _copy(value)))
        return copies[-1][1]
    if kind is tuple or kind is list:
        return kind([_given(item, copies) for item in value])
    if kind is dict:
        return {key: _given(item, copies) for key, item in value.items()}
    return value


def _came(value: Any) -> Any:
    """What the answer gives, as a box hands it on: plain values as themselves, all else behind a stand-in."""
    kind = type(value)
    if kind is np.ndarray and value.dtype.kind in NUMERIC:
        return _copy(value) if value.nbytes <= MOST else value
    if kind is tuple:
        return tuple(map(_came, value))
    if kind is np.str_:
        return str(value)
    plain = (
        value is None or kind in (bool, int, float, complex, str) or issubclass(kind, np.number | np.bool_)
    )
    return value if plain else Local(value)


def _copy(array: np.ndarray) -> np.ndarray:
    """A copy of the same order in memory that may be written to where the array may."""
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    copy = array.copy(order="F" if fortran else "C")
    copy.flags.writeable = array.flags.writeable
    return copy
