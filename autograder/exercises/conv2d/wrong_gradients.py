"""Wrong answers to conv2d_gradients, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.conv2d.right import conv2d_gradients, windows
from autograder.exercises.conv2d.wrong_sums import WRONG_SUMS


def bias_of_ones(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[0], np.ones(dA.shape[-1])


def bias_over_the_batch(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[0], dA.sum(axis=0)


def bias_over_the_places(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[0], dA.sum(axis=(1, 2))


def bias_averaged(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[0], dA.mean(axis=(0, 1, 2))


def bias_of_everything(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[0], dA.sum()


def bias_with_axes(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[0], dA.sum(axis=(0, 1, 2), keepdims=True)


def bias_as_a_row(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return dW, db[np.newaxis]


def rows_left(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return dW.reshape(-1, dA.shape[-1]), db


def transposed(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return dW.swapaxes(2, 3), db


def channels_first(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return np.moveaxis(dW, 2, 0), db


def filters_first(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return np.moveaxis(dW, 3, 0), db


def rows_reshaped(dA, X, kernel, strides):
    """The rows of windows were given the shape of their transpose."""
    every, dA_rows = windows(X, kernel, strides), dA.reshape(-1, dA.shape[-1])
    dW = every.reshape(-1, len(dA_rows)) @ dA_rows
    return dW.reshape(*every.shape[3:], -1), dA_rows.sum(axis=0)


def as_a_convolution(dA, X, kernel, strides):
    """dA laid on X as if it were a kernel."""
    every = windows(X, dA.shape[1:3], (1, 1))  # (m, height, width, out_height, out_width, channels)
    return np.einsum("nijyxc,nyxo->ijco", every, dA), dA.sum(axis=(0, 1, 2))


def reshaped(dA, X, kernel, strides):
    """The product is transposed, filters in its rows, and was given the shape of W all the same."""
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return dW.reshape(-1, dA.shape[-1]).T.reshape(dW.shape), db


def windows_in_another_order(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return np.moveaxis(dW, 2, 0).reshape(dW.shape), db


def turned_over(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return dW[::-1, ::-1], db


def strides_for_the_count_alone(dA, X, kernel, strides):
    (kh, kw), (_, out_height, out_width, _) = kernel, dA.shape
    return conv2d_gradients(dA, X[:, : out_height + kh - 1, : out_width + kw - 1], kernel, (1, 1))


def strides_ignored(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, (1, 1))


def left_out(dA, X, kernel, strides):
    return conv2d_gradients(np.ones_like(dA), X, kernel, strides)


def a_step(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return -dW, -db


def bias_first(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[::-1]


def weights_alone(dA, X, kernel, strides):
    return conv2d_gradients(dA, X, kernel, strides)[0]


def nothing_returned(dA, X, kernel, strides):
    print(conv2d_gradients(dA, X, kernel, strides))


SUM, FORWARD = "sum-over-windows", "window-as-row"

WRONG_GRADIENTS = [
    Misconception(
        "db of ones",
        bias_of_ones,
        "The derivative of A by b is 1, as you say, and the chain rule multiplies it by dA, for each window.",
        SUM,
    ),
    Misconception(
        "db summed over the batch alone",
        bias_over_the_batch,
        "db was summed over the samples, and the places are still there. b is added at every place, and so "
        "it hears from every place.",
        SUM,
    ),
    Misconception(
        "db summed over the places alone",
        bias_over_the_places,
        "db was summed over the places, and the samples are still there. All of them share one b.",
        SUM,
    ),
    Misconception(
        "db averaged",
        bias_averaged,
        "db is a mean over the windows, and it should be a sum: what is shared adds up.",
        SUM,
    ),
    Misconception(
        "db of everything",
        bias_of_everything,
        "db became a single number; there is one for each filter, as in b.",
        SUM,
    ),
    Misconception(
        "db as a row of a matrix",
        bias_as_a_row,
        "db has two axes, and b has one: a gradient has the very shape of its parameter.",
        SUM,
    ),
    Misconception(
        "db with axes of length 1",
        bias_with_axes,
        "db has four axes, and b has one: a gradient has the very shape of its parameter.",
        SUM,
    ),
    *WRONG_SUMS,
    Misconception(
        "rows not made a kernel",
        rows_left,
        "The numbers of dW are right, and it is a matrix still: a gradient has the very shape of its "
        "parameter.",
        FORWARD,
    ),
    Misconception(
        "dW transposed",
        transposed,
        "In dW, channels and filters have changed places. The filters come last, as in W.",
        FORWARD,
    ),
    Misconception(
        "channels first",
        channels_first,
        "The numbers of dW are right, and its channels come first. In W they come after height and width.",
        FORWARD,
    ),
    Misconception(
        "filters first",
        filters_first,
        "The numbers of dW are right, and its filters come first. In W they come last.",
        FORWARD,
    ),
    Misconception(
        "rows reshaped, not transposed",
        rows_reshaped,
        "The rows of windows were given the shape of their transpose, and their numbers stayed where they "
        "were. Rows and columns have to change places.",
        FORWARD,
    ),
    Misconception(
        "dA laid on X",
        as_a_convolution,
        "You laid dA on X as if it were a kernel. With strides of 1 that gives dW; with larger ones the "
        "pixels that dA meets lie apart, as far as the strides say.",
        SUM,
    ),
    Misconception(
        "reshaped, not transposed",
        reshaped,
        "dW has the right shape, and its numbers stand in the order of a product with the filters in its "
        "rows. Let the rows of windows stand on the left, transposed.",
        FORWARD,
    ),
    Misconception(
        "windows in the order of other axes",
        windows_in_another_order,
        "dW has the right shape, and its numbers stand as if the channels came first in a window. They come "
        "last, as in W.",
        FORWARD,
    ),
    Misconception(
        "kernel flipped",
        turned_over,
        "dW is flipped, so that its first weight comes last. Each weight met the pixel that stands at "
        "its own place in the window.",
        SUM,
    ),
    Misconception(
        "strides in the count alone",
        strides_for_the_count_alone,
        "Each gradient was multiplied by a window that it does not belong to, as if the strides were 1. The "
        "windows are those of the forward pass.",
        SUM,
    ),
    Misconception(
        "strides ignored",
        strides_ignored,
        "There are more windows than gradients, because the windows were taken with strides of 1. They are "
        "those of the forward pass.",
        SUM,
    ),
    Misconception(
        "dA left out",
        left_out,
        "These are the derivatives of the sum of A. The chain rule weighs each of them with what came back "
        "for it: how does dA enter?",
        SUM,
    ),
    Misconception(
        "sign of a step",
        a_step,
        "The gradients have the wrong sign. A step goes against them, and that is the optimizer's business.",
        SUM,
    ),
    Misconception(
        "db before dW",
        bias_first,
        "Both gradients are right and have changed places: dW is expected first, then db.",
        least=WHOLE,
    ),
    Misconception(
        "dW alone",
        weights_alone,
        "Only dW came back, and it was taken apart for the two results. db is asked for as well, after dW.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Two things are asked for, dW and db.",
        least=WHOLE,
    ),
]
