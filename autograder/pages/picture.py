"""Draws where elements should be and where they are, as a small inline SVG that needs nothing else."""

from __future__ import annotations

from html import escape
from itertools import count
from typing import Any

import numpy as np

CELL = 34
DIGIT = 9
"""The width that a cell has at least for each character of its number."""
GAP = 12
LABEL = 22
_ids = count()


def svg(picture: dict[str, Any]) -> str:
    """Two grids, expected and yours; what is misplaced is striped, so that it shows without colour too.

    Args:
        picture: `output`, `case`, `expected` and `got` as nested lists of one shape with 1 to 3 axes.
    """
    expected, got = np.asarray(picture["expected"]), np.asarray(picture["got"])
    right = expected == got
    stripes = f"stripes-{next(_ids)}"
    longest = max((len(f"{value:.4g}") for value in (*expected.flat, *got.flat)), default=0)
    wide = max(CELL, DIGIT * longest)
    left, width, height = _grid(expected, np.ones_like(right), wide, stripes)
    mine, _, _ = _grid(got, right, wide, stripes)
    beside = width <= 320
    at = (width + 3 * GAP, 0) if beside else (0, height + LABEL + GAP)
    total = (2 * width + 3 * GAP, height + LABEL) if beside else (width, 2 * (height + LABEL) + GAP)
    words = f"{picture['output']}: {int(right.sum())} of {right.size} elements are in their place"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(words)}" '
        f'width="{total[0] + 2}" height="{total[1] + 2}" viewBox="-1 -1 {total[0] + 2} {total[1] + 2}" '
        'font-family="sans-serif" font-size="13" fill="currentColor">'
        f'<defs><pattern id="{stripes}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#e69f00" fill-opacity="0.25"/>'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="#e69f00" stroke-width="2"/></pattern></defs>'
        f'<text x="0" y="14">{escape(picture["output"])}, expected</text>'
        f'<g transform="translate(0 {LABEL})">{left}</g>'
        f'<g transform="translate({at[0]} {at[1]})">'
        f'<text x="0" y="14">{escape(picture["output"])}, yours</text>'
        f'<g transform="translate(0 {LABEL})">{mine}</g></g></svg>'
    )


def _grid(array: np.ndarray, right: np.ndarray, wide: int, stripes: str) -> tuple[str, int, int]:
    """The cells of one array, the blocks of a third axis side by side; with the width and height taken."""
    rows, columns = (1, array.size) if array.ndim == 1 else array.shape[-2:]
    blocks = array.reshape(-1, rows, columns)
    placed = right.reshape(blocks.shape)
    step = columns * wide + GAP
    cells = [
        _cell(b * step + j * wide, i * CELL, wide, blocks[b, i, j], bool(placed[b, i, j]), stripes)
        for b, i, j in np.ndindex(*blocks.shape)
    ]
    return "".join(cells), len(blocks) * step - GAP, rows * CELL


def _cell(x: int, y: int, wide: int, value: Any, placed: bool, stripes: str) -> str:
    fill = "none" if placed else f"url(#{stripes})"
    weight = "normal" if placed else "bold"
    return (
        f'<rect x="{x}" y="{y}" width="{wide}" height="{CELL}" fill="{fill}" stroke="currentColor" '
        f'stroke-opacity="0.5"/><text x="{x + wide / 2:g}" y="{y + CELL / 2 + 5:g}" text-anchor="middle" '
        f'font-weight="{weight}">{value:.4g}</text>'
    )
