"""The mistakes that students make in flat_index."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Misconception


def first_axis_fastest(index, dims):
    position, stride = 0, 1
    for i, size in zip(index, dims, strict=True):
        position += i * stride
        stride *= size
    return position


def times_own_size(index, dims):
    return sum(i * size for i, size in zip(index, dims, strict=True))


def stride_with_own_axis(index, dims):
    return sum(i * math.prod(dims[axis:]) for axis, i in enumerate(index))


def times_next_size(index, dims):
    position = index[-1]
    for axis in range(len(dims) - 1):
        position += index[axis] * dims[axis + 1]
    return position


def counted_from_one(index, dims):
    position = 0
    for i, size in zip(index, dims, strict=True):
        position = position * size + i
    return position + 1


def indices_added(index, dims):
    return sum(index)


def two_axes_unpacked(index, dims):
    i, j = index
    return i * dims[1] + j


def two_axes_indexed(index, dims):
    return index[0] * dims[1] + index[1]


def last_index_forgotten(index, dims):
    return sum(i * math.prod(dims[axis + 1 :]) for axis, i in enumerate(index[:-1]))


def sizes_added(index, dims):
    position, stride = 0, 1
    for i, size in zip(reversed(index), reversed(dims), strict=True):
        position += i * stride
        stride += size
    return position


def dims_alone_reversed(index, dims):
    position, stride = 0, 1
    for i, size in zip(index, reversed(dims), strict=True):
        position += i * stride
        stride *= size
    return position


def size_of_the_axis_before(index, dims):
    position = index[0]
    for axis in range(1, len(dims)):
        position = position * dims[axis - 1] + index[axis]
    return position


def first_axis_alone(index, dims):
    position, stride = 0, 1
    for i, size in zip(reversed(index), reversed(dims), strict=True):
        position = i * stride
        stride *= size
    return position


def last_axis_alone(index, dims):
    return index[-1]


def first_axis_left_out(index, dims):
    position, stride = 0, 1
    for axis in range(len(dims) - 1, 0, -1):
        position += index[axis] * stride
        stride *= dims[axis]
    return position


def strides_in_bytes(index, dims):
    strides = np.zeros(dims).strides
    return sum(i * stride for i, stride in zip(index, strides, strict=True))


ANY_NUMBER_OF_AXES = (
    "Your function is made for two axes. A sample may have one axis or five: walk along dims with a loop, "
    "so that their number does not matter."
)
FROM_ZERO = (
    "Everything is off by one: positions were counted from 1. In Python, as in this course, the first "
    "element of a row has position 0."
)
ONE_TURN = (
    "Either each turn of your loop overwrites what the one before found, or the loop ends in its first turn: "
    "how far is the return indented?"
)

WRONG_POSITIONS = [
    Misconception(
        "column-major order",
        first_axis_fastest,
        "These are positions in column-major order, as MATLAB and Fortran store arrays: your first axis "
        "varies fastest. In a row-major row, neighbours differ in their last index.",
        anchor="row-major",
    ),
    Misconception(
        "size of the wrong axis",
        times_own_size,
        "Each index was multiplied by the size of its own axis. One step along an axis passes over "
        "everything that lies behind that axis: how many elements does a step down by one row pass over?",
        anchor="strides",
    ),
    Misconception(
        "strides one axis off",
        stride_with_own_axis,
        "Your strides are one axis too large: they include the size of the axis that they belong to. A step "
        "along the last axis moves one place on, so what must the last stride be?",
        anchor="strides",
    ),
    Misconception(
        "next axis only",
        times_next_size,
        "With two axes this works. With three, a step along the first axis passes over a whole block of "
        "rows, and you counted only one of the axes behind it.",
        anchor="strides",
    ),
    Misconception("off by one", counted_from_one, FROM_ZERO),
    Misconception(
        "indices added",
        indices_added,
        "The indices were added as they are, so that elements (1, 0) and (0, 1) would share one place. A "
        "step down moves further along the row than a step to the right: by how much?",
        anchor="strides",
    ),
    Misconception("two axes unpacked", two_axes_unpacked, ANY_NUMBER_OF_AXES),
    Misconception("two axes hard-coded", two_axes_indexed, ANY_NUMBER_OF_AXES),
    Misconception(
        "last index forgotten",
        last_index_forgotten,
        "The last index is not in your positions, so that they are those of the beginnings of lines. It "
        "counts too, with a stride of 1.",
        anchor="strides",
    ),
    Misconception(
        "sizes added to the stride",
        sizes_added,
        "Your strides grow by addition. One step along an axis passes over all of the next one, so its "
        "stride is so many times as large: which operation is that?",
        anchor="strides",
    ),
    Misconception(
        "dims alone in reverse",
        dims_alone_reversed,
        "dims is walked through from the end and index from the front, so that sizes and indices of "
        "different axes meet. Turn both round.",
        anchor="strides",
    ),
    Misconception(
        "size of the axis before",
        size_of_the_axis_before,
        "From axis to axis, you multiply by the size of the wrong one of the two. A step along the first "
        "axis passes over all that lies behind it, and over nothing of its own size.",
        anchor="strides",
    ),
    Misconception(
        "first axis alone",
        first_axis_alone,
        f"Only the steps along the first axis are counted. {ONE_TURN} The steps along all axes add up.",
        anchor="strides",
    ),
    Misconception(
        "last axis alone",
        last_axis_alone,
        f"Only the last index came back. {ONE_TURN} The steps along all axes add up.",
        anchor="strides",
    ),
    Misconception(
        "first axis left out",
        first_axis_left_out,
        "The first axis has no part in your positions, as if its index were always 0. Where does your loop "
        "begin, and where does it stop? The end of a range is not in it.",
        anchor="strides",
    ),
    Misconception(
        "strides in bytes",
        strides_in_bytes,
        "NumPy's .strides are counted in bytes, and a float64 takes 8 of them, so your positions are 8 "
        "times too far. Count in elements.",
        anchor="strides",
    ),
]
