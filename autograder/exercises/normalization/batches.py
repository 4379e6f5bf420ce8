"""The numbers on which the exercises of this unit are tried."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import distinct, unequal_shape

#: The four samples of the notebook, two features of very different scales (4, 2), and what goes with them.
X_BY_HAND = np.array([[1.0, 30.0], [1.0, 10.0], [5.0, 10.0], [5.0, 30.0]])
GAMMA_BY_HAND, BETA_BY_HAND = np.array([2.0, 3.0]), np.array([10.0, -1.0])
DA_BY_HAND = np.array([[4.0, 0.0], [0.0, 0.0], [2.0, 8.0], [0.0, 0.0]])
N_BY_HAND, S_BY_HAND = np.array([[-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [1.0, 1.0]]), np.array([2.0, 10.0])


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs between -2 and 2 in random order, no two alike, and none of them 0."""
    size = math.prod(shape)
    jitter = rng.uniform(-0.2, 0.2, shape)
    return (distinct(rng, *shape) - size / 2 - 1 + jitter) * 4 / (size + 1)


def features(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers whose features (last axis) have scales and means of their own, and whose samples have, too."""
    scale, mean = rng.uniform(0.6, 2.0, shape[-1]), rng.uniform(1.0, 3.0, shape[-1])
    samples = numbers(rng, shape[0], *(1,) * (len(shape) - 1))
    return (numbers(rng, *shape) + 0.3 * samples) * scale + mean


def gains(rng: np.random.Generator, n: int) -> np.ndarray:
    """gamma, or beta: n numbers of both signs, none near 0 and none near 1."""
    return rng.permutation(1.3 + 0.5 * np.arange(n) + rng.uniform(0, 0.3, n)) * rng.choice([-1.0, 1.0], n)


def samples(rng: np.random.Generator, count: int = 6, least: int = 4) -> list[tuple[int, ...]]:
    """Shapes (m, n): in the first they are unlike, in the second alike; at least so many samples."""
    drawn = [(int(rng.integers(least, 8)), int(rng.integers(2, 6))) for _ in range(count - 2)]
    n = int(rng.integers(2, least))
    return [(n + int(rng.integers(least - 1, 5)), n), (least + 1, least + 1), *drawn]


def images(rng: np.random.Generator, count: int = 4) -> list[tuple[int, ...]]:
    """Shapes (m, height, width, channels): no two lengths alike in the first, all alike in the second."""
    drawn = [tuple(int(size) for size in rng.integers(2, 5, 4)) for _ in range(count - 2)]
    return [unequal_shape(rng, 4), (3, 3, 3, 3), *drawn]
