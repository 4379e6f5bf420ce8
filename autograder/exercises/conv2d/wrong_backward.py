"""Wrong answers to conv2d_backward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import add_windows, conv2d_backward
from autograder.exercises.conv2d.wrong_loops import WRONG_LOOPS_BACK
from autograder.exercises.conv2d.wrong_ways_back import WRONG_WAYS_BACK


def overwritten(dA, W, shape, strides):
    dX, (kh, kw, _, _), (sh, sw) = np.zeros(shape), W.shape, strides
    each = np.tensordot(dA, W, axes=(3, 3))
    for y in range(dA.shape[1]):
        for x in range(dA.shape[2]):
            dX[:, y * sh : y * sh + kh, x * sw : x * sw + kw] = each[:, y, x]
    return dX


def overwritten_by_filters(dA, W, shape, strides):
    dX, (kh, kw, _, _), (sh, sw) = np.zeros(shape), W.shape, strides
    for n, y, x, o in np.ndindex(*dA.shape):
        dX[n, y * sh : y * sh + kh, x * sw : x * sw + kw] = dA[n, y, x, o] * W[..., o]
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


def strides_ignored(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, (1, 1))


def one_stride(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, (strides[0], strides[0]))


def strides_exchanged(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides[::-1])


def as_far_as_the_windows_reach(dA, W, shape, strides):
    m, out_height, out_width, _ = dA.shape
    kh, kw, channels, _ = W.shape
    height, width = (out_height - 1) * strides[0] + kh, (out_width - 1) * strides[1] + kw
    return conv2d_backward(dA, W, (m, height, width, channels), strides)


def last_place_forgotten(dA, W, shape, strides):
    return conv2d_backward(dA[:, :-1, :-1], W, shape, strides)


def channels_added(dA, W, shape, strides):
    dX = conv2d_backward(dA, W, shape, strides)
    return np.broadcast_to(dX.sum(axis=-1, keepdims=True), dX.shape)


def batch_added(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides).sum(axis=0)


def averaged_over_the_batch(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides) / len(dA)


def averaged_over_the_windows(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides) / dA[..., 0].size


def whole_numbers(dA, W, shape, strides):
    return conv2d_backward(dA, W, shape, strides).astype(int)


def channels_first(dA, W, shape, strides):
    return np.moveaxis(conv2d_backward(dA, W, shape, strides), -1, 1)


def as_forward(dA, W, shape, strides):
    """dA with zeros around it, and the kernel as it was: the way back of a kernel that is flipped."""
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
        "overwritten by other filters",
        overwritten_by_filters,
        "Only what the last filter of the last window sent is left. A pixel hears from all filters of all "
        "windows that it lies in, and what it hears adds up.",
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
    *WRONG_WAYS_BACK,
    *WRONG_LOOPS_BACK,
    Misconception(
        "strides ignored",
        strides_ignored,
        "The windows went back to where they would lie with strides of 1. Where did the window of place 1 "
        "begin?",
        OVERLAP,
    ),
    Misconception(
        "one stride for both axes",
        one_stride,
        "One stride was taken for both axes. The first is for the height, the second for the width.",
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
        "averaged over the windows",
        averaged_over_the_windows,
        "Your gradients are too small by the number of windows in the batch. A pixel hears from the windows "
        "that it lies in, and what it hears adds up.",
        OVERLAP,
    ),
    Misconception(
        "whole numbers",
        whole_numbers,
        "What comes after the decimal point is lost: your result is an array of whole numbers. Arrays hold "
        "what they were made for.",
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
        "You wrote the way back as a convolution of dA. That can be done, if the kernel is flipped and "
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
