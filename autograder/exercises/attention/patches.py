"""patches: an image is cut into squares, which are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, distinct, numbered
from autograder.exercises.attention.patches_sentences import MISTAKES


def reference(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels)


def run(student, X, size):
    return {"A": student(X, size)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    drawn = [tuple(int(n) for n in rng.integers(1, 4, 5)) for _ in range(10)]
    return [
        Case("images drawn at random", X=distinct(rng, m, bands * size, across * size, channels), size=size)
        for m, bands, across, size, channels in [(2, 2, 3, 2, 3), (3, 4, 2, 3, 2), *drawn]
    ]


# Right answers, written in other ways.


def in_loops(X, size):
    found = []
    for i in range(0, X.shape[1], size):
        for j in range(0, X.shape[2], size):
            found.append(X[:, i : i + size, j : j + size, :].reshape(len(X), -1))
    return np.array(found).transpose(1, 0, 2)


def with_swapaxes(X, size):
    m, height, width, channels = X.shape
    cut = X.reshape(m, height // size, size, width // size, size, channels).swapaxes(2, 3)
    return cut.reshape(m, (height // size) * (width // size), -1)


def with_split(X, size):
    bands = np.split(X, X.shape[1] // size, axis=1)
    squares = [square for band in bands for square in np.split(band, X.shape[2] // size, axis=2)]
    return np.stack([square.reshape(len(X), -1) for square in squares], axis=1)


def with_windows(X, size):
    windows = np.lib.stride_tricks.sliding_window_view(X, (size, size), axis=(1, 2))
    windows = np.moveaxis(windows[:, ::size, ::size], 3, -1)  # (m, bands, across, size, size, channels)
    return windows.reshape(len(X), -1, size * size * X.shape[3])


def image_by_image(X, size):
    _, height, width, channels = X.shape
    A = np.zeros((len(X), height * width // size**2, size * size * channels))
    for n, image in enumerate(X):
        for p in range(A.shape[1]):
            i, j = divmod(p, width // size)
            A[n, p] = image[i * size : (i + 1) * size, j * size : (j + 1) * size].ravel()
    return A


patches = Exercise(
    "patches",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case("one image of 4 x 4 pixels", X=numbered(1, 4, 4, 1), size=2),
        Case("two of 4 x 6 pixels with three channels", X=numbered(2, 4, 6, 3), size=2),
        Case("two of 9 x 3 pixels in patches of 3 x 3", X=numbered(2, 9, 3, 2) + 0.5, size=3),
        Case("whole numbers of 8 bits", X=numbered(1, 4, 2, 3).astype(np.uint8), size=2),
        Case("patches of one pixel", X=numbered(1, 2, 3, 2), size=1),
        Case("one patch that is the whole image", X=numbered(2, 3, 3, 1), size=3),
    ],
    hidden=hidden,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(in_loops),
        Alternative(with_swapaxes),
        Alternative(with_split),
        Alternative(with_windows),
        Alternative(image_by_image),
    ],
)
