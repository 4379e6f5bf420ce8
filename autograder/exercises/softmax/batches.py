"""The numbers on which the exercises of this unit are tried."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograder.exercise import distinct

#: Rows far from 0 and far from each other, in which exp would overflow or vanish.
LARGE = np.array([[1000.0, 1001.0, 998.0], [-1000.0, -999.5, -1002.0], [0.0, 800.0, -800.0]])

#: Two more, one thousand apart: what is right for as many samples as classes alone is wrong here.
FAR = np.array([[2000.0, 2001.0, 1999.0, 2002.5], [1000.0, 999.0, 1001.5, 998.0]])

#: As precise as results are compared where a little number beside them is to change nothing by itself.
SINGLE = np.empty(0, dtype=np.float32)


def scores(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """Small numbers of both signs, no two alike, of shape (m, n)."""
    return (distinct(rng, m, n) - m * n / 2 - 1) / (m * n / 4 + 1)


def far_scores(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """The same, in rows that lie thousands apart: the first far above 0, the second far below, and so on."""
    signs = np.where(np.arange(m) % 2, -1.0, 1.0)
    return scores(rng, m, n) + (signs * rng.uniform(1000, 3000, m))[:, np.newaxis]


def spread_scores(rng: np.random.Generator) -> np.ndarray:
    """Large ones (3, 4) that lie hundreds apart within each row, too."""
    return far_scores(rng, 3, 4) * [[1.0, 2.0, 0.5, 1.2]]


def drawn_sizes(rng: np.random.Generator, count: int = 12) -> Iterator[tuple[int, int]]:
    """(m, n) at random, n at least 2; the first two have m < n and m > n."""
    yield 3, 5
    yield 4, 2
    for _ in range(count - 2):
        m, n = (int(size) for size in rng.integers((1, 2), (6, 7)))
        yield m, n
