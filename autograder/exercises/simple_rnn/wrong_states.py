"""States that are right and stand in a wrong array: mistakes in simple_rnn_forward, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def in_order(X, W, U, b):
    h, state = np.zeros((*X.shape[:2], len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        state = h[:, t] = np.tanh(X[:, t] @ W + state @ U + b)
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


def last_state(X, W, U, b):
    h = np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ W + h @ U + b)
    return h


def with_the_first_zeros(X, W, U, b):
    h = np.zeros((len(X), X.shape[1] + 1, len(b)))
    for t in range(X.shape[1]):
        h[:, t + 1] = np.tanh(X[:, t] @ W + h[:, t] @ U + b)
    return h


def states_before(X, W, U, b):
    return with_the_first_zeros(X, W, U, b)[:, :-1]


def order_turned_round(X, W, U, b):
    return in_order(X, W, U, b)[:, ::-1]


def same_array_again(X, W, U, b):
    state, states = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        state[:] = np.tanh(X[:, t] @ W + state @ U + b)
        states.append(state)
    return np.stack(states, axis=1)


def steps_beside_units(X, W, U, b):
    return in_order(X, W, U, b).reshape(len(X), -1)


def whole_numbers(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)), dtype=X.dtype)
    for t in range(X.shape[1]):
        h[:, t] = np.tanh(X[:, t] @ W + h[:, t - 1] @ U + b)
    return h


def room_like_the_inputs(X, W, U, b):
    h, state = np.zeros_like(X), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        state = np.tanh(X[:, t] @ W + state @ U + b)
        h[:, t] = state
    return h


def first_state_alone(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)))
    for t in range(X.shape[1]):
        h[:, t] = np.tanh(X[:, t] @ W + b)
        return h


def steps_last(X, W, U, b):
    return in_order(X, W, U, b).swapaxes(1, 2)


def two_things(X, W, U, b):
    h = in_order(X, W, U, b)
    return h, h[:, -1]


STEPS = "all-steps"

WRONG_STATES = [
    Misconception(
        "steps on the first axis",
        steps_first,
        "All states are there, and the steps lie on the first axis. In this course the samples come first, "
        "and the steps second: two axes have to change places.",
        STEPS,
    ),
    Misconception(
        "steps on the last axis",
        steps_last,
        "All states are there, and the steps lie on the last axis. In this course the steps come second, "
        "and the units of each state last.",
        STEPS,
    ),
    Misconception(
        "two things returned",
        two_things,
        "Your function returns two things. One array is asked for, with every state; the last one is in it, "
        "too.",
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
        "last state alone",
        last_state,
        "The last state came back alone, without an axis for the steps. All states are asked for: note each "
        "one before the next takes its place.",
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
        "states in the wrong order",
        order_turned_round,
        "The states are right, and they stand in the order from last to first.",
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
        "steps and units joined",
        steps_beside_units,
        "The states of a sequence stand side by side in one row, as after Flatten. Here the steps keep an "
        "axis of their own.",
        STEPS,
    ),
    Misconception(
        "room of the shape of X",
        room_like_the_inputs,
        "There is room for as many numbers as X has features. A state has one for each unit: what is made "
        "for the states needs another last axis.",
        STEPS,
    ),
    Misconception(
        "returned in the loop",
        first_state_alone,
        "Only the first step was taken, since the loop ends there. How far is the return indented?",
        STEPS,
    ),
    Misconception(
        "states in whole numbers",
        whole_numbers,
        "Where X holds whole numbers, your states are whole numbers, too, and lose all that tanh gave them. "
        "Say yourself what numbers the new array is for.",
        STEPS,
    ),
]
