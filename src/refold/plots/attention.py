"""Attention as a picture: who looks at whom, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..backend import to_numpy
from ..errors import WrongValueError, check_shape
from .picture import INK, QUIET, WIDEST, Picture

INCHES_PER_STEP = 0.5
READABLE = 9  # steps up to which the weights are written into the cells


def draw_attention(weights: Sequence[Any], titles: Sequence[str], names: Sequence[str] = ()) -> Picture:
    """Draw matrices of weights side by side: row i is how much step i takes from each step.

    Args:
        weights: arrays (steps, steps); an exact 0 is a step that is not seen, and is left empty.
        titles: one for each matrix.
        names: of the steps; their numbers unless given.
    """
    matrices = [to_numpy(each, "draw_attention: each of weights") for each in weights]
    if not matrices:
        raise WrongValueError("draw_attention: weights must hold a matrix at least.")
    steps = len(matrices[0])
    for each in matrices:
        check_shape("draw_attention: each of weights", each, (steps, steps), "One matrix goes into a list.")
    names = list(names) or [str(step) for step in range(steps)]
    for name, given, count in (("titles", titles, len(matrices)), ("names", names, steps)):
        if len(given) != count:
            raise WrongValueError(f"draw_attention: {name} must hold {count}, got {given!r}.")
    side = min(INCHES_PER_STEP * steps + 0.9, WIDEST / len(matrices))
    figure = Picture(figsize=(side * len(matrices), side), layout="constrained")
    panels = figure.subplots(1, len(matrices), squeeze=False)[0]
    for panel, matrix, title in zip(panels, matrices, titles, strict=True):
        _draw(panel, matrix, title, names)
    figure.words = " ".join(
        _in_words(matrix, title, names) for matrix, title in zip(matrices, titles, strict=True)
    )
    return figure


def _draw(axes: Axes, matrix: np.ndarray, title: str, names: Sequence[str]) -> None:
    axes.imshow(matrix, cmap="Reds", vmin=0, vmax=1.2)  # the darkest cell can still be written on
    axes.set_title(title, fontsize=10, color=INK)
    axes.set_xticks(range(len(names)), names, fontsize=9, color=INK)
    axes.set_yticks(range(len(names)), names, fontsize=9, color=INK)
    axes.set_xlabel("is looked at", fontsize=9, color=QUIET)
    axes.set_ylabel("looks", fontsize=9, color=QUIET)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if len(names) > READABLE:
        return
    for (i, j), weight in np.ndenumerate(matrix):
        if weight:
            ink = "white" if weight > 0.75 else INK
            axes.text(j, i, f"{weight:.2f}", fontsize=9, color=ink, ha="center", va="center")


def _in_words(matrix: np.ndarray, title: str, names: Sequence[str]) -> str:
    rows = []
    for name, row in zip(names, matrix, strict=True):
        seen = [f"{other} {weight:.2f}" for other, weight in zip(names, row, strict=True) if weight]
        rows.append(f"step {name} takes {', '.join(seen)}")
    return f"{title}: {'; '.join(rows)}."
