"""conv2d_forward: a weighted sum of every window, with the same weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.conv2d import right
from autograder.exercises.conv2d.images import (
    CASES,
    W_BY_HAND,
    X_BY_HAND,
    Sizes,
    drawn_sizes,
    elements,
)
from autograder.exercises.conv2d.wrong_forward import WRONG_FORWARD
from autograder.exercises.dense.batches import MANY_DIGITS, drawn, mixed
from autograder.exercises.returned import as_precise


def steps(X, W, b, strides):
    (*_, filters), (same,) = W.shape, b.shape  # where there is one filter, A has a channel for each of b
    return elements(X, W.shape[:2], strides) * max(filters, same)


def run(student, X, W, b, strides):
    return {"A": as_precise(student(X, W, b, strides), X)}


def _drawn_case(rng: np.random.Generator, sizes: Sizes) -> Case:
    X, W, b = drawn(rng, *sizes.X), drawn(rng, *sizes.W), drawn(rng, sizes.filters)
    return Case("images drawn at random", X=X, W=W, b=b, strides=sizes.strides)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [_drawn_case(rng, sizes) for sizes in drawn_sizes(rng)]
    single = _drawn_case(rng, Sizes((2, 5, 4, 3), (2, 3)))
    single.inputs.update({name: single.inputs[name].astype(np.float32) for name in ("X", "W", "b")})
    return [*cases, single]


# Right answers, written in other ways.


def with_windows(X, W, b, strides):
    kh, kw, channels, filters = W.shape
    every = np.lib.stride_tricks.sliding_window_view(X, (kh, kw), axis=(1, 2))
    every = every[:, :: strides[0], :: strides[1]].transpose(0, 1, 2, 4, 5, 3)
    m, out_height, out_width = every.shape[:3]
    rows = every.reshape(m * out_height * out_width, kh * kw * channels)
    return (rows @ W.reshape(kh * kw * channels, filters) + b).reshape(m, out_height, out_width, filters)


def with_einsum(X, W, b, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, W.shape[:2], axis=(1, 2))
    return np.einsum("nyxcij,ijco->nyxo", every[:, :: strides[0], :: strides[1]], W) + b


def with_tensordot(X, W, b, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, W.shape[:2], axis=(1, 2))
    return np.tensordot(every[:, :: strides[0], :: strides[1]], W, axes=([3, 4, 5], [2, 0, 1])) + b


def in_loops(X, W, b, strides):
    m, height, width, _ = X.shape
    kh, kw, _, filters = W.shape
    A = np.zeros((m, (height - kh) // strides[0] + 1, (width - kw) // strides[1] + 1, filters))
    for n, y, x, o in np.ndindex(*A.shape):
        top, left = y * strides[0], x * strides[1]
        A[n, y, x, o] = np.sum(X[n, top : top + kh, left : left + kw] * W[..., o]) + b[o]
    return A


def pixel_by_pixel(X, W, b, strides):
    """Each element of the kernel with all the pixels that it meets."""
    kh, kw, _, _ = W.shape
    rows, columns = X.shape[1] - kh + 1, X.shape[2] - kw + 1
    A = b
    for i in range(kh):
        for j in range(kw):
            A = A + X[:, i : i + rows : strides[0], j : j + columns : strides[1]] @ W[i, j]
    return A


def with_scipy(X, W, b, strides):
    from scipy.signal import correlate

    images = [
        [
            sum(correlate(x[..., c], W[:, :, c, o], mode="valid") for c in range(X.shape[-1]))
            for o in range(W.shape[-1])
        ]
        for x in X
    ]
    return np.moveaxis(np.array(images), 1, -1)[:, :: strides[0], :: strides[1]] + b


def place_by_place(X, W, b, strides):
    (_, height, width, _), (kh, kw, _, _), (sh, sw) = X.shape, W.shape, strides
    rows = []
    for y in range(0, height - kh + 1, sh):
        row = [np.tensordot(X[:, y : y + kh, x : x + kw], W, 3) + b for x in range(0, width - kw + 1, sw)]
        rows.append(np.stack(row, axis=1))
    return np.stack(rows, axis=1)


def _case(name: str, sizes: Sizes) -> Case:
    X, W, b = mixed(*sizes.X), mixed(*sizes.W) + 0.5, 10.0 * (1 + np.arange(sizes.filters))
    return Case(name, X=X, W=W, b=b, strides=sizes.strides)


conv2d_forward = Exercise(
    "conv2d_forward",
    points=3,
    lent=steps,
    reference=right.conv2d_forward,
    run=run,
    cases=[
        Case(
            "the image and the kernel of Part 1",
            X=X_BY_HAND,
            W=W_BY_HAND,
            b=np.array([10.0]),
            strides=(1, 1),
        ),
        *(_case(name, sizes) for name, sizes in CASES.items()),
        Case(
            MANY_DIGITS,
            X=mixed(1, 3, 3, 1) / 7,
            W=mixed(2, 2, 1, 2) / 3,
            b=np.array([1, 2]) / 9,
            strides=(1, 1),
        ),
    ],
    hidden=hidden,
    sums=32,
    misconceptions=WRONG_FORWARD,
    alternatives=[
        Alternative(with_windows),
        Alternative(with_einsum),
        Alternative(with_tensordot),
        Alternative(in_loops),
        Alternative(pixel_by_pixel),
        Alternative(with_scipy),
        Alternative(place_by_place),
    ],
)
