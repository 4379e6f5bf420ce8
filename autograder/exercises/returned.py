"""What an answer returned, as an exercise's `run` hands it on."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.box import StudentError
from autograder.exercise import NOTE


def named(result: Any, like: np.ndarray | None, *names: str) -> dict[str, Any]:
    """What a function returned, by name, as far as it goes; nothing is more precise than `like`.

    What comes beside it costs nothing, and is said.

    >>> named((1, 2), None, "dW", "db")
    {'dW': 1, 'db': 2}
    >>> print(named(np.zeros((3, 1)), None, "dW", "db")["note"])
    One array came back, and dW and db are asked for: it was taken apart along its first axis.
    >>> named(None, None, "dW", "db")
    {}
    >>> print(named((1, 2, 3), None, "dW", "db")["note"])
    More came back than dW and db. That costs nothing, yet whoever writes dW, db = ... meets an error.
    """
    if result is None:
        return {}
    if hasattr(result, "keys"):
        return {name: {} for name in names}  # whatever is in the dict, it is one
    try:
        count = len(result)
    except (TypeError, StudentError):  # a stand-in says only when it is asked that it has no length
        return {names[0]: result}
    values = [as_precise(result[number], like) for number in range(min(count, len(names)))]
    found = dict(zip(names, values, strict=False))
    *first, last = asked = [name.split()[0] for name in names]  # an output may be "P after later steps"
    if type(result) is tuple and count > len(names) > 1:
        found[NOTE] = (
            f"More came back than {', '.join(first)} and {last}. That costs nothing, yet whoever writes "
            f"{', '.join(asked)} = ... meets an error."
        )
    if isinstance(result, np.ndarray) and count != len(names) > 1:
        found[NOTE] = (
            f"One array came back, and {', '.join(first)} and {last} are asked for: it was taken apart along "
            "its first axis."
        )
    return found


def as_precise(value: Any, like: np.ndarray | None) -> Any:
    """A copy of an array, no more precise than `like`, so that mistakes are recognised; all else as it is.

    Where inputs are in single precision, numbers worked out in it may stand in an array of doubles, and would
    be compared as such. An array that was returned may be an input that was changed, and is put back.
    """
    if not isinstance(value, np.ndarray | np.floating):
        return value
    if like is None or (value.dtype.kind, like.dtype.kind) != ("f", "f"):
        return value.copy()
    return value.astype(min(value.dtype, like.dtype, key=lambda dtype: dtype.itemsize))
