"""The numbers on which the rules of this unit are tried, and what comes back of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercise import distinct
from autograder.exercises.returned import as_precise


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs from about a half to 3, no two of them alike in size."""
    found = distinct(rng, *shape)
    return (0.5 + found * 2.5 / (found.size + 1)) * rng.choice([-1.0, 1.0], shape)


def outputs(result: Any, like: np.ndarray, *names: str) -> Iterator[tuple[str, Any]]:
    """What came back, by names, no more precise than `like`."""
    for index, name in enumerate(names):
        yield name, None if result is None else as_precise(result[index], like)


def front_axes(rng: np.random.Generator) -> Sequence[tuple[int, ...]]:
    """The axes in front of two matrices: none, one or two."""
    return [(), (), (int(rng.integers(2, 4)),), tuple(int(n) for n in rng.integers(2, 4, 2))]
