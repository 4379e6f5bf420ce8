"""Wrong answers to max_pooling_backward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import add_windows, max_pooling_backward, windows


def chosen(X, size, strides):
    """Which numbers of each window are as large as its largest."""
    every = windows(X, size, strides)
    return every == every.max(axis=(3, 4), keepdims=True)


def sent(dA, shares, X, strides):
    """dX, where each element of a window gets its share of dA."""
    return add_windows(shares * dA[:, :, :, np.newaxis, np.newaxis], X.shape, strides)


def all_that_are_equal(dA, X, size, strides):
    return sent(dA, chosen(X, size, strides), X, strides)


def shared_by_all_that_are_equal(dA, X, size, strides):
    equal = chosen(X, size, strides)
    return sent(dA, equal / equal.sum(axis=(3, 4), keepdims=True), X, strides)


def last_that_is_equal(dA, X, size, strides):
    equal = chosen(X, size, strides)[:, :, :, ::-1, ::-1]
    flat = equal.reshape(*dA.shape[:3], -1, dA.shape[3])
    first = flat & (flat.cumsum(axis=3) == 1)
    return sent(dA, first.reshape(equal.shape)[:, :, :, ::-1, ::-1], X, strides)


def first_in_column_major_order(dA, X, size, strides):
    dA, X = dA.swapaxes(1, 2), X.swapaxes(1, 2)
    return max_pooling_backward(dA, X, size[::-1], strides[::-1]).swapaxes(1, 2)


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


def spread_evenly(dA, X, size, strides):
    return sent(dA, np.full(windows(X, size, strides).shape, 1 / (size[0] * size[1])), X, strides)


def to_the_whole_window(dA, X, size, strides):
    return sent(dA, np.ones(windows(X, size, strides).shape), X, strides)


def left_out(dA, X, size, strides):
    return max_pooling_backward(np.ones_like(dA), X, size, strides)


def multiplied_by_the_largest(dA, X, size, strides):
    return max_pooling_backward(dA * windows(X, size, strides).max(axis=(3, 4)), X, size, strides)


def channels_compared(dA, X, size, strides):
    every = windows(X, size, strides)
    return sent(dA, every == every.max(axis=(3, 4, 5), keepdims=True), X, strides)


def wherever_the_number_stands(dA, X, size, strides):
    dX, A = np.zeros(X.shape), windows(X, size, strides).max(axis=(3, 4))
    for n, y, x, c in np.ndindex(*dA.shape):
        dX[n, ..., c] += (X[n, ..., c] == A[n, y, x, c]) * dA[n, y, x, c]
    return dX


def strides_ignored(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        i, j = np.divmod(X[n, y : y + size[0], x : x + size[1], c].argmax(), size[1])
        dX[n, y + i, x + j, c] += dA[n, y, x, c]
    return dX


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


def position_counted_in_columns(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        j, i = np.divmod(X[n, top : top + size[0], left : left + size[1], c].argmax(), size[0])
        dX[n, top + i, left + j, c] += dA[n, y, x, c]
    return dX


def as_far_as_the_windows_reach(dA, X, size, strides):
    height, width = (dA.shape[1] - 1) * strides[0] + size[0], (dA.shape[2] - 1) * strides[1] + size[1]
    return max_pooling_backward(dA, X, size, strides)[:, :height, :width]


def windows_left(dA, X, size, strides):
    return chosen(X, size, strides) * dA[:, :, :, np.newaxis, np.newaxis]


def nothing_returned(dA, X, size, strides):
    print(max_pooling_backward(dA, X, size, strides))


ANCHOR, TIE = "one-winner", "tie"
SIDE = (
    "This works where windows lie side by side and nothing is left over, and only there. Windows may "
    "overlap, or leave gaps: go from place to place."
)

WRONG_POOLING_BACKWARD = [
    Misconception(
        "all equal ones get it",
        all_that_are_equal,
        "Where several numbers of a window are the largest, all of them got the whole gradient, so that it "
        "counts more than once. It goes to the first of them alone.",
        TIE,
    ),
    Misconception(
        "shared by equal ones",
        shared_by_all_that_are_equal,
        "Where several numbers of a window are the largest, they share the gradient. That is a possible "
        "slope; libraries have agreed on the first of them.",
        TIE,
    ),
    Misconception(
        "last of equal ones",
        last_that_is_equal,
        "Where several numbers of a window are the largest, the last of them got the gradient. It goes to "
        "the first, in the order in which one reads.",
        TIE,
    ),
    Misconception(
        "first in column-major order",
        first_in_column_major_order,
        "Where several numbers of a window are the largest, the gradient went to the first of them down the "
        "columns. It goes to the first along the rows.",
        TIE,
    ),
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
        "spread evenly",
        spread_evenly,
        "All numbers of a window got an equal share. That is the way back of average pooling; here only the "
        "largest has moved A.",
        ANCHOR,
    ),
    Misconception(
        "to the whole window",
        to_the_whole_window,
        "All numbers of a window got its gradient. A small change of one that is not the largest changes "
        "nothing, so nothing can come back to it.",
        ANCHOR,
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
    Misconception(
        "channels compared",
        channels_compared,
        "Numbers of different channels were compared, and only the largest of all got something. Each "
        "channel is pooled by itself, and has a winner of its own.",
        ANCHOR,
    ),
    Misconception(
        "wherever the number stands",
        wherever_the_number_stands,
        "The gradient went to every pixel of the image that holds the same number as A. Only one that lies "
        "in the window can have won it.",
        ANCHOR,
    ),
    Misconception(
        "strides ignored",
        strides_ignored,
        "The windows went back to where they would lie with strides of 1. Where did the window of place 1 "
        "begin?",
        "overlap",
    ),
    Misconception(
        "side by side",
        side_by_side,
        "Your windows lie side by side, as if the strides were always as large as the window. Here `strides` "
        "says where each begins.",
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
        "position counted in columns",
        position_counted_in_columns,
        "The position in a window was taken apart as if it were counted down the columns. It is counted "
        "along the rows, each as long as the window is wide.",
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
