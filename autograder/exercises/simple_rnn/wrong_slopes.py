"""Mistakes in the slope of tanh on the way back through one step, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def back(dz, W, U):
    return dz, dz @ W.T, dz @ U.T


def slope_left_out_for_the_state(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dh @ U.T


def slope_left_out_for_the_input(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dh @ W.T, dz @ U.T


def slope_left_out_behind_the_weights(dh, h, W, U):
    return dh * (1 - h**2), dh @ W.T, dh @ U.T


def slope_forgotten(dh, h, W, U):
    return back(dh, W, U)


def slope_alone(dh, h, W, U):
    return back(1 - h**2, W, U)


def tanh_twice(dh, h, W, U):
    return back(dh * (1 - np.tanh(h) ** 2), W, U)


def not_squared(dh, h, W, U):
    return back(dh * (1 - h), W, U)


def brackets_missing(dh, h, W, U):
    return back(dh * 1 - h**2, W, U)


def slope_of_sigmoid(dh, h, W, U):
    return back(dh * h * (1 - h), W, U)


def slope_of_relu(dh, h, W, U):
    return back(dh * (h > 0), W, U)


def square_added(dh, h, W, U):
    return back(dh * (1 + h**2), W, U)


def slope_after_the_weights(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, (dh @ U.T) * (1 - h**2)


def difference_squared(dh, h, W, U):
    return back(dh * (1 - h) ** 2, W, U)


def gradient_squared(dh, h, W, U):
    return back(dh * (1 - dh**2), W, U)


def square_alone(dh, h, W, U):
    return back(dh * h**2, W, U)


def turned_round(dh, h, W, U):
    return back(dh * (h**2 - 1), W, U)


def divided(dh, h, W, U):
    return back(dh / (1 - h**2), W, U)


def added(dh, h, W, U):
    return back(dh + (1 - h**2), W, U)


def applied_again(dh, h, W, U):
    dz, dx, dh_before = back(dh * (1 - h**2), W, U)
    return dz, dx, dh_before * (1 - h**2)


ANCHOR = "one-step-back"

WRONG_SLOPES = [
    Misconception(
        "slope left out towards the state",
        slope_left_out_for_the_state,
        "The slope is missing in dh_before. The state before stands inside the tanh as well, so what goes "
        "back to it starts from dz.",
        ANCHOR,
    ),
    Misconception(
        "slope left out towards the input",
        slope_left_out_for_the_input,
        "The slope is missing in dx. The input stands inside the tanh, so what goes back to it starts from "
        "dz.",
        ANCHOR,
    ),
    Misconception(
        "slope left out behind the weights",
        slope_left_out_behind_the_weights,
        "What went through W and U was dh. Both stand inside the tanh, so what goes back through them starts "
        "from dz.",
        ANCHOR,
    ),
    Misconception(
        "slope forgotten",
        slope_forgotten,
        "dh went back through tanh as if that were not there. Between h and the sum z stands the slope of "
        "tanh.",
        ANCHOR,
    ),
    Misconception(
        "dh left out",
        slope_alone,
        "These are the slopes of tanh alone. The chain rule multiplies what came back by them: how does dh "
        "enter?",
        ANCHOR,
    ),
    Misconception(
        "tanh applied twice",
        tanh_twice,
        "tanh was applied to h, which has gone through it already. The slope can be told from h as it is.",
        ANCHOR,
    ),
    Misconception(
        "h not squared",
        not_squared,
        "The slope is not 1 less the state. Try it on h = 0.5: it has to be 0.75.",
        ANCHOR,
    ),
    Misconception(
        "difference squared",
        difference_squared,
        "The difference of 1 and the state was squared. It is the state alone that is: for h = 0.5 the "
        "slope has to be 0.75.",
        ANCHOR,
    ),
    Misconception(
        "dh squared in place of h",
        gradient_squared,
        "The slope was worked out from dh. It is told by the state h, which came out of tanh, and dh is "
        "multiplied by it.",
        ANCHOR,
    ),
    Misconception(
        "square alone",
        square_alone,
        "dh was multiplied by the square of the state. The slope is what that square leaves of 1: where the "
        "state is 0 it is 1.",
        ANCHOR,
    ),
    Misconception(
        "slope turned round",
        turned_round,
        "Your slopes are negative. tanh never falls: its slope is 1 where the state is 0, and less "
        "elsewhere, but above 0.",
        ANCHOR,
    ),
    Misconception(
        "divided by the slope",
        divided,
        "dh was divided by the slope. The chain rule multiplies: where tanh is flat, little comes back.",
        ANCHOR,
    ),
    Misconception(
        "slope added",
        added,
        "The slope was added to dh. The chain rule multiplies: a slope says how many times as much comes "
        "back.",
        ANCHOR,
    ),
    Misconception(
        "slope applied again",
        applied_again,
        "In dh_before the slope was applied once more. dz has it already, and the tanh of the step before "
        "is the business of that step.",
        ANCHOR,
    ),
    Misconception(
        "brackets missing",
        brackets_missing,
        "The square of the state was taken off after dh had been multiplied. The slope is a factor as a "
        "whole: mind the brackets.",
        ANCHOR,
    ),
    Misconception(
        "slope of the sigmoid",
        slope_of_sigmoid,
        "This is the slope of a sigmoid in terms of its output. Here it is tanh, and its slope is 1 where "
        "the state is 0.",
        ANCHOR,
    ),
    Misconception(
        "slope of ReLU",
        slope_of_relu,
        "Gradients passed where the state is positive and stopped elsewhere, as through ReLU. Here it is "
        "tanh, whose slope depends on how large the state is.",
        ANCHOR,
    ),
    Misconception(
        "square added",
        square_added,
        "Your slopes are above 1. The slope of tanh is 1 at most, and less the further the state is from 0.",
        ANCHOR,
    ),
    Misconception(
        "slope after the weights",
        slope_after_the_weights,
        "dh_before was multiplied by the slope after it had gone through U. On the way back, tanh comes "
        "first, and the weights after it.",
        ANCHOR,
    ),
]
