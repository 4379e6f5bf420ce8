"""The numbers on which the rules of this unit are tried, and what comes back of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercise import distinct
from autograder.exercises.returned import named


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs from about a half to 3, no two of them alike in size."""
    found = distinct(rng, *shape)
    return (0.5 + found * 2.5 / (found.size + 1)) * rng.choice([-1.0, 1.0], shape)


def outputs(result: Any, like: np.ndarray, *names: str) -> dict[str, Any]:
    """What came back, by names, no more precise than `like`; an array by itself is the first of them."""
    alone = isinstance(result, np.ndarray) and result.ndim == like.ndim
    return named((result,) if alone else result, like, *names)
