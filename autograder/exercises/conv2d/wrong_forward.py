"""Wrong answers to conv2d_forward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import conv2d_forward, output_size, windows
from autograder.exercises.conv2d.wrong_places import at_wrong_places
from autograder.exercises.conv2d.wrong_weights import WRONG_WEIGHTS


def bias_forgotten(X, W, b, strides):
    return conv2d_forward(X, W, 0 * b, strides)


def bias_for_each_element(X, W, b, strides):
    return conv2d_forward(X, W, W[..., 0].size * b, strides)


def bias_for_each_channel(X, W, b, strides):
    return conv2d_forward(X, W, X.shape[-1] * b, strides)


def sum_of_biases(X, W, b, strides):
    return conv2d_forward(X, W, b.sum(), strides)


def first_bias(X, W, b, strides):
    return conv2d_forward(X, W, b[0], strides)


def strides_ignored(X, W, b, strides):
    return conv2d_forward(X, W, b, (1, 1))


def strides_exchanged(X, W, b, strides):
    return conv2d_forward(X, W, b, strides[::-1])


def channels_apart(X, W, b, strides):
    return np.einsum("nyxijc,ijco->nyxco", windows(X, W.shape[:2], strides), W) + b


def first_channel(X, W, b, strides):
    return conv2d_forward(X[..., :1], W[:, :, :1], b, strides)


def last_channel(X, W, b, strides):
    return conv2d_forward(X[..., -1:], W[:, :, -1:], b, strides)


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


def places_joined(X, W, b, strides):
    A = conv2d_forward(X, W, b, strides)
    return A.reshape(len(A), -1, A.shape[-1])


def channels_first(X, W, b, strides):
    return np.moveaxis(conv2d_forward(X, W, b, strides), -1, 1)


def padded(X, W, b, strides):
    kh, kw = W.shape[:2]
    before, after = ((kh - 1) // 2, (kw - 1) // 2), (kh // 2, kw // 2)
    X = np.pad(X, ((0, 0), (before[0], after[0]), (before[1], after[1]), (0, 0)))
    return conv2d_forward(X, W, b, strides)


def padded_for_these_strides(X, W, b, strides):
    axes = zip(X.shape[1:], W.shape, strides, strict=False)
    zeros = [output_size(n, kernel, stride, "same")[1:] for n, kernel, stride in axes]
    return conv2d_forward(np.pad(X, ((0, 0), *zeros, (0, 0))), W, b, strides)


def with_windows_of(cut, X, W, b, strides):
    """The product as it should be, with windows that are cut in another way."""
    return np.tensordot(cut(X, W.shape[:2], strides), W, 3) + b


def whole_numbers(X, W, b, strides):
    return conv2d_forward(X, W, b, strides).astype(int)


def with_relu(X, W, b, strides):
    return np.maximum(0, conv2d_forward(X, W, b, strides))


def nothing_returned(X, W, b, strides):
    print(conv2d_forward(X, W, b, strides))


ANCHOR, FORWARD = "one-kernel", "window-as-row"
PADDED = (
    "The image was padded with zeros first. Whether that is done is decided elsewhere: here X is taken as "
    "it comes."
)

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
        "a bias for each channel",
        bias_for_each_channel,
        "The bias was added for each channel of X, and so it counts several times. It is added once, to the "
        "sum over all channels.",
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
    *WRONG_WEIGHTS,
    Misconception(
        "channels kept apart",
        channels_apart,
        "There is a result for each channel. A filter looks at all channels of a window and gives one "
        "number: the sum runs over them, too.",
        ANCHOR,
    ),
    Misconception(
        "last channel alone",
        last_channel,
        "Only the last channel is in the sum: in a loop, each took the place of the one before. What the "
        "channels give is added up.",
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
        "places joined",
        places_joined,
        "The places of an image became one axis. The output is an image again: rows and columns of places "
        "each keep an axis.",
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
        PADDED,
        "same",
    ),
    Misconception("zeros added as for these strides", padded_for_these_strides, PADDED, "same"),
    *at_wrong_places(with_windows_of),
    Misconception(
        "whole numbers",
        whole_numbers,
        "What comes after the decimal point is lost: your result is an array of whole numbers. Arrays hold "
        "what they were made for.",
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
