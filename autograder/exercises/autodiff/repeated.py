"""unbroadcast: the gradient of what was repeated is the sum over where it was repeated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.autodiff.arrays import numbers
from autograder.exercises.autodiff.repeated_sentences import MISTAKES
from autograder.exercises.autodiff.rules import unbroadcast as unbroadcast_reference
from autograder.exercises.returned import as_precise

FRONT, ONES, BOTH, NUMBER = "new axes in front", "axes of length 1", "both", "a single number"


def run(student, G, shape):
    found = student(G, shape)
    if shape == ():
        name = NUMBER
    elif len(shape) == G.ndim:
        name = ONES
    else:
        name = BOTH if 1 in shape else FRONT
    yield name, as_precise(found, G)


def steps(G, shape):
    return 2 * G.size


def _case(name: str, rng: np.random.Generator, whole: Sequence[int], shape: Sequence[int]) -> Case:
    """Drawn anew until not all sums come out near 0 by chance, where hardly any rounding would be allowed."""
    while True:
        G = numbers(rng, *whole)
        if np.abs(unbroadcast_reference(G, shape)).max() >= 1:
            return Case(name, G=G, shape=tuple(shape))


def _of_each_kind(rng: np.random.Generator, words: str) -> list[Case]:
    """Sizes are unequal, so that hardly any two axes can be mistaken, or all equal, so that any two can."""
    a, b, c = (int(n) for n in rng.permutation([2, 3, 4]))
    pairs: list[tuple[Sequence[int], Sequence[int]]] = [
        ((a, b), (b,)),
        ((a, b, c), (c,)),
        ((a, b, c), (b, c)),
        ((3, 3), (3,)),
        ((3, 3, 3), (3, 3)),
        ((a, b), (a, 1)),
        ((a, b), (1, b)),
        ((a, b, c), (a, 1, c)),
        ((a, b, c), (1, b, 1)),
        ((3, 3), (3, 1)),
        ((a, b, c), (a, b, c)),
        ((a, b, c), (b, 1)),
        ((a, b, c), (1, c)),
        ((3, 3, 3), (1, 3)),
        ((3, 3, 3), (3, 1)),
        ((a, b, c, 2), (b, 1, 2)),
        ((b,), ()),
        ((a, b, c), ()),
    ]
    return [_case(f"{whole} back to {shape}{words}", rng, whole, shape) for whole, shape in pairs]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = _of_each_kind(rng, ", drawn at random")
    return [*cases, in_single_precision(cases[1]), in_single_precision(cases[7])]


# Right answers, written in other ways.


def axis_by_axis(G, shape):
    while G.ndim > len(shape):
        G = G.sum(axis=0)
    for axis in range(len(shape)):
        if shape[axis] == 1:
            G = G.sum(axis=axis, keepdims=True)
    return G


def with_ones_in_front(G, shape):
    full = (1,) * (G.ndim - len(shape)) + tuple(shape)
    axes = tuple(k for k in range(G.ndim) if full[k] == 1 and G.shape[k] != 1)
    return G.sum(axis=axes, keepdims=True).reshape(shape)


def from_the_last_axis(G, shape):
    """Every number of G goes to where its place, cut to the shape, lies."""
    found = np.zeros(shape)
    for place in np.ndindex(*G.shape):
        kept = place[len(place) - len(shape) :]
        found[tuple(i if size > 1 else 0 for i, size in zip(kept, shape, strict=True))] += G[place]
    return found


def by_counting(G, shape):
    """Numbers say where each number was repeated from, and what bears the same one is added up."""
    count = int(np.prod(shape, dtype=int))
    origin = np.broadcast_to(np.arange(count).reshape(shape), G.shape)
    return np.bincount(origin.ravel(), G.ravel(), count).reshape(shape)


_RNG = np.random.default_rng(0)

unbroadcast = Exercise(
    "unbroadcast",
    points=4,
    lent=steps,
    reference=unbroadcast_reference,
    run=run,
    cases=[
        Case("the row of the example", G=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), shape=(3,)),
        Case("the column of the example", G=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), shape=(2, 1)),
        Case("the number of the example", G=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), shape=()),
        *_of_each_kind(_RNG, ""),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(axis_by_axis),
        Alternative(with_ones_in_front),
        Alternative(from_the_last_axis),
        Alternative(by_counting),
    ],
)
