"""Gradients that are right and go to the wrong step or place in simple_rnn_backward, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def exchanged_on_the_way(dA, h, W, U):
    """dh_before in the place of dx, and dx carried on."""
    dZ, dX, dh = np.zeros(dA.shape), np.zeros((*dA.shape[:2], len(W))), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dz = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dZ[:, t], dh, dX[:, t] = dz, dz @ W.T, dz @ U.T
    return dZ, dX


def from_above_a_step_late(dA, h, W, U):
    return a_step_late(dA, h, W, U, dA[:, -1])


def from_above_a_step_late_from_the_last(dA, h, W, U):
    return a_step_late(dA, h, W, U, np.zeros(dA[:, 0].shape))


def a_step_late(dA, h, W, U, dh):
    dZ = np.zeros(dA.shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = dh * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T + dA[:, t]
    return dZ, dZ @ W.T


TIME = "through-time"
LATE = (
    "What comes from above was added a step too late: the dA of a step met what that step hands on, and went "
    "to the one before. It belongs to its own step, before the slope."
)

WRONG_HANDING_BACK = [
    Misconception(
        "dx and dh_before exchanged",
        exchanged_on_the_way,
        "What goes to the input and what goes to the state before have changed places. In which order does "
        "your step give the two?",
        TIME,
    ),
    Misconception(
        "dA a step late",
        from_above_a_step_late,
        LATE,
        TIME,
    ),
    Misconception(
        "dA a step late, from the last",
        from_above_a_step_late_from_the_last,
        LATE,
        TIME,
    ),
]
