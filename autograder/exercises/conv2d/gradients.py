"""conv2d_gradients: how the kernel and the biases should change, over all windows of all images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.conv2d import right
from autograder.exercises.conv2d.images import CASES, X_BY_HAND, Sizes, dA_BY_HAND, drawn_sizes
from autograder.exercises.conv2d.wrong_gradients import WRONG_GRADIENTS
from autograder.exercises.dense.batches import MANY_DIGITS, drawn, mixed
from autograder.exercises.returned import named


def run(student, dA, X, kernel, strides):
    return named(student(dA, X, kernel, strides), X, "dW", "db")


def _drawn_case(rng: np.random.Generator, sizes: Sizes) -> Case:
    dA, X = drawn(rng, *sizes.A), drawn(rng, *sizes.X)
    return Case("a gradient drawn at random", dA=dA, X=X, kernel=sizes.kernel, strides=sizes.strides)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [_drawn_case(rng, sizes) for sizes in drawn_sizes(rng)]
    single = _drawn_case(rng, Sizes((2, 5, 4, 3), (2, 3)))
    single.inputs.update({name: single.inputs[name].astype(np.float32) for name in ("dA", "X")})
    return [*cases, single]


# Right answers, written in other ways.


def with_rows(dA, X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))
    every = every[:, :: strides[0], :: strides[1]].transpose(0, 1, 2, 4, 5, 3)
    rows, dA = every.reshape(-1, kernel[0] * kernel[1] * X.shape[3]), dA.reshape(-1, dA.shape[3])
    return (rows.T @ dA).reshape(kernel[0], kernel[1], X.shape[3], dA.shape[1]), dA.sum(0)


def with_einsum(dA, X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))
    every = every[:, :: strides[0], :: strides[1]]
    return np.einsum("nyxcij,nyxo->ijco", every, dA), np.einsum("nyxo->o", dA)


def with_tensordot(dA, X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))
    dW = np.tensordot(every[:, :: strides[0], :: strides[1]], dA, axes=([0, 1, 2], [0, 1, 2]))
    return np.transpose(dW, (1, 2, 0, 3)), dA.sum(axis=(0, 1, 2))


def in_loops(dA, X, kernel, strides):
    (kh, kw), (sh, sw) = kernel, strides
    dW, db = np.zeros((kh, kw, X.shape[3], dA.shape[3])), np.zeros(dA.shape[3])
    for n, y, x, o in np.ndindex(*dA.shape):
        dW[..., o] += X[n, y * sh : y * sh + kh, x * sw : x * sw + kw] * dA[n, y, x, o]
        db[o] += dA[n, y, x, o]
    return dW, db


def weight_by_weight(dA, X, kernel, strides):
    """Each element of the kernel with all pixels that it met: a slice with a step."""
    _, out_height, out_width, filters = dA.shape
    (kh, kw), (sh, sw), channels = kernel, strides, X.shape[3]
    dW = np.empty((kh, kw, channels, filters))
    for i in range(kh):
        for j in range(kw):
            met = X[:, i : i + (out_height - 1) * sh + 1 : sh, j : j + (out_width - 1) * sw + 1 : sw]
            dW[i, j] = met.reshape(-1, channels).T @ dA.reshape(-1, filters)
    return dW, dA.reshape(-1, filters).sum(axis=0)


def place_by_place(dA, X, kernel, strides):
    (kh, kw), (sh, sw) = kernel, strides
    dW, db = 0.0, 0.0
    for y in range(dA.shape[1]):
        for x in range(dA.shape[2]):
            window = X[:, y * sh : y * sh + kh, x * sw : x * sw + kw]
            dW = dW + np.tensordot(window, dA[:, y, x], axes=(0, 0))
            db = db + dA[:, y, x].sum(axis=0)
    return dW, db


def _case(name: str, sizes: Sizes) -> Case:
    """No two sums over a part of dA are alike: a mistake in db is not taken for another."""
    dA, X = drawn(np.random.default_rng(1), *sizes.A), mixed(*sizes.X) + 0.5
    return Case(name, dA=dA, X=X, kernel=sizes.kernel, strides=sizes.strides)


conv2d_gradients = Exercise(
    "conv2d_gradients",
    points=4,
    reference=right.conv2d_gradients,
    run=run,
    cases=[
        Case("the example of Part 5", dA=dA_BY_HAND, X=X_BY_HAND, kernel=(2, 2), strides=(1, 1)),
        *(_case(name, sizes) for name, sizes in CASES.items()),
        Case(MANY_DIGITS, dA=mixed(1, 2, 2, 2) / 7, X=mixed(1, 3, 3, 1) / 3, kernel=(2, 2), strides=(1, 1)),
    ],
    hidden=hidden,
    sums=128,
    misconceptions=WRONG_GRADIENTS,
    alternatives=[
        Alternative(with_rows),
        Alternative(with_einsum),
        Alternative(with_tensordot),
        Alternative(in_loops),
        Alternative(weight_by_weight),
        Alternative(place_by_place),
    ],
)
