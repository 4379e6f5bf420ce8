"""Wrong answers to max_pooling_backward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import max_pooling_backward, windows
from autograder.exercises.conv2d.wrong_loops import WRONG_SEARCHES
from autograder.exercises.conv2d.wrong_winners import WRONG_WINNERS, chosen


def overwritten(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        i, j = np.divmod(X[n, top : top + size[0], left : left + size[1], c].argmax(), size[1])
        dX[n, top + i, left + j, c] = dA[n, y, x, c]
    return dX


def windows_overwritten(dA, X, size, strides):
    dX, equal = np.zeros(X.shape), chosen(X, size, strides)
    for y in range(dA.shape[1]):
        for x in range(dA.shape[2]):
            rows = equal[:, y, x].reshape(len(X), -1, X.shape[3])
            first = (rows & (rows.cumsum(axis=1) == 1)).reshape(equal[:, y, x].shape)
            top, left = y * strides[0], x * strides[1]
            dX[:, top : top + size[0], left : left + size[1]] = first * dA[:, y, x][:, None, None]
    return dX


def left_out(dA, X, size, strides):
    return max_pooling_backward(np.ones_like(dA), X, size, strides)


def multiplied_by_the_largest(dA, X, size, strides):
    return max_pooling_backward(dA * windows(X, size, strides).max(axis=(3, 4)), X, size, strides)


def strides_ignored(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        i, j = np.divmod(X[n, y : y + size[0], x : x + size[1], c].argmax(), size[1])
        dX[n, y + i, x + j, c] += dA[n, y, x, c]
    return dX


def strides_ignored_on_the_way_back(dA, X, size, strides):
    dX, found = np.zeros(X.shape), windows(X, size, strides)
    for n, y, x, c in np.ndindex(*dA.shape):
        i, j = np.divmod(found[n, y, x, :, :, c].argmax(), size[1])
        dX[n, y + i, x + j, c] += dA[n, y, x, c]
    return dX


def strides_exchanged(dA, X, size, strides):
    return strides_as(strides[::-1], dA, X, size)


def one_stride(dA, X, size, strides):
    return strides_as((strides[0], strides[0]), dA, X, size)


def strides_as(strides, dA, X, size):
    """dX with windows at other places, as far as the image reaches."""
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        window = X[n, top : top + size[0], left : left + size[1], c]
        i, j = np.unravel_index(window.argmax(), window.shape)
        dX[n, top + i, left + j, c] += dA[n, y, x, c]
    return dX


def last_place_forgotten(dA, X, size, strides):
    return strides_as(strides, dA[:, :-1, :-1], X, size)


def side_by_side(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * size[0], x * size[1]
        i, j = np.divmod(X[n, top : top + size[0], left : left + size[1], c].argmax(), size[1])
        dX[n, top + i, left + j, c] += dA[n, y, x, c]
    return dX


def reshaped(dA, X, size, strides):
    (m, height, width, channels), (kh, kw) = X.shape, size
    every = X.reshape(m, height // kh, kh, width // kw, kw, channels)
    equal = every == every.max(axis=(2, 4), keepdims=True)
    return (equal * dA[:, :, np.newaxis, :, np.newaxis]).reshape(X.shape)


def stretched(dA, X, size, strides):
    A = windows(X, size, strides).max(axis=(3, 4))
    A, dA = (each.repeat(size[0], axis=1).repeat(size[1], axis=2) for each in (A, dA))
    return (X == A) * dA


def place_forgotten(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        i, j = np.divmod(X[n, top : top + size[0], left : left + size[1], c].argmax(), size[1])
        dX[n, i, j, c] += dA[n, y, x, c]
    return dX


def as_far_as_the_windows_reach(dA, X, size, strides):
    height, width = (dA.shape[1] - 1) * strides[0] + size[0], (dA.shape[2] - 1) * strides[1] + size[1]
    return max_pooling_backward(dA, X, size, strides)[:, :height, :width]


def windows_left(dA, X, size, strides):
    return chosen(X, size, strides) * dA[:, :, :, np.newaxis, np.newaxis]


def nothing_returned(dA, X, size, strides):
    print(max_pooling_backward(dA, X, size, strides))


ANCHOR = "one-winner"
SIDE = (
    "This works where windows lie side by side and nothing is left over, and only there. Windows may "
    "overlap, or leave gaps: go from place to place."
)

STRIDES = (
    "The windows went back to where they would lie with strides of 1. Where did the window of place 1 begin?"
)

WRONG_POOLING_BACKWARD = [
    *WRONG_WINNERS,
    *WRONG_SEARCHES,
    Misconception(
        "overwritten where windows overlap",
        overwritten,
        "A number can be the largest of several windows that overlap, and then only what the last of them "
        "sent is left. What it hears adds up.",
        "overlap",
    ),
    Misconception(
        "windows overwritten",
        windows_overwritten,
        "Each window wrote its zeros over what others had sent to the same pixels. What a pixel hears adds "
        "up.",
        "overlap",
    ),
    Misconception(
        "dA left out",
        left_out,
        "These are the slopes, ones where a number won. The chain rule multiplies them by what came back.",
        ANCHOR,
    ),
    Misconception(
        "multiplied by the largest",
        multiplied_by_the_largest,
        "The gradient was multiplied by the largest number. When that number grows by 1, A grows by 1: its "
        "slope is 1, however large it is.",
        ANCHOR,
    ),
    Misconception("strides ignored", strides_ignored, STRIDES, "overlap"),
    Misconception("strides ignored on the way back", strides_ignored_on_the_way_back, STRIDES, "overlap"),
    Misconception(
        "strides exchanged",
        strides_exchanged,
        "The two strides have changed places: the first says how far to go down, the second how far to the "
        "right.",
        "gather",
    ),
    Misconception(
        "one stride for both axes",
        one_stride,
        "One stride was taken for both axes. The first is for the height, the second for the width.",
        "gather",
    ),
    Misconception(
        "last place forgotten",
        last_place_forgotten,
        "The last row and the last column of places sent nothing back. Every element of dA counts.",
        ANCHOR,
    ),
    Misconception(
        "side by side",
        side_by_side,
        "Your windows lie side by side, as if the strides were always as large as the window. Here "
        "`strides` says where each begins.",
        ANCHOR,
    ),
    Misconception("reshaped", reshaped, SIDE, ANCHOR),
    Misconception("stretched", stretched, SIDE, ANCHOR),
    Misconception(
        "place forgotten",
        place_forgotten,
        "All gradients went into the upper left corner. The position in a window has to be counted from "
        "where that window begins.",
        ANCHOR,
    ),
    Misconception(
        "as far as the windows reach",
        as_far_as_the_windows_reach,
        "dX ends where the last window ends. X may have been larger: pixels that no window reached have a "
        "gradient, too, and it is 0.",
        ANCHOR,
    ),
    Misconception(
        "windows not folded back",
        windows_left,
        "These are the gradients of the windows, each by itself. They still have to go back to the pixels "
        "that the windows were made of.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The layer below can only go on with what is "
        "returned.",
    ),
]
