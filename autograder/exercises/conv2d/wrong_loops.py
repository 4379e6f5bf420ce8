"""Loops that end too soon or cut at the wrong pixels: mistakes in three exercises, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import add_windows, conv2d_backward, windows


def room(X, kernel, strides) -> np.ndarray:
    return np.zeros(windows(X, kernel, strides).shape)


def end_not_moved(X, kernel, strides):
    found, (kh, kw), (sh, sw) = room(X, kernel, strides), kernel, strides
    for y in range(found.shape[1]):
        for x in range(found.shape[2]):
            found[:, y, x] = X[:, y * sh : kh, x * sw : kw]
    return found


def as_large_as_a_stride(X, kernel, strides):
    found, (sh, sw) = room(X, kernel, strides), strides
    for y in range(found.shape[1]):
        for x in range(found.shape[2]):
            found[:, y, x] = X[:, y * sh : (y + 1) * sh, x * sw : (x + 1) * sw]
    return found


def side_by_side(X, kernel, strides):
    found, (kh, kw) = room(X, kernel, strides), kernel
    for y in range(found.shape[1]):
        for x in range(found.shape[2]):
            found[:, y, x] = X[:, y * kh : y * kh + kh, x * kw : x * kw + kw]
    return found


def strides_over_places(X, kernel, strides):
    found, (kh, kw), (sh, sw) = room(X, kernel, strides), kernel, strides
    for y in range(0, found.shape[1], sh):
        for x in range(0, found.shape[2], sw):
            found[:, y, x] = X[:, y : y + kh, x : x + kw]
    return found


def rows_and_columns_exchanged(X, kernel, strides):
    return windows(X, kernel, strides).swapaxes(1, 2)


def rows_and_columns_exchanged_in_the_image(X, kernel, strides):
    found, (kh, kw), (sh, sw) = room(X, kernel, strides), kernel, strides
    for y in range(found.shape[1]):
        for x in range(found.shape[2]):
            found[:, y, x] = X[:, x * sh : x * sh + kh, y * sw : y * sw + kw]
    return found


def first_row_of_places(X, kernel, strides):
    found = room(X, kernel, strides)
    found[:, 0] = windows(X, kernel, strides)[:, 0]
    return found


def first_image(X, kernel, strides):
    found = room(X, kernel, strides)
    found[0] = windows(X, kernel, strides)[0]
    return found


def back_from_the_first_row(dA, W, shape, strides):
    alone = np.zeros_like(dA)
    alone[:, 0] = dA[:, 0]
    return conv2d_backward(alone, W, shape, strides)


def back_to_the_first_image(dA, W, shape, strides):
    alone = np.zeros_like(dA)
    alone[0] = dA[0]
    return conv2d_backward(alone, W, shape, strides)


def images_added_up(dA, W, shape, strides):
    return np.zeros(shape) + conv2d_backward(dA, W, shape, strides).sum(axis=0)


def given_the_shape(dA, W, shape, strides):
    return np.einsum("nyxo,ijco->nyxijc", dA, W).reshape(shape)


def to_the_corner(dA, X, size, strides):
    corner = np.zeros((*size, 1))
    corner[0, 0] = 1
    return add_windows(corner * dA[:, :, :, np.newaxis, np.newaxis], X.shape, strides)


def looked_for_in_the_image(dA, X, size, strides):
    dX, A = np.zeros(X.shape), windows(X, size, strides).max(axis=(3, 4))
    for n, y, x, c in np.ndindex(*dA.shape):
        i, j = np.argwhere(X[n, :, :, c] == A[n, y, x, c])[0]
        dX[n, i, j, c] += dA[n, y, x, c]
    return dX


def search_from_zero(dA, X, size, strides):
    dX, (sh, sw) = np.zeros(X.shape), strides
    for n, y, x, c in np.ndindex(*dA.shape):
        largest, best = 0.0, (y * sh, x * sw)
        for i in range(y * sh, y * sh + size[0]):
            for j in range(x * sw, x * sw + size[1]):
                if X[n, i, j, c] > largest:
                    largest, best = X[n, i, j, c], (i, j)
        dX[n, *best, c] += dA[n, y, x, c]
    return dX


def equal_ones_overwritten(dA, X, size, strides):
    dX, (kh, kw), (sh, sw) = np.zeros(X.shape), size, strides
    for n, y, x, c in np.ndindex(*dA.shape):
        here = np.s_[n, y * sh : y * sh + kh, x * sw : x * sw + kw, c]
        dX[here] = (X[here] == X[here].max()) * dA[n, y, x, c]
    return dX


ROW = "Only the first row of places was gone through: the loop ends there. How far is the return indented?"

WRONG_LOOPS = [
    Misconception(
        "end of the slice not moved",
        end_not_moved,
        "A window begins further on with each place, and yours all end where the first one does. Its end "
        "moves with its beginning.",
        "gather",
    ),
    Misconception(
        "windows as large as a stride",
        as_large_as_a_stride,
        "Your windows end where the next one begins, as if they were as large as the stride. The stride says "
        "where a window begins, and the kernel how large it is.",
        "gather",
    ),
    Misconception(
        "kernel taken for the strides",
        side_by_side,
        "Your windows lie side by side, as if the strides were as large as the kernel. How far to go on is "
        "for `strides` to say.",
        "gather",
    ),
    Misconception(
        "strides over the places",
        strides_over_places,
        "Your loops leave out places, and the windows of the others lie as for a stride of 1. Every place "
        "has a window: it is the pixel where it begins that the stride moves.",
        "gather",
    ),
    Misconception(
        "rows and columns of places exchanged",
        rows_and_columns_exchanged,
        "The windows are right, and the two axes that say which have changed places: rows come before "
        "columns.",
        "axes",
    ),
    Misconception(
        "rows and columns exchanged in the image",
        rows_and_columns_exchanged_in_the_image,
        "Rows and columns have changed places where the windows are cut out of the image. y goes down, along "
        "the second axis of X, and x to the right, along the third.",
        "axes",
    ),
    Misconception("returned in the loop", first_row_of_places, ROW),
    Misconception(
        "first image alone",
        first_image,
        "Only the first image was cut into windows. A slice takes all samples at once.",
        "axes",
    ),
]

WRONG_LOOPS_BACK = [
    Misconception("returned in the loop", back_from_the_first_row, ROW),
    Misconception(
        "first image alone",
        back_to_the_first_image,
        "Only the first image heard anything. Every sample has a dX of its own.",
        "overlap",
    ),
    Misconception(
        "images added up",
        images_added_up,
        "What came back for all images was added up, and each got the sum. Only what is shared adds up, and "
        "an image is shared by nobody.",
        "overlap",
    ),
    Misconception(
        "windows given the shape of X",
        given_the_shape,
        "A reshape cannot put windows back: where they overlap, there are more numbers in them than X has. "
        "Each goes back to where it was taken from, and what meets adds up.",
        "overlap",
    ),
]

WRONG_SEARCHES = [
    Misconception(
        "to the first corner",
        to_the_corner,
        "The gradient of each window went to where the window begins. It goes to the number that won, "
        "wherever in the window that stands.",
        "one-winner",
    ),
    Misconception(
        "looked for in the whole image",
        looked_for_in_the_image,
        "The winner was looked for in the whole image, and the first that is as large may lie in another "
        "window. Look in the window alone.",
        "one-winner",
    ),
    Misconception(
        "search that begins with 0",
        search_from_zero,
        "Where no number of a window is above 0, none is larger than the 0 that your search begins with. "
        "Begin with the first number of the window.",
        "one-winner",
    ),
    Misconception(
        "equal ones, overwritten",
        equal_ones_overwritten,
        "Each window took the place of what others had sent, and all numbers that are the largest got the "
        "gradient. It goes to the first of them alone, and what meets adds up.",
        "tie",
    ),
]
