"""Wrong answers to rnn_step, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def without_tanh(x, h_before, W, U, b):
    return x @ W + h_before @ U + b


def without_the_bias(x, h_before, W, U, b):
    return np.tanh(x @ W + h_before @ U)


def without_the_state(x, h_before, W, U, b):
    return np.tanh(x @ W + b)


def state_without_weights(x, h_before, W, U, b):
    return np.tanh(x @ W + h_before + b)


def state_outside(x, h_before, W, U, b):
    return np.tanh(x @ W + b) + h_before @ U


def bias_outside(x, h_before, W, U, b):
    return np.tanh(x @ W + h_before @ U) + b


def tanh_of_each(x, h_before, W, U, b):
    return np.tanh(x @ W) + np.tanh(h_before @ U) + b


def recurrent_transposed(x, h_before, W, U, b):
    return np.tanh(x @ W + h_before @ U.T + b)


def exchanged(x, h_before, W, U, b):
    return np.tanh(x @ U + h_before @ W + b)


def recurrent_first(x, h_before, W, U, b):
    return np.tanh(x @ W + U @ h_before + b)


def weights_first(x, h_before, W, U, b):
    return np.tanh(W @ x + U @ h_before + b)


def sigmoid(x, h_before, W, U, b):
    return 1 / (1 + np.exp(-(x @ W + h_before @ U + b)))


def relu(x, h_before, W, U, b):
    return np.maximum(0, x @ W + h_before @ U + b)


def bias_twice(x, h_before, W, U, b):
    return np.tanh(x @ W + b + h_before @ U + b)


def tanh_twice(x, h_before, W, U, b):
    return np.tanh(np.tanh(x @ W + h_before @ U + b))


def tanh_of_the_input_alone(x, h_before, W, U, b):
    return np.tanh(x @ W) + h_before @ U + b


def tanh_of_both(x, h_before, W, U, b):
    return np.tanh(x @ W + b) + np.tanh(h_before @ U)


def without_the_input(x, h_before, W, U, b):
    return np.tanh(h_before @ U + b)


def number_by_number(x, h_before, W, U, b):
    return np.tanh(x @ W + h_before * U + b)


def kernel_transposed(x, h_before, W, U, b):
    return np.tanh(x @ W.T + h_before @ U + b)


def both_transposed(x, h_before, W, U, b):
    return np.tanh(x @ W.T + h_before @ U.T + b)


def state_kept_beside(x, h_before, W, U, b):
    return h_before + np.tanh(x @ W + h_before @ U + b)


def tangent(x, h_before, W, U, b):
    return np.tan(x @ W + h_before @ U + b)


def state_beside_x(x, h_before, W, U, b):
    return np.tanh(np.hstack([h_before, x]) @ np.vstack([W, U]) + b)


def two_things(x, h_before, W, U, b):
    z = x @ W + h_before @ U + b
    return np.tanh(z), z


def printed(x, h_before, W, U, b):
    print(np.tanh(x @ W + h_before @ U + b))


ANCHOR = "one-step"

WRONG_STEP = [
    Misconception(
        "tanh forgotten",
        without_tanh,
        "The sum is right, and it was handed on as it is. A state is the tanh of it, so that it stays "
        "between -1 and 1.",
        ANCHOR,
    ),
    Misconception(
        "bias forgotten",
        without_the_bias,
        "Input and state are weighed and added up, and b is missing. Every unit adds its bias, once in "
        "each step.",
        ANCHOR,
    ),
    Misconception(
        "state before left out",
        without_the_state,
        "The new state depends on the input alone, as in Dense with tanh. What makes it a memory is the "
        "state before, weighed with U.",
        ANCHOR,
    ),
    Misconception(
        "state without its weights",
        state_without_weights,
        "The state before was added as it is. Each unit weighs the states of all units, and these "
        "weights are U.",
        ANCHOR,
    ),
    Misconception(
        "state added outside tanh",
        state_outside,
        "The part of the state before was added after tanh. Everything is added up first, and tanh is "
        "applied to the whole sum.",
        ANCHOR,
    ),
    Misconception(
        "bias added outside tanh",
        bias_outside,
        "The bias was added after tanh, so the state can leave the range from -1 to 1. It belongs to the "
        "sum.",
        ANCHOR,
    ),
    Misconception(
        "tanh of each part",
        tanh_of_each,
        "tanh was applied to the part of the input and to that of the state, each by itself. It is "
        "applied once, to the sum of all.",
        ANCHOR,
    ),
    Misconception(
        "U transposed",
        recurrent_transposed,
        "U is square, so it fits transposed as well, and gives other numbers. As in W, a column of U is "
        "one unit of the new state.",
        ANCHOR,
    ),
    Misconception(
        "W and U exchanged",
        exchanged,
        "The weights have changed places. The input meets W, which has a row for each feature, and the "
        "state meets U, which has a row for each unit.",
        ANCHOR,
    ),
    Misconception(
        "U before the state",
        recurrent_first,
        "In the part of the state, the factors have changed places. A sample is a row, in the state as "
        "in the input, and stands on the left of its weights.",
        ANCHOR,
    ),
    Misconception(
        "weights before x",
        weights_first,
        "The factors of the products have changed places. A sample is a row, and it stands on the left "
        "of the weights, as in Dense.",
        ANCHOR,
    ),
    Misconception(
        "sigmoid for tanh",
        sigmoid,
        "The sum is right, and it went through a sigmoid, which gives numbers from 0 to 1. Here it is "
        "tanh, whose numbers have both signs.",
        ANCHOR,
    ),
    Misconception(
        "ReLU for tanh",
        relu,
        "The sum is right, and it went through ReLU. Here it is tanh, which keeps negative numbers, and "
        "keeps all of them small.",
        ANCHOR,
    ),
    Misconception(
        "bias added twice",
        bias_twice,
        "b was added to the part of the input and to that of the state. Both parts are one sum, and each "
        "unit adds its bias to it once.",
        ANCHOR,
    ),
    Misconception(
        "tanh applied twice",
        tanh_twice,
        "The sum went through tanh twice. Once is enough: it is a state then.",
        ANCHOR,
    ),
    Misconception(
        "tanh of the input alone",
        tanh_of_the_input_alone,
        "tanh was applied to the part of the input alone. Everything is added up first, and tanh is applied "
        "to the whole sum.",
        ANCHOR,
    ),
    Misconception(
        "tanh of both parts",
        tanh_of_both,
        "tanh was applied to two parts of the sum, each by itself. It is applied once, to the sum of all.",
        ANCHOR,
    ),
    Misconception(
        "input left out",
        without_the_input,
        "The new state depends on the state before alone. In each step the input comes in, weighed with W.",
        ANCHOR,
    ),
    Misconception(
        "state and U number by number",
        number_by_number,
        "The state was multiplied with U number by number. Each unit sums over the states of all units: "
        "that is a product of matrices.",
        ANCHOR,
    ),
    Misconception(
        "W transposed",
        kernel_transposed,
        "The input met W the other way round. W has a row for each feature and a column for each unit, so "
        "it fits as it is.",
        ANCHOR,
    ),
    Misconception(
        "W and U transposed",
        both_transposed,
        "Input and state met their weights the other way round. A column of W and a column of U are one "
        "unit of the new state, so both fit as they are.",
        ANCHOR,
    ),
    Misconception(
        "state kept beside tanh",
        state_kept_beside,
        "The state before was added to the new one. It is in it already, weighed with U, and a sum of both "
        "would leave the range from -1 to 1.",
        ANCHOR,
    ),
    Misconception(
        "tan for tanh",
        tangent,
        "The sum is right, and it went through the tangent. NumPy has both, and what keeps states between "
        "-1 and 1 is the hyperbolic one.",
        ANCHOR,
    ),
    Misconception(
        "state beside x, W over U",
        state_beside_x,
        "Side by side is a good way to make one product of two, and the order has to be the same in both: "
        "x meets W, and the state meets U.",
        ANCHOR,
    ),
    Misconception(
        "two things returned",
        two_things,
        "Your function returns two things. Only the state is handed on to the next step.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The next step can only go on with what is "
        "returned.",
    ),
]
