"""Conv2D as a picture: which pixels, weights and places meet in an element of A, of dW and of dX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from ..errors import look_up
from .matrix import draw_matrix, frame_element, signed, small_numbers
from .picture import ACCENT, INK, WIDEST, Picture, check_lengths, in_words

INCHES_PER_CELL = 0.44
GAP = 1.6  # between matrices, in cells: room for a name
BIAS = 10
TERMS = 6  # of a sum, on a line

Meeting = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""A pixel of X, a weight of W and a place of A that meet in one product."""


@dataclass(frozen=True)
class Sums:
    """Two matrices, and the one that sums of their products make: `index` is looked at."""

    title: str
    names: tuple[str, str, str]
    matrices: tuple[np.ndarray, np.ndarray]
    axes: tuple[int, int, int]  # of a meeting: where in each of the two, and in the result
    meetings: list[Meeting]
    shape: tuple[int, int]
    index: tuple[int, int]
    added: int = 0

    @property
    def values(self) -> np.ndarray:
        (left, right), (here, there, to) = self.matrices, self.axes
        found = np.full(self.shape, float(self.added))
        for meeting in self.meetings:
            found[meeting[to]] += left[meeting[here]] * right[meeting[there]]
        return found

    @property
    def met(self) -> list[Meeting]:
        """The meetings in the element that is looked at."""
        return [meeting for meeting in self.meetings if meeting[self.axes[2]] == self.index]

    @property
    def lines(self) -> list[str]:
        """The element that is looked at, worked out."""
        (left, right), (here, there, _) = self.matrices, self.axes
        terms = [rf"{signed(left[met[here]])} \cdot {signed(right[met[there]])}" for met in self.met]
        terms += [f"{self.added}"] if self.added else []
        if not terms:  # a pixel that the stride leaves out
            return ["$0$, since it lies in no window"]
        lines = [" + ".join(terms[start : start + TERMS]) for start in range(0, len(terms), TERMS)]
        lines = [f"{line} +" for line in lines[:-1]] + [f"{lines[-1]} = {self.values[self.index]:g}"]
        return [f"${line}$" for line in lines]


def draw_conv2d(
    of: Literal["A", "dW", "dX"] = "A",
    height: int = 4,
    width: int = 4,
    kernel: int = 2,
    stride: int = 1,
    row: int = 1,
    column: int = 1,
) -> Picture:
    """Draw one filter over an image of one channel, with one element of A, of dW or of dX worked out.

    Every product joins a pixel, a weight and a place. Filled cells are numbers, outlined ones gradients;
    what meets in the framed element is red.

    Args:
        of: what is summed: A for a place, dW for a weight, dX for a pixel.
        height, width: of the image; at most 7 can be read.
        kernel, stride: the same for both axes; a kernel larger than the image is cut to it.
        row, column: which element is looked at, each modulo its size.
    """
    look_up("sum of draw_conv2d", of, dict.fromkeys(("A", "dW", "dX")))
    check_lengths("draw_conv2d", height=height, width=width, kernel=kernel, stride=stride)
    kernel = min(kernel, height, width)
    sums = _sums(of, (height, width), kernel, stride, (row, column))
    across = sum(matrix.shape[1] for matrix in sums.matrices) + sums.shape[1] + 2 * GAP + 1.0
    tallest = max(*(matrix.shape[0] for matrix in sums.matrices), sums.shape[0])
    down = tallest + 1.3 + 0.8 * len(sums.lines)
    inches = min(INCHES_PER_CELL, WIDEST / across)
    figure = Picture(figsize=(max(6.0, across * inches), down * inches), layout="constrained")
    figure.words = in_words(f"{sums.title}: {' '.join(sums.lines)}.")
    axes = figure.add_subplot()
    axes.set(xlim=(-1.0, across - 1.0), ylim=(down - 1.1, -1.1), aspect="equal")
    axes.axis("off")
    _draw(axes, sums, tallest, min(10.0, 26 * inches))
    return figure


def _sums(of: str, lengths: tuple[int, int], kernel: int, stride: int, index: tuple[int, int]) -> Sums:
    shapes = {"X": lengths, "W": (kernel, kernel), "A": _places(lengths, kernel, stride)}
    X, W, dA = (small_numbers(*shape, seed) for seed, shape in enumerate(shapes.values()))
    meetings = [
        ((y * stride + i, x * stride + j), (i, j), (y, x))
        for y, x in np.ndindex(*shapes["A"])
        for i, j in np.ndindex(*shapes["W"])
    ]
    title, names, matrices, axes = {
        "A": ("a place adds up its window, and the bias 10", ("X", "W"), (X, W), (0, 1, 2)),
        "dW": ("a weight adds up all places", ("X", "dA"), (X, dA), (0, 2, 1)),
        "dX": ("a pixel adds up the windows that it lies in", ("dA", "W"), (dA, W), (2, 1, 0)),
    }[of]
    rows, columns = shape = shapes[of[-1]]
    looked_at = index[0] % rows, index[1] % columns
    added = BIAS if of == "A" else 0
    return Sums(f"${of}$: {title}", (*names, of), matrices, axes, meetings, shape, looked_at, added)


def _places(lengths: tuple[int, int], kernel: int, stride: int) -> tuple[int, int]:
    height, width = lengths
    return (height - kernel) // stride + 1, (width - kernel) // stride + 1


def _draw(axes: Axes, sums: Sums, tallest: int, size: float) -> None:
    """The two matrices, the result beside them, and the arithmetic below."""
    x, y = 0.0, 0.0
    axes.text(x, -0.35, sums.title, fontsize=11, color=INK, va="bottom")
    for name, matrix, axis in zip(sums.names, sums.matrices, sums.axes, strict=False):
        red = np.zeros(matrix.shape, bool)
        for meeting in sums.met:
            red[meeting[axis]] = True
        y = (tallest - matrix.shape[0]) / 2
        draw_matrix(axes, matrix, x, y, name, size, red)
        x += matrix.shape[1] + GAP
    y = (tallest - sums.shape[0]) / 2
    draw_matrix(axes, sums.values, x, y, sums.names[2], size)
    frame_element(axes, x + sums.index[1], y + sums.index[0])
    for number, line in enumerate(sums.lines):
        below = tallest + 0.6 + 0.8 * number
        axes.text(0.0, below, line, fontsize=9, color=ACCENT, va="center")
