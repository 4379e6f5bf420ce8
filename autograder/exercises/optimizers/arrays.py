"""The numbers on which the steps of this unit are tried, and what comes back of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.exercise import Answer, Case, distinct

#: Of parameters: a bias, weights, a kernel.
SHAPES = [(4,), (2, 3), (4, 2), (2, 2, 1, 3)]


def numbers(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of both signs from a tenth to 3, no two of them alike in size, some ten times as large."""
    found = distinct(rng, *shape)
    return found * 3 / (found.size + 1) * rng.choice([-1.0, 1.0], shape)


def drawn_shapes(rng: np.random.Generator, count: int = 12) -> Iterator[tuple[int, ...]]:
    """Shapes of parameters at random; the first a vector, the second a matrix that fits transposed, too."""
    yield (4,)
    yield (3, 3)
    for _ in range(count - 2):
        yield tuple(int(size) for size in rng.integers(1, 4, int(rng.integers(1, 5))))


def settled(draw: Callable[[], Case], reference: Answer) -> Case:
    """A case, drawn anew until neither P nor what is remembered comes out near 0 by chance, where hardly any
    rounding would be allowed.
    """
    while True:
        case = draw()
        P, remembered, *_ = reference(**case.inputs)
        largest = {name: np.abs(case.inputs[name]).max() for name in ("P", "G")}
        if np.abs(P).max() > largest["P"] / 20 and np.abs(remembered).max() > largest["G"] / 50:
            return case


def work(arrays: Sequence[Any], others: Sequence[Any]) -> int:
    """The elements that a step goes through; ValueError unless the arrays have one shape, or are numbers."""
    shape = np.shape(arrays[0])
    if any(np.shape(each) not in (shape, ()) for each in arrays) or any(np.ndim(each) for each in others):
        raise ValueError("arrays of one shape, and numbers, were expected")
    return int(np.prod(shape, dtype=np.int64))
