"""The grader's side of an answer that is lent to a box: the student's code calls, and it runs here.

What comes from the box may be anything. Only small arguments of the simplest kinds are taken, of which
nothing large can come: a tuple inside another, times a number, could be of any length.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np

from autograder.exercise import Answer

from .inside.values import Decoder, Encoder
from .inside.wire import WireError

MOST = 100_000  # elements of an array
LARGEST = 1 << 40  # of a whole number
ITEMS = 64  # of a tuple or list, each a number, or of a word


def call(
    answers: Mapping[str, Answer], message: Mapping[str, Any], blob: bytearray
) -> tuple[dict, list[bytes]]:
    """The reply to `{"call": name, "args": nodes, "kwargs": nodes}`: a value or an error, ready to be sent.

    Raises:
        WireError: it is no call of anything that was lent.
    """
    name, args, kwargs = message["call"], message.get("args"), message.get("kwargs")
    if type(name) is not str or name not in answers or type(args) is not list or type(kwargs) is not dict:
        raise WireError("a call of something that was not lent")
    decode = Decoder(blob, _unknown)
    values = [decode(node) for node in args]
    named = {key: decode(node) for key, node in kwargs.items()}
    decode.finish()
    encode = Encoder(_not_plain)
    try:
        for value in (*values, *named.values()):
            _check_size(value)
        return {"v": encode(answers[name](*values, **named))}, encode.blobs
    except Exception as error:  # as the student's own function might raise
        return {"e": [type(error).__name__, str(error)[:500]]}, []


def _check_size(value: Any) -> None:
    if isinstance(value, np.ndarray):
        fits = 0 < value.size <= MOST  # with an axis of no length, others may be of any
    elif isinstance(value, str):  # such as "same"; other letters could be a format, of any width
        fits = value.isalpha() and len(value) <= ITEMS
    elif isinstance(value, tuple | list):
        fits = len(value) <= ITEMS and all(map(_is_number, value))
    else:
        fits = _is_number(value)
    if not fits:
        raise ValueError(f"too large a {type(value).__name__}, or of a kind that is not taken")


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) <= LARGEST
    return value is None or isinstance(value, float | np.generic)


def _unknown(node: list[Any]) -> NoReturn:
    raise WireError("unknown tag")


def _not_plain(value: Any, encode: Encoder) -> NoReturn:
    raise TypeError(f"{type(value).__name__} is no number, array or tuple")
