"""flatten_forward: join every axis but the first, and remember what backward will need."""

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
from autograder.exercises.flatten.round_trips import ROUND_TRIPS
from autograder.exercises.returned import named


def reference(X):
    return X.reshape(X.shape[0], -1), X.shape


def run(student, X):
    result = student(X)
    found = {"A": None} if result is None else named(result, None, "A", "cache")
    if "cache" not in found and isinstance(found.get("A"), np.ndarray | np.number):
        return {}  # the cache may be anything, but has to come
    return {name: value for name, value in found.items() if name != "cache"}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [(1, 1), (7, 1, 3), (1, 4, 1, 2), (5, 3, 3), unequal_shape(rng, 4)]
    while len(shapes) < 12:
        shape = random_shape(rng, ndim=(2, 6), size=(1, 7))
        if np.prod(shape) < 2000:
            shapes.append(shape)
    return [Case("a batch drawn at random", X=distinct(rng, *shape)) for shape in shapes]


# Wrong answers, as students write them.


def all_in_one_axis(X):
    return X.reshape(-1), X.shape


def all_in_one_row(X):
    return X.reshape(1, -1), X.shape


def fortran(X):
    return X.reshape(X.shape[0], -1, order="F"), X.shape


def samples_last(X):
    return X.reshape(-1, X.shape[0]), X.shape


def transposed_after(X):
    return X.reshape(X.shape[0], -1).T, X.shape


def samples_mixed(X):
    return X.reshape(-1, X.shape[0]).T, X.shape


def transposed_before(X):
    return X.T.reshape(X.shape[0], -1), X.shape


def three_axes_unpacked(X):
    m, height, width = X.shape
    return X.reshape(m, height * width), X.shape


def three_axes_indexed(X):
    return X.reshape(X.shape[0], X.shape[1] * X.shape[2]), X.shape


def batch_of_four(X):
    return X.reshape(4, -1), X.shape


def last_axis_kept(X):
    return X.reshape(-1, X.shape[-1]), X.shape


def one_result(X):
    return X.reshape(X.shape[0], -1)


def in_a_tuple_by_itself(X):
    return (X.reshape(X.shape[0], -1),)


def nothing_returned(X):
    A = X.reshape(X.shape[0], -1)
    cache = X.shape
    del A, cache


def whole_numbers(X):
    return X.reshape(X.shape[0], -1).astype(int), X.shape


def cache_first(X):
    return X.shape, X.reshape(X.shape[0], -1)


def reshaped_in_place(X):
    shape = X.shape
    X.shape = (shape[0], -1)
    return X, shape


flatten_forward = Exercise(
    "flatten_forward",
    points=3,
    lent=True,
    reference=reference,
    run=run,
    cases=[
        Case("four 2 x 3 images", X=numbered(4, 2, 3)),
        Case("one sample", X=numbered(1, 5, 2)),
        Case("already flat", X=numbered(3, 4) / 4 + 1000),  # more digits than half precision has
        Case("two small colour images", X=numbered(2, 2, 3, 3)),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "batch axis joined too",
            all_in_one_axis,
            "All samples ended up in one single axis. The batch axis is not part of a sample: leave it "
            "where it is, so that every sample keeps a row of its own.",
            anchor="batch-axis",
        ),
        Misconception(
            "one row for the whole batch",
            all_in_one_row,
            "All samples share one row, one behind the other. Each sample needs its own: how many rows must "
            "A have?",
            anchor="batch-axis",
        ),
        Misconception(
            "column-major order",
            fortran,
            "Right shape, wrong order: in each row the last axis must vary fastest, and in yours it varies "
            "slowest. That is column-major (Fortran) order.",
            anchor="row-major",
        ),
        Misconception(
            "(-1, m)",
            samples_last,
            "A has m columns where it should have m rows. Samples come first: the axis whose size is left "
            "for NumPy to find is the other one.",
            anchor="batch-axis",
        ),
        Misconception(
            "transposed",
            transposed_after,
            "Every number is in the right company, but your samples stand in columns. A holds one sample in "
            "each row, and no transpose is needed to get there.",
            anchor="batch-axis",
        ),
        Misconception(
            "samples mixed by reshape and transpose",
            samples_mixed,
            "The shape is right, yet each row of A mixes numbers from several samples. A transpose after a "
            "reshape repairs the shape and not the order: look for a reshape that has the rows first at "
            "once.",
            anchor="batch-axis",
        ),
        Misconception(
            "transposed before the reshape",
            transposed_before,
            "The shape is right, yet the axes were reversed first, so that samples got mixed. X already has "
            "the samples first and the fastest axis last, which is the order that reshape reads.",
            anchor="row-major",
        ),
        Misconception(
            "three axes unpacked",
            three_axes_unpacked,
            "Your function expects samples with exactly two axes. Some have one, some three: what is left "
            "after the batch axis can be taken as a whole, however many axes it has.",
        ),
        Misconception(
            "three axes hard-coded",
            three_axes_indexed,
            "Your function multiplies the sizes of exactly two axes. Samples may have one axis, or three: "
            "all of what follows the batch axis belongs to n.",
        ),
        Misconception(
            "batch size hard-coded",
            batch_of_four,
            "The number 4 is written into your function, the size of one batch. Others have another size, "
            "and the last one of an epoch is often smaller: ask X how many samples it brings.",
            anchor="batch-axis",
        ),
        Misconception(
            "last axis kept apart",
            last_axis_kept,
            "The last axis stayed as it was and the others were joined with the batch. It is the first axis "
            "that must stay.",
            anchor="batch-axis",
        ),
        Misconception(
            "only A returned",
            one_result,
            "Two things must come back, A and cache; yours returns one array, and its first row was taken "
            "for A. What will backward have to know?",
            anchor="cache",
        ),
        Misconception(
            "A in a tuple by itself",
            in_a_tuple_by_itself,
            "A came by itself. Two things are asked for, A and cache: what will backward have to know?",
            anchor="cache",
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. What it has found is lost unless it is "
            "returned: A, then cache.",
            anchor="cache",
        ),
        Misconception(
            "whole numbers only",
            whole_numbers,
            "Every number is in its place and has lost what stood behind the point: A was made for whole "
            "numbers. Let it hold the kind of numbers that X holds.",
        ),
        Misconception(
            "cache before A",
            cache_first,
            "Both things come back, and they have changed places: A is expected first, then cache.",
            anchor="cache",
        ),
        Misconception(
            "input changed in place",
            reshaped_in_place,
            "A is right, but X itself was changed on the way, and whoever handed it over still needs it. "
            "Make a reshaped array and leave the one you were given as it was.",
        ),
    ],
    alternatives=[Alternative(answer) for answer, _ in ROUND_TRIPS],
)
