"""The gradient goes to other numbers than the largest: mistakes in max_pooling_backward, and what helps."""

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


def channels_compared(dA, X, size, strides):
    every = windows(X, size, strides)
    return sent(dA, every == every.max(axis=(3, 4, 5), keepdims=True), X, strides)


def wherever_the_number_stands(dA, X, size, strides):
    dX, A = np.zeros(X.shape), windows(X, size, strides).max(axis=(3, 4))
    for n, y, x, c in np.ndindex(*dA.shape):
        dX[n, ..., c] += (X[n, ..., c] == A[n, y, x, c]) * dA[n, y, x, c]
    return dX


def smallest(dA, X, size, strides):
    return max_pooling_backward(dA, -X, size, strides)


def largest_in_size(dA, X, size, strides):
    return max_pooling_backward(dA, abs(X), size, strides)


def winners_pixel(dA, X, size, strides):
    """All channels get something at the pixel where the largest of all channels stands."""
    return max_pooling_backward(dA, np.broadcast_to(X.max(axis=3, keepdims=True), X.shape), size, strides)


def largest_of_the_batch(dA, X, size, strides):
    every = windows(X, size, strides)
    return sent(dA, every == every.max(axis=(0, 3, 4, 5), keepdims=True), X, strides)


def position_divided_by_the_height(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        i, j = np.divmod(X[n, top : top + size[0], left : left + size[1], c].argmax(), size[0])
        dX[n, top + i, left + j, c] += dA[n, y, x, c]
    return dX


def position_counted_in_columns(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        j, i = np.divmod(X[n, top : top + size[0], left : left + size[1], c].argmax(), size[0])
        dX[n, top + i, left + j, c] += dA[n, y, x, c]
    return dX


def spread_evenly(dA, X, size, strides):
    return sent(dA, np.full(windows(X, size, strides).shape, 1 / (size[0] * size[1])), X, strides)


def to_the_whole_window(dA, X, size, strides):
    return sent(dA, np.ones(windows(X, size, strides).shape), X, strides)


ANCHOR, TIE = "one-winner", "tie"

WRONG_WINNERS = [
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
        "channels compared",
        channels_compared,
        "Numbers of different channels were compared, and only the largest of all got something. Each "
        "channel is pooled by itself, and has a winner of its own.",
        ANCHOR,
    ),
    Misconception(
        "pixel of the largest channel",
        winners_pixel,
        "One pixel of each window got the gradients of all channels. Each channel is pooled by itself, and "
        "has a winner of its own.",
        ANCHOR,
    ),
    Misconception(
        "largest of the batch",
        largest_of_the_batch,
        "Numbers of different images and channels were compared. Without axes, a maximum goes through "
        "everything that it is given; each image and channel is pooled by itself.",
        ANCHOR,
    ),
    Misconception(
        "smallest",
        smallest,
        "The gradient went to the smallest number of each window. The largest has made A.",
        ANCHOR,
    ),
    Misconception(
        "largest in size",
        largest_in_size,
        "The signs were left out, so that -5 counted for more than 3. The largest number has made A, not "
        "the one farthest from 0.",
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
        "position divided by the height",
        position_divided_by_the_height,
        "The position in a window was divided by its height. It is counted along the rows, and each row is "
        "as long as the window is wide.",
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
]
