"""batch_statistics: mean and variance of each feature, over everything else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.normalization.batches import X_BY_HAND, features, images, named, samples


def reference(X):
    axes = tuple(range(X.ndim - 1))
    return X.mean(axis=axes), X.var(axis=axes)


def run(student, X):
    return named(student(X), "mean", "variance")


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sequences = tuple(int(size) for size in rng.permutation([2, 3, 5]))
    cases = [Case("samples drawn at random", X=features(rng, *shape)) for shape in samples(rng)]
    cases += [Case("images drawn at random", X=features(rng, *shape)) for shape in images(rng)]
    cases += [Case("sequences drawn at random", X=features(rng, *sequences))]
    return [*cases, Case("numbers of 32 bits", X=features(rng, 3, 2, 2, 4).astype(np.float32))]


# Wrong answers, as students write them.


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


def nothing_returned(X):
    axes = tuple(range(X.ndim - 1))
    print(X.mean(axis=axes), X.var(axis=axes))


# Right answers, written in other ways.


def as_rows(X):
    rows = X.reshape(-1, X.shape[-1])
    return rows.mean(axis=0), rows.var(axis=0)


def feature_by_feature(X):
    mean, variance = np.zeros(X.shape[-1]), np.zeros(X.shape[-1])
    for j in range(X.shape[-1]):
        column = X[..., j].ravel()
        mean[j] = sum(column) / column.size
        variance[j] = sum((column - mean[j]) ** 2) / column.size
    return mean, variance


def squares_less_the_square(X):
    axes = tuple(range(X.ndim - 1))
    mean = np.mean(X, axes)
    return [mean, np.mean(X * X, axes) - mean**2]


def axis_after_axis(X):
    mean, squares = X, X * X
    while mean.ndim > 1:
        mean, squares = mean.mean(axis=0), squares.mean(axis=0)
    return mean, squares - mean * mean


ANCHOR = "statistics"


def _case(name: str, *shape: int) -> Case:
    return Case(name, X=features(np.random.default_rng(sum(shape)), *shape))


batch_statistics = Exercise(
    "batch_statistics",
    points=2,
    lent=True,
    reference=reference,
    run=run,
    cases=[
        Case("the four samples of Part 1", X=X_BY_HAND),
        _case("five samples with three features", 5, 3),
        _case("as many samples as features", 4, 4),
        _case("four images of 3 x 5 with two channels", 4, 3, 5, 2),
        _case("images with all lengths alike", 3, 3, 3, 3),
        _case("two sequences of three steps", 2, 3, 4),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=[
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
            "In place of the mean stands the sum. What is left is to divide by how many numbers went into "
            "it.",
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
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. Mean and variance are asked for, in this "
            "order.",
        ),
    ],
    alternatives=[
        Alternative(as_rows),
        Alternative(feature_by_feature),
        Alternative(squares_less_the_square),
        Alternative(axis_after_axis),
    ],
)
