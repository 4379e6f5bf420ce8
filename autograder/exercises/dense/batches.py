"""The batches on which the exercises of this unit are tried."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from autograder.exercise import distinct

#: (m, n, units). In the first, W is square, so that it fits transposed, too; the others have no size twice.
SIZES = [(3, 2, 2), (2, 3, 4), (4, 3, 1), (1, 2, 3)]
WORDS = [
    "three samples with two features and two units",
    "two samples with three features and four units",
    "four samples and a single unit",
    "one sample",
]

#: The other cases that a student sees have numbers that can be worked out by hand. A rounded answer would be
#: right in all of them, and wrong when a class is graded.
MANY_DIGITS = "numbers of many digits"


def mixed(*shape: int) -> np.ndarray:
    """Small numbers of both signs, no two of one size: a square matrix of them can be inverted.

    >>> mixed(2, 3)
    array([[ 1.,  2., -3.],
           [-4.,  5.,  6.]])
    """
    numbers = np.arange(math.prod(shape))
    return np.where(numbers % 4 < 2, numbers + 1.0, -numbers - 1.0).reshape(shape)


def drawn_sizes(rng: np.random.Generator, count: int = 12) -> Iterator[tuple[int, int, int]]:
    """(m, n, units) at random; the first has three different sizes above 1, the second a square W."""
    m, n, units = (int(size) for size in rng.permutation([2, 3, 4]))
    yield m, n, units
    yield units, n, n
    for _ in range(count - 2):
        m, n, units = (int(size) for size in rng.integers(1, 6, 3))
        yield m, n, units


def drawn(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs in random order, no two of them alike in size."""
    return distinct(rng, *shape) / 4 * rng.choice([-1.0, 1.0], shape)
