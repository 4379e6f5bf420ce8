"""The numbers on which the exercises of this unit are tried, and the names of what they give."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

GATES = ("i", "f", "g", "o")
CACHE = (*GATES, "C", "h")
"""What a step works out."""

SIZES = [(2, 3, 2), (3, 2, 4), (1, 4, 2), (4, 2, 1)]
WORDS = [
    "two samples with three features and two units",
    "three samples with two features and four units",
    "one sample",
    "four samples and a single unit",
]


def drawn(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers between -1 and 1 in random order, none of them 0, no two of one size."""
    count = math.prod(shape)
    sizes = (rng.permutation(count) + rng.uniform(0.7, 1.3, count)) / count  # no sum of them is 0 by chance
    return (sizes * rng.choice([-1.0, 1.0], count)).reshape(shape)


def parameters(rng: np.random.Generator, n: int, units: int, blocks: int) -> dict[str, np.ndarray]:
    """W, U and b with so many blocks of `units` columns."""
    columns = blocks * units
    return {"W": drawn(rng, n, columns), "U": drawn(rng, units, columns), "b": drawn(rng, columns)}


def drawn_sizes(rng: np.random.Generator, count: int = 12) -> Iterator[tuple[int, int, int]]:
    """(m, n, units) at random; in the first four they are 2, 3 and 4 in some order.

    Never one sample and one unit: a single number close to 0 would be compared with itself alone.
    """
    for number in range(count):
        sizes = rng.permutation([2, 3, 4]) if number < 4 else rng.integers(1, 5, 3)
        m, n, units = map(int, sizes)
        yield max(m, 3 - units), n, units


def in_other_forms(inputs: dict[str, Any], number: int) -> dict[str, Any]:
    """The second set of inputs in single precision, every third with its axes laid out the other way."""
    if number == 1:
        return {name: value.astype(np.float32) for name, value in inputs.items()}
    if number % 3 == 2:
        return {name: np.asfortranarray(value) for name, value in inputs.items()}
    return inputs
