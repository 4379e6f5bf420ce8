"""Wrong answers to conv2d_forward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import conv2d_forward, windows


def bias_forgotten(X, W, b, strides):
    return conv2d_forward(X, W, 0 * b, strides)


def bias_for_each_element(X, W, b, strides):
    return conv2d_forward(X, W, W[..., 0].size * b, strides)


def sum_of_biases(X, W, b, strides):
    return conv2d_forward(X, W, b.sum(), strides)


def first_bias(X, W, b, strides):
    return conv2d_forward(X, W, b[0], strides)


def strides_ignored(X, W, b, strides):
    return conv2d_forward(X, W, b, (1, 1))


def strides_exchanged(X, W, b, strides):
    return conv2d_forward(X, W, b, strides[::-1])


def turned_over(X, W, b, strides):
    return conv2d_forward(X, W[::-1, ::-1], b, strides)


def kernel_transposed(X, W, b, strides):
    return conv2d_forward(X, W.swapaxes(0, 1), b, strides)


def filters_first(X, W, b, strides):
    every = windows(X, W.shape[:2], strides)
    return every.reshape(*every.shape[:3], -1) @ W.reshape(W.shape[-1], -1).T + b


def reshaped_windows(X, W, b, strides):
    kh, kw, _, filters = W.shape
    every = np.lib.stride_tricks.sliding_window_view(X, (kh, kw), axis=(1, 2))
    every = every[:, :: strides[0], :: strides[1]]  # channels before the kernel
    return every.reshape(*every.shape[:3], -1) @ W.reshape(-1, filters) + b


def channels_apart(X, W, b, strides):
    return np.einsum("nyxijc,ijco->nyxco", windows(X, W.shape[:2], strides), W) + b


def first_channel(X, W, b, strides):
    return conv2d_forward(X[..., :1], W[:, :, :1], b, strides)


def first_filter(X, W, b, strides):
    return conv2d_forward(X, W[..., :1], b[:1], strides)


def filters_added(X, W, b, strides):
    return conv2d_forward(X, W, b, strides).sum(axis=-1)


def averaged(X, W, b, strides):
    return conv2d_forward(X, W / W[..., 0].size, b, strides)


def not_summed(X, W, b, strides):
    return windows(X, W.shape[:2], strides)[..., np.newaxis] * W + b


def one_product(X, W, b, strides):
    """In a loop, each product overwrites what was there: the last one is left."""
    last = np.arange(W[..., 0].size) == W[..., 0].size - 1
    return conv2d_forward(X, W * last.reshape(*W.shape[:3], 1), b, strides)


def rows_left(X, W, b, strides):
    """A window is a row, and the rows were not made an image again."""
    every = windows(X, W.shape[:2], strides)
    return every.reshape(every[..., 0, 0, 0].size, -1) @ W.reshape(-1, W.shape[-1]) + b


def channels_first(X, W, b, strides):
    return np.moveaxis(conv2d_forward(X, W, b, strides), -1, 1)


def padded(X, W, b, strides):
    kh, kw = W.shape[:2]
    before, after = ((kh - 1) // 2, (kw - 1) // 2), (kh // 2, kw // 2)
    X = np.pad(X, ((0, 0), (before[0], after[0]), (before[1], after[1]), (0, 0)))
    return conv2d_forward(X, W, b, strides)


def last_place_forgotten(X, W, b, strides):
    m, height, width, _ = X.shape
    (kh, kw, _, filters), (sh, sw) = W.shape, strides
    A = np.zeros((m, (height - kh) // sh, (width - kw) // sw, filters))
    for y in range(A.shape[1]):
        for x in range(A.shape[2]):
            window = X[:, y * sh : y * sh + kh, x * sw : x * sw + kw]
            A[:, y, x] = np.tensordot(window, W, 3) + b
    return A


def strides_for_the_count_alone(X, W, b, strides):
    (kh, kw, _, _), (_, height, width, _), (sh, sw) = W.shape, X.shape, strides
    out_height, out_width = (height - kh) // sh + 1, (width - kw) // sw + 1
    return conv2d_forward(X[:, : out_height + kh - 1, : out_width + kw - 1], W, b, (1, 1))


def whole_numbers(X, W, b, strides):
    return conv2d_forward(X, W, b, strides).astype(int)


def with_relu(X, W, b, strides):
    return np.maximum(0, conv2d_forward(X, W, b, strides))


def nothing_returned(X, W, b, strides):
    print(conv2d_forward(X, W, b, strides))


ANCHOR, FORWARD = "one-kernel", "window-as-row"

WRONG_FORWARD = [
    Misconception(
        "bias forgotten",
        bias_forgotten,
        "The weighted sums are right, and b is not in them. Every filter adds a bias of its own.",
        ANCHOR,
    ),
    Misconception(
        "a bias for each product",
        bias_for_each_element,
        "The bias was added to each product of a window, and so it counts many times. It is added once, to "
        "their sum.",
        ANCHOR,
    ),
    Misconception(
        "all biases added",
        sum_of_biases,
        "Every filter got the sum of all biases. Each adds its own alone.",
        ANCHOR,
    ),
    Misconception(
        "one bias for all",
        first_bias,
        "Every filter got the bias of the first. Each adds its own.",
        ANCHOR,
    ),
    Misconception(
        "strides ignored",
        strides_ignored,
        "The kernel stopped at every place, as for strides of 1. With larger ones it leaves places out.",
        "gather",
    ),
    Misconception(
        "strides exchanged",
        strides_exchanged,
        "The two strides have changed places: the first says how far to go down, the second how far to the "
        "right.",
        "gather",
    ),
    Misconception(
        "kernel turned over",
        turned_over,
        "The kernel was turned over, so that its last weight meets the first pixel. Mathematics calls that a "
        "convolution; in networks the first weight meets the first pixel.",
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
        "windows in the order of other axes",
        reshaped_windows,
        "In your rows the channels come before height and width, and in the rows of W after them. So most "
        "weights meet another number than their own.",
        FORWARD,
    ),
    Misconception(
        "channels kept apart",
        channels_apart,
        "There is a result for each channel. A filter looks at all channels of a window and gives one "
        "number: the sum runs over them, too.",
        ANCHOR,
    ),
    Misconception(
        "first channel alone",
        first_channel,
        "Only the first channel was looked at. A filter has weights for all channels, and adds them all up.",
        ANCHOR,
    ),
    Misconception(
        "first filter alone",
        first_filter,
        "Only the first filter came through. The last axis of A has one number for each filter.",
        ANCHOR,
    ),
    Misconception(
        "filters added up",
        filters_added,
        "The results of all filters were added up. Each of them is a channel of A.",
        ANCHOR,
    ),
    Misconception(
        "mean of a window",
        averaged,
        "The sums were divided by the number of weights. A weighted sum is not a mean: what a pixel counts "
        "is what its weight says.",
        ANCHOR,
    ),
    Misconception(
        "not summed",
        not_summed,
        "Each number of a window was multiplied by its weights, and nothing was summed. A window and a "
        "filter make one number.",
        ANCHOR,
    ),
    Misconception(
        "last product alone",
        one_product,
        "Only the product of the last pixel and the last weight is left. All products of a window are added "
        "up; in a loop, none may take the place of those before.",
        ANCHOR,
    ),
    Misconception(
        "rows not made an image",
        rows_left,
        "The numbers are right, and stand in one long column of rows. The output is an image again: its "
        "rows go back to their samples and places.",
        FORWARD,
    ),
    Misconception(
        "channels first",
        channels_first,
        "The numbers are right, and the filters come before height and width. In this course channels come "
        "last.",
        FORWARD,
    ),
    Misconception(
        "zeros added around",
        padded,
        "The image was padded with zeros first. Whether that is done is decided elsewhere: here X is taken "
        "as it comes.",
        "same",
    ),
    Misconception(
        "last place forgotten",
        last_place_forgotten,
        "The last row and the last column of A are missing. There is one place more than steps.",
        "places",
    ),
    Misconception(
        "strides in the count alone",
        strides_for_the_count_alone,
        "A has the right size, and its windows lie side by side as for strides of 1. Where does the window "
        "of place 1 begin when the stride is 2?",
        "gather",
    ),
    Misconception(
        "whole numbers",
        whole_numbers,
        "What comes behind the point is lost: your result is an array of whole numbers. Arrays hold what "
        "they were made for.",
    ),
    Misconception(
        "ReLU applied",
        with_relu,
        "Negative results became 0. That is an activation, ReLU; here it is a layer of its own, and Conv2D "
        "ends with the sum.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. A is asked for, an image with a channel for each "
        "filter.",
    ),
]
