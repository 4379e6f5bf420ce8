"""What cannot be drawn is refused by name, in every picture."""

import numpy as np
import pytest

import refold
from refold import plots

W, X, digits = np.eye(3), np.zeros((3, 8, 8)), np.zeros(3)


@pytest.mark.parametrize(
    ("draw", "arguments", "says"),
    [
        (plots.draw_conv2d, {"stride": 0}, "draw_conv2d: stride must be a whole number of at least 1, got 0"),
        (plots.draw_conv2d, {"height": 4.0}, "draw_conv2d: height must be a whole number"),
        (plots.draw_conv2d, {"of": "dx"}, "No sum of draw_conv2d is called 'dx'. Did you mean 'dX'"),
        (plots.draw_dense, {"units": 0}, "draw_dense: units must be a whole number"),
        (plots.draw_flatten, {"width": 0}, "draw_flatten: width must be a whole number"),
        (plots.draw_flatten, {"order": "A"}, "No order of draw_flatten is called 'A'"),
        (plots.draw_normalization, {"m": 0}, "draw_normalization: m must be a whole number"),
        (plots.draw_patches, {"size": 0}, "draw_patches: size must be a whole number"),
        (plots.draw_simple_rnn, {"steps": 0}, "draw_simple_rnn: steps must be a whole number"),
        (
            plots.draw_digits,
            {"X": X.reshape(3, 64)},
            "draw_digits: X must have shape (m, height, width), got",
        ),
        (plots.draw_digits, {"X": X.tolist()}, "draw_digits: X must be an array, got a list"),
        (plots.draw_digits, {"read": W}, "read must have shape (3,), got (3, 3). Of rows of shares, argmax"),
        (plots.draw_digits, {"labels": digits[:2]}, "draw_digits: labels must have shape (3,), got (2,)"),
        (plots.draw_digits, {"rows": 0}, "draw_digits: rows must be a whole number"),
        (plots.draw_attention, {"weights": []}, "draw_attention: weights must hold a matrix at least"),
        (
            plots.draw_attention,
            {"weights": W},
            "must have shape (3, 3), got (3,). One matrix goes into a list",
        ),
        (plots.draw_attention, {"weights": [W[:2]]}, "weights must have shape (2, 2), got (2, 3)"),
        (plots.draw_attention, {"weights": [[[1.0]]]}, "each of weights must be an array, got a list"),
        (plots.draw_attention, {"titles": []}, "draw_attention: titles must hold 1, got []"),
        (plots.draw_attention, {"names": "ab"}, "draw_attention: names must hold 3, got ['a', 'b']"),
    ],
)
def test_what_cannot_be_drawn(draw, arguments, says):
    given = {
        plots.draw_digits: {"X": X, "read": digits, "labels": digits},
        plots.draw_attention: {"weights": [W], "titles": ["P"]},
    }.get(draw, {})
    draw(**given)
    with pytest.raises(refold.RefoldError) as caught:
        draw(**given | arguments)
    assert says in str(caught.value)
