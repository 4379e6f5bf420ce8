"""The picture of Dense shows NumPy's products, and works the looked-at elements out."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from refold.plots import draw_dense


def matrices(figure):
    """(name, the numbers that stand to the right of it) of each matrix, in the order of drawing."""
    texts = figure.axes[0].texts
    names = [(text.get_text().strip("$"), *text.get_position()) for text in texts if text.get_ha() == "right"]
    cells = [(*text.get_position(), text.get_text()) for text in texts]
    cells = [(x, y, float(text)) for x, y, text in cells if text.lstrip("-").isdigit()]
    found = []
    for name, left, middle in names:
        first = min((x for x, y, _ in cells if left < x < left + 1 and abs(y - middle) <= 0.51), default=None)
        block = reach(cells, first, middle)
        rows = sorted({y for _, y, _ in block})
        table = [[value for _, value in sorted((x, v) for x, y, v in block if y == row)] for row in rows]
        found.append((name, np.array(table)))
    return found


def reach(cells, x, y):
    """The cells that hang together with the one nearest to (x, y): neighbours are one cell apart."""
    start = min(cells, key=lambda cell: abs(cell[0] - x) + abs(cell[1] - y))
    block, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        near = {c for c in cells if abs(abs(c[0] - here[0]) + abs(c[1] - here[1]) - 1) < 1e-6} - block
        block |= near
        waiting += near
    return block


def captions(figure):
    return [text.get_text().strip("$") for text in figure.axes[0].texts if "cdot" in text.get_text()]


@pytest.mark.parametrize("sizes", [(3, 2, 2), (1, 1, 1), (2, 4, 3), (5, 5, 5)])
def test_products_are_those_of_numpy_with_the_same_factors(sizes):
    (_, X), (_, W), (_, b), (_, A), (_, dA), (_, W_T), (_, dX), (_, X_T), (_, above), (_, dW) = matrices(
        draw_dense(*sizes)
    )
    np.testing.assert_array_equal(A, X @ W + b)
    np.testing.assert_array_equal(dX, dA @ W.T)
    np.testing.assert_array_equal(dW, X.T @ dA)
    for transposed, matrix in ((W_T, W.T), (X_T, X.T), (above, dA)):
        np.testing.assert_array_equal(transposed, matrix)
    assert (X.shape, W.shape, A.shape) == (sizes[:2], sizes[1:], sizes[::2])


@pytest.mark.parametrize("look", [(0, 0, 0), (1, 1, 2), (7, 9, 5)])
def test_the_looked_at_elements_are_worked_out(look):
    figure = draw_dense(2, 3, 4, *look)
    i, k, j = (index % size for index, size in zip(look, (2, 3, 4), strict=True))
    named = dict(matrices(figure))
    for caption, name, index in zip(
        captions(figure), ("A", "dX", "dW"), ((i, j), (i, k), (k, j)), strict=True
    ):
        terms, result = caption.split(" = ")
        assert eval(terms.replace(r"\cdot", "*")) == float(result) == named[name][index]


def test_the_figure_is_left_to_the_caller():
    before = plt.get_fignums()
    draw_dense()
    assert plt.get_fignums() == before


def test_the_widest_picture_fits_a_page():
    figure = draw_dense(5, 5, 5)
    figure.canvas.draw()
    assert figure.get_figwidth() <= 11.5
