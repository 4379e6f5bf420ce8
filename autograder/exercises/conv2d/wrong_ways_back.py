"""A way back through other weights: mistakes in conv2d_backward, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import add_windows, conv2d_backward


def weights_left_out(dA, W, shape, strides):
    return conv2d_backward(dA, np.ones_like(W), shape, strides)


def not_transposed(dA, W, shape, strides):
    kh, kw, channels, _ = W.shape
    each = (dA @ W.reshape(-1, channels).T).reshape(*dA.shape[:3], kh, kw, channels)
    return add_windows(each, shape, strides)


def weights_in_the_order_of_other_axes(dA, W, shape, strides):
    kh, kw, channels, filters = W.shape
    each = (dA @ W.reshape(filters, -1)).reshape(*dA.shape[:3], kh, kw, channels)
    return add_windows(each, shape, strides)


def windows_in_the_order_of_other_axes(dA, W, shape, strides):
    kh, kw, channels, filters = W.shape
    each = (dA @ W.reshape(-1, filters).T).reshape(*dA.shape[:3], channels, kh, kw)
    return add_windows(np.moveaxis(each, 3, -1), shape, strides)


def turned_over(dA, W, shape, strides):
    return conv2d_backward(dA, W[::-1, ::-1], shape, strides)


def kernel_transposed(dA, W, shape, strides):
    return conv2d_backward(dA, W.swapaxes(0, 1), shape, strides)


def first_filter(dA, W, shape, strides):
    return conv2d_backward(dA[..., :1], W[..., :1], shape, strides)


def all_axes_transposed(dA, W, shape, strides):
    each = (dA @ W.T.reshape(W.shape[3], -1)).reshape(*dA.shape[:3], *W.shape[:3])
    return add_windows(each, shape, strides)


def last_filter(dA, W, shape, strides):
    return conv2d_backward(dA[..., -1:], W[..., -1:], shape, strides)


OVERLAP, FORWARD = "overlap", "window-as-row"

WRONG_WAYS_BACK = [
    Misconception(
        "weights left out",
        weights_left_out,
        "Every pixel of a window got the whole of what came back for it. It counts as much as its weight "
        "says.",
        OVERLAP,
    ),
    Misconception(
        "W not transposed",
        not_transposed,
        "The gradient went through W in the direction of forward. On the way back, the filters of dA have "
        "to meet the filters of W.",
        FORWARD,
    ),
    Misconception(
        "weights in the order of other axes",
        weights_in_the_order_of_other_axes,
        "W was given the shape of its transpose, and its numbers stayed where they were. Make the matrix of "
        "the forward pass first, then let its rows and columns change places.",
        FORWARD,
    ),
    Misconception(
        "all axes of W transposed",
        all_axes_transposed,
        "For more than two axes, T turns the order of all of them round. Make the matrix of the forward "
        "pass first, then let its rows and columns change places.",
        FORWARD,
    ),
    Misconception(
        "windows in the order of other axes",
        windows_in_the_order_of_other_axes,
        "A row was taken apart as if the channels came first in a window. They come last, as in W.",
        FORWARD,
    ),
    Misconception(
        "kernel flipped",
        turned_over,
        "Each window's gradient is flipped. A pixel hears back through the very weight that it went through.",
        OVERLAP,
    ),
    Misconception(
        "kernel transposed",
        kernel_transposed,
        "In each window's gradient, rows and columns have changed places. A pixel hears back through the "
        "very weight that it went through.",
        OVERLAP,
    ),
    Misconception(
        "last filter alone",
        last_filter,
        "Only what the last filter sent is left. A pixel went into every filter, and what it hears from "
        "them adds up.",
        OVERLAP,
    ),
    Misconception(
        "first filter alone",
        first_filter,
        "Only the first filter sent something back. A pixel went into every filter, and hears from all of "
        "them.",
        OVERLAP,
    ),
]
