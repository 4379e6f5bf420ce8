"""Wrong answers to windows, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import windows
from autograder.exercises.conv2d.wrong_loops import WRONG_LOOPS
from autograder.exercises.conv2d.wrong_places import at_wrong_places


def strides_ignored(X, kernel, strides):
    return windows(X, kernel, (1, 1))


def pixels_for_places(X, kernel, strides):
    m, height, width, channels = X.shape
    (kh, kw), (sh, sw) = kernel, strides
    found = np.zeros((m, (height - kh) // sh + 1, (width - kw) // sw + 1, kh, kw, channels))
    for y in range(0, height - kh + 1, sh):
        for x in range(0, width - kw + 1, sw):
            found[:, y, x] = X[:, y : y + kh, x : x + kw]
    return found


def strides_exchanged(X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))
    return np.moveaxis(every[:, :: strides[1], :: strides[0]], 3, -1)


def strides_inside(X, kernel, strides):
    m, height, width, channels = X.shape
    (kh, kw), (sh, sw) = kernel, strides
    out_height, out_width = height - (kh - 1) * sh, width - (kw - 1) * sw
    found = np.zeros((m, out_height, out_width, kh, kw, channels))
    for i in range(kh):
        for j in range(kw):
            found[:, :, :, i, j] = X[:, i * sh : i * sh + out_height, j * sw : j * sw + out_width]
    return found


def side_by_side(X, kernel, strides):
    m, height, width, channels = X.shape
    kh, kw = kernel
    inside = X[:, : height // kh * kh, : width // kw * kw]
    return inside.reshape(m, height // kh, kh, width // kw, kw, channels).swapaxes(2, 3)


def kernel_exchanged(X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel[::-1], axis=(1, 2))
    return np.moveaxis(every[:, :: strides[0], :: strides[1]], 3, -1)


def beyond_the_edge(X, kernel, strides):
    (kh, kw), (sh, sw) = kernel, strides
    m, height, width, channels = X.shape
    rows, columns = range(0, height, sh), range(0, width, sw)
    found = np.zeros((m, len(rows), len(columns), kh, kw, channels))
    for y, top in enumerate(rows):
        for x, left in enumerate(columns):
            found[:, y, x] = X[:, top : top + kh, left : left + kw]
    return found


def cut_at_the_edge(X, kernel, strides):
    (kh, kw), (sh, sw) = kernel, strides
    m, height, width, channels = X.shape
    rows, columns = range(0, height, sh), range(0, width, sw)
    found = np.zeros((m, len(rows), len(columns), kh, kw, channels))
    for y, top in enumerate(rows):
        for x, left in enumerate(columns):
            window = X[:, top : top + kh, left : left + kw]
            found[:, y, x, : window.shape[1], : window.shape[2]] = window
    return found


def channels_before_the_kernel(X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))
    return every[:, :: strides[0], :: strides[1]]


def reshaped(X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))
    every = every[:, :: strides[0], :: strides[1]]
    m, out_height, out_width, channels, kh, kw = every.shape
    return every.reshape(m, out_height, out_width, kh, kw, channels)


def kernel_first(X, kernel, strides):
    return np.moveaxis(windows(X, kernel, strides), (3, 4), (0, 1))


def places_first(X, kernel, strides):
    return np.moveaxis(windows(X, kernel, strides), 0, 2)


def places_joined(X, kernel, strides):
    every = windows(X, kernel, strides)
    return every.reshape(-1, *every.shape[3:])


def flattened(X, kernel, strides):
    every = windows(X, kernel, strides)
    return every.reshape(*every.shape[:3], -1)


def places_of_a_sample_joined(X, kernel, strides):
    every = windows(X, kernel, strides)
    return every.reshape(len(X), -1, *every.shape[3:])


def places_reshaped(X, kernel, strides):
    """The windows were noted place by place, and then given the right shape."""
    every = windows(X, kernel, strides)
    return np.moveaxis(every, 0, 2).reshape(every.shape)


def view_alone(X, kernel, strides):
    return np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))


def cut_by(cut, X, kernel, strides):
    return cut(X, kernel, strides)


def whole_numbers(X, kernel, strides):
    return windows(X, kernel, strides).astype(int)


def turned_over(X, kernel, strides):
    return windows(X, kernel, strides)[:, :, :, ::-1, ::-1]


def first_sample(X, kernel, strides):
    return windows(X, kernel, strides)[0]


def nothing_returned(X, kernel, strides):
    print(windows(X, kernel, strides))


ANCHOR, AXES = "gather", "axes"

WRONG_WINDOWS = [
    Misconception(
        "strides ignored",
        strides_ignored,
        "The windows are those for a stride of 1. With larger strides, some places are left out.",
        ANCHOR,
    ),
    Misconception(
        "pixels for places",
        pixels_for_places,
        "With a larger stride, a window was put at the number of the pixel where it begins. Places are "
        "counted one by one: place 1 begins at pixel 2 when the stride is 2.",
        ANCHOR,
    ),
    Misconception(
        "strides exchanged",
        strides_exchanged,
        "The two strides have changed places: the first says how far to go down, the second how far to the "
        "right.",
        ANCHOR,
    ),
    Misconception(
        "strides inside the windows",
        strides_inside,
        "The steps were made inside the windows, so that their pixels lie apart. That is a dilation. A "
        "stride is the way from one window to the next.",
        ANCHOR,
    ),
    Misconception(
        "side by side",
        side_by_side,
        "Your windows share no pixel, as if the strides were as large as the kernel. In general windows "
        "overlap, and a pixel lies in many of them.",
        ANCHOR,
    ),
    Misconception(
        "kernel exchanged",
        kernel_exchanged,
        "The two sizes of the kernel have changed places: the first is its height, the second its width.",
        ANCHOR,
    ),
    Misconception(
        "beyond the edge",
        beyond_the_edge,
        "Some windows would begin so near the edge that they reach beyond it, and what is there is too "
        "small. How many places are there where a whole window has room?",
        "places",
    ),
    Misconception(
        "filled with zeros at the edge",
        cut_at_the_edge,
        "Windows that reach beyond the edge were filled with zeros. Here only places count where a whole "
        "window has room.",
        "places",
    ),
    Misconception(
        "channels before the kernel",
        channels_before_the_kernel,
        "The windows are right, and their axes stand in another order: channels come before height and "
        "width in yours. They belong at the end, as in X.",
        AXES,
    ),
    Misconception(
        "reshaped, not moved",
        reshaped,
        "The shape is right, and the numbers stand in the order of other axes. To give an array a shape "
        "moves no number past another: an axis has to be moved.",
        AXES,
    ),
    Misconception(
        "places and samples mixed by a reshape",
        places_reshaped,
        "The windows were noted place by place, and then given the right shape. That moved windows from one "
        "image into another: axes have to change places, and a reshape never does that.",
        AXES,
    ),
    Misconception(
        "a view, as it comes",
        view_alone,
        "In this view every place has a window, and the channels stand before height and width. Leave "
        "places out as the strides say, and let the channels come last.",
        AXES,
    ),
    Misconception(
        "kernel axes first",
        kernel_first,
        "The windows are right, and their axes stand in another order: the two of the kernel come first in "
        "yours. Samples and places come before them.",
        AXES,
    ),
    Misconception(
        "places before samples",
        places_first,
        "The windows are right, and their axes stand in another order: places come before samples in yours. "
        "Samples come first, as everywhere.",
        AXES,
    ),
    Misconception(
        "places joined",
        places_joined,
        "Samples and places became one axis. Keep them apart, so that each window still tells where it lies.",
        AXES,
    ),
    Misconception(
        "places of a sample joined",
        places_of_a_sample_joined,
        "Rows and columns of windows became one axis. Keep the two apart: the output is an image again.",
        AXES,
    ),
    Misconception(
        "windows flattened",
        flattened,
        "Each window became a row. That will be wanted in the next exercise; here a window keeps its "
        "height, its width and its channels.",
        AXES,
    ),
    Misconception(
        "windows flipped",
        turned_over,
        "Each window is flipped, so that its last pixel comes first. Its pixels stand as they do in the "
        "image.",
        AXES,
    ),
    Misconception(
        "first sample alone",
        first_sample,
        "The windows of the first image came alone. Every image of the batch has windows.",
        AXES,
    ),
    Misconception(
        "whole numbers",
        whole_numbers,
        "What comes after the decimal point is lost: your windows are an array of whole numbers. Arrays "
        "hold what they were made for.",
    ),
    *at_wrong_places(cut_by),
    *WRONG_LOOPS,
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. All windows are asked for, in one array.",
    ),
]
