"""The numbers on which the exercises of this unit are tried."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.exercise import distinct
from autograder.exercises.returned import named

LN2, LN5 = math.log(2), math.log(5)

#: The three steps of the notebook, with one head: (1, 1, 3, 4) for queries and keys, (1, 1, 3, 2) for values.
Q_BY_HAND = np.array([[[[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0], [2.0, 2.0, 0.0, 0.0]]]])
K_BY_HAND = np.array([[[[0.0, 0.0, 2.0, 0.0], [LN2, LN2, 0.0, 2.0], [LN5, LN5, 0.0, 0.0]]]])
V_BY_HAND = np.array([[[[48.0, 0.0], [72.0, 24.0], [0.0, 24.0]]]])


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs between -2 and 2, no two alike."""
    size = math.prod(shape)
    return (distinct(rng, *shape) - size / 2 - 1) * 4 / (size + 1)


def by_name(result: Any, *names: str) -> dict[str, Any]:
    """What came back, by names; an array (m, heads, ...) by itself is the first of them."""
    alone = isinstance(result, np.ndarray) and result.ndim == 4
    return named((result,) if alone else result, None, *names)


def as_split(X: np.ndarray) -> np.ndarray:
    """The same numbers, in memory as split_heads leaves them: step by step, and not head by head."""
    return np.ascontiguousarray(X.swapaxes(1, 2)).swapaxes(1, 2)


def drawn_sizes(
    rng: np.random.Generator, count: int = 10, least_steps: int = 1
) -> Iterator[tuple[int, int, int, int, int]]:
    """(m, heads, t, k, v) at random; in the first no two are alike, and k is not 4; in the second k = t."""
    yield 2, 3, 4, 5, 6
    yield 3, 2, 4, 4, 3
    for _ in range(count - 2):
        m, heads, t, k, v = (int(size) for size in rng.integers((1, 1, least_steps, 1, 1), (4, 4, 6, 5, 5)))
        yield m, heads, t, k, v
