"""The mistakes that students make on the way back through all steps, in what each step does."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


def right(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def order_not_turned_round(dA, h, W, U):
    dZ, dX = right(dA, h, W, U)
    return dZ[:, ::-1], dX[:, ::-1]


def reshaped(dA, h, W, U):
    """The steps were noted one after the other, and then given the right shape."""
    return tuple(each.swapaxes(0, 1).reshape(each.shape) for each in right(dA, h, W, U))


def input_not_noted(dA, h, W, U):
    dZ, dX = right(dA, h, W, U)
    return dZ, 0 * dX


def input_of_one_step(dA, h, W, U):
    """What is left at the end of a loop that goes back."""
    dZ, dX = right(dA, h, W, U)
    return dZ, dX[:, 0]


def input_through_the_recurrent(dA, h, W, U):
    dZ = right(dA, h, W, U)[0]
    return dZ, dZ @ U.T


def input_from_above(dA, h, W, U):
    return right(dA, h, W, U)[0], dA @ W.T


def slope_of_the_step_after(dA, h, W, U):
    return right(dA, np.roll(h, -1, axis=1), W, U)


def not_squared(dA, h, W, U):
    dZ, dh = np.zeros(dA.shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t])
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def without_the_weights(dA, h, W, U):
    return right(dA, h, W, np.eye(len(U)))[0], right(dA, h, W, np.eye(len(U)))[1]


def slope_forgotten(dA, h, W, U):
    return right(dA, 0 * h, W, U)


def slope_of_the_step_before(dA, h, W, U):
    return right(dA, np.roll(h, 1, axis=1), W, U)  # h[:, t - 1]


def tanh_twice(dA, h, W, U):
    return right(dA, np.tanh(h), W, U)


def recurrent_not_transposed(dA, h, W, U):
    return right(dA, h, W, U.T)


def steps_first(dA, h, W, U):
    dZ, dX = right(dA, h, W, U)
    return dZ.swapaxes(0, 1), dX.swapaxes(0, 1)


def gradients_of_the_states(dA, h, W, U):
    dZ = right(dA, h, W, U)[0]
    dH = dA.copy()
    dH[:, :-1] += dZ[:, 1:] @ U.T
    return dH, dH @ W.T


def input_before_tanh(dA, h, W, U):
    dZ = right(dA, h, W, U)[0]
    dH = dA.copy()
    dH[:, :-1] += dZ[:, 1:] @ U.T
    return dZ, dH @ W.T


def input_without_the_future(dA, h, W, U):
    return right(dA, h, W, U)[0], (dA * (1 - h**2)) @ W.T


def kernel_not_transposed(dA, h, W, U):
    dZ = right(dA, h, W, U)[0]
    return dZ, dZ @ W


def averaged_over_the_steps(dA, h, W, U):
    return tuple(each / dA.shape[1] for each in right(dA, h, W, U))


def averaged_over_the_batch(dA, h, W, U):
    return tuple(each / len(dA) for each in right(dA, h, W, U))


def inputs_alone(dA, h, W, U):
    return right(dA, h, W, U)[1]


def exchanged(dA, h, W, U):
    return right(dA, h, W, U)[::-1]


def printed(dA, h, W, U):
    print(right(dA, h, W, U))


TIME, ONE = "through-time", "one-step-back"

WRONG_BACKWARD = [
    Misconception(
        "steps in the wrong order",
        order_not_turned_round,
        "The gradients stand in the order from last to first, as you found them. Each belongs to the place "
        "of its step.",
        TIME,
    ),
    Misconception(
        "steps and samples mixed by a reshape",
        reshaped,
        "The gradients were noted step after step, and then given the right shape. That moved numbers from "
        "one sequence into another: axes have to change places, and a reshape never does that.",
        TIME,
    ),
    Misconception(
        "dX not noted",
        input_not_noted,
        "dX is 0 everywhere: there is room for it, and nothing was put there. In each step, dx goes to the "
        "place of its step.",
        TIME,
    ),
    Misconception(
        "dX of one step",
        input_of_one_step,
        "dX is that of the first step alone: in the loop, each took the place of the one before. Every step "
        "has an input, so dX has an axis for the steps.",
        TIME,
    ),
    Misconception(
        "dX through U",
        input_through_the_recurrent,
        "In dX the gradient went through U. The input was weighed with W on its way forward, and so is its "
        "gradient.",
        ONE,
    ),
    Misconception(
        "dX from above alone",
        input_from_above,
        "dX was worked out from dA. What came from above has to meet what comes from later steps, and to go "
        "back through tanh, before it reaches the input.",
        TIME,
    ),
    Misconception(
        "slope of the step after",
        slope_of_the_step_after,
        "The slopes are those of the step after. h at the place of a step is the state that came out of it, "
        "and its slope is the one on the way.",
        TIME,
    ),
    Misconception(
        "h not squared",
        not_squared,
        "The slope is not 1 less the state. Try it on h = 0.5: it has to be 0.75.",
        ONE,
    ),
    Misconception(
        "carried without U",
        without_the_weights,
        "The gradient went from step to step as it is. On the way forward a state went through U, and so "
        "does its gradient on the way back.",
        TIME,
    ),
    Misconception(
        "slope forgotten",
        slope_forgotten,
        "The gradients went back as if there were no tanh. In each step, the slope stands between the state "
        "and the sum.",
        ONE,
    ),
    Misconception(
        "slope of the step before",
        slope_of_the_step_before,
        "The slopes are those of the step before. h at the place of a step is the state that came out of it, "
        "and its slope is the one on the way.",
        TIME,
    ),
    Misconception(
        "tanh applied twice",
        tanh_twice,
        "tanh was applied to h, which has gone through it already. The slope can be told from h as it is.",
        ONE,
    ),
    Misconception(
        "U not transposed",
        recurrent_not_transposed,
        "The gradient went through U in the direction of forward. U is square, so it fits both ways, and the "
        "shapes do not tell.",
        ONE,
    ),
    Misconception(
        "steps on the first axis",
        steps_first,
        "The steps lie on the first axis of your gradients. In this course the samples come first, and the "
        "steps second.",
        TIME,
    ),
    Misconception(
        "dX from the gradients of the states",
        input_before_tanh,
        "dX was worked out from the gradients of the states. The input stands inside the tanh, so its "
        "gradient starts from dZ.",
        TIME,
    ),
    Misconception(
        "gradients of the states for those of the sums",
        gradients_of_the_states,
        "These are the gradients of the states, before they go back through tanh. dZ is what they are "
        "after it.",
        TIME,
    ),
    Misconception(
        "dX without later steps",
        input_without_the_future,
        "dX knows only what came from above. An input moves its own state and, through it, all later ones.",
        TIME,
    ),
    Misconception(
        "W not transposed",
        kernel_not_transposed,
        "In dX the gradient went through W in the direction of forward. On the way back, the units of dZ "
        "have to meet the units of W.",
        ONE,
    ),
    Misconception(
        "averaged over the steps",
        averaged_over_the_steps,
        "These numbers are too small by the number of steps. What comes back along several ways is added "
        "up, not averaged.",
        TIME,
    ),
    Misconception(
        "averaged over the batch",
        averaged_over_the_batch,
        "These numbers are m times too small. If the loss is a mean, that m is in dA already.",
        TIME,
    ),
    Misconception(
        "dX alone",
        inputs_alone,
        "Your function returns one array. Two are asked for: dZ, which the weights will need, and dX.",
        TIME,
        least=WHOLE,
    ),
    Misconception(
        "dZ and dX exchanged",
        exchanged,
        "dZ and dX have changed places. dZ is asked for first.",
        TIME,
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The layer below can only go on with what is "
        "returned.",
        least=WHOLE,
    ),
]
