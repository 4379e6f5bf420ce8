"""output_size: at how many places a kernel stops along an axis, and the zeros that "same" adds for it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.conv2d import right
from autograder.exercises.conv2d.wrong_sizes import WRONG_SIZES
from autograder.exercises.returned import named


def run(student, n, kernel, stride, padding):
    found = named(student(n, kernel, stride, padding), None, "out", "before", "after")
    zeros = tuple(found.pop(name) for name in ("before", "after") if name in found)
    return {**found, "zeros": zeros} if zeros else found


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    telling = [(8, 3, 2), (12, 2, 4), (11, 4, 3), (6, 4, 1), (11, 4, 5)]
    drawn = [(n + kernel, kernel, stride) for n, kernel, stride in rng.integers(1, 8, (8, 3)).tolist()]
    return [
        Case("an axis drawn at random", n=n, kernel=kernel, stride=stride, padding=padding)
        for n, kernel, stride in [*telling, *drawn]
        for padding in ("valid", "same")
    ]


# Right answers, written in other ways.


def by_counting(n, kernel, stride, padding):
    """Walk along the axis, and see where a window still has room."""
    if padding == "valid":
        return sum(start + kernel <= n for start in range(0, n, stride)), 0, 0
    starts = list(range(0, n, stride))
    missing = 0
    while starts[-1] + kernel > n + missing:
        missing += 1
    return len(starts), missing // 2, (missing + 1) // 2


def with_math(n, kernel, stride, padding):
    if padding == "same":
        out = math.ceil(n / stride)
        total = max(0, stride * (out - 1) + kernel - n)
        return [out, math.floor(total / 2), math.ceil(total / 2)]
    return [math.floor((n - kernel) / stride + 1), 0, 0]


def with_the_remainder(n, kernel, stride, padding):
    """As TensorFlow's documentation puts it."""
    if padding != "same":
        return -(-(n - kernel + 1) // stride), 0, 0
    over = max(kernel - stride if n % stride == 0 else kernel - n % stride, 0)
    return int(np.ceil(n / stride)), over // 2, over - over // 2


output_size = Exercise(
    "output_size",
    points=4,
    lent=True,
    reference=right.output_size,
    run=run,
    cases=[
        Case(
            f'{n} pixels, a kernel of {kernel}, stride {stride}, "{padding}"',
            n=n,
            kernel=kernel,
            stride=stride,
            padding=padding,
        )
        for n, kernel, stride in [
            (7, 3, 2),
            (8, 3, 2),
            (5, 2, 1),
            (6, 2, 3),
            (11, 4, 3),
            (9, 3, 4),
            (6, 4, 1),
        ]
        for padding in ("valid", "same")
    ],
    hidden=hidden,
    misconceptions=WRONG_SIZES,
    alternatives=[Alternative(by_counting), Alternative(with_math), Alternative(with_the_remainder)],
)
