"""The mistakes that students make in what goes back from one step to the step before."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


def nothing_carried(dA, h, W, U):
    dZ = dA * (1 - h**2)
    return dZ, dZ @ W.T


def nothing_from_above(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = dh * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def last_gradient_alone(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), dA[:, -1]
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = dh * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def last_gradient_twice(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), dA[:, -1]
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def from_first_to_last(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in range(dA.shape[1]):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def one_step_back(dA, h, W, U):
    alone = dA * (1 - h**2)
    dZ = alone.copy()
    dZ[:, :-1] += (alone[:, 1:] @ U.T) * (1 - h[:, :-1] ** 2)
    return dZ, dZ @ W.T


def accumulated(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = dh + dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def slope_after_the_sum(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = dA[:, t] * (1 - h[:, t] ** 2) + dh
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def carried_without_slope(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dh = dA[:, t] + dh
        dZ[:, t] = dh * (1 - h[:, t] ** 2)
        dh = dh @ U.T
    return dZ, dZ @ W.T


def slope_from_later_steps_alone(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = dA[:, t] + dh * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def carried_as_it_is(dA, h, W, U):
    dZ = np.cumsum(dA[:, ::-1], axis=1)[:, ::-1] * (1 - h**2)
    return dZ, dZ @ W.T


def from_above_carried(dA, h, W, U):
    dH = dA.copy()
    dH[:, :-1] += dA[:, 1:] @ U.T
    dZ = dH * (1 - h**2)
    return dZ, dZ @ W.T


def taken_off(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] - dh) * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def last_step_missed(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in range(dA.shape[1] - 2, -1, -1):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def first_step_missed(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in range(dA.shape[1] - 1, 0, -1):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def one_gradient_for_the_batch(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA.shape[2])
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = (dZ[:, t] @ U.T).sum(axis=0)
    return dZ, dZ @ W.T


def along_the_samples(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA.shape[1:])
    for i in reversed(range(len(dA))):
        dZ[i] = (dA[i] + dh) * (1 - h[i] ** 2)
        dh = dZ[i] @ U.T
    return dZ, dZ @ W.T


def gradient_changed(dA, h, W, U):
    for t in range(dA.shape[1] - 1, 0, -1):
        dA[:, t - 1] += (dA[:, t] * (1 - h[:, t] ** 2)) @ U.T
    dZ = dA * (1 - h**2)
    return dZ, dZ @ W.T


def room_like_the_states(dA, h, W, U):
    dZ, dX, dh = np.zeros_like(h), np.zeros_like(h), np.zeros_like(h[:, 0])
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dX[:, t], dh = dZ[:, t] @ W.T, dZ[:, t] @ U.T
    return dZ, dX


TIME = "through-time"

WRONG_CARRYING = [
    Misconception(
        "nothing carried from step to step",
        nothing_carried,
        "Each step heard only what came from above. A state was handed on to the next step as well, so it "
        "hears back from there, too.",
        TIME,
    ),
    Misconception(
        "nothing from above",
        nothing_from_above,
        "All gradients are 0: nothing came from above, or the loop never ran. Does your `range` count down, "
        "and are both gradients added up at each step?",
        TIME,
        least=WHOLE,
    ),
    Misconception(
        "gradient of the last state alone",
        last_gradient_alone,
        "What came from above for the last state goes back through all steps, and what came for the others "
        "is lost. At each step, both ways are added up.",
        TIME,
    ),
    Misconception(
        "last gradient counted twice",
        last_gradient_twice,
        "The gradient of the last state was counted twice: you began with it, and added it in the loop "
        "again. After the last step there is nothing to hear from.",
        TIME,
    ),
    Misconception(
        "from first to last",
        from_first_to_last,
        "Your loop goes from the first step to the last. A step hears from the one after it, so that one has "
        "to be worked out before.",
        TIME,
    ),
    Misconception(
        "one step back and no further",
        one_step_back,
        "Each step heard from the one after it, and from no later one. What goes back from a step is its "
        "whole gradient, with all that it heard from later ones.",
        TIME,
    ),
    Misconception(
        "gradients accumulated from step to step",
        accumulated,
        "What was carried back grows from step to step by what had arrived already. A step hands back one "
        "new gradient, in place of the one that it got.",
        TIME,
    ),
    Misconception(
        "slope on one of the two ways",
        slope_after_the_sum,
        "Only what came from above was multiplied by the slope. Both reach the state, after its tanh: add "
        "them up first, and then go back through tanh.",
        TIME,
    ),
    Misconception(
        "slope on the other of the two ways",
        slope_from_later_steps_alone,
        "Only what came from the step after was multiplied by the slope. Both reach the state, after its "
        "tanh: add them up first, and then go back through tanh.",
        TIME,
    ),
    Misconception(
        "carried as it is",
        carried_as_it_is,
        "The gradient of a state was handed to the step before as it is. On the way forward that state went "
        "through U and tanh, and so does its gradient on the way back.",
        TIME,
    ),
    Misconception(
        "dA carried",
        from_above_carried,
        "What you hand to the step before is dA, times U. It starts from dz: from all that the step has "
        "heard, times its slope.",
        TIME,
    ),
    Misconception(
        "taken off in place of added",
        taken_off,
        "What comes from the step after was taken off from what comes from above. What a state hears along "
        "several ways is added up.",
        TIME,
    ),
    Misconception(
        "slope left out between the steps",
        carried_without_slope,
        "What you hand back to the step before has not gone through tanh. It starts from dz, which has the "
        "slope in it.",
        TIME,
    ),
    Misconception(
        "last step missed",
        last_step_missed,
        "The last step has the gradient 0: your loop begins at the one before it. The last place has the "
        "index steps - 1.",
        TIME,
    ),
    Misconception(
        "first step missed",
        first_step_missed,
        "The first step has the gradient 0: your loop ends before it. A `range` stops before its second "
        "number, also on the way down.",
        TIME,
    ),
    Misconception(
        "one gradient for the whole batch",
        one_gradient_for_the_batch,
        "What is carried back was added up over the batch. Each sequence has states of its own, and a "
        "gradient of its own for them.",
        TIME,
    ),
    Misconception(
        "carried along the samples",
        along_the_samples,
        "The gradient went from one sequence to another, as if the samples were the steps. The loop runs "
        "along the second axis.",
        TIME,
    ),
    Misconception(
        "room of the shape of h",
        room_like_the_states,
        "dX has no room for its numbers: h has one for each unit, and dX has one for each feature.",
        TIME,
    ),
    Misconception(
        "dA changed in place",
        gradient_changed,
        "The numbers are right, and dA itself was changed on the way. The layer above may still need it: "
        "work on a copy.",
    ),
]
