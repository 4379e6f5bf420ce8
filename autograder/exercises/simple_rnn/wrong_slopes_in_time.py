"""The mistakes that students make with the slope of tanh on the way back through all steps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.simple_rnn.wrong_backward import right


def slope_of_the_state_before(dA, h, W, U):
    """As the step before, and 0 before the first."""
    return right(dA, np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1), W, U)


def applied_again(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        slope = 1 - h[:, t] ** 2
        dZ[:, t] = (dA[:, t] + dh) * slope
        dh = (dZ[:, t] @ U.T) * slope
    return dZ, dZ @ W.T


TIME = "through-time"

WRONG_SLOPES_IN_TIME = [
    Misconception(
        "slope of the state before",
        slope_of_the_state_before,
        "The slopes are those of the states before. Only dU will ask for these; on its way back the gradient "
        "of a step passes the tanh that made the state of that step.",
        TIME,
    ),
    Misconception(
        "slope applied again between the steps",
        applied_again,
        "What is carried was multiplied by the slope once more, after U. dz has the slope of its step "
        "already, and the tanh of the step before is the business of that step.",
        TIME,
    ),
]
