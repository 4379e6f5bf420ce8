"""The picture of attention writes the weights where they belong, and leaves out what is hidden."""

import numpy as np

from refold.plots import draw_attention

WEIGHTS = np.array([[1.0, 0.0], [0.25, 0.75]])


def cells(axes):
    return {text.get_position(): text.get_text() for text in axes.texts}


def test_a_row_looks_and_a_column_is_looked_at():
    (axes,) = draw_attention([WEIGHTS], ["P"]).axes
    assert cells(axes) == {(0, 0): "1.00", (0, 1): "0.25", (1, 1): "0.75"}
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("is looked at", "looks")


def test_matrices_stand_side_by_side_under_their_titles_and_say_their_steps():
    figure = draw_attention([WEIGHTS, WEIGHTS.T], ["first", "second"], names="ab")
    assert [axes.get_title() for axes in figure.axes] == ["first", "second"]
    assert [label.get_text() for label in figure.axes[1].get_yticklabels()] == ["a", "b"]
    assert "first: step a takes a 1.00; step b takes a 0.25, b 0.75." in figure.words


def test_many_steps_are_drawn_without_numbers():
    (axes,) = draw_attention([np.full((12, 12), 1 / 12)], ["P"]).axes
    assert not axes.texts
