"""States that stand beside other gradients than their own: mistakes in dU, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def states_before(h):
    return np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)


def right(dZ, X, h, before=None):
    before = states_before(h) if before is None else before
    dW, dU = np.einsum("itk,itj->kj", X, dZ), np.einsum("itk,itj->kj", before, dZ)
    return dW, dU, dZ.sum(axis=(0, 1))


def same_step(dZ, X, h):
    return right(dZ, X, h, before=h)


def step_after(dZ, X, h):
    return right(dZ, X, h, before=np.concatenate([h[:, 1:], np.zeros_like(h[:, :1])], axis=1))


def rolled(dZ, X, h):
    return right(dZ, X, h, before=np.roll(h, 1, axis=1))


def shifted_rows(dZ, X, h):
    dW, _, db = right(dZ, X, h)
    return dW, h.reshape(-1, h.shape[2])[:-1].T @ dZ.reshape(-1, dZ.shape[2])[1:], db


def shifted_samples(dZ, X, h):
    dW, _, db = right(dZ, X, h)
    return dW, np.einsum("itk,itj->kj", h[:-1], dZ[1:]), db


def first_step_left_out(dZ, X, h):
    return right(dZ[:, 1:], X[:, 1:], h, before=h[:, :-1])


def first_state_for_the_one_before(dZ, X, h):
    """h[:, max(t - 1, 0)]"""
    return right(dZ, X, h, before=np.concatenate([h[:, :1], h[:, :-1]], axis=1))


def same_step_after_the_first(dZ, X, h):
    dW, _, db = right(dZ, X, h)
    return dW, np.einsum("itk,itj->kj", h[:, 1:], dZ[:, 1:]), db


STATE = "state-before"

WRONG_STATES_BEFORE = [
    Misconception(
        "U meets the state of the same step",
        same_step,
        "In dU the states stand beside the gradients of their own steps. U weighs the state that went into a "
        "step, and that is the one of the step before.",
        STATE,
    ),
    Misconception(
        "first state for the one before it",
        first_state_for_the_one_before,
        "In dU the first step meets its own state. Before the first step the state is 0, so that step adds "
        "nothing to dU.",
        STATE,
    ),
    Misconception(
        "first step left out, and no other moved",
        same_step_after_the_first,
        "In dU the first step is left out, and in all others the states stand beside the gradients of their "
        "own steps. What went into a step is the state of the step before.",
        STATE,
    ),
    Misconception(
        "U meets the state of the step after",
        step_after,
        "In dU the states are moved to the wrong side: each gradient meets the state of the step after it. "
        "What went into a step came from the one before.",
        STATE,
    ),
    Misconception(
        "last state in front of the first",
        rolled,
        "In dU the first step meets the last state of its sequence, which came round from the other end. "
        "Before the first step the state is 0.",
        STATE,
    ),
    Misconception(
        "states moved across sequences",
        shifted_rows,
        "In dU the first step of each sequence meets the last state of another one: rows were joined before "
        "they were moved. Move the states along their own sequence first.",
        STATE,
    ),
    Misconception(
        "states moved along the batch",
        shifted_samples,
        "In dU each sequence meets the states of another one: they were moved along the first axis. The "
        "steps lie on the second.",
        STATE,
    ),
    Misconception(
        "first step left out everywhere",
        first_step_left_out,
        "The first step is missing. It adds nothing to dU, because the state before it is 0, but it has an "
        "input and a bias like any other.",
        STATE,
    ),
]
