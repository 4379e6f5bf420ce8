"""permute_gradient: back through a new order of the axes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, distinct, in_single_precision, unequal_shape
from autograder.exercises.autodiff.permute_sentences import MISTAKES
from autograder.exercises.autodiff.rules import permute_gradient as permute_reference
from autograder.exercises.returned import as_precise

EXCHANGED, MOVED_ON = "two axes exchanged", "axes moved on"


def run(student, G, axes):
    name = EXCHANGED if sum(k != axis for k, axis in enumerate(axes)) == 2 else MOVED_ON
    return {name: as_precise(student(G, axes), G)}


def steps(G, axes):
    return G.size


def _exchange(rng: np.random.Generator, count: int) -> tuple[int, ...]:
    axes = list(range(count))
    first, second = rng.permutation(count)[:2]
    axes[first], axes[second] = axes[second], axes[first]
    return tuple(axes)


def _circle(rng: np.random.Generator, count: int) -> tuple[int, ...]:
    """An order that, done twice, is neither the first one nor the way back."""
    while True:
        axes = tuple(int(axis) for axis in rng.permutation(count))
        if axes != tuple(np.argsort(axes).tolist()):
            return axes


def _case(name: str, rng: np.random.Generator, axes: Sequence[int]) -> Case:
    return Case(name, G=distinct(rng, *unequal_shape(rng, len(axes))), axes=tuple(axes))


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    words = "an order drawn at random"
    orders = [_exchange(rng, count) for count in (2, 3, 3, 4, 4)]
    orders += [(1, 2, 0), (2, 0, 1), (1, 2, 3, 0), *(_circle(rng, count) for count in (3, 4))]
    cases = [_case(words, rng, axes) for axes in orders]
    equal = [
        Case(f"{words}, of equal sizes", G=distinct(rng, 3, 3, 3), axes=axes)
        for axes in ((1, 0, 2), (1, 2, 0))
    ]
    return [*cases, *equal, in_single_precision(cases[1]), in_single_precision(cases[5])]


# Right answers, written in other ways.


def by_moving_axes(G, axes):
    return np.moveaxis(G, list(range(G.ndim)), axes)


def by_looking_up(G, axes):
    return np.transpose(G, [list(axes).index(axis) for axis in range(len(axes))])


def by_noting_the_way_back(G, axes):
    back = [0] * len(axes)
    for place, axis in enumerate(axes):
        back[axis] = place
    return G.transpose(back)


def into_a_view_of_zeros(G, axes):
    """Where G goes is a view of dX in forward's order."""
    shape = [0] * G.ndim
    for size, axis in zip(G.shape, axes, strict=True):
        shape[axis] = size
    dX = np.zeros(shape)
    dX.transpose(axes)[...] = G
    return dX


_RNG = np.random.default_rng(0)

permute_gradient = Exercise(
    "permute_gradient",
    points=2,
    lent=steps,
    reference=permute_reference,
    run=run,
    cases=[
        Case("the axes of the example", G=distinct(_RNG, 4, 2, 3), axes=(2, 0, 1)),
        Case("a matrix, transposed", G=distinct(_RNG, 3, 2), axes=(1, 0)),
        Case("first and last of three exchanged", G=distinct(_RNG, 3, 4, 3), axes=(2, 1, 0)),
        Case("images with the channels first", G=distinct(_RNG, 2, 3, 5, 4), axes=(0, 3, 1, 2)),
        Case("all four axes moved on", G=distinct(_RNG, 2, 3, 5, 4), axes=(1, 2, 3, 0)),
        Case("heads and steps exchanged", G=distinct(_RNG, 2, 3, 5, 4), axes=(0, 2, 1, 3)),
        Case("a cube, its axes moved on", G=distinct(_RNG, 3, 3, 3), axes=(1, 2, 0)),
    ],
    hidden=hidden,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(by_moving_axes),
        Alternative(by_looking_up),
        Alternative(by_noting_the_way_back),
        Alternative(into_a_view_of_zeros),
    ],
)
