"""The mistakes that students make when a layer takes step after step."""

from __future__ import annotations

from functools import partial

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.simple_rnn.wrong_states import WRONG_STATES, in_order
from autograder.exercises.simple_rnn.wrong_step import WRONG_STEP


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


def samples_for_steps_in_a_list(X, W, U, b):
    state, states = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        state = np.tanh(X[t] @ W + state @ U + b)
        states.append(state)
    return np.stack(states, axis=1)


def sequence_by_sequence(X, W, U, b):
    state, states = np.zeros((len(X), len(b))), []
    for sequence in X:
        state = np.tanh(sequence @ W + state @ U + b)
        states.append(state)
    return np.stack(states, axis=1)


def sequences_from_one_state(X, W, U, b):
    state, states = np.zeros(len(b)), []
    for sequence in X:
        state = np.tanh(sequence @ W + state @ U + b)
        states.append(state)
    return np.stack(states, axis=1)


def first_input(X, W, U, b):
    h, state = np.zeros((*X.shape[:2], len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        state = h[:, t] = np.tanh(X[:, 0] @ W + state @ U + b)
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


def with_steps_of(step, X, W, U, b):
    """All steps as they should be, with a mistake in each of them."""
    h, state = np.zeros((*X.shape[:2], len(b))), np.zeros((len(X), len(b)))
    for t in range(X.shape[1]):
        state = h[:, t] = step(X[:, t], state, W, U, b)
    return h


def begun_with_ones(X, W, U, b):
    h, state = np.zeros((*X.shape[:2], len(b))), np.ones((len(X), len(b)))
    for t in range(X.shape[1]):
        state = h[:, t] = np.tanh(X[:, t] @ W + state @ U + b)
    return h


def printed(X, W, U, b):
    print(in_order(X, W, U, b))


STEPS, ONE = "all-steps", "one-step"
SEQUENCE = (
    "In each step your loop takes one whole sequence of the batch. A step is one time, for all sequences "
    "at once: on which axis do the steps lie?"
)
IN_EACH_STEP = (
    "state without its weights",
    "state added outside tanh",
    "bias added outside tanh",
    "tanh of each part",
    "sigmoid for tanh",
    "ReLU for tanh",
    "bias added twice",
    "tanh applied twice",
    "state kept beside tanh",
    "W transposed",
    "tan for tanh",
)

WRONG_FORWARD = [
    *WRONG_STATES,
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
    Misconception("samples taken for steps", samples_for_steps, SEQUENCE, STEPS),
    Misconception("samples taken for steps, in a list", samples_for_steps_in_a_list, SEQUENCE, STEPS),
    Misconception("a loop over the samples", sequence_by_sequence, SEQUENCE, STEPS),
    Misconception("a loop over the samples from one state", sequences_from_one_state, SEQUENCE, STEPS),
    Misconception(
        "first input for every step",
        first_input,
        "Every step was given the input of the first. Step t has an input of its own.",
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
        "begun with ones",
        begun_with_ones,
        "The first step began with a state of ones. Before the first step there is nothing to remember: "
        "every sequence begins with the state 0.",
        STEPS,
    ),
    *(
        Misconception(each.name, partial(with_steps_of, each.answer), each.says, each.anchor)
        for each in WRONG_STEP
        if each.name in IN_EACH_STEP
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The layer above can only go on with what is "
        "returned.",
    ),
]
