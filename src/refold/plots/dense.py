"""Dense as a picture: which numbers meet in an element of A, of dX and of dW."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from .matrix import draw_matrix, frame_element, signed, small_numbers
from .picture import ACCENT, INK, WIDEST, Picture, check_lengths, in_words

INCHES_PER_CELL = 0.46
GAP = 1.1  # between factors and product, in cells: room for a name
APART = 1.9  # from one product to the next


@dataclass(frozen=True)
class Product:
    """left @ above, and where it is looked at: `left` stands beside the product, `above` over it."""

    title: str
    names: tuple[str, str, str]
    left: np.ndarray
    above: np.ndarray
    row: int
    column: int
    added: np.ndarray | None = None  # a row that is added to each row of the product

    @property
    def values(self) -> np.ndarray:
        product = self.left @ self.above
        return product if self.added is None else product + self.added

    @property
    def across(self) -> float:
        return self.left.shape[1] + GAP + self.above.shape[1]

    @property
    def down(self) -> float:
        return (
            self.above.shape[0] + (0.0 if self.added is None else 1 + GAP / 3) + GAP / 2 + self.left.shape[0]
        )

    @property
    def arithmetic(self) -> str:
        """The looked-at element, worked out."""
        pairs = zip(self.left[self.row], self.above[:, self.column], strict=True)
        terms = " + ".join(rf"{signed(a)} \cdot {signed(b)}" for a, b in pairs)
        if self.added is not None:
            terms += f" + {signed(self.added[self.column])}"
        return f"${terms} = {self.values[self.row, self.column]:g}$"


def draw_dense(
    m: int = 3, n: int = 2, units: int = 2, sample: int = 1, feature: int = 0, unit: int = 1
) -> Picture:
    """Draw A = X W + b, dX = dA W^T and dW = X^T dA, each with one element worked out.

    The left factor stands beside a product and the right factor above it, so that each element stands
    where its row and its column cross. Filled cells are numbers, outlined ones gradients; what meets in the
    framed element is red.

    Args:
        m, n, units: samples, features and units; at most 5 of each can be read.
        sample, feature, unit: which elements are looked at: A[sample, unit], dX[sample, feature] and
            dW[feature, unit], each modulo its size.
    """
    check_lengths("draw_dense", m=m, n=n, units=units)
    X, W, dA = small_numbers(m, n, 0), small_numbers(n, units, 1), small_numbers(m, units, 2)
    i, k, j = sample % m, feature % n, unit % units
    products = [
        Product("$A = X W + b$", ("X", "W", "A"), X, W, i, j, 10.0 * (1 + np.arange(units))),
        Product("$dX = dA \\, W^T$", ("dA", "W^T", "dX"), dA, W.T, i, k),
        Product("$dW = X^T dA$", ("X^T", "dA", "dW"), X.T, dA, k, j),
    ]
    across = sum(product.across for product in products) + 2 * APART + 1.2
    down = max(product.down for product in products) + 3.2
    inches = min(INCHES_PER_CELL, WIDEST / across)
    figure = Picture(figsize=(across * inches, down * inches), layout="constrained")
    figure.words = in_words(". ".join(f"{each.title}, where {each.arithmetic}" for each in products) + ".")
    axes = figure.add_subplot()
    axes.set(xlim=(-0.9, across - 0.9), ylim=(down - 0.6, -0.8), aspect="equal")
    axes.axis("off")
    left = 0.0
    for product in products:
        _draw(axes, product, left, down - 2.2, min(10.0, 26 * inches))
        left += product.across + APART
    return figure


def _draw(axes: Axes, product: Product, x: float, bottom: float, size: float) -> None:
    """One product: the factors, what is added, the result, and the arithmetic of the looked-at element."""
    rows, columns = product.left.shape[0], product.above.shape[1]
    top, right = bottom - rows, x + product.left.shape[1] + GAP
    added = 0.0 if product.added is None else 1 + GAP / 3
    over = top - GAP / 2 - added - product.above.shape[0]
    beside, above, result = product.names
    axes.text(x, 0.2, product.title, fontsize=11, color=INK, va="bottom")
    in_row = np.arange(rows)[:, np.newaxis] == product.row
    in_column = np.arange(columns) == product.column
    draw_matrix(axes, product.left, x, top, beside, size, in_row)
    draw_matrix(axes, product.above, right, over, above, size, in_column)
    if product.added is not None:
        draw_matrix(axes, product.added[np.newaxis], right, top - GAP / 2 - 1, "b", size, in_column)
    draw_matrix(axes, product.values, right, top, result, size)
    frame_element(axes, right + product.column, top + product.row)
    middle = x + (product.left.shape[1] + GAP + columns) / 2
    axes.text(middle, bottom + 0.9, product.arithmetic, fontsize=9, color=ACCENT, ha="center", va="center")
