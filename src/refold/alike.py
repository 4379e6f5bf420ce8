"""Whether an array can stand where another one does: a gradient, a step, a new value of a parameter."""

from typing import Any

from .backend import check_numbers, home, in_words, kind
from .errors import ArrayError, check_shape


def alike(value: Any, like: Any) -> bool:
    """Whether type, shape and dtype are the same, of two arrays."""
    try:
        return type(value) is type(like) and value.shape == like.shape and value.dtype == like.dtype
    except AttributeError:
        return False


def check_alike(who: str, value: Any, like: Any, name: str, then: str) -> None:
    """Refuse a `value` that is not alike, unless only the dtype differs and it holds real numbers.

    Of a single number neither need be an array. `name` is what `like` is called; `then` says what to do about
    an array that lives elsewhere. Raises ShapeError, DTypeError or ArrayError.
    """
    shape = getattr(like, "shape", ())
    if kind(value) == "other" or (shape and not hasattr(value, "shape")):
        check_numbers(who, value)
    if getattr(value, "shape", ()) != shape:
        check_shape(who, value, shape, f"It is the shape of {name}.")
    if "nothing" not in (kind(value), kind(like)) and home(value) != home(like):
        raise ArrayError(f"{who} is {in_words(home(value))}, but {name} is {in_words(home(like))}. {then}")
