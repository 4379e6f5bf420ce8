"""flatten_jacobian: Flatten as a matrix of zeros and ones."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, random_shape, unequal_shape


def reference(dims):
    n = math.prod(dims)
    first_axis_fastest = np.arange(n).reshape(dims, order="F")
    return np.eye(n)[first_axis_fastest.ravel()]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    dims = [(1, 4, 1), (3, 3), (2, 2, 2), unequal_shape(rng, 3), (2, 3, 2, 1)]
    while len(dims) < 12:
        drawn = random_shape(rng, ndim=(1, 4), size=(1, 5))
        if math.prod(drawn) <= 40:
            dims.append(drawn)
    return [Case("a sample of a shape drawn at random", dims=each) for each in dims]


# Wrong answers, as students write them.


def identity(dims):
    return np.eye(math.prod(dims))


def inverse(dims):
    n = math.prod(dims)
    J = np.zeros((n, n))
    for p, q in enumerate(np.arange(n).reshape(dims, order="F").ravel()):
        J[q, p] = 1
    return J


def reversed_order(dims):
    return np.eye(math.prod(dims))[::-1]


def positions_alone(dims):
    return np.arange(math.prod(dims)).reshape(dims, order="F").ravel()


def two_axes_unpacked(dims):
    rows, columns = dims
    n = rows * columns
    J = np.zeros((n, n))
    for i in range(rows):
        for j in range(columns):
            J[i * columns + j, i + j * rows] = 1
    return J


def two_axes_indexed(dims):
    n = math.prod(dims)
    J = np.zeros((n, n))
    for i in range(dims[0]):
        for j in range(dims[1]):
            J[i * dims[1] + j, i + j * dims[0]] = 1
    return J


def colliding(dims):
    n = math.prod(dims)
    J = np.zeros((n, n))
    for p, index in enumerate(itertools.product(*map(range, dims))):
        J[p, sum(index)] = 1
    return J


def _by_formula(dims, columns):
    """The matrix with J[p, q] = 1, q of an index by `columns`: first axis fastest, if it is right."""
    n = math.prod(dims)
    J = np.zeros((n, n))
    for p, index in enumerate(itertools.product(*map(range, dims))):
        J[p, columns(index, dims)] = 1
    return J


def _row_major(index, dims):
    position = 0
    for i, size in zip(index, dims, strict=True):
        position = position * size + i
    return position


def index_alone_reversed(dims):
    return _by_formula(dims, lambda index, dims: _row_major(index[::-1], dims))


def dims_alone_reversed(dims):
    return _by_formula(dims, lambda index, dims: _row_major(index, dims[::-1]))


def first_and_last_exchanged(dims):
    n = math.prod(dims)
    return np.eye(n)[np.arange(n).reshape(dims[::-1]).swapaxes(0, -1).ravel()]


def grid_of_ones(dims):
    return np.ones(dims)


def ones_everywhere(dims):
    n = math.prod(dims)
    return np.ones((n, n))


# Right answers, written in other ways.


def entry_by_entry(dims):
    n = math.prod(dims)
    J = np.zeros((n, n), dtype=int)
    for p, index in enumerate(itertools.product(*map(range, dims))):
        q, stride = 0, 1
        for i, size in zip(index, dims, strict=True):
            q += i * stride
            stride *= size
        J[p, q] = 1
    return J


def column_by_column(dims):
    n = math.prod(dims)
    return np.column_stack([np.eye(n)[q].reshape(dims, order="F").ravel() for q in range(n)])


def with_numpy_indices(dims):
    n = math.prod(dims)
    J = np.zeros((n, n))
    index = np.unravel_index(np.arange(n), dims)
    J[np.arange(n), np.ravel_multi_index(index, dims, order="F")] = 1.0
    return J


ANY_NUMBER_OF_AXES = (
    "Your function is made for samples with two axes. Let it work for any dims: a loop over all indices, or "
    "flat_index, does not mind how many axes there are."
)

BOTH_IN_REVERSE = (
    "You turned round one of index and dims, and not the other, so that an index meets the size of another "
    "axis. For the first axis to be the fastest, both are read from the end."
)

flatten_jacobian = Exercise(
    "flatten_jacobian",
    points=3,
    reference=reference,
    run=lambda student, dims: {"J": student(dims)},
    cases=[
        Case("a 2 x 3 image", dims=(2, 3)),
        Case("a row of 4", dims=(4,)),
        Case("a 2 x 2 image of 3 channels", dims=(2, 2, 3)),
        Case("a sample of four axes", dims=(2, 2, 3, 1)),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "identity",
            identity,
            "The identity would leave every number in its place. That is right only when x and A list the "
            "elements in the same order; here x has the first axis fastest, and A the last.",
            anchor="jacobian",
        ),
        Misconception(
            "transposed",
            inverse,
            "Your matrix takes the way back: it gives x from A. Rows of J belong to the places in A, "
            "columns to the places in x.",
            anchor="jacobian",
        ),
        Misconception(
            "reversed order",
            reversed_order,
            "Your matrix turns the list of elements round, last first. Column-major order is another order, "
            "not the reverse: write x and A of a 2 x 3 image under each other and compare.",
            anchor="row-major",
        ),
        Misconception(
            "positions instead of a matrix",
            positions_alone,
            "These are the right places, as a list. The question is for the matrix that does the same by "
            "multiplication: what must row p of J hold for J x to pick one element of x?",
            anchor="jacobian",
        ),
        Misconception("two axes unpacked", two_axes_unpacked, ANY_NUMBER_OF_AXES),
        Misconception("two axes hard-coded", two_axes_indexed, ANY_NUMBER_OF_AXES),
        Misconception(
            "indices added",
            colliding,
            "Two elements of A take their number from the same place of x, and some place is used by none. "
            "A permutation has exactly one 1 in each row and in each column; to add the indices is not "
            "enough.",
            anchor="strides",
        ),
        Misconception("index alone in reverse", index_alone_reversed, BOTH_IN_REVERSE, anchor="jacobian"),
        Misconception("dims alone in reverse", dims_alone_reversed, BOTH_IN_REVERSE, anchor="jacobian"),
        Misconception(
            "first and last axis exchanged",
            first_and_last_exchanged,
            "With up to three axes this works: the first and the last change places, and the middle one "
            "stays. With four, those in the middle change places, too: all axes are read from the end.",
            anchor="jacobian",
        ),
        Misconception(
            "shape of the sample",
            grid_of_ones,
            "Your matrix has the shape of one sample. J maps the n numbers of x to the n numbers of A: how "
            "many rows and columns must it have?",
            anchor="jacobian",
        ),
        Misconception(
            "ones everywhere",
            ones_everywhere,
            "With a 1 in every place, each number of A would be the sum of all of x. Each element of A "
            "depends on just one element of x.",
            anchor="jacobian",
        ),
    ],
    alternatives=[Alternative(each) for each in (entry_by_entry, column_by_column, with_numpy_indices)],
)
