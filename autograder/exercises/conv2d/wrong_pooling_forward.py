"""Wrong answers to max_pooling_forward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import windows
from autograder.exercises.conv2d.wrong_places import at_wrong_places


def mean_of_a_window(X, size, strides):
    return windows(X, size, strides).mean(axis=(3, 4))


def sum_of_a_window(X, size, strides):
    return windows(X, size, strides).sum(axis=(3, 4))


def smallest(X, size, strides):
    return windows(X, size, strides).min(axis=(3, 4))


def over_the_channels(X, size, strides):
    return windows(X, size, strides).max(axis=(3, 4, 5))


def one_for_all_channels(X, size, strides):
    A = windows(X, size, strides).max(axis=(3, 4))
    return np.broadcast_to(A.max(axis=3, keepdims=True), A.shape)


def one_for_the_batch(X, size, strides):
    A = windows(X, size, strides).max(axis=(3, 4))
    return np.broadcast_to(A.max(axis=(0, 3), keepdims=True), A.shape)


def over_the_places(X, size, strides):
    return windows(X, size, strides).max(axis=(1, 2))


def over_the_width_and_the_channels(X, size, strides):
    return windows(X, size, strides).max(axis=(4, 5))


def axes_kept(X, size, strides):
    return windows(X, size, strides).max(axis=(3, 4), keepdims=True)


def zero_at_least(X, size, strides):
    return np.maximum(0, windows(X, size, strides).max(axis=(3, 4)))


def largest_size(X, size, strides):
    return np.abs(windows(X, size, strides)).max(axis=(3, 4))


def positions(X, size, strides):
    every = windows(X, size, strides)
    return every.reshape(*every.shape[:3], -1, X.shape[-1]).argmax(axis=3)


def strides_ignored(X, size, strides):
    return windows(X, size, (1, 1)).max(axis=(3, 4))


def strides_exchanged(X, size, strides):
    return windows(X, size, strides[::-1]).max(axis=(3, 4))


def size_exchanged(X, size, strides):
    return windows(X, size[::-1], strides).max(axis=(3, 4))


def side_by_side(X, size, strides):
    return windows(X, size, size).max(axis=(3, 4))


def reshaped(X, size, strides):
    m, height, width, channels = X.shape
    return X.reshape(m, height // size[0], size[0], width // size[1], size[1], channels).max(axis=(2, 4))


def cut_at_the_edge(X, size, strides):
    rows, columns = range(0, X.shape[1], strides[0]), range(0, X.shape[2], strides[1])
    found = [[X[:, y : y + size[0], x : x + size[1]].max(axis=(1, 2)) for x in columns] for y in rows]
    return np.array(found).transpose(2, 0, 1, 3)


def as_many_as_sizes(X, size, strides):
    m, height, width, channels = X.shape
    A = np.zeros((m, height // size[0], width // size[1], channels))
    for y, x in np.ndindex(A.shape[1:3]):
        top, left = y * strides[0], x * strides[1]
        A[:, y, x] = X[:, top : top + size[0], left : left + size[1]].max(axis=(1, 2))
    return A


def filled_at_the_edge(X, size, strides):
    A = np.zeros((len(X), -(-X.shape[1] // strides[0]), -(-X.shape[2] // strides[1]), X.shape[3]))
    for y, x in np.ndindex(A.shape[1:3]):
        top, left = y * strides[0], x * strides[1]
        inside = X[:, top : top + size[0], left : left + size[1]]
        window = np.zeros((len(X), *size, X.shape[3]))
        window[:, : inside.shape[1], : inside.shape[2]] = inside
        A[:, y, x] = window.max(axis=(1, 2))
    return A


def in_too_much_room(X, size, strides):
    found = windows(X, size, strides).max(axis=(3, 4))
    A = np.zeros((len(X), -(-X.shape[1] // strides[0]), -(-X.shape[2] // strides[1]), X.shape[3]))
    A[:, : found.shape[1], : found.shape[2]] = found
    return A


def with_windows_of(cut, X, size, strides):
    """The maximum as it should be, with windows that are cut in another way."""
    return cut(X, size, strides).max(axis=(3, 4))


def nothing_returned(X, size, strides):
    print(windows(X, size, strides).max(axis=(3, 4)))


ANCHOR = "pooling"

WRONG_POOLING_FORWARD = [
    Misconception(
        "mean for maximum",
        mean_of_a_window,
        "These are the means of the windows. That is average pooling; the largest number is asked for.",
        ANCHOR,
    ),
    Misconception(
        "sum for maximum",
        sum_of_a_window,
        "The numbers of each window were added up. The largest of them is asked for.",
        ANCHOR,
    ),
    Misconception(
        "smallest",
        smallest,
        "These are the smallest numbers of the windows. The largest are asked for.",
        ANCHOR,
    ),
    Misconception(
        "channels compared",
        over_the_channels,
        "The largest of all channels was taken. Each channel is pooled by itself, and so A has as many as X.",
        ANCHOR,
    ),
    Misconception(
        "one number for all channels",
        one_for_all_channels,
        "All channels of a place got the same number, the largest of them all. Without axes, a maximum goes "
        "through everything that it is given; each channel is pooled by itself.",
        ANCHOR,
    ),
    Misconception(
        "one number for the batch",
        one_for_the_batch,
        "All images got the same number at a place, the largest of them all. Without axes, a maximum goes "
        "through everything that it is given; each image and channel is pooled by itself.",
        ANCHOR,
    ),
    Misconception(
        "places compared",
        over_the_places,
        "The maximum went along the places, and the two axes of a window are still there. Which two axes of "
        "the windows lie inside a window?",
        "axes",
    ),
    Misconception(
        "one axis too far",
        over_the_width_and_the_channels,
        "The maximum went along the width of a window and the channels. Its height and its width are the "
        "two axes before the channels.",
        "axes",
    ),
    Misconception(
        "axes of length 1 kept",
        axes_kept,
        "The numbers are right, and two axes of length 1 stand where the window was. A is an image again, "
        "with four axes.",
        "axes",
    ),
    Misconception(
        "0 at least",
        zero_at_least,
        "Where all numbers of a window are negative, yours is 0. The largest of them is asked for, whatever "
        "its sign.",
        ANCHOR,
    ),
    Misconception(
        "largest in size",
        largest_size,
        "The signs were left out, so that -5 counted for more than 3. The largest number is asked for, not "
        "the one farthest from 0.",
        ANCHOR,
    ),
    Misconception(
        "positions",
        positions,
        "These are the positions of the largest numbers. They will be wanted on the way back; here the "
        "numbers are asked for.",
        ANCHOR,
    ),
    Misconception(
        "strides ignored",
        strides_ignored,
        "The windows are those for a stride of 1. With larger strides, some places are left out.",
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
        "size exchanged",
        size_exchanged,
        "The two sizes of a window have changed places: the first is its height, the second its width.",
        "gather",
    ),
    Misconception(
        "side by side",
        side_by_side,
        "Your windows lie side by side, as if the strides were always as large as the window. Often they "
        "are; here `strides` says it.",
        ANCHOR,
    ),
    Misconception(
        "reshaped",
        reshaped,
        "The image was cut into windows by its shape alone. That works where windows lie side by side and "
        "nothing is left over, and only there.",
        ANCHOR,
    ),
    Misconception(
        "smaller windows at the edge",
        cut_at_the_edge,
        "Some of your windows reach beyond the edge, and are smaller than the others. Only places count "
        "where a whole window has room.",
        "places",
    ),
    Misconception(
        "places counted by the size",
        as_many_as_sizes,
        "You counted how often a window fits side by side. That is the number of places where the strides "
        "are as large as the window; in general it is how far they go that says how many there are.",
        "places",
    ),
    Misconception(
        "zeros at the far edge",
        filled_at_the_edge,
        "Windows that reach beyond the edge were filled with zeros, and among negative numbers 0 is the "
        "largest. Only places count where a whole window has room.",
        "places",
    ),
    Misconception(
        "room for too many places",
        in_too_much_room,
        "A has more places than there are, and those at the far edge were left at 0. A place counts where a "
        "whole window has room: how many are there?",
        "places",
    ),
    *at_wrong_places(with_windows_of),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The largest number of each window is asked for.",
    ),
]
