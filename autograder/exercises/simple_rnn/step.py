"""rnn_step: the state after a step, from the input of the step and the state before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, shaped
from autograder.exercises.simple_rnn.batches import drawn_sizes, parameters, small


def reference(x, h_before, W, U, b):
    return np.tanh(x @ W + h_before @ U + b)


def steps(x, h_before, W, U, b):
    """A sample may come alone, without the axis of the batch."""
    *lead, n = x.shape
    (units,) = b.shape
    if h_before.shape != (units,):
        shaped(h_before, (*lead, units))
    shaped(W, (n, units))
    shaped(U, (units, units))
    return (x.size + h_before.size) * units


def run(student, x, h_before, W, U, b):
    return {"h": student(x, h_before, W, U, b)}


def _case(name: str, rng: np.random.Generator, m: int, n: int, units: int) -> Case:
    return Case(name, x=small(rng, m, n), h_before=small(rng, m, units), **parameters(rng, n, units))


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [_case("a step drawn at random", rng, m, n, units) for m, _, n, units in drawn_sizes(rng)]


# Wrong answers, as students write them.


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


def two_things(x, h_before, W, U, b):
    z = x @ W + h_before @ U + b
    return np.tanh(z), z


def printed(x, h_before, W, U, b):
    print(np.tanh(x @ W + h_before @ U + b))


# Right answers, written in other ways.


def side_by_side(x, h_before, W, U, b):
    """One Dense layer of the input and the state, side by side."""
    return np.tanh(np.hstack([x, h_before]) @ np.vstack([W, U]) + b)


def with_einsum(x, h_before, W, U, b):
    z = np.einsum("ik,kj->ij", x, W) + np.einsum("ik,kj->ij", h_before, U) + b
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def in_loops(x, h_before, W, U, b):
    h = np.zeros((len(x), len(b)))
    for i in range(len(x)):
        for j in range(len(b)):
            z = b[j]
            for k in range(x.shape[1]):
                z += x[i, k] * W[k, j]
            for k in range(len(b)):
                z += h_before[i, k] * U[k, j]
            h[i, j] = np.tanh(z)
    return h


ANCHOR = "one-step"
_FIRST = np.random.default_rng(0)

rnn_step = Exercise(
    "rnn_step",
    points=2,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        _case("two samples with two features and two units", np.random.default_rng(1), 2, 2, 2),
        _case("three samples with four features and two units", np.random.default_rng(2), 3, 4, 2),
        _case("one sample", np.random.default_rng(3), 1, 2, 3),
        Case(
            "the first step of all, with the state 0",
            x=small(_FIRST, 2, 3),
            h_before=np.zeros((2, 4)),
            **parameters(_FIRST, 3, 4),
        ),
    ],
    hidden=hidden,
    sums=32,
    misconceptions=[
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
    ],
    alternatives=[Alternative(side_by_side), Alternative(with_einsum), Alternative(in_loops)],
)
