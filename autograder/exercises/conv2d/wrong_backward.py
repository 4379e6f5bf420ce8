"""Wrong answers to conv2d_backward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import add_windows, conv2d_backward


def overwritten(dA, W, shape, strides):
    dX, (kh, kw, _, _), (sh, sw) = np.zeros(shape), W.shape, strides
    each = np.tensordot(dA, W, axes=(3, 3))
    for y in range(dA.shape[1]):
        for x in range(dA.shape[2]):
            dX[:, y * sh : y * sh + kh, x * sw : x * sw + kw] = each[:, y, x]
    return dX


def averaged_where_windows_overlap(dA, W, shape, strides):
    ones = np.ones((*dA.shape[:3], *W.shape[:3]))
    return conv2d_backward(dA, W, shape, strides) / np.maximum(1, add_windows(ones, shape, strides))


def windows_left(dA, W, shape, strides):
    return np.tensordot(dA, W, axes=(3, 3))


def dA_handed_on(dA, W, shape, strides):
    return dA


def left_out(dA, W, shape, strides):
    return conv2d_backward(np.ones_like(dA), W, shape, strides)


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


def strides_ignored(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, (1, 1))


def strides_exchanged(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides[::-1])


def as_far_as_the_windows_reach(dA, W, shape, strides):
    m, out_height, out_width, _ = dA.shape
    kh, kw, channels, _ = W.shape
    height, width = (out_height - 1) * strides[0] + kh, (out_width - 1) * strides[1] + kw
    return conv2d_backward(dA, W, (m, height, width, channels), strides)


def last_place_forgotten(dA, W, shape, strides):
    return conv2d_backward(dA[:, :-1, :-1], W, shape, strides)


def first_filter(dA, W, shape, strides):
    return conv2d_backward(dA[..., :1], W[..., :1], shape, strides)


def channels_added(dA, W, shape, strides):
    dX = conv2d_backward(dA, W, shape, strides)
    return np.broadcast_to(dX.sum(axis=-1, keepdims=True), dX.shape)


def batch_added(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides).sum(axis=0)


def averaged_over_the_batch(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides) / len(dA)


def channels_first(dA, W, shape, strides):
    return np.moveaxis(conv2d_backward(dA, W, shape, strides), -1, 1)


def as_forward(dA, W, shape, strides):
    """dA with zeros around it, and the kernel as it was: the way back of a kernel that is turned over."""
    (kh, kw, _, _), (_, height, width, _) = W.shape, shape
    wide = np.zeros((len(dA), height + kh - 1, width + kw - 1, dA.shape[3]))
    wide[:, kh - 1 : kh - 1 + dA.shape[1], kw - 1 : kw - 1 + dA.shape[2]] = dA
    every = np.lib.stride_tricks.sliding_window_view(wide, (kh, kw), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", every, W)


def as_for_strides_of_one(dA, W, shape, strides):
    kh, kw, _, _ = W.shape
    wide = np.pad(dA, ((0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    every = np.lib.stride_tricks.sliding_window_view(wide, (kh, kw), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", every, W[::-1, ::-1])


def a_step(dA, W, shape, strides):
    return -conv2d_backward(dA, W, shape, strides)


def nothing_returned(dA, W, shape, strides):
    print(conv2d_backward(dA, W, shape, strides))


OVERLAP, FORWARD = "overlap", "window-as-row"

WRONG_BACKWARD = [
    Misconception(
        "overwritten where windows overlap",
        overwritten,
        "Where windows overlap, only what the last of them sent is left. A pixel that lies in several "
        "windows hears from all of them, and what it hears adds up.",
        OVERLAP,
    ),
    Misconception(
        "averaged where windows overlap",
        averaged_where_windows_overlap,
        "What a pixel hears from several windows was averaged. It counted in each of them, so it adds up.",
        OVERLAP,
    ),
    Misconception(
        "windows not folded back",
        windows_left,
        "These are the gradients of the windows, each by itself. They still have to go back to the pixels "
        "that the windows were made of.",
        OVERLAP,
    ),
    Misconception(
        "dA handed on",
        dA_handed_on,
        "dA came back as it was, with a number for each place and filter. dX has one for each pixel and "
        "channel of X.",
        OVERLAP,
    ),
    Misconception(
        "dA left out",
        left_out,
        "These are the derivatives of the sum of A. The chain rule weighs each of them with what came back "
        "for it: how does dA enter?",
        OVERLAP,
    ),
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
        "The gradient went through W in the direction of forward. On the way back, the filters of dA have to "
        "meet the filters of W.",
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
        "windows in the order of other axes",
        windows_in_the_order_of_other_axes,
        "A row was taken apart as if the channels came first in a window. They come last, as in W.",
        FORWARD,
    ),
    Misconception(
        "kernel turned over",
        turned_over,
        "Each window's gradient is turned over. A pixel hears back through the very weight that it went "
        "through.",
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
        "strides ignored",
        strides_ignored,
        "The windows went back to where they would lie with strides of 1. Where did the window of place 1 "
        "begin?",
        OVERLAP,
    ),
    Misconception(
        "strides exchanged",
        strides_exchanged,
        "The two strides have changed places: the first says how far to go down, the second how far to the "
        "right.",
        OVERLAP,
    ),
    Misconception(
        "as far as the windows reach",
        as_far_as_the_windows_reach,
        "dX ends where the last window ends. X may have been larger: pixels that no window reached have a "
        "gradient, too, and it is 0.",
        OVERLAP,
    ),
    Misconception(
        "last place forgotten",
        last_place_forgotten,
        "The last row and the last column of places sent nothing back. Every element of dA counts.",
        OVERLAP,
    ),
    Misconception(
        "first filter alone",
        first_filter,
        "Only the first filter sent something back. A pixel went into every filter, and hears from all of "
        "them.",
        OVERLAP,
    ),
    Misconception(
        "channels added up",
        channels_added,
        "All channels of a pixel got the same gradient. Each channel has weights of its own.",
        OVERLAP,
    ),
    Misconception(
        "summed over the batch",
        batch_added,
        "The gradients of all images were added up. Images share the kernel, and no two share a pixel: dX "
        "has the shape of X.",
        OVERLAP,
    ),
    Misconception(
        "averaged over the batch",
        averaged_over_the_batch,
        "Your gradients are m times too small. If the loss is a mean, that m is in dA already.",
        OVERLAP,
    ),
    Misconception(
        "channels first",
        channels_first,
        "The numbers are right, and the channels come before height and width. dX has the shape of X.",
        FORWARD,
    ),
    Misconception(
        "a convolution with the kernel as it was",
        as_forward,
        "You wrote the way back as a convolution of dA. That can be done, if the kernel is turned over and "
        "the strides put zeros between the elements of dA.",
        OVERLAP,
    ),
    Misconception(
        "a convolution for strides of 1",
        as_for_strides_of_one,
        "With strides of 1, the way back is this convolution. With larger ones there have to be zeros "
        "between the elements of dA, too, and at the end where X has pixels that no window reached.",
        OVERLAP,
    ),
    Misconception(
        "sign of a step",
        a_step,
        "The gradients have the wrong sign. A step goes against them, and that is the optimizer's business.",
        OVERLAP,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The layer below can only go on with what is "
        "returned.",
    ),
]
