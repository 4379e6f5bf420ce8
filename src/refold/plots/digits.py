"""Digits as a picture: what a model read, and where it was wrong."""

from __future__ import annotations

from typing import Any

from ..backend import to_numpy
from ..errors import ShapeError, check_shape
from .picture import Picture, check_lengths

COLUMNS = 10
WRONG = "#c4314b"


def draw_digits(X: Any, read: Any, labels: Any, rows: int = 2) -> Picture:
    """Draw the first images of X, each with what was read; a wrong one says what it is.

    Args:
        X: images (m, height, width), 0 is paper.
        read, labels: the digit that was read in each image, and the true one, (m,).
        rows: of ten images each; fewer are drawn where X holds fewer.
    """
    X = to_numpy(X, "draw_digits: X")
    if len(X.shape) < 3:
        raise ShapeError(f"draw_digits: X must have shape (m, height, width), got {X.shape}.")
    read, labels = to_numpy(read, "draw_digits: read"), to_numpy(labels, "draw_digits: labels")
    check_shape("draw_digits: read", read, X.shape[:1], "Of rows of shares, argmax(axis=1) is the digit.")
    check_shape("draw_digits: labels", labels, X.shape[:1], "It is a digit for each image.")
    check_lengths("draw_digits", rows=rows)
    figure = Picture(figsize=(9, 1.15 * rows + 0.4))
    panels = figure.subplots(rows, COLUMNS, squeeze=False)
    for panel in panels.flat:
        panel.axis("off")
    for panel, image, found, label in zip(panels.flat, X, read, labels, strict=False):
        panel.imshow(image, cmap="gray_r")
        wrong = int(found) != int(label)
        title = f"{int(found)}, is {int(label)}" if wrong else f"{int(found)}"
        panel.set_title(
            title, fontsize=9, color=WRONG if wrong else "black", fontweight="bold" if wrong else "normal"
        )
    share = float((read == labels).mean()) if len(labels) else 0.0
    title = f"{share:.0%} of {len(labels)} digits read correctly"
    figure.suptitle(title, fontsize=10, y=1.0)
    shown = "; ".join(panel.get_title() for panel in panels.flat if panel.images)
    figure.words = f"{title}. Those drawn were read as {shown}."
    return figure
