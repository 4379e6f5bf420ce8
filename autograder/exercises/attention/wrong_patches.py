"""The mistakes that students make in patches."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def reshaped_alone(X, size):
    return X.reshape(len(X), -1, size * size * X.shape[3])


def down_the_columns(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 3, 1, 2, 4, 5).reshape(m, -1, size * size * channels)


def pixels_turned(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 4, 2, 5).reshape(m, -1, size * size * channels)


def channels_apart(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 5, 2, 4).reshape(m, -1, size * size * channels)


def factors_changed(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, size, height // size, size, width // size, channels)
    return X.transpose(0, 2, 4, 1, 3, 5).reshape(m, -1, size * size * channels)


def patches_in_a_grid(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5)


def pixels_not_joined(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size, size, channels)


def joined_with_the_batch(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(-1, size * size * channels)


def values_first(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 2, 4, 5, 1, 3).reshape(m, size * size * channels, -1)


def overlapping(X, size):
    m, height, width, _ = X.shape
    rows, columns = range(height - size + 1), range(width - size + 1)
    return np.stack([X[:, i : i + size, j : j + size].reshape(m, -1) for i in rows for j in columns], axis=1)


def square_images(X, size):
    m, height, _, channels = X.shape
    X = X.reshape(m, height // size, size, height // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels)


def size_for_count(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, size, height // size, size, width // size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, size * size, -1)


def first_channel(X, size):
    m, height, width, _ = X.shape
    X = X[..., 0].reshape(m, height // size, size, width // size, size)
    return X.transpose(0, 1, 3, 2, 4).reshape(m, -1, size * size)


def column_major(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels, order="F")


def factors_changed_then_permuted(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, size, height // size, size, width // size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels)


def one_pixel_on(X, size):
    rows, columns = range(X.shape[1] // size), range(X.shape[2] // size)
    cut = [X[:, i : i + size, j : j + size].reshape(len(X), -1) for i in rows for j in columns]
    return np.stack(cut, axis=1)


def patches_before_samples(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    return np.array([X[:, i : i + size, j : j + size].reshape(len(X), -1) for i in rows for j in columns])


def in_one_row(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    cut = [X[:, i : i + size, j : j + size].reshape(len(X), -1) for i in rows for j in columns]
    return np.concatenate(cut, axis=1)


def first_image(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    return np.array([X[0, i : i + size, j : j + size].ravel() for i in rows for j in columns])


def in_lists(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    return [[x[i : i + size, j : j + size].ravel() for i in rows for j in columns] for x in X]


def nothing_returned(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    print(X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels))


ANCHOR = "image-as-sequence"

SPREAD = (
    "The pixels of your patches come from all over the image. When an axis is split in two, the first of "
    "them steps from patch to patch, and the second from pixel to pixel."
)

MISTAKES = [
    Misconception(
        "reshaped alone",
        reshaped_alone,
        "The shape fits, and each of your patches is a piece of a row of the image. A reshape moves no "
        "number past another, and here numbers have to move: which ones lie between two of one patch?",
        ANCHOR,
    ),
    Misconception(
        "down the columns",
        down_the_columns,
        "The patches are right, and they are counted down the image first. The second patch is the one to "
        "the right of the first.",
        ANCHOR,
    ),
    Misconception(
        "pixels turned",
        pixels_turned,
        "The patches stand in the right order, and in each of them rows and columns have changed places. "
        "Inside a patch, the pixels are read row by row.",
        ANCHOR,
    ),
    Misconception(
        "channels apart",
        channels_apart,
        "In each patch, all numbers of the first channel come first. The channels of a pixel stay together: "
        "they are on the last axis before and after.",
        ANCHOR,
    ),
    Misconception(
        "factors changed",
        factors_changed,
        SPREAD,
        ANCHOR,
    ),
    Misconception("factors changed, then permuted", factors_changed_then_permuted, SPREAD, ANCHOR),
    Misconception(
        "one pixel on",
        one_pixel_on,
        "There are as many patches as there should be, and each begins one pixel after the last. The next "
        "one begins a whole patch further.",
        ANCHOR,
    ),
    Misconception(
        "patches before samples",
        patches_before_samples,
        "The patches stand before the images. In this course the m samples are the first axis of every "
        "array, and the patches of each image are the second.",
        ANCHOR,
    ),
    Misconception(
        "in one row",
        in_one_row,
        "All patches of an image stand end to end in one row. Each is a step of its own, on an axis of its "
        "own.",
        ANCHOR,
    ),
    Misconception(
        "first image alone",
        first_image,
        "Only the first image was cut. A has the patches of all m images.",
        ANCHOR,
    ),
    Misconception(
        "patches in a grid",
        patches_in_a_grid,
        "Everything is in its place, and there are six axes still. The two that count patches become one, "
        "and the three inside a patch become one.",
        ANCHOR,
    ),
    Misconception(
        "pixels not joined",
        pixels_not_joined,
        "The patches are counted on one axis, as they should be. What is inside a patch has three axes "
        "still, and should be a row of values.",
        ANCHOR,
    ),
    Misconception(
        "joined with the batch",
        joined_with_the_batch,
        "The patches of all images stand in one list. Each image keeps its own: m is the first axis.",
        ANCHOR,
    ),
    Misconception(
        "values before patches",
        values_first,
        "Values and patches have changed places. A patch is a step of a sequence, and its values are the "
        "features, on the last axis.",
        ANCHOR,
    ),
    Misconception(
        "overlapping patches",
        overlapping,
        "Your patches overlap: you went on by one pixel at a time. The next patch begins where the last one "
        "ends, so that each number occurs once.",
        ANCHOR,
    ),
    Misconception(
        "square images",
        square_images,
        "The height was used for the width. Square images come out right, and others do not.",
        ANCHOR,
    ),
    Misconception(
        "size taken for the number",
        size_for_count,
        "You cut each side into `size` parts. `size` is the side of a patch in pixels: how many of them fit "
        "into the height?",
        ANCHOR,
    ),
    Misconception(
        "first channel alone",
        first_channel,
        "Only the first channel is in your patches. A colour image has three numbers in a pixel, and all of "
        "them belong to the patch.",
        ANCHOR,
    ),
    Misconception(
        "column-major order",
        column_major,
        "In the end the axes were joined in column-major order. In this course the last axis varies "
        "fastest, as in the first unit.",
        ANCHOR,
    ),
    Misconception(
        "lists in place of an array",
        in_lists,
        "The numbers are right, and they come as lists. The next layer wants one array, which np.array can "
        "make of them.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
    ),
]
