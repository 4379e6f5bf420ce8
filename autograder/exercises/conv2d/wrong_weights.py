"""Weights that meet other numbers than their own: mistakes in conv2d_forward, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import conv2d_forward, windows


def turned_over(X, W, b, strides):
    return conv2d_forward(X, W[::-1, ::-1], b, strides)


def turned_over_with_its_channels(X, W, b, strides):
    return conv2d_forward(X, W[::-1, ::-1, ::-1], b, strides)


def kernel_transposed(X, W, b, strides):
    return conv2d_forward(X, W.swapaxes(0, 1), b, strides)


def filters_first(X, W, b, strides):
    every = windows(X, W.shape[:2], strides)
    return every.reshape(*every.shape[:3], -1) @ W.reshape(W.shape[-1], -1).T + b


def all_axes_transposed(X, W, b, strides):
    every = windows(X, W.shape[:2], strides)
    return every.reshape(*every.shape[:3], -1) @ W.T.reshape(-1, W.shape[-1]) + b


def reshaped_windows(X, W, b, strides):
    kh, kw, _, filters = W.shape
    every = np.lib.stride_tricks.sliding_window_view(X, (kh, kw), axis=(1, 2))
    every = every[:, :: strides[0], :: strides[1]]  # channels before the kernel
    return every.reshape(*every.shape[:3], -1) @ W.reshape(-1, filters) + b


ANCHOR, FORWARD = "one-kernel", "window-as-row"

WRONG_WEIGHTS = [
    Misconception(
        "kernel flipped",
        turned_over,
        "The kernel was flipped, so that its last weight meets the first pixel. Mathematics calls that "
        "a convolution; in networks the first weight meets the first pixel.",
        ANCHOR,
    ),
    Misconception(
        "kernel and channels flipped",
        turned_over_with_its_channels,
        "The kernel was flipped, and its channels, too, as `scipy.signal.convolve` does it. In networks "
        "the first weight meets the first number: SciPy calls that a correlation.",
        ANCHOR,
    ),
    Misconception(
        "kernel transposed",
        kernel_transposed,
        "Rows and columns of the kernel have changed places. A weight has to meet the pixel that stands at "
        "its own place in the window.",
        ANCHOR,
    ),
    Misconception(
        "weights in the order of other axes",
        filters_first,
        "The weights were cut into rows as if the filters came first in W. They come last: a column of the "
        "matrix is one filter.",
        FORWARD,
    ),
    Misconception(
        "all axes of W transposed",
        all_axes_transposed,
        "For more than two axes, T turns the order of all of them round, and so the weights meet other "
        "numbers. Window and kernel have the same three axes in the same order already.",
        FORWARD,
    ),
    Misconception(
        "windows in the order of other axes",
        reshaped_windows,
        "In your rows the channels come before height and width, and in the rows of W after them. So most "
        "weights meet another number than their own.",
        FORWARD,
    ),
]
