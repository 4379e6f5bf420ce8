"""The picture of normalization shows NumPy's numbers, and works the looked-at elements out."""

import re

import numpy as np
import pytest

from refold.plots import draw_normalization

SIZES = [(4, 3), (1, 1), (6, 6), (2, 5)]


def cells(figure):
    """The numbers by their place, from the top left of each cell."""
    found = {}
    for text in figure.axes[0].texts:
        if re.fullmatch(r"-?[\d.]+", text.get_text()):
            x, y = text.get_position()
            found[round(x - 0.5, 6), round(y - 0.5, 6)] = float(text.get_text())
    return found


def block(numbers, x, y, m, n):
    return np.array([[numbers[round(x + j, 6), round(y + i, 6)] for j in range(n)] for i in range(m)])


def matrices(figure, m, n, along_rows=True):
    """X, mean and s of its columns, those of its rows, and the two N: wherever there are so many cells."""
    numbers = cells(figure)
    starts = [text.get_position()[0] + 0.12 for text in figure.axes[0].texts if text.get_text() == "$N$"]
    X, columns = block(numbers, 0, 0, m, n), block(numbers, 0, m + 0.4, 2, n)
    rows = block(numbers, n + 0.4, 0, m if along_rows else 0, 2)
    return X, columns, rows, [block(numbers, start, 0, m, n) for start in starts], len(numbers)


def drawn(values):
    return np.vectorize(lambda value: round(float(f"{value:.3g}"), 2))(values)


@pytest.mark.parametrize("sizes", SIZES)
def test_every_number_is_that_of_numpy(sizes):
    m, n = sizes
    X, columns, rows, (of_features, of_samples), count = matrices(draw_normalization(m, n), m, n)
    for axis, statistics, N in ((0, columns, of_features), (1, rows.T, of_samples)):
        mean, s = X.mean(axis=axis), np.sqrt(X.var(axis=axis) + 0.001)
        np.testing.assert_array_equal(statistics, drawn(np.array([mean, s])))
        expected = (X - np.expand_dims(mean, axis)) / np.expand_dims(s, axis)
        np.testing.assert_array_equal(N, drawn(expected))
    assert count == 3 * m * n + 2 * (m + n)


def test_a_larger_feature_changes_what_is_of_samples_and_nothing_of_features():
    small, large = (matrices(draw_normalization(4, 3, factor=factor), 4, 3) for factor in (10, 80))
    np.testing.assert_array_equal(small[0] * [1, 1, 8], large[0])
    np.testing.assert_array_equal(small[3][0], large[3][0])
    assert not np.allclose(small[3][1], large[3][1])


@pytest.mark.parametrize("look", [(0, 0), (1, 2), (7, 9)])
def test_the_looked_at_elements_are_worked_out_with_the_numbers_that_are_drawn(look):
    figure = draw_normalization(4, 3, *look)
    i, j = look[0] % 4, look[1] % 3
    X, columns, rows, results, _ = matrices(figure, 4, 3)
    captions = [text.get_text().strip("$") for text in figure.axes[0].texts if "/" in text.get_text()]
    for caption, (mean, s), N in zip(captions, (columns[:, j], rows[i]), results, strict=True):
        terms, result = re.split(r" = | \\approx ", caption)
        assert eval(terms.replace(r"\,", "")) == (X[i, j] - mean) / s
        assert float(result) == N[i, j] == pytest.approx((X[i, j] - mean) / s, abs=0.01)
        assert f"sample {i} and feature {j}: ({X[i, j]:g} - " in figure.words


def test_the_rows_can_be_left_out():
    *_, results, count = matrices(draw_normalization(4, 3, along_rows=False), 4, 3, along_rows=False)
    assert len(results) == 1 and count == 2 * 4 * 3 + 2 * 3


def test_the_widest_picture_fits_a_page():
    figure = draw_normalization(6, 6)
    figure.canvas.draw()
    assert figure.get_figwidth() <= 11.5
