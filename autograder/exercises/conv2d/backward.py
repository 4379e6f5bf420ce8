"""conv2d_backward: the gradients of all windows, added up where the windows overlap."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.conv2d import right
from autograder.exercises.conv2d.images import CASES, W_BY_HAND, Sizes, dA_BY_HAND, drawn_sizes
from autograder.exercises.conv2d.wrong_backward import WRONG_BACKWARD
from autograder.exercises.dense.batches import MANY_DIGITS, drawn, mixed
from autograder.exercises.returned import as_precise


def run(student, dA, W, shape, strides):
    return {"dX": as_precise(student(dA, W, shape, strides), dA)}


def _drawn_case(rng: np.random.Generator, sizes: Sizes) -> Case:
    dA, W = drawn(rng, *sizes.A), drawn(rng, *sizes.W)
    return Case("a gradient drawn at random", dA=dA, W=W, shape=sizes.X, strides=sizes.strides)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [_drawn_case(rng, sizes) for sizes in drawn_sizes(rng)]
    single = _drawn_case(rng, Sizes((2, 5, 4, 3), (2, 3)))
    single.inputs.update({name: single.inputs[name].astype(np.float32) for name in ("dA", "W")})
    return [*cases, single]


# Right answers, written in other ways.


def in_loops(dA, W, shape, strides):
    dX, (kh, kw, _, _) = np.zeros(shape), W.shape
    for n, y, x, o in np.ndindex(*dA.shape):
        top, left = y * strides[0], x * strides[1]
        dX[n, top : top + kh, left : left + kw] += dA[n, y, x, o] * W[..., o]
    return dX


def with_tensordot(dA, W, shape, strides):
    dX, (kh, kw, _, _), (sh, sw) = np.zeros(shape), W.shape, strides
    each = np.tensordot(dA, W, axes=(3, 3))  # (m, out_height, out_width, kh, kw, channels)
    for y in range(dA.shape[1]):
        for x in range(dA.shape[2]):
            dX[:, y * sh : y * sh + kh, x * sw : x * sw + kw, :] += each[:, y, x]
    return dX


def weight_by_weight(dA, W, shape, strides):
    """Each element of the kernel sends something to all pixels that it met: a slice with a step."""
    dX, (kh, kw, _, _), (sh, sw) = np.zeros(shape), W.shape, strides
    rows, columns = (dA.shape[1] - 1) * sh + 1, (dA.shape[2] - 1) * sw + 1
    for i in range(kh):
        for j in range(kw):
            dX[:, i : i + rows : sh, j : j + columns : sw] += dA @ W[i, j].T
    return dX


def as_a_convolution(dA, W, shape, strides):
    """dA with zeros between and around it, under the kernel flipped."""
    (m, out_height, out_width, filters), (kh, kw, _, _), (sh, sw) = dA.shape, W.shape, strides
    wide = np.zeros((m, shape[1] + kh - 1, shape[2] + kw - 1, filters))
    wide[:, kh - 1 : kh - 1 + out_height * sh : sh, kw - 1 : kw - 1 + out_width * sw : sw] = dA
    every = np.lib.stride_tricks.sliding_window_view(wide, (kh, kw), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", every, W[::-1, ::-1])


def with_add_at(dA, W, shape, strides):
    m, out_height, out_width, _ = dA.shape
    kh, kw, channels, _ = W.shape
    each = np.einsum("nyxo,ijco->nyxijc", dA, W)
    n, y, x, i, j, c = np.indices((m, out_height, out_width, kh, kw, channels))
    dX = np.zeros(shape)
    np.add.at(dX, (n, y * strides[0] + i, x * strides[1] + j, c), each)
    return dX


def with_bincount(dA, W, shape, strides):
    """Every element of every window knows the position that it came from."""
    pixels = np.arange(math.prod(shape)).reshape(shape)
    every = np.lib.stride_tricks.sliding_window_view(pixels, W.shape[:2], axis=(1, 2))
    positions = every[:, :: strides[0], :: strides[1]]  # (m, out_height, out_width, channels, kh, kw)
    each = np.einsum("nyxo,ijco->nyxcij", dA, W)
    return np.bincount(positions.ravel(), each.ravel(), math.prod(shape)).reshape(shape)


def pixel_by_pixel(dA, W, shape, strides):
    """Each pixel asks which windows it lies in."""
    dX, (kh, kw, _, _), (sh, sw) = np.zeros(shape), W.shape, strides
    for row in range(shape[1]):
        for column in range(shape[2]):
            for y in range(dA.shape[1]):
                for x in range(dA.shape[2]):
                    i, j = row - y * sh, column - x * sw
                    if 0 <= i < kh and 0 <= j < kw:
                        dX[:, row, column] += dA[:, y, x] @ W[i, j].T
    return dX


def _case(name: str, sizes: Sizes) -> Case:
    dA, W = mixed(*sizes.A) + 0.25, mixed(*sizes.W) + 0.5
    return Case(name, dA=dA, W=W, shape=sizes.X, strides=sizes.strides)


conv2d_backward = Exercise(
    "conv2d_backward",
    points=4,
    reference=right.conv2d_backward,
    run=run,
    cases=[
        Case("the example of Part 6", dA=dA_BY_HAND, W=W_BY_HAND, shape=(1, 3, 3, 1), strides=(1, 1)),
        *(_case(name, sizes) for name, sizes in CASES.items()),
        Case(
            MANY_DIGITS, dA=mixed(1, 2, 2, 2) / 7, W=mixed(2, 2, 1, 2) / 3, shape=(1, 3, 3, 1), strides=(1, 1)
        ),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=WRONG_BACKWARD,
    alternatives=[
        Alternative(in_loops),
        Alternative(with_tensordot),
        Alternative(weight_by_weight),
        Alternative(as_a_convolution),
        Alternative(with_add_at),
        Alternative(with_bincount),
        Alternative(pixel_by_pixel),
    ],
)
