"""What the machine can do: the bare matrix products of a computation, or a bare copy of its bytes."""

import operator
from collections.abc import Callable, Sequence
from typing import Any

import refold

from .arrays import Shape, normal, on
from .calls import Call, Calls

Operation = Callable[[str], Call]


def product(first: Shape, second: Shape, *, transposed: str = "", times: int = 1) -> Operation:
    """`times` products of two arrays of these shapes; one of them may be a transposed view.

    As in the layers: where X^T dZ or dZ W^T is meant, nobody lays X or W out anew.
    """

    def prepare(place: str) -> Call:
        P = _operand(first, transposed == "first", place)
        Q = _operand(second, transposed == "second", place)

        def multiply() -> None:
            for _ in range(times):
                operator.matmul(P, Q)

        return multiply

    return prepare


def _operand(shape: Shape, transposed: bool, place: str) -> Any:
    if not transposed:
        return on(place, normal(*shape))
    return on(place, normal(*shape[:-2], shape[-1], shape[-2])).swapaxes(-1, -2)


def copy(*shape: int) -> Operation:
    """A copy of a contiguous float32 array into new memory."""
    return lambda place: on(place, normal(*shape)).copy


def fill(*shape: int) -> Operation:
    """Zeros written into a new float32 array."""

    def prepare(place: str) -> Call:
        like = on(place, normal(*shape))
        xp = refold.namespace(like)
        return lambda: xp.full_like(like, 0.0)

    return prepare


def calls(forward: Sequence[Operation], backward: Sequence[Operation], place: str) -> Calls:
    """The operations of forward, and those of both."""
    there = [operation(place) for operation in forward]
    back = [operation(place) for operation in backward]
    return Calls(_in_a_row(there), _in_a_row([*there, *back]))


def _in_a_row(steps: Sequence[Call]) -> Call:
    def run() -> None:
        for step in steps:
            step()

    return run
