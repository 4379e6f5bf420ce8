"""The mistakes that students make when a layer takes step after step."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def last_state(X, W, U, b):
    h = np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ W + h @ U + b)
    return h


def steps_first(X, W, U, b):
    h, states = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ W + h @ U + b)
        states.append(h)
    return np.array(states)


def reshaped(X, W, U, b):
    h, states = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ W + h @ U + b)
        states.append(h)
    return np.array(states).reshape(len(X), X.shape[1], len(b))


def not_carried_on(X, W, U, b):
    h, before = np.zeros((*X.shape[:2], len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        h[:, t] = np.tanh(X[:, t] @ W + before @ U + b)
    return h


def along_the_samples(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)))
    state = np.zeros((X.shape[1], len(b)))
    for i in range(len(X)):
        state = h[i] = np.tanh(X[i] @ W + state @ U + b)
    return h


def samples_for_steps(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)))
    state = np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        state = h[:, t] = np.tanh(X[t] @ W + state @ U + b)
    return h


def carried_from_sample_to_sample(X, W, U, b):
    h, state = np.zeros((*X.shape[:2], len(b))), np.zeros(len(b))
    for i in range(X.shape[0]):
        for t in range(X.shape[1]):
            state = h[i, t] = np.tanh(X[i, t] @ W + state @ U + b)
    return h


def from_last_to_first(X, W, U, b):
    h, state = np.zeros((*X.shape[:2], len(b))), np.zeros((len(X), len(b)))
    for t in reversed(range(X.shape[1])):
        state = h[:, t] = np.tanh(X[:, t] @ W + state @ U + b)
    return h


def order_turned_round(X, W, U, b):
    return in_order(X, W, U, b)[:, ::-1]


def in_order(X, W, U, b):
    h, state = np.zeros((*X.shape[:2], len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        state = h[:, t] = np.tanh(X[:, t] @ W + state @ U + b)
    return h


def with_the_first_zeros(X, W, U, b):
    h = np.zeros((len(X), X.shape[1] + 1, len(b)))
    for t in range(X.shape[1]):
        h[:, t + 1] = np.tanh(X[:, t] @ W + h[:, t] @ U + b)
    return h


def states_before(X, W, U, b):
    return with_the_first_zeros(X, W, U, b)[:, :-1]


def last_step_missed(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)))
    for t in range(X.shape[1] - 1):
        h[:, t] = np.tanh(X[:, t] @ W + h[:, t - 1] @ U + b)
    return h


def first_step_missed(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)))
    for t in range(1, X.shape[1]):
        h[:, t] = np.tanh(X[:, t] @ W + h[:, t - 1] @ U + b)
    return h


def same_array_again(X, W, U, b):
    state, states = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        state[:] = np.tanh(X[:, t] @ W + state @ U + b)
        states.append(state)
    return np.stack(states, axis=1)


def without_tanh(X, W, U, b):
    h, state = np.zeros((*X.shape[:2], len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        state = h[:, t] = X[:, t] @ W + state @ U + b
    return h


def tanh_at_the_end(X, W, U, b):
    return np.tanh(without_tanh(X, W, U, b))


def without_the_bias(X, W, U, b):
    return in_order(X, W, U, 0 * b)


def recurrent_transposed(X, W, U, b):
    return in_order(X, W, U.T, b)


def whole_numbers(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)), dtype=X.dtype)
    for t in range(X.shape[1]):
        h[:, t] = np.tanh(X[:, t] @ W + h[:, t - 1] @ U + b)
    return h


def steps_beside_units(X, W, U, b):
    return in_order(X, W, U, b).reshape(len(X), -1)


def printed(X, W, U, b):
    print(in_order(X, W, U, b))


STEPS, ONE = "all-steps", "one-step"

WRONG_FORWARD = [
    Misconception(
        "last state alone",
        last_state,
        "The last state came back alone, without an axis for the steps. All states are asked for: note each "
        "one before the next takes its place.",
        STEPS,
    ),
    Misconception(
        "steps on the first axis",
        steps_first,
        "All states are there, and the steps lie on the first axis. In this course the samples come first, "
        "and the steps second: two axes have to change places.",
        STEPS,
    ),
    Misconception(
        "steps and samples mixed by a reshape",
        reshaped,
        "The states were collected step after step, and then given the right shape. That moved numbers from "
        "one sequence into another: axes have to change places, and a reshape never does that.",
        STEPS,
    ),
    Misconception(
        "state not carried on",
        not_carried_on,
        "The first state is right, and every other step began again with the state 0. What comes out of one "
        "step goes into the next.",
        STEPS,
    ),
    Misconception(
        "state carried along the samples",
        along_the_samples,
        "The state went from one sequence to the next, as if the samples were the steps. The loop runs along "
        "the second axis, and all sequences take their steps at once.",
        STEPS,
    ),
    Misconception(
        "samples taken for steps",
        samples_for_steps,
        "In each step your loop takes one whole sequence of the batch. A step is one time, for all sequences "
        "at once: on which axis do the steps lie?",
        STEPS,
    ),
    Misconception(
        "state not set back for the next sequence",
        carried_from_sample_to_sample,
        "The first sequence is right, and the next one begins with the state in which it ended. Every "
        "sequence of the batch begins with the state 0.",
        STEPS,
    ),
    Misconception(
        "from last to first",
        from_last_to_first,
        "The steps were taken from last to first. That is the way of the gradient; forward, each state "
        "follows from the one before it.",
        STEPS,
    ),
    Misconception(
        "states in the wrong order",
        order_turned_round,
        "The states are right, and they stand in the order from last to first.",
        STEPS,
    ),
    Misconception(
        "state 0 kept in front",
        with_the_first_zeros,
        "There is one state too many: the 0 with which everything begins is not the result of a step. Keep "
        "it for yourself, and give back one state for each step.",
        STEPS,
    ),
    Misconception(
        "states before the steps",
        states_before,
        "These are the states before the steps: they begin with 0, and the last one is missing. Each place "
        "should hold what came out of its step.",
        STEPS,
    ),
    Misconception(
        "last step missed",
        last_step_missed,
        "The last state is still 0: the loop ends one step too early. How many numbers does `range` give?",
        STEPS,
    ),
    Misconception(
        "first step missed",
        first_step_missed,
        "The first input was never read, and the first state is still 0. Only the state before is 0 at the "
        "first step; the input counts as in any other.",
        STEPS,
    ),
    Misconception(
        "one array for all states",
        same_array_again,
        "All states are equal to the last: the same array was noted again and again, and changed later. Make "
        "a new array in each step, or note a copy.",
        STEPS,
    ),
    Misconception(
        "tanh forgotten",
        without_tanh,
        "The sums are right, and no tanh was applied to any of them. It belongs to each step, before the "
        "next one reads the state.",
        ONE,
    ),
    Misconception(
        "tanh at the very end",
        tanh_at_the_end,
        "tanh was applied once, after all steps. The state that goes into the next step has gone through "
        "tanh already.",
        ONE,
    ),
    Misconception(
        "bias forgotten",
        without_the_bias,
        "Inputs and states are weighed and added up, and b is missing. Every unit adds its bias, once in "
        "each step.",
        ONE,
    ),
    Misconception(
        "U transposed",
        recurrent_transposed,
        "The first states are right, and in all others U is transposed: it is square, so it fits both ways. "
        "As in W, a column of U is one unit of the new state.",
        ONE,
    ),
    Misconception(
        "states in whole numbers",
        whole_numbers,
        "Where X holds whole numbers, your states are whole numbers, too, and lose all that tanh gave them. "
        "Say yourself what numbers the new array is for.",
        STEPS,
    ),
    Misconception(
        "steps and units joined",
        steps_beside_units,
        "The states of a sequence stand side by side in one row, as behind Flatten. Here the steps keep an "
        "axis of their own.",
        STEPS,
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The layer above can only go on with what is "
        "returned.",
    ),
]
