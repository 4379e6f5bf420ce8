"""Names of dtypes, which are the same in every array library."""

import functools
from typing import Any

from .errors import UnknownNameError, suggestion

DTYPES = (
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float32",
    "float64",
)


def dtype_called(dtype: Any, xp: Any) -> Any:
    """The dtype of `xp` that has a name such as "float32", which may also be that of another library's dtype.

    Python's int, float and bool are the wide ones. Raises UnknownNameError.

    >>> import numpy
    >>> dtype_called("float32", numpy).__name__, dtype_called(float, numpy).__name__
    ('float32', 'float64')
    """
    name = _short(dtype)
    return _number_dtype({"int": "int64", "float": "float64"}.get(name, name), xp)


def _short(dtype: Any) -> str:
    """numpy.float32, dtype(">f4"), torch.float32 or "float32" -> "float32"."""
    name = getattr(dtype, "__name__", None) or getattr(dtype, "name", None) or str(dtype)
    return name.rpartition(".")[2]


@functools.cache
def _number_dtype(name: str, xp: Any) -> Any:
    found = vars(xp).get(name)
    if dtype_kind(found, xp) == "other":
        raise UnknownNameError(f"No dtype of real numbers is called {name!r}.{suggestion(name, DTYPES)}")
    return found


def dtype_kind(dtype: Any, xp: Any) -> str:
    """What a dtype of `xp` is of: "float", "integer" (booleans too) or "other", also for what is no dtype."""
    try:
        if xp.isdtype(dtype, "real floating"):
            return "float"
        return "integer" if xp.isdtype(dtype, ("bool", "integral")) else "other"
    except (AttributeError, TypeError):  # nothing that the standard knows
        return "other"


def dtype_name(X: Any) -> str:
    """The dtype of `X` by its standard name, the same for every library: 'float32'."""
    return _short(X.dtype)
