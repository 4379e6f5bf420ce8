"""The picture of digits says what was read, and marks what was read wrongly in words, not by colour alone."""

import numpy as np

from refold.plots import draw_digits


def test_a_wrong_digit_says_what_it_is_and_the_title_counts_them_all():
    figure = draw_digits(np.zeros((3, 8, 8)), np.array([4, 7, 1]), np.array([4, 1, 1]))
    assert [panel.get_title() for panel in figure.axes[:4]] == ["4", "7, is 1", "1", ""]
    assert figure.get_suptitle() == "67% of 3 digits read correctly"


def test_twenty_of_many_are_drawn():
    figure = draw_digits(np.zeros((50, 8, 8)), np.zeros(50), np.zeros(50))
    assert sum(bool(panel.images) for panel in figure.axes) == 20
