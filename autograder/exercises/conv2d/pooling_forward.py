"""max_pooling_forward: the largest number of every window, channel by channel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.conv2d import right
from autograder.exercises.conv2d.images import POOLS, drawn_pools, elements
from autograder.exercises.conv2d.wrong_pooling_forward import WRONG_POOLING_FORWARD
from autograder.exercises.dense.batches import drawn


def run(student, X, size, strides):
    return {"A": student(X, size, strides)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [
        Case("images drawn at random", X=drawn(rng, *sizes.X), size=sizes.kernel, strides=sizes.strides)
        for sizes in drawn_pools(rng)
    ]
    negative = [case.inputs | {"X": -abs(case.inputs["X"])} for case in cases[:2]]
    return cases + [Case("negative numbers drawn at random", **inputs) for inputs in negative]


# Right answers, written in other ways.


def with_windows(X, size, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, size, axis=(1, 2))
    return np.max(every, axis=(-2, -1))[:, :: strides[0], :: strides[1]]


def in_loops(X, size, strides):
    m, height, width, channels = X.shape
    A = np.zeros((m, (height - size[0]) // strides[0] + 1, (width - size[1]) // strides[1] + 1, channels))
    for n, y, x, c in np.ndindex(*A.shape):
        top, left = y * strides[0], x * strides[1]
        A[n, y, x, c] = max(X[n, top : top + size[0], left : left + size[1], c].ravel())
    return A


def place_by_place(X, size, strides):
    rows = []
    for y in range(0, X.shape[1] - size[0] + 1, strides[0]):
        row = []
        for x in range(0, X.shape[2] - size[1] + 1, strides[1]):
            row.append(X[:, y : y + size[0], x : x + size[1]].max(axis=1).max(axis=1))
        rows.append(row)
    return np.array(rows).transpose(2, 0, 1, 3)


def pixel_by_pixel(X, size, strides):
    rows, columns = X.shape[1] - size[0] + 1, X.shape[2] - size[1] + 1
    A = -np.inf
    for i in range(size[0]):
        for j in range(size[1]):
            A = np.maximum(A, X[:, i : i + rows : strides[0], j : j + columns : strides[1]])
    return A


def one_axis_after_the_other(X, size, strides):
    tall = np.lib.stride_tricks.sliding_window_view(X, size[0], axis=1)[:, :: strides[0]].max(axis=-1)
    return np.lib.stride_tricks.sliding_window_view(tall, size[1], axis=2)[:, :, :: strides[1]].max(axis=-1)


max_pooling_forward = Exercise(
    "max_pooling_forward",
    points=2,
    lent=elements,
    reference=right.max_pooling_forward,
    run=run,
    cases=[Case(name, X=X, size=size, strides=strides) for name, (X, size, strides) in POOLS.items()],
    hidden=hidden,
    misconceptions=WRONG_POOLING_FORWARD,
    alternatives=[
        Alternative(with_windows),
        Alternative(in_loops),
        Alternative(place_by_place),
        Alternative(pixel_by_pixel),
        Alternative(one_axis_after_the_other),
    ],
)
