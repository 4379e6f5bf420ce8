"""max_pooling_backward: the gradient goes to the largest number of its window, and to no other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.conv2d import right
from autograder.exercises.conv2d.images import BY_HAND, POOLED_BY_HAND, POOLS, drawn_pools
from autograder.exercises.conv2d.wrong_pooling_backward import WRONG_POOLING_BACKWARD
from autograder.exercises.dense.batches import MANY_DIGITS, drawn, mixed


def run(student, dA, X, size, strides):
    return {"dX": student(dA, X, size, strides)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    first, second, *pools = drawn_pools(rng)
    cases = []
    for number, sizes in enumerate([first, first, second, second, *pools]):
        name, X = "images drawn at random", drawn(rng, *sizes.X)
        if number % 2:
            name, X = "images of few different numbers", rng.integers(-2, 2, sizes.X).astype(float)
        inputs = {"dA": drawn(rng, *sizes.pooled), "X": X, "size": sizes.kernel, "strides": sizes.strides}
        cases.append(Case(name, **inputs))
    return cases


# Right answers, written in other ways.


def in_loops(dA, X, size, strides):
    dX = np.zeros(X.shape)
    for n, y, x, c in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        window = X[n, top : top + size[0], left : left + size[1], c]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        dX[n, top + i, left + j, c] += dA[n, y, x, c]
    return dX


def in_more_loops(dA, X, size, strides):
    dX = np.zeros_like(X)
    for n, y, x, c in np.ndindex(*dA.shape):
        best = top, left = y * strides[0], x * strides[1]
        for i in range(top, top + size[0]):
            for j in range(left, left + size[1]):
                if X[n, i, j, c] > X[n, best[0], best[1], c]:
                    best = i, j
        dX[n, best[0], best[1], c] += dA[n, y, x, c]
    return dX


def with_add_at(dA, X, size, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, size, axis=(1, 2))[:, :: strides[0], :: strides[1]]
    n, y, x, c = np.indices(dA.shape)
    i, j = np.divmod(every.reshape(*dA.shape, -1).argmax(axis=-1), size[1])
    dX = np.zeros(X.shape)
    np.add.at(dX, (n, y * strides[0] + i, x * strides[1] + j, c), dA)
    return dX


def from_the_last_to_the_first(dA, X, size, strides):
    """What each element of a window gets is what those before it have left."""
    dX, left = np.zeros(X.shape), np.ones(dA.shape, bool)
    rows, columns = (dA.shape[1] - 1) * strides[0] + 1, (dA.shape[2] - 1) * strides[1] + 1
    places = [np.s_[:, i : i + rows : strides[0], j : j + columns : strides[1]] for i, j in np.ndindex(*size)]
    A = np.max([X[place] for place in places], axis=0)
    for place in places:
        here = left & (X[place] == A)
        dX[place] += here * dA
        left &= ~here
    return dX


def place_by_place(dA, X, size, strides):
    dX, m, channels = np.zeros(X.shape), len(X), X.shape[3]
    samples, every = np.arange(m)[:, None], np.arange(channels)
    for y in range(dA.shape[1]):
        for x in range(dA.shape[2]):
            top, left = y * strides[0], x * strides[1]
            rows = X[:, top : top + size[0], left : left + size[1]].reshape(m, -1, channels)
            i, j = np.unravel_index(rows.argmax(axis=1), size)
            dX[samples, top + i, left + j, every] += dA[:, y, x]
    return dX


def with_a_mask(dA, X, size, strides):
    """The first of several equal ones is where their running count is 1."""
    dX, (kh, kw), channels = np.zeros(X.shape), size, X.shape[3]
    for y in range(dA.shape[1]):
        for x in range(dA.shape[2]):
            here = np.s_[:, y * strides[0] : y * strides[0] + kh, x * strides[1] : x * strides[1] + kw]
            rows = X[here].reshape(len(X), kh * kw, channels)
            mask = rows == rows.max(axis=1, keepdims=True)
            mask &= mask.cumsum(axis=1) == 1
            dX[here] += (mask * dA[:, y, x][:, None]).reshape(len(X), kh, kw, channels)
    return dX


def _gradient(name: str, *inputs) -> np.ndarray:
    dA = mixed(*right.max_pooling_forward(*inputs).shape)
    return abs(dA) if name == BY_HAND else dA


max_pooling_backward = Exercise(
    "max_pooling_backward",
    points=3,
    reference=right.max_pooling_backward,
    run=run,
    cases=[
        *(
            Case(name, dA=_gradient(name, *inputs), X=inputs[0], size=inputs[1], strides=inputs[2])
            for name, inputs in POOLS.items()
        ),
        Case(MANY_DIGITS, dA=mixed(1, 2, 2, 1) / 7, X=POOLED_BY_HAND, size=(2, 2), strides=(2, 2)),
    ],
    hidden=hidden,
    sums=16,
    misconceptions=WRONG_POOLING_BACKWARD,
    alternatives=[
        Alternative(in_loops),
        Alternative(in_more_loops),
        Alternative(with_add_at),
        Alternative(from_the_last_to_the_first),
        Alternative(place_by_place),
        Alternative(with_a_mask),
    ],
)
