"""The mistakes that students make in unflat_index."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.flatten.wrong_positions import ANY_NUMBER_OF_AXES, FROM_ZERO, ONE_TURN


def quotient_and_remainder_exchanged(position, dims):
    index = []
    for size in reversed(dims):
        i, position = divmod(position, size)
        index.append(i)
    return tuple(reversed(index))


def peeled_from_the_first_axis(position, dims):
    index = []
    for size in dims:
        index.append(position % size)
        position //= size
    return tuple(index)


def not_turned_round(position, dims):
    index = []
    for size in reversed(dims):
        index.append(position % size)
        position //= size
    return tuple(index)


def without_remainder(position, dims):
    return tuple(position // math.prod(dims[axis + 1 :]) for axis in range(len(dims)))


def fractions_kept(position, dims):
    index = []
    for axis in range(len(dims)):
        stride = math.prod(dims[axis + 1 :])
        index.append(position / stride)
        position %= stride
    return tuple(index)


def divided_with_own_axis(position, dims):
    index = []
    for axis in range(len(dims)):
        stride = math.prod(dims[axis:])
        index.append(position // stride)
        position %= stride
    return tuple(index)


def next_size_only(position, dims):
    index = []
    for size in dims[1:]:
        index.append(position // size)
        position %= size
    return (*index, position)


def divided_by_rows(position, dims):
    if len(dims) == 1:
        return (position,)
    return (position // dims[0], position % dims[0], *(0 for _ in dims[2:]))


def two_axes_only(position, dims):
    return position // dims[1], position % dims[1]


def position_from_one(position, dims):
    index = []
    position = position - 1
    for size in reversed(dims):
        index.append(position % size)
        position //= size
    return tuple(reversed(index))


def indices_from_one(position, dims):
    return tuple(int(i) + 1 for i in np.unravel_index(position, dims))


def sizes_from_the_front(position, dims):
    return peeled_from_the_first_axis(position, dims)[::-1]


def remainders_alone(position, dims):
    return tuple(position % size for size in dims)


def last_index_forgotten(position, dims):
    return tuple(int(i) for i in np.unravel_index(position, dims))[:-1]


def last_index_alone(position, dims):
    return (position % dims[-1],)


def first_index_alone(position, dims):
    return (position // math.prod(dims[1:]),)


WRONG_INDICES = [
    Misconception(
        "column-major order",
        peeled_from_the_first_axis,
        "You began with the first axis, as if it varied fastest; that undoes column-major order. In a "
        "row-major row it is another axis that changes from one position to the next: begin with that one.",
        anchor="row-major",
    ),
    Misconception(
        "index in reverse",
        not_turned_round,
        "Every number in your index is right, and they stand in reverse order: the one of the last axis "
        "comes first. The order of dims is the order of the index.",
    ),
    Misconception(
        "remainder forgotten",
        without_remainder,
        "The first index is right and the later ones run past the end of their axes: once the whole rows "
        "are counted, only what is left over should go on to the next axis.",
        anchor="coming-back",
    ),
    Misconception(
        "fractions kept",
        fractions_kept,
        "The division kept its fraction: an index such as 0.75 points between two elements. How many whole "
        "strides fit into the position?",
        anchor="coming-back",
    ),
    Misconception(
        "strides one axis off",
        divided_with_own_axis,
        "Your strides are one axis too large: they include the size of the axis that they belong to, so "
        "your first index can only ever be 0. A step along the last axis is one place.",
        anchor="strides",
    ),
    Misconception(
        "next axis only",
        next_size_only,
        "With two axes this works. With three, the first stride spans a whole block of rows, and you "
        "divided by the size of only one of the axes behind it.",
        anchor="strides",
    ),
    Misconception(
        "quotient and remainder exchanged",
        quotient_and_remainder_exchanged,
        "Quotient and remainder have changed places. By the size of the last axis, the remainder is the last "
        "index, and the quotient, the number of whole lines, goes on to the next axis.",
        anchor="coming-back",
    ),
    Misconception(
        "divided by the number of rows",
        divided_by_rows,
        "You divided by the size of the first axis. A row is as long as there are columns: which size says "
        "how many places one step down takes?",
        anchor="strides",
    ),
    Misconception("two axes hard-coded", two_axes_only, ANY_NUMBER_OF_AXES),
    Misconception("off by one", position_from_one, FROM_ZERO),
    Misconception(
        "indices counted from 1",
        indices_from_one,
        "Every index is one too large: they were counted from 1. In Python, as in this course, the first "
        "element of an axis has the index 0.",
    ),
    Misconception(
        "sizes from the front",
        sizes_from_the_front,
        "You took the sizes from the front, as if the first axis varied fastest, and turned the index round "
        "in the end. The last axis varies fastest: begin with its size.",
        anchor="row-major",
    ),
    Misconception(
        "remainders alone",
        remainders_alone,
        "Each index is what the whole position leaves when it is divided by the size of the axis. Once an "
        "axis is done, only the quotient goes on to the next one.",
        anchor="coming-back",
    ),
    Misconception(
        "last index forgotten",
        last_index_forgotten,
        "The last index is missing: an index is as long as dims. When all other strides are taken out of the "
        "position, what is left over is a number of steps, too.",
        anchor="coming-back",
    ),
    Misconception(
        "last index alone",
        last_index_alone,
        f"Only the index of the last axis came back. {ONE_TURN}",
    ),
    Misconception(
        "first index alone",
        first_index_alone,
        f"Only the index of the first axis came back. {ONE_TURN}",
    ),
]
