"""Patches as a picture: an image of numbers, its squares as rows, and what a reshape alone makes of it."""

from __future__ import annotations

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .picture import ACCENT, INK, WIDEST, Picture, check_lengths

INCHES_PER_CELL = 0.44
GAP = 1.6  # between image and rows, and from row to row of panels, in cells


def draw_patches(height: int = 4, width: int = 6, size: int = 2, patch: int = 1) -> Picture:
    """Draw an image cut into patches, the patches as rows, and the rows of a reshape of the same shape.

    Numbers count the pixels as they are stored, and the colour of a pixel is that of its patch. One patch is
    framed in the image and in its row.

    Args:
        height, width: of the image, in pixels; what is left over after the last patch is not drawn.
        size: the side of a patch; one that is longer than a side of the image is made as long.
        patch: the one that is framed, modulo their number.
    """
    check_lengths("draw_patches", height=height, width=width, size=size)
    size = min(size, height, width)
    bands, across = height // size, width // size
    image = np.arange(bands * size * across * size).reshape(bands * size, across * size)
    cut = image.reshape(bands, size, across, size).swapaxes(1, 2).reshape(bands * across, size * size)
    of = np.empty(image.size, dtype=int)  # pixel -> its patch
    for row, pixels in enumerate(cut):
        of[pixels] = row
    chosen = patch % len(cut)
    reshaped = image.reshape(cut.shape)
    left, rows = image.shape[1] + GAP, len(cut)
    total = left + 2 * size * size + GAP
    inches = min(INCHES_PER_CELL, WIDEST / (total + 1))
    figure = Picture(
        figsize=((total + 1) * inches, (max(len(image), rows) + 2) * inches), layout="constrained"
    )
    axes = figure.add_subplot()
    axes.set(xlim=(-0.5, total + 0.5), ylim=(max(len(image), rows) + 0.4, -1.4), aspect="equal")
    axes.axis("off")
    font = min(10.0, 26 * inches)
    _panel(axes, image, of, 0.0, f"image ({image.shape[0]}, {image.shape[1]})", font)
    _panel(axes, cut, of, left, f"patches ({rows}, {size * size})", font)
    _panel(axes, reshaped, of, left + size * size + GAP, "a reshape alone", font)
    i, j = divmod(chosen, across)
    _frame(axes, j * size, i * size, size, size)
    _frame(axes, left, chosen, size * size, 1)
    mixed = np.unique(of[reshaped[chosen]])
    figure.words = (
        f"An image of {image.shape[0]} times {image.shape[1]} pixels, numbered row by row, in patches of "
        f"{size} times {size}. Patch {chosen} is the row {_listed(cut[chosen])}. In a reshape alone, row "
        f"{chosen} is {_listed(reshaped[chosen])}, from {'patch' if len(mixed) == 1 else 'patches'} "
        f"{_listed(mixed)}."
    )
    return figure


def _panel(axes: Axes, values: np.ndarray, of: np.ndarray, x: float, title: str, font: float) -> None:
    """The cells of a matrix, each in the colour of the patch that its pixel belongs to."""
    axes.text(x, -0.35, title, fontsize=font, color=INK, va="bottom")
    patches = int(of.max()) + 1
    for (i, j), pixel in np.ndenumerate(values):
        red, green, blue, _ = colormaps["hsv"](of[pixel] / patches)
        pale = tuple(0.62 + 0.38 * colour for colour in (red, green, blue))
        axes.add_patch(Rectangle((x + j, i), 1, 1, facecolor=pale, edgecolor="white", linewidth=1.4))
        middle = (x + j + 0.5, i + 0.5)
        axes.text(*middle, f"{pixel}", fontsize=font, color=INK, ha="center", va="center")


def _frame(axes: Axes, x: float, y: float, width: float, height: float) -> None:
    axes.add_patch(Rectangle((x, y), width, height, fill=False, edgecolor=ACCENT, linewidth=2.4, zorder=3))


def _listed(numbers: np.ndarray) -> str:
    return ", ".join(str(number) for number in numbers)
