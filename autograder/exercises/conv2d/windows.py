"""windows: all windows of all images, a gather that may take a pixel many times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, distinct, numbered
from autograder.exercises.conv2d import right
from autograder.exercises.conv2d.images import CASES, X_BY_HAND, drawn_sizes, elements
from autograder.exercises.conv2d.wrong_windows import WRONG_WINDOWS


def run(student, X, kernel, strides):
    return {"windows": student(X, kernel, strides)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("images drawn at random", X=distinct(rng, *sizes.X), kernel=sizes.kernel, strides=sizes.strides)
        for sizes in drawn_sizes(rng)
    ]


# Right answers, written in other ways.


def place_by_place(X, kernel, strides):
    m, height, width, channels = X.shape
    (kh, kw), (sh, sw) = kernel, strides
    out_height, out_width = (height - kh) // sh + 1, (width - kw) // sw + 1
    found = np.zeros((m, out_height, out_width, kh, kw, channels))
    for y in range(out_height):
        for x in range(out_width):
            found[:, y, x] = X[:, y * sh : y * sh + kh, x * sw : x * sw + kw]
    return found


def element_by_element(X, kernel, strides):
    """Each element of the kernel lies in all windows at once: a slice with a step."""
    (kh, kw), (sh, sw) = kernel, strides
    rows, columns = X.shape[1] - kh + 1, X.shape[2] - kw + 1
    views = [[X[:, i : i + rows : sh, j : j + columns : sw] for j in range(kw)] for i in range(kh)]
    return np.stack([np.stack(row, axis=3) for row in views], axis=3)


def with_indices(X, kernel, strides):
    (kh, kw), (sh, sw) = kernel, strides
    tops, lefts = np.arange(0, X.shape[1] - kh + 1, sh), np.arange(0, X.shape[2] - kw + 1, sw)
    rows, columns = tops[:, None] + np.arange(kh), lefts[:, None] + np.arange(kw)
    return X[:, rows[:, None, :, None], columns[None, :, None, :]]


def in_lists(X, kernel, strides):
    (kh, kw), (sh, sw) = kernel, strides
    return np.array(
        [
            [
                [x[top : top + kh, left : left + kw] for left in range(0, X.shape[2] - kw + 1, sw)]
                for top in range(0, X.shape[1] - kh + 1, sh)
            ]
            for x in X
        ]
    )


def with_a_view(X, kernel, strides):
    m, height, width, channels = X.shape
    (kh, kw), (sh, sw) = kernel, strides
    shape = m, (height - kh) // sh + 1, (width - kw) // sw + 1, kh, kw, channels
    sample, row, column, channel = X.strides
    steps = sample, row * sh, column * sw, row, column, channel
    return np.lib.stride_tricks.as_strided(X, shape, steps)


windows = Exercise(
    "windows",
    points=3,
    lent=elements,
    reference=right.windows,
    run=run,
    cases=[
        Case("the image of Part 3", X=X_BY_HAND, kernel=(2, 2), strides=(1, 1)),
        *(
            Case(name, X=numbered(*sizes.X) / 2, kernel=sizes.kernel, strides=sizes.strides)
            for name, sizes in CASES.items()
        ),
    ],
    hidden=hidden,
    misconceptions=WRONG_WINDOWS,
    alternatives=[
        Alternative(place_by_place),
        Alternative(element_by_element),
        Alternative(with_indices),
        Alternative(in_lists),
        Alternative(with_a_view),
    ],
)
