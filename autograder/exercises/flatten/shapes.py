"""flatten_shapes: the shapes before any arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, random_shape, unequal_shape


def reference(shape):
    m, *dims = shape
    return m, math.prod(dims)


def run(student, shape):
    return {"(m, n)": student(shape)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [(1, 7), (3, 1, 1), (6,), unequal_shape(rng, 4)]
    shapes += [random_shape(rng, ndim=(2, 6), size=(1, 9)) for _ in range(9)]
    return [Case("a shape drawn at random", shape=shape) for shape in shapes]


# Wrong answers, as students write them.


def one_row_for_everything(shape):
    return 1, math.prod(shape)


def batch_counted_in_n(shape):
    return shape[0], math.prod(shape)


def total_alone(shape):
    return math.prod(shape)


def flattened_twice(shape):
    return (math.prod(shape),)


def added(shape):
    return shape[0], sum(shape[1:])


def two_axes_only(shape):
    return shape[0], shape[1] * shape[2]


def three_axes_unpacked(shape):
    m, height, width = shape
    return m, height * width


def swapped(shape):
    return math.prod(shape[1:]), shape[0]


def divided(shape):
    return shape[0], math.prod(shape) / shape[0]


def started_from_a_float(shape):
    return shape[0], np.prod(shape[1:])


def last_axis_only(shape):
    return shape[0], shape[-1]


def last_axis_kept(shape):
    return math.prod(shape[:-1]), shape[-1]


def last_axis_as_batch(shape):
    return shape[-1], math.prod(shape[:-1])


def product_from_zero(shape):
    return shape[0], 0


def returned_in_the_loop(shape):
    n = 1
    for size in shape[1:]:
        n *= size
        return shape[0], n


def last_axis_left_out(shape):
    return shape[0], math.prod(shape[1:-1])


def array_expected(shape):
    return shape.shape[0], math.prod(shape.shape[1:])


# Right answers, written in other ways.


def with_a_loop(shape):
    n = 1
    for size in shape[1:]:
        n *= size
    return (shape[0], n)


def with_numpy(shape):
    return [shape[0], np.prod(shape[1:], dtype=int)]


def with_whole_division(shape):
    return shape[0], math.prod(shape) // shape[0]


def by_asking_numpy(shape):
    return np.empty(shape).reshape(shape[0], -1).shape


HARD_CODED = (
    "Your function knows how many axes a sample has. Flatten takes samples with any number of axes: let the "
    "code look at all of shape[1:], however long it is."
)

flatten_shapes = Exercise(
    "flatten_shapes",
    points=2,
    lent=True,
    reference=reference,
    run=run,
    cases=[
        Case("four 2 x 3 images", shape=(4, 2, 3)),
        Case("one sample", shape=(1, 5, 2)),
        Case("already flat", shape=(3, 4)),
        Case("two colour images", shape=(2, 4, 5, 3)),
        Case("one number a sample", shape=(5,)),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "batch axis joined too",
            one_row_for_everything,
            "You joined the batch axis too, so that four images became one long sample. Each of the m "
            "samples keeps a row of its own: the first axis stays as it is.",
            anchor="batch-axis",
        ),
        Misconception(
            "m counted in n",
            batch_counted_in_n,
            "m is right, and n counts every number of the whole batch. n is the number of elements in one "
            "sample: which of the axes belong to one sample?",
            anchor="batch-axis",
        ),
        Misconception(
            "total instead of two numbers",
            total_alone,
            "One number came back, the size of the whole batch. The result of Flatten has two axes, so two "
            "numbers are needed: how many rows, and how long each row is.",
            anchor="batch-axis",
        ),
        Misconception(
            "flattened twice",
            flattened_twice,
            "This is the shape of one long row, as if the rows of A had been joined once more. Flatten stops "
            "earlier, with two axes: how many rows are there, and how long is each?",
            anchor="batch-axis",
        ),
        Misconception(
            "sizes added",
            added,
            "The sizes of a sample's axes were added. A grid of 2 rows and 3 columns holds 6 elements, not "
            "5: count the cells of the picture and see which operation gives their number.",
        ),
        Misconception("two axes hard-coded", two_axes_only, HARD_CODED),
        Misconception("three axes unpacked", three_axes_unpacked, HARD_CODED),
        Misconception(
            "(n, m)",
            swapped,
            "Both numbers are right and have changed places. Samples come first in this course: m, the "
            "number of rows, then n, their length.",
            anchor="batch-axis",
        ),
        Misconception(
            "np.prod of nothing",
            started_from_a_float,
            "Where a sample is a single number there is nothing to multiply, and np.prod then gives 1.0, a "
            "float. Shapes are whole numbers from beginning to end.",
        ),
        Misconception(
            "a float",
            divided,
            "The value is right, but / made it a float, and no axis has 24.0 elements: reshape would refuse "
            "it. Shapes are whole numbers from beginning to end.",
        ),
        Misconception(
            "last axis only",
            last_axis_only,
            "Only the last axis was counted. Flatten keeps every element of a sample, so each axis but the "
            "first has its part in n.",
        ),
        Misconception(
            "last axis kept apart",
            last_axis_kept,
            "You kept the last axis and joined all the others. It is the first axis, the one that counts "
            "the samples, that stays by itself.",
            anchor="batch-axis",
        ),
        Misconception(
            "last axis taken for the batch",
            last_axis_as_batch,
            "You took the last axis for the batch. Here the samples are counted by the first axis.",
            anchor="batch-axis",
        ),
        Misconception(
            "product from zero",
            product_from_zero,
            "n is 0 each time: a product that begins with 0 stays there. Which number changes nothing when "
            "another is multiplied by it?",
        ),
        Misconception(
            "returned in the loop",
            returned_in_the_loop,
            "Your function ends in the first turn of its loop, so n holds one axis only, and a sample that "
            "is a single number gets no answer. Take return out of the loop.",
        ),
        Misconception(
            "last axis left out",
            last_axis_left_out,
            "The last axis has no part in n. Every axis but the first belongs to the sample: range and "
            "slices stop before their end.",
        ),
        Misconception(
            "array expected",
            array_expected,
            "Your function asks its argument for a .shape, as if it were an array. It is the shape itself, a "
            "tuple such as (4, 2, 3): the sizes stand in it, one for each axis.",
            anchor="batch-axis",
        ),
    ],
    alternatives=[
        Alternative(each) for each in (with_a_loop, with_numpy, with_whole_division, by_asking_numpy)
    ],
)
