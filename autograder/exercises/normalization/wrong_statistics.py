"""The mistakes that students make in batch_statistics."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def of_each_sample(X):
    return X.mean(axis=-1), X.var(axis=-1)


def over_the_batch_alone(X):
    return X.mean(axis=0), X.var(axis=0)


def over_height_and_width_alone(X):
    axes = tuple(range(1, X.ndim - 1))
    return X.mean(axis=axes), X.var(axis=axes)


def of_everything(X):
    return X.mean(), X.var()


def over_all_but_the_first(X):
    axes = tuple(range(1, X.ndim))
    return X.mean(axis=axes), X.var(axis=axes)


def axes_kept(X):
    axes = tuple(range(X.ndim - 1))
    return X.mean(axis=axes, keepdims=True), X.var(axis=axes, keepdims=True)


def axes_in_a_list(X):
    axes = list(range(X.ndim - 1))
    return X.mean(axis=axes), X.var(axis=axes)


def one_less(X):
    axes = tuple(range(X.ndim - 1))
    return X.mean(axis=axes), X.var(axis=axes, ddof=1)


def deviation(X):
    axes = tuple(range(X.ndim - 1))
    return X.mean(axis=axes), X.std(axis=axes)


def not_centred(X):
    axes = tuple(range(X.ndim - 1))
    return X.mean(axis=axes), (X**2).mean(axis=axes)


def not_squared(X):
    axes = tuple(range(X.ndim - 1))
    mean = X.mean(axis=axes)
    return mean, np.abs(X - mean).mean(axis=axes)


def without_sizes(X):
    axes = tuple(range(X.ndim - 1))
    mean = X.mean(axis=axes)
    return mean, (X - mean).mean(axis=axes)


def squares_added_up(X):
    axes = tuple(range(X.ndim - 1))
    mean = X.mean(axis=axes)
    return mean, ((X - mean) ** 2).sum(axis=axes)


def divided_by_the_samples(X):
    axes = tuple(range(X.ndim - 1))
    mean = X.sum(axis=axes) / len(X)
    return mean, ((X - mean) ** 2).sum(axis=axes) / len(X)


def sum_for_mean(X):
    axes = tuple(range(X.ndim - 1))
    total = X.sum(axis=axes)
    return total, ((X - total) ** 2).mean(axis=axes)


def variance_first(X):
    axes = tuple(range(X.ndim - 1))
    return X.var(axis=axes), X.mean(axis=axes)


def changed_in_place(X):
    axes = tuple(range(X.ndim - 1))
    mean = X.mean(axis=axes)
    X -= mean
    return mean, (X**2).mean(axis=axes)


def mean_alone(X):
    return X.mean(axis=tuple(range(X.ndim - 1)))


def nothing_returned(X):
    axes = tuple(range(X.ndim - 1))
    print(X.mean(axis=axes), X.var(axis=axes))


def reshaped(X):
    columns = X.reshape(X.shape[-1], -1)
    return columns.mean(axis=1), columns.var(axis=1)


def flattened(X):
    rows = X.reshape(len(X), -1)
    return rows.mean(axis=0), rows.var(axis=0)


def for_images_alone(X):
    return X.mean(axis=(0, 1, 2)), X.var(axis=(0, 1, 2))


def height_left_in(X):
    axes = (0, *range(2, X.ndim - 1))
    return X.mean(axis=axes), X.var(axis=axes)


ANCHOR = "statistics"

MISTAKES = [
    Misconception(
        "of each sample",
        of_each_sample,
        "You went along the features of each sample. A feature has one mean for the whole batch: the "
        "last axis is the one that stays.",
        ANCHOR,
    ),
    Misconception(
        "over the batch alone",
        over_the_batch_alone,
        "Samples are right, and in images each pixel has statistics of its own. A channel is one feature "
        "wherever it is looked at: height and width count like the batch.",
        ANCHOR,
    ),
    Misconception(
        "batch left out",
        over_height_and_width_alone,
        "Every sample has statistics of its own here. The batch is what they are taken over, together "
        "with all other axes but the last.",
        ANCHOR,
    ),
    Misconception(
        "of everything",
        of_everything,
        "There is one mean for all features here. Each feature, on the last axis, has its own.",
        ANCHOR,
    ),
    Misconception(
        "over all but the first",
        over_all_but_the_first,
        "The first axis stayed, which is that of the samples. The last one has to stay, where the "
        "features are.",
        ANCHOR,
    ),
    Misconception(
        "axes kept",
        axes_kept,
        "The numbers fit, with axes of length 1 in front. One number for each feature is asked for, of "
        "shape (n,): it meets the last axis by itself.",
        ANCHOR,
    ),
    Misconception(
        "one less",
        one_less,
        "In the variance, you divided by one less than there are numbers. That estimates the variance of "
        "a whole population; here it is that of the batch itself, and with one sample it would divide by "
        "0.",
        ANCHOR,
    ),
    Misconception(
        "deviation for variance",
        deviation,
        "In place of the variance stands its root. The root is taken in the next exercise, when epsilon "
        "has been added.",
        ANCHOR,
    ),
    Misconception(
        "mean not taken off",
        not_centred,
        "In the variance, the numbers were squared as they are. It is their distance from the mean that "
        "is squared.",
        ANCHOR,
    ),
    Misconception(
        "sizes for squares",
        not_squared,
        "In the variance, the sizes of the distances were averaged. It is their squares that are.",
        ANCHOR,
    ),
    Misconception(
        "distances not squared",
        without_sizes,
        "In the variance, the distances themselves were averaged, and those above the mean cancel those "
        "below. They are squared first.",
        ANCHOR,
    ),
    Misconception(
        "squares added up",
        squares_added_up,
        "In the variance, the squares were added up. A variance is their mean, which does not grow with "
        "the batch.",
        ANCHOR,
    ),
    Misconception(
        "divided by the samples",
        divided_by_the_samples,
        "Samples are right, and in images the sums over all pixels were divided by the number of images. "
        "How many numbers does one channel have in the batch?",
        ANCHOR,
    ),
    Misconception(
        "sum for mean",
        sum_for_mean,
        "In place of the mean stands the sum. What is left is to divide by how many numbers went into it.",
        ANCHOR,
    ),
    Misconception(
        "variance first",
        variance_first,
        "Mean and variance came in the other order. The mean is asked for first.",
    ),
    Misconception(
        "X changed in place",
        changed_in_place,
        "The numbers are right, and X itself was changed on the way. The next exercise needs it as it "
        "was: work on a copy.",
    ),
    Misconception(
        "mean alone",
        mean_alone,
        "The mean came alone. The variance is asked for as well: two arrays, with a comma between them.",
    ),
    Misconception(
        "axes in a list",
        axes_in_a_list,
        "NumPy wants several axes as a tuple, and was given a list. `tuple` makes one of the other.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Mean and variance are asked for, in this order.",
    ),
    Misconception(
        "reshaped, not transposed",
        reshaped,
        "There are as many numbers as there are features, and they are made of runs of neighbours in "
        "memory. The numbers of one feature do not lie side by side: make rows that end with the features.",
        ANCHOR,
    ),
    Misconception(
        "flattened",
        flattened,
        "Samples are right, and images were flattened, so that each pixel became a feature of its own. A "
        "channel is one feature wherever it is looked at.",
        ANCHOR,
    ),
    Misconception(
        "for images alone",
        for_images_alone,
        "Three axes are written into your function, and a matrix of samples has two. How many are there "
        "before the last?",
        ANCHOR,
    ),
    Misconception(
        "one axis left in",
        height_left_in,
        "Samples are right, and one more axis is left where there are more than two. Everything but the "
        "last axis is averaged over, however many there are.",
        ANCHOR,
    ),
]
