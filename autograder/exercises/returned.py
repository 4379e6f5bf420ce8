"""What an answer returned, as an exercise's `run` hands it on."""

from __future__ import annotations

from typing import Any

import numpy as np


def named(result: Any, like: np.ndarray | None, *names: str) -> dict[str, Any]:
    """What a function returned, by name, as far as it goes; nothing is more precise than `like`.

    >>> named((1, 2), None, "dW", "db")
    {'dW': 1, 'db': 2}
    >>> named(None, None, "dW", "db")
    {}
    """
    if result is None:
        return {}
    if hasattr(result, "keys"):
        return {names[0]: {}}  # whatever is in the dict, it is one
    if not hasattr(result, "__len__"):
        return {names[0]: result}
    values = [as_precise(result[number], like) for number in range(min(len(result), len(names)))]
    return dict(zip(names, values, strict=False))


def as_precise(value: Any, like: np.ndarray | None) -> Any:
    """A copy of an array, no more precise than `like`, so that mistakes are recognised; all else as it is.

    Where inputs are in single precision, numbers worked out in it may stand in an array of doubles, and would
    be compared as such. An array that was returned may be an input that was changed, and is put back.
    """
    if like is None or not isinstance(value, np.ndarray) or value.dtype.kind != "f":
        return value
    return value.astype(min(value.dtype, like.dtype, key=lambda dtype: dtype.itemsize))
