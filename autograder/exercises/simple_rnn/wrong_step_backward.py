"""The mistakes that students make on the way back through one step."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def back(dz, W, U):
    return dz, dz @ W.T, dz @ U.T


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


def slope_left_out_for_the_state(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dh @ U.T


def slope_left_out_for_the_input(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dh @ W.T, dz @ U.T


def slope_left_out_behind_the_weights(dh, h, W, U):
    return dh * (1 - h**2), dh @ W.T, dh @ U.T


def nothing_transposed(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W, dz @ U


def recurrent_not_transposed(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dz @ U


def kernel_not_transposed(dh, h, W, U):
    dz = dh * (1 - h**2)
    dh_before = dz @ U.T
    return dz, dz @ W, dh_before


def dz_kept(dh, h, W, U):
    return back(dh * (1 - h**2), W, U)[1:]


def dz_last(dh, h, W, U):
    dz, dx, dh_before = back(dh * (1 - h**2), W, U)
    return dx, dh_before, dz


def results_exchanged(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ U.T, dz @ W.T


def state_without_weights(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dz


def averaged(dh, h, W, U):
    return back(dh * (1 - h**2) / len(h), W, U)


def summed_over_the_batch(dh, h, W, U):
    return tuple(each.sum(axis=0) for each in back(dh * (1 - h**2), W, U))


def gradient_changed(dh, h, W, U):
    dh *= 1 - h**2
    return back(dh, W, U)


def printed(dh, h, W, U):
    print(back(dh * (1 - h**2), W, U))


ANCHOR = "one-step-back"

WRONG_STEP_BACKWARD = [
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
        "first, and the weights behind it.",
        ANCHOR,
    ),
    Misconception(
        "neither W nor U transposed",
        nothing_transposed,
        "The gradient went through W and U in the direction of forward. On the way back, the units of dz "
        "have to meet the units of the weights.",
        ANCHOR,
    ),
    Misconception(
        "U not transposed",
        recurrent_not_transposed,
        "The gradient went through U in the direction of forward. U is square, so it fits both ways, and the "
        "shapes do not tell.",
        ANCHOR,
    ),
    Misconception(
        "W not transposed",
        kernel_not_transposed,
        "The gradient went through W in the direction of forward. On the way back, the units of dz have to "
        "meet the units of W.",
        ANCHOR,
    ),
    Misconception(
        "dz not returned",
        dz_kept,
        "Your function returns two things, and dz is not among them. It is asked for first: the weights will "
        "need it.",
        ANCHOR,
    ),
    Misconception(
        "state without its weights",
        state_without_weights,
        "dz was handed on to the state before as it is. On its way forward that state went through U, and so "
        "does its gradient.",
        ANCHOR,
    ),
    Misconception(
        "dz returned last",
        dz_last,
        "The three results stand in another order. dz is asked for first, then dx, then dh_before.",
        ANCHOR,
    ),
    Misconception(
        "dx and dh_before exchanged",
        results_exchanged,
        "dx and dh_before have changed places. The input went through W, and the state before through U.",
        ANCHOR,
    ),
    Misconception(
        "averaged over the batch",
        averaged,
        "Your gradients are m times too small. If the loss is a mean, that m is in dh already.",
        ANCHOR,
    ),
    Misconception(
        "summed over the batch",
        summed_over_the_batch,
        "The gradients of all samples were added up. Samples share the weights, and no two share an input or "
        "a state: each keeps its row.",
        ANCHOR,
    ),
    Misconception(
        "dh changed in place",
        gradient_changed,
        "The numbers are right, and dh itself was changed on the way. The layer above may still need it: "
        "work on a copy.",
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The step before can only go on with what is "
        "returned.",
    ),
]
