"""flatten_channels_first: the same rows from images whose channels are stored first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import (
    Alternative,
    Case,
    Exercise,
    Misconception,
    distinct,
    numbered,
    random_shape,
    unequal_shape,
)


def reference(X):
    return np.moveaxis(X, 1, -1).reshape(X.shape[0], -1)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [(1, 1, 1, 1), (2, 5, 1, 4), (3, 2, 4, 4), unequal_shape(rng, 4)]
    shapes += [random_shape(rng, ndim=(4, 4), size=(1, 6)) for _ in range(9)]
    return [Case("images drawn at random", X=distinct(rng, *shape)) for shape in shapes]


# Wrong answers, as students write them.


def channels_not_moved(X):
    return X.reshape(X.shape[0], -1)


def height_and_width_exchanged(X):
    return np.swapaxes(X, 1, -1).reshape(X.shape[0], -1)


def channels_in_the_middle(X):
    return X.transpose(0, 2, 1, 3).reshape(X.shape[0], -1)


def moved_the_other_way(X):
    return np.moveaxis(X, -1, 1).reshape(X.shape[0], -1)


def all_axes_reversed(X):
    return X.T.reshape(X.shape[0], -1)


def three_channels(X):
    return np.stack([X[:, 0], X[:, 1], X[:, 2]], axis=-1).reshape(X.shape[0], -1)


def batch_joined(X):
    return np.moveaxis(X, 1, -1).reshape(-1)


def not_flattened(X):
    return np.moveaxis(X, 1, -1)


def rows_of_pixels(X):
    return np.moveaxis(X, 1, -1).reshape(-1, X.shape[1])


def cache_returned_too(X):
    return np.moveaxis(X, 1, -1).reshape(X.shape[0], -1), X.shape


# Right answers, written in other ways.


def axes_by_number(X):
    m, c, h, w = X.shape
    return X.transpose(0, 2, 3, 1).reshape(m, h * w * c)


def pixels_as_one_axis(X):
    m, c = X.shape[:2]
    return X.reshape(m, c, -1).swapaxes(1, 2).reshape(m, -1)


def channels_stacked_last(X):
    return np.array([np.stack(list(image), axis=-1).ravel() for image in X])


def every_cth_column(X):
    m, c, h, w = X.shape
    A = np.empty((m, c * h * w))
    for channel in range(c):
        A[:, channel::c] = X[:, channel].reshape(m, -1)
    return A


flatten_channels_first = Exercise(
    "flatten_channels_first",
    points=3,
    reference=reference,
    run=lambda student, X: {"A": student(X)},
    cases=[
        Case("two 2 x 4 images of 3 channels", X=numbered(2, 3, 2, 4)),
        Case("three grey images", X=numbered(3, 1, 2, 3) / 4),
        Case("square images of 4 channels", X=numbered(2, 4, 2, 2)),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "reshaped without moving the channels",
            channels_not_moved,
            "The shape is right, and each row lists one whole channel after another. A reshape never moves "
            "an element past another, even when it is given the sizes in a new order: some axes must change "
            "places before it.",
            anchor="channels",
        ),
        Misconception(
            "height and width exchanged",
            height_and_width_exchanged,
            "The channels of a pixel are together, well done, but pixels are read column by column: height "
            "and width have changed places as well. Only one axis has to move, the others keep their order.",
            anchor="channels",
        ),
        Misconception(
            "channels in the middle",
            channels_in_the_middle,
            "The channels were moved only half of the way: each row of the image is listed once for every "
            "channel. In channels-last order the numbers of one pixel are neighbours.",
            anchor="channels",
        ),
        Misconception(
            "moved the other way",
            moved_the_other_way,
            "An axis was moved, but the wrong one: the width went to the front. It is the channels that "
            "must become the fastest axis.",
            anchor="channels",
        ),
        Misconception(
            "all axes reversed",
            all_axes_reversed,
            "All axes were reversed, the batch included, so that the rows mix several images. The samples "
            "must stay on the first axis.",
            anchor="batch-axis",
        ),
        Misconception(
            "three channels hard-coded",
            three_channels,
            "Your function counts on three channels. Grey images have one, satellite images a dozen: let it "
            "work with whatever stands on the channel axis.",
            anchor="channels",
        ),
        Misconception(
            "batch axis joined too",
            batch_joined,
            "The order is right, and all images ended up in one axis. Every image keeps a row of its own.",
            anchor="batch-axis",
        ),
        Misconception(
            "not flattened",
            not_flattened,
            "The channels stand last, as they should. What remains is the flattening itself: A has two axes.",
        ),
        Misconception(
            "one row for each pixel",
            rows_of_pixels,
            "You have one row for each pixel. A holds one row for each image, with all of its pixels behind "
            "each other.",
            anchor="batch-axis",
        ),
        Misconception(
            "cache returned too",
            cache_returned_too,
            "The rows are right, but two things came back. This function is asked for A alone.",
        ),
    ],
    alternatives=[
        Alternative(each)
        for each in (axes_by_number, pixels_as_one_axis, channels_stacked_last, every_cth_column)
    ],
)
