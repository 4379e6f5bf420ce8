"""Normalization as a picture: one matrix, and what becomes of it down its columns and along its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from .matrix import draw_matrix, frame_element, signed, small_numbers
from .picture import ACCENT, INK, QUIET, WIDEST, Picture, check_lengths, in_words

INCHES_PER_CELL = 0.52
GAP = 0.4  # between a matrix and its statistics, in cells
APART = 1.6  # from one matrix to the next: room for a name
EPSILON = 1e-3


@dataclass(frozen=True)
class Normalized:
    """X, normalized along one axis: mean and s have the length 1 there."""

    title: str
    X: np.ndarray
    axis: int

    @property
    def mean(self) -> np.ndarray:
        return self.X.mean(axis=self.axis, keepdims=True)

    @property
    def s(self) -> np.ndarray:
        return np.sqrt(self.X.var(axis=self.axis, keepdims=True) + EPSILON)

    @property
    def N(self) -> np.ndarray:
        return (self.X - self.mean) / self.s

    def arithmetic(self, i: int, j: int) -> str:
        """The element N[i, j], worked out with the numbers that are drawn."""
        mean, s = (np.broadcast_to(each, self.X.shape)[i, j] for each in (self.mean, self.s))
        x, mean, s, n = (float(short(each)) for each in (self.X[i, j], mean, s, self.N[i, j]))
        equal = "=" if abs((x - mean) / s - n) < 1e-12 else r"\approx"
        return rf"$({x:g} - {signed(mean)}) \, / \, {s:g} {equal} {n:g}$"


def short(values: np.ndarray | float) -> np.ndarray:
    """The numbers as they are drawn: three digits, two of them behind the point at most.

    >>> short(np.array([13.333, -0.70711, -0.001])).tolist()
    [13.3, -0.71, 0.0]
    """
    return np.vectorize(lambda value: round(float(f"{value:.3g}"), 2) + 0.0, otypes=[float])(values)


def draw_normalization(
    m: int = 4, n: int = 3, sample: int = 1, feature: int = 2, factor: int = 10, along_rows: bool = True
) -> Picture:
    """Draw a batch X (m, n), the mean and s of each feature and of each sample, and N for both.

    s is the root of variance + 0.001. Numbers are drawn with three digits, two of them behind the point at
    most. What goes into the framed elements is red.

    Args:
        m, n: samples and features; at most 6 of each can be read.
        sample, feature: which element of N is looked at, each modulo its size.
        factor: what the last feature is multiplied by.
        along_rows: False leaves the statistics of the samples out, and what is made of them.
    """
    check_lengths("draw_normalization", m=m, n=n)
    X = small_numbers(m, n, 0)
    X[:, -1] *= factor
    i, j = sample % m, feature % n
    batch = Normalized("batch: of each feature", X, 0)
    shown = [batch, Normalized("layer: of each sample", X, 1)] if along_rows else [batch]
    across = (1 + len(shown)) * (n + APART) + (2.4 if along_rows else 0.0) + 0.6
    inches = min(INCHES_PER_CELL, WIDEST / across)
    figure = Picture(figsize=(across * inches, (m + 4.6) * inches), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(-1.3, across - 1.3), ylim=(m + 3.0, -1.6), aspect="equal")
    axes.axis("off")
    size = min(9.0, 18 * inches)
    _draw_input(axes, shown, i, j, size)
    left = n + APART + (2.4 if along_rows else 0.0)
    for each in shown:
        axes.text(left, -0.5, each.title, fontsize=10, color=INK, va="bottom")
        draw_matrix(axes, short(each.N), left, 0.0, "N", size)
        frame_element(axes, left + j, i)
        axes.text(
            left + n / 2, m + 0.9, each.arithmetic(i, j), fontsize=9, color=ACCENT, ha="center", va="center"
        )
        left += n + APART
    figure.words = " ".join(_in_words(each, i, j) for each in shown)
    return figure


def _draw_input(axes: Axes, shown: list[Normalized], i: int, j: int, size: float) -> None:
    """X, under it the statistics of its columns, and beside it those of its rows."""
    X = shown[0].X
    m, n = X.shape
    column = np.arange(n) == j
    row = np.arange(m)[:, np.newaxis] == i
    axes.text(0.0, -0.5, "a batch", fontsize=10, color=INK, va="bottom")
    draw_matrix(axes, short(X), 0.0, 0.0, "X", size, (column | row) if len(shown) > 1 else column)
    for place, (name, values) in enumerate((("mean", shown[0].mean), ("s", shown[0].s))):
        draw_matrix(axes, short(values), 0.0, m + GAP + place, rf"\mathrm{{{name}}}", size, column)
    if len(shown) > 1:
        for place, (name, values) in enumerate((("mean", shown[1].mean), ("s", shown[1].s))):
            x = n + GAP + place
            draw_matrix(axes, short(values), x, 0.0, "", size, row)
            axes.text(x + 0.5, -0.15, name, fontsize=9, color=QUIET, ha="center", va="bottom")


def _in_words(each: Normalized, i: int, j: int) -> str:
    statistics = ", ".join(
        f"{mean:g} and {s:g}" for mean, s in zip(short(each.mean).ravel(), short(each.s).ravel(), strict=True)
    )
    worked = in_words(each.arithmetic(i, j)).replace(r"\approx", "is about").replace("=", "is")
    return f"{each.title}: mean and s are {statistics}; the element of sample {i} and feature {j}: {worked}."
