"""The picture of Flatten shows every element once in each of its four places, and follows the right one."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from refold.plots import draw_dense, draw_digits, draw_flatten


def numbers(figure):
    """What stands in the cells, in the order of drawing: X and A, then dX and dA."""
    return [int(text.get_text()) for text in figure.axes[0].texts if text.get_text().isdigit()]


def caption(figure):
    return figure.get_suptitle()


def test_every_element_is_in_its_grid_and_in_its_row_both_ways():
    found = numbers(draw_flatten(m=2, height=2, width=2, channels=3))
    counts = {number: found.count(number) for number in found}
    assert [counts[number] for number in range(12, 24)] == [4] * 12  # grids and rows, forward and backward


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("element", range(12))
def test_the_caption_says_where_numpy_puts_the_element(order, element):
    index = tuple(int(i) for i in np.unravel_index(element, (2, 3, 2)))
    position = np.ravel_multi_index(index, (2, 3, 2), order=order)
    words = caption(draw_flatten(height=2, width=3, channels=2, element=element, order=order))
    assert f"element $({', '.join(map(str, index))})$" in words
    assert f"= {position}$" in words


def test_a_single_channel_is_no_axis():
    assert "element $(1, 0)$ goes to position $1 \\times 3 + 0 \\times 1 = 3$" in caption(draw_flatten())


def test_any_element_a_slider_sends_is_shown():
    assert caption(draw_flatten(element=6 + 4)) == caption(draw_flatten(element=4))


def test_cells_of_a_row_lie_where_the_positions_say():
    figure = draw_flatten(height=2, width=3, order="F")
    texts = [text for text in figure.axes[0].texts if text.get_text().isdigit()]
    by_place = {(round(t.get_position()[0], 1), round(t.get_position()[1], 1)): t.get_text() for t in texts}
    row = [by_place[(3 + 3.4 + p + 0.5, 1.0)] for p in range(6)]
    assert row == [f"{n}" for n in np.arange(6).reshape(2, 3).ravel("F")]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (
            draw_flatten(m=2, element=4),
            "element (1, 1) goes to position 1 times 3 + 1 times 1 = 4 and comes back",
        ),
        (draw_dense(), "dW = X transposed dA, where (-3) times 3 + 3 times 2 + 2 times 1 = -1."),
        (draw_digits(np.zeros((2, 8, 8)), np.ones(2), np.asarray([1, 7])), "read as 1; 1, is 7."),
    ],
)
def test_a_picture_says_in_words_what_it_shows(figure, words):
    assert f'alt="{figure.words}"' in figure._repr_html_()
    assert words in figure.words and "$" not in figure.words and "\\" not in figure.words


def test_the_figure_is_left_to_the_caller():
    before = plt.get_fignums()
    draw_flatten()
    assert plt.get_fignums() == before


def test_the_widest_picture_of_the_sliders_is_drawn():
    figure = draw_flatten(m=3, height=3, width=4, channels=3)
    assert "data:image/png" in figure._repr_html_()
    assert figure.get_figwidth() <= 11.5
