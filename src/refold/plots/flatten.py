"""Flatten as a picture: where each element goes, and where its gradient comes back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle

from ..errors import look_up
from .picture import ACCENT, INK, QUIET, WIDEST, Picture, check_lengths, in_words

GAP = 3.4  # between grids and rows, in cells: the arrows' place
INCHES_PER_CELL = 0.44


@dataclass(frozen=True)
class Scene:
    """What is drawn: m samples of height x width pixels with some channels, and where each element goes."""

    m: int
    dims: tuple[int, int, int]
    order: Literal["C", "F"]
    element: int

    @property
    def n(self) -> int:
        return math.prod(self.dims)

    @property
    def positions(self) -> np.ndarray:
        """The position in the row of each element of a sample."""
        return np.arange(self.n).reshape(self.dims, order=self.order)

    @property
    def strides(self) -> tuple[int, ...]:
        """How far a step along each axis moves in the row."""
        sizes = self.dims if self.order == "F" else self.dims[::-1]
        strides = [math.prod(sizes[:axis]) for axis in range(3)]
        return tuple(strides if self.order == "F" else strides[::-1])

    @property
    def grid_width(self) -> int:
        return self.dims[1] * self.dims[2]

    @property
    def step(self) -> float:
        """From the top of one sample's grid to the next one's."""
        return self.dims[0] + 0.6

    def in_grid(self, sample: int, index: tuple[int, ...]) -> tuple[float, float]:
        """The upper left corner of an element's cell in its grid."""
        i, j, k = index
        return j * self.dims[2] + k, sample * self.step + i

    def in_row(self, sample: int, position: int) -> tuple[float, float]:
        """The upper left corner of an element's cell in its row, which is level with the grid's middle."""
        return self.grid_width + GAP + position, sample * self.step + (self.dims[0] - 1) / 2


def draw_flatten(
    m: int = 1,
    height: int = 2,
    width: int = 3,
    channels: int = 1,
    element: int | None = None,
    order: Literal["C", "F"] = "C",
) -> Picture:
    """Draw X -> A above, and dA -> dX below: the same places, taken in the two directions.

    A filled cell is a number, an outlined one its gradient. Numbers count the elements of X as they
    are stored; the small ones above a row are its positions.

    Args:
        m: samples, one row of A each.
        height, width, channels: the axes of one sample; with one channel that axis is left out.
        element: the element of the last sample whose way is followed, modulo n.
        order: "C", the last axis fastest, as in NumPy; "F", the first axis fastest, as in MATLAB.
    """
    check_lengths("draw_flatten", m=m, height=height, width=width, channels=channels)
    look_up("order of draw_flatten", order, dict.fromkeys("CF"))
    n = height * width * channels
    scene = Scene(m, (height, width, channels), order, n // 2 if element is None else element % n)
    panel = m * scene.step + 1.8
    across, down = scene.grid_width + GAP + n + 1.0, 2 * panel
    inches = min(INCHES_PER_CELL, WIDEST / across)
    figure = Picture(figsize=(max(5.5, across * inches), down * inches), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlim=(-0.5, across - 0.5), ylim=(down - 0.6, -1.6), aspect="equal")
    axes.axis("off")
    size = min(10.0, 30 * inches)  # points: a number of three digits fits into a cell
    _panel(axes, scene, 0.0, size, forward=True)
    _panel(axes, scene, panel + 0.4, size, forward=False)
    figure.suptitle(_caption(scene), fontsize=10, color=ACCENT)
    figure.words = _words(scene)
    return figure


def _panel(axes: Axes, scene: Scene, top: float, size: float, forward: bool) -> None:
    """One direction: the grids of all samples, their rows, and the arrows between them."""
    shape = ", ".join(str(n) for n in (scene.m, *_shown_dims(scene)))
    names = ("X", "A") if forward else ("dX", "dA")
    for name, of, x in ((names[0], shape, 0.0), (names[1], f"{scene.m}, {scene.n}", scene.grid_width + GAP)):
        axes.text(x, top - 0.7, f"${name}$  ({of})", fontsize=10, color=INK, va="bottom")
    for sample in range(scene.m):
        for index in np.ndindex(scene.dims):
            number = sample * scene.n + int(np.ravel_multi_index(index, scene.dims))
            position = int(scene.positions[index])
            for x, y in (scene.in_grid(sample, index), scene.in_row(sample, position)):
                _cell(axes, x, y + top, number, number % scene.n / max(1, scene.n - 1), size, forward)
        _pixels(axes, scene, sample, top)
        _positions(axes, scene, sample, top, size)
        _way(axes, scene, sample, top, forward)
    _follow(axes, scene, top, forward)


def _cell(axes: Axes, x: float, y: float, number: int, shade: float, size: float, filled: bool) -> None:
    red, green, blue, _ = colormaps["viridis"](0.12 + 0.74 * shade)
    dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.52
    face = (red, green, blue) if filled else "white"
    edge = "white" if filled else (red, green, blue)
    inset = 0.0 if filled else 0.08
    axes.add_patch(
        Rectangle(
            (x + inset, y + inset),
            1 - 2 * inset,
            1 - 2 * inset,
            facecolor=face,
            edgecolor=edge,
            linewidth=1.6,
        )
    )
    ink = ("white" if dark else INK) if filled else INK
    axes.text(x + 0.5, y + 0.5, f"{number}", fontsize=size, color=ink, ha="center", va="center")


def _positions(axes: Axes, scene: Scene, sample: int, top: float, size: float) -> None:
    """The positions 0 ... n - 1, small, above a row."""
    for position in range(scene.n):
        x, y = scene.in_row(sample, position)
        axes.text(
            x + 0.5, y + top - 0.08, f"{position}", fontsize=0.7 * size, color=QUIET, ha="center", va="bottom"
        )


def _pixels(axes: Axes, scene: Scene, sample: int, top: float) -> None:
    """A frame around the channels of each pixel, where there are several."""
    height, width, channels = scene.dims
    for i in range(height if channels > 1 else 0):
        for j in range(width):
            x, y = scene.in_grid(sample, (i, j, 0))
            axes.add_patch(Rectangle((x, y + top), channels, 1, fill=False, edgecolor=INK, linewidth=1.2))


def _way(axes: Axes, scene: Scene, sample: int, top: float, forward: bool) -> None:
    """The broad arrow between a sample's grid and its row."""
    left, right = scene.grid_width + 0.35, scene.grid_width + GAP - 0.35
    y = top + scene.in_row(sample, 0)[1] + 0.5
    start, end = ((left, y), (right, y)) if forward else ((right, y), (left, y))
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=14, color=QUIET, linewidth=1.4, shrinkA=0, shrinkB=0
        )
    )
    if sample == 0:
        word = "forward" if forward else "backward"
        axes.text((left + right) / 2, y - 0.22, word, fontsize=9, color=INK, ha="center", va="bottom")


def _follow(axes: Axes, scene: Scene, top: float, forward: bool) -> None:
    """Frame one element in its grid and in its row, and join the two by a curve."""
    sample = scene.m - 1
    position = int(scene.positions[_index(scene)])
    cells = [scene.in_grid(sample, _index(scene)), scene.in_row(sample, position)]
    for x, y in cells:
        axes.add_patch(Rectangle((x, y + top), 1, 1, fill=False, edgecolor=ACCENT, linewidth=2.6, zorder=3))
    below = [(x + 0.5, y + top + 1) for x, y in cells]
    start, end = below if forward else below[::-1]
    bend = min(0.22, 2.2 / abs(start[0] - end[0])) * (
        1 if forward else -1
    )  # so deep that it stays in its panel
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=12,
            color=ACCENT,
            linewidth=1.5,
            zorder=4,
        )
    )


def _index(scene: Scene) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(scene.element, scene.dims))


def _shown_dims(scene: Scene) -> tuple[int, ...]:
    """The axes of a sample, without that of a single channel."""
    return scene.dims[: 2 if scene.dims[2] == 1 else 3]


def _words(scene: Scene) -> str:
    shape = ", ".join(str(n) for n in (scene.m, *_shown_dims(scene)))
    row = f"({scene.m}, {scene.n})"
    first = f"X ({shape}) unfolds into A {row}, and dA {row} folds back into dX ({shape})"
    return f"{first}. In the last sample, {in_words(_caption(scene))}."


def _caption(scene: Scene) -> str:
    """Where the followed element goes, with the arithmetic."""
    shown = len(_shown_dims(scene))
    index = _index(scene)[:shown]
    terms = " + ".join(rf"{i} \times {stride}" for i, stride in zip(index, scene.strides, strict=False))
    position = int(scene.positions[_index(scene)])
    there = rf"element $({', '.join(map(str, index))})$ goes to position ${terms} = {position}$"
    return f"{there} and comes back from there"
