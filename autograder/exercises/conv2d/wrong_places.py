"""Windows at wrong places: a mistake in `windows` and in all that begins with them, and what helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import windows


def one_stride(X, kernel, strides):
    return windows(X, kernel, (strides[0], strides[0]))


def second_stride(X, kernel, strides):
    return windows(X, kernel, (strides[1], strides[1]))


def no_stride_down(X, kernel, strides):
    return windows(X, kernel, (1, strides[1]))


def no_stride_across(X, kernel, strides):
    return windows(X, kernel, (strides[0], 1))


def last_place_forgotten(X, kernel, strides):
    """1 was not added to the number of strides."""
    return windows(X, kernel, strides)[:, :-1, :-1]


def last_begin_forgotten(X, kernel, strides):
    """A range that stops before the last pixel at which a window may begin."""
    rows, columns = (range(0, X.shape[axis + 1] - kernel[axis], strides[axis]) for axis in range(2))
    return windows(X, kernel, strides)[:, : len(rows), : len(columns)]


def in_room_for_all(cut, answer, *given):
    """0 where a loop stops before the last places."""
    found, A = answer(cut, *given), np.zeros_like(answer(windows, *given))
    A[:, : found.shape[1], : found.shape[2]] = found
    return A


def strides_for_the_count_alone(X, kernel, strides):
    _, rows, columns, *_ = windows(X, kernel, strides).shape
    return windows(X, kernel, (1, 1))[:, :rows, :columns]


ONE = "One stride was taken for both axes. The first is for the height, the second for the width."
LAST = (
    "The last row or the last column of places is missing. A window may end where the image ends, so there "
    "is one place more than there are steps."
)
LEFT = (
    "At the far edge stand zeros: there is room for all places, and your loops end before the last row or "
    "the last column of them. The end of a range is not in it, and a window may end where the image ends."
)

WRONG_PLACES = [
    ("one stride for both axes", one_stride, ONE, "gather"),
    ("the second stride for both axes", second_stride, ONE, "gather"),
    (
        "stride ignored on the way down",
        no_stride_down,
        "From row to row the windows are those for a stride of 1. The first of the strides says how far to "
        "go down.",
        "gather",
    ),
    (
        "stride ignored on the way to the right",
        no_stride_across,
        "From column to column the windows are those for a stride of 1. The second of the strides says how "
        "far to go to the right.",
        "gather",
    ),
    ("last place forgotten", last_place_forgotten, LAST, "places"),
    ("last place forgotten where nothing is left over", last_begin_forgotten, LAST, "places"),
    (
        "strides in the count alone",
        strides_for_the_count_alone,
        "There are as many places as there should be, and the windows lie one pixel apart, as for a stride "
        "of 1. Where does the window of place 1 begin when the stride is 2?",
        "gather",
    ),
]


def at_wrong_places(answer: Callable) -> Iterator[Misconception]:
    """A misconception for each of them: `answer` is given first what cuts the windows."""
    for name, cut, says, anchor in WRONG_PLACES:
        yield Misconception(name, partial(answer, cut), says, anchor)
    for name, cut in [
        ("last place left at 0", last_place_forgotten),
        ("last place left at 0 where nothing is left over", last_begin_forgotten),
    ]:
        yield Misconception(name, partial(in_room_for_all, cut, answer), LEFT, "places")
