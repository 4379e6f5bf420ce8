"""A matrix as cells with numbers in them, for pictures in which numbers meet."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .picture import ACCENT, INK, QUIET

NUMBER, MEETING = "#dbe4f0", "#f7d3da"


def draw_matrix(
    axes: Axes,
    values: np.ndarray,
    x: float,
    y: float,
    name: str,
    size: float,
    meeting: np.ndarray | None = None,
) -> None:
    """Draw the cells from (x, y) on, a name beside them; gradients are outlined, what meets is red."""
    outlined = name.startswith("d")
    if name:
        middle = y + values.shape[0] / 2
        axes.text(x - 0.12, middle, f"${name}$", fontsize=9, color=QUIET, ha="right", va="center")
    for (i, j), value in np.ndenumerate(values):
        red = meeting is not None and bool(np.broadcast_to(meeting, values.shape)[i, j])
        inset = 0.06 if outlined else 0.0
        axes.add_patch(
            Rectangle(
                (x + j + inset, y + i + inset),
                1 - 2 * inset,
                1 - 2 * inset,
                facecolor=MEETING if red else "white" if outlined else NUMBER,
                edgecolor=QUIET if outlined else "white",
                linewidth=1.4,
            )
        )
        middle = (x + j + 0.5, y + i + 0.5)
        axes.text(*middle, f"{value:g}", fontsize=size, color=INK, ha="center", va="center")


def frame_element(axes: Axes, x: float, y: float) -> None:
    """Draw a red frame around the cell at (x, y)."""
    axes.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor=ACCENT, linewidth=2.6))


def small_numbers(rows: int, columns: int, seed: int) -> np.ndarray:
    """Whole numbers from -3 to 4, none of them 0."""
    numbers = np.arange(rows * columns) * 3 + 5 * seed
    found = numbers % 7 - 3.0
    return np.where(found == 0, 4.0, found).reshape(rows, columns)


def signed(number: float) -> str:
    """A factor of a product, as it is written.

    >>> signed(-3.0), signed(3.0)
    ('(-3)', '3')
    """
    return f"({number:g})" if number < 0 else f"{number:g}"
