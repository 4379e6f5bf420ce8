"""The sequences on which the exercises of this unit are tried."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from autograder.exercise import Case, distinct

#: (m, steps, n, units). In the first, W is square and fits transposed, too; the second has no size twice.
SIZES = [(2, 3, 2, 2), (3, 5, 4, 2), (1, 4, 2, 3), (3, 1, 2, 4)]
WORDS = [
    "two sequences of three steps, two features and two units",
    "three sequences of five steps",
    "one sequence",
    "sequences of a single step",
]


def drawn_sizes(rng: np.random.Generator, count: int = 12) -> Iterator[tuple[int, int, int, int]]:
    """(m, steps, n, units) at random; the first has four different sizes, the second alike ones."""
    m, steps, n, units = (int(size) for size in rng.permutation([2, 3, 4, 5]))
    yield m, steps, n, units
    yield steps, steps, n, n
    for _ in range(count - 2):
        m, steps, n, units = (int(size) for size in rng.integers((1, 2, 1, 1), (5, 6, 5, 5)))
        yield m, steps, n, units


def small(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs between -1 and 1, no two of them alike in size.

    They are whole numbers of halves over a power of two, so that sums of them are exact, also those that
    come out as 0.
    """
    numbers = distinct(rng, *shape)
    return numbers / 2.0 ** math.ceil(math.log2(numbers.size + 2)) * rng.choice([-1.0, 1.0], shape)


def parameters(rng: np.random.Generator, n: int, units: int) -> dict[str, np.ndarray]:
    """W, U and b of a layer whose states stay away from -1 and 1, where tanh is flat."""
    return {"W": small(rng, n, units) / 2, "U": small(rng, units, units), "b": small(rng, units) / 2}


def in_single_precision(case: Case) -> Case:
    """The same in float32, with the numbers of each array in another order in memory."""
    return Case(
        f"{case.name}, in single precision",
        **{key: np.asfortranarray(value, dtype=np.float32) for key, value in case.inputs.items()},
    )
