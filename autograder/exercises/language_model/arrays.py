"""The numbers on which the exercises of this unit are tried."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import distinct

LN2, LN5 = math.log(2), math.log(5)


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs between -2 and 2, no two alike, none of them 0 or of few decimals."""
    size = math.prod(shape)
    return (distinct(rng, *shape) - size / 2 - 0.75) * 4 / (size + 1.7)
