"""The grader's side of an answer that is lent to a box: the student's code calls, and it runs here.

What comes from the box may be anything. Only answers that do no more work than their arguments are large are
lent, and only small arguments are taken.
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
ITEMS = 64  # of a tuple or list


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


def _check_size(value: Any, depth: int = 0) -> None:
    if isinstance(value, np.ndarray):
        fits = value.size <= MOST
    elif isinstance(value, int):
        fits = abs(value) <= LARGEST
    elif isinstance(value, tuple | list):
        fits = len(value) <= ITEMS and depth < 4
        for item in value if fits else ():
            _check_size(item, depth + 1)
    else:
        fits = value is None or isinstance(value, float | np.generic)
    if not fits:
        raise ValueError(f"too large a {type(value).__name__}, or of a kind that is not taken")


def _unknown(node: list[Any]) -> NoReturn:
    raise WireError("unknown tag")


def _not_plain(value: Any, encode: Encoder) -> NoReturn:
    raise TypeError(f"{type(value).__name__} is no number, array or tuple")
