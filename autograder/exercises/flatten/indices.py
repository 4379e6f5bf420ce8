"""flat_index and unflat_index: where every element goes, and where it comes back from."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, random_shape, unequal_shape
from autograder.exercises.flatten.wrong_indices import WRONG_INDICES
from autograder.exercises.flatten.wrong_positions import WRONG_POSITIONS


def flat_index_reference(index, dims):
    position = 0
    for i, size in zip(index, dims, strict=True):
        position = position * size + i
    return position


def unflat_index_reference(position, dims):
    index = []
    for size in reversed(dims):
        index.append(position % size)
        position //= size
    return tuple(reversed(index))


def _drawn(rng: np.random.Generator) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Pairs of index and dims: corners, axes of size 1, random ones, and one in which every axis counts.

    One step along the first axis is there each time: of no other order is that place.
    """
    drawn = [((0, 2, 0), (1, 3, 1)), ((0, 0), (4, 6)), ((3, 5), (4, 6)), ((1, 0), (4, 6))]
    for _ in range(8):
        dims = random_shape(rng, ndim=(1, 5), size=(1, 7))
        drawn.append((tuple(int(rng.integers(size)) for size in dims), dims))
    dims = unequal_shape(rng, 4)
    return [*drawn, (tuple(int(rng.integers(1, size)) for size in dims), dims)]


def flat_index_hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [Case("an element drawn at random", index=index, dims=dims) for index, dims in _drawn(rng)]


def unflat_index_hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("a position drawn at random", position=flat_index_reference(index, dims), dims=dims)
        for index, dims in _drawn(rng)
    ]


# Right answers, written in other ways.


def position_from_strides(index, dims):
    return sum(i * math.prod(dims[axis + 1 :]) for axis, i in enumerate(index))


def position_with_numpy(index, dims):
    return np.ravel_multi_index(index, dims)


def position_by_counting(index, dims):
    for position, each in enumerate(itertools.product(*map(range, dims))):
        if each == tuple(index):
            return position


def position_from_the_last_axis(index, dims):
    position, stride = 0, 1
    for axis in range(len(dims) - 1, -1, -1):
        position += index[axis] * stride
        stride *= dims[axis]
    return position


def position_looked_up(index, dims):
    return np.arange(math.prod(dims)).reshape(dims)[tuple(index)]


def index_from_strides(position, dims):
    index = []
    for axis in range(len(dims)):
        stride = math.prod(dims[axis + 1 :])
        index.append(position // stride)
        position = position % stride
    return index


def index_with_numpy(position, dims):
    return np.unravel_index(position, dims)


def index_by_counting(position, dims):
    return list(itertools.product(*map(range, dims)))[position]


def index_recursively(position, dims):
    if not dims:
        return ()
    rest, last = divmod(position, dims[-1])
    return (*index_recursively(rest, dims[:-1]), last)


flat_index = Exercise(
    "flat_index",
    points=2,
    lent=True,
    reference=flat_index_reference,
    run=lambda student, index, dims: {"position": student(index, dims)},
    cases=[
        Case("element (1, 0) of a 2 x 3 image", index=(1, 0), dims=(2, 3)),
        Case("element (0, 2) of a 2 x 3 image", index=(0, 2), dims=(2, 3)),
        Case("element (1, 0, 2) of 2 x 3 x 4", index=(1, 0, 2), dims=(2, 3, 4)),
        Case("element (2, 1, 0, 3) of 3 x 2 x 2 x 4", index=(2, 1, 0, 3), dims=(3, 2, 2, 4)),
        Case("element (2,) of a row of 5", index=(2,), dims=(5,)),
        Case("an element of five axes", index=(1, 0, 1, 2, 1), dims=(2, 1, 3, 4, 2)),
    ],
    hidden=flat_index_hidden,
    misconceptions=WRONG_POSITIONS,
    alternatives=[
        Alternative(each)
        for each in (
            position_from_strides,
            position_with_numpy,
            position_by_counting,
            position_from_the_last_axis,
            position_looked_up,
        )
    ],
)

unflat_index = Exercise(
    "unflat_index",
    points=2,
    lent=True,
    reference=unflat_index_reference,
    run=lambda student, position, dims: {"index": student(position, dims)},
    cases=[
        Case("position 3 of a 2 x 3 image", position=3, dims=(2, 3)),
        Case("position 2 of a 2 x 3 image", position=2, dims=(2, 3)),
        Case("position 14 of 2 x 3 x 4", position=14, dims=(2, 3, 4)),
        Case("position 43 of 3 x 2 x 2 x 4", position=43, dims=(3, 2, 2, 4)),
        Case("position 2 of a row of 5", position=2, dims=(5,)),
        Case("position 37 of five axes", position=37, dims=(2, 1, 3, 4, 2)),
    ],
    hidden=unflat_index_hidden,
    misconceptions=WRONG_INDICES,
    alternatives=[
        Alternative(each)
        for each in (index_from_strides, index_with_numpy, index_by_counting, index_recursively)
    ],
)
