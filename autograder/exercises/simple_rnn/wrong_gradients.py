"""The mistakes that students make in the gradients of weights that all steps share."""

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


def last_step_alone(dZ, X, h):
    before = states_before(h)
    return X[:, -1].T @ dZ[:, -1], before[:, -1].T @ dZ[:, -1], dZ[:, -1].sum(axis=0)


def each_step_apart(dZ, X, h):
    before = states_before(h)
    dW, dU = np.einsum("itk,itj->tkj", X, dZ), np.einsum("itk,itj->tkj", before, dZ)
    return dW, dU, dZ.sum(axis=0)


def samples_apart(dZ, X, h):
    before = states_before(h)
    return X.swapaxes(1, 2) @ dZ, before.swapaxes(1, 2) @ dZ, dZ.sum(axis=1)


def averaged_over_the_batch(dZ, X, h):
    return tuple(each / len(X) for each in right(dZ, X, h))


def averaged_over_the_steps(dZ, X, h):
    return tuple(each / X.shape[1] for each in right(dZ, X, h))


def averaged_over_the_rows(dZ, X, h):
    return tuple(each / (len(X) * X.shape[1]) for each in right(dZ, X, h))


def both_transposed(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return dW.T, dU.T, db


def recurrent_transposed(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return dW, dU.T, db


def slope_again(dZ, X, h):
    return right(dZ * (1 - h**2), X, h)


def as_for_a_matrix(dZ, X, h):
    before = states_before(h)
    return X.T @ dZ, before.T @ dZ, dZ.sum(axis=(0, 1))


def rows_reshaped(dZ, X, h):
    before = states_before(h)
    rows = dZ.reshape(-1, dZ.shape[2])
    return X.reshape(X.shape[2], -1) @ rows, before.reshape(h.shape[2], -1) @ rows, rows.sum(axis=0)


def bias_over_the_batch(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.sum(axis=0)


def bias_over_the_steps(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.sum(axis=1)


def bias_of_everything(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.sum()


def bias_averaged(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.mean(axis=(0, 1))


def bias_as_a_row(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return dW, dU, db[np.newaxis]


def exchanged(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return dU, dW, db


def printed(dZ, X, h):
    print(right(dZ, X, h))


SHARED, STATE = "every-step-adds", "state-before"

WRONG_GRADIENTS = [
    Misconception(
        "U meets the state of the same step",
        same_step,
        "In dU the states stand beside the gradients of their own steps. U weighs the state that went into a "
        "step, and that is the one of the step before.",
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
    Misconception(
        "last step alone",
        last_step_alone,
        "Only the last step was counted. The same W, U and b were used in every step, and each asks for its "
        "part.",
        SHARED,
    ),
    Misconception(
        "db summed over the batch alone",
        bias_over_the_batch,
        "db was summed over the samples, and the steps are still there: b is added in every step, and so it "
        "hears from every step.",
        SHARED,
    ),
    Misconception(
        "each step apart",
        each_step_apart,
        "The samples are added up and the steps are kept apart, as if each step had weights of its own. All "
        "steps share one W, one U and one b.",
        SHARED,
    ),
    Misconception(
        "db summed over the steps alone",
        bias_over_the_steps,
        "db was summed over the steps, and the samples are still there: all of them share one b.",
        SHARED,
    ),
    Misconception(
        "samples kept apart",
        samples_apart,
        "There is a gradient for each sequence. The steps are added up, as they should be, and the samples "
        "have to be, too.",
        SHARED,
    ),
    Misconception(
        "db averaged",
        bias_averaged,
        "db was averaged over samples and steps. What each of them asks for is added up.",
        SHARED,
    ),
    Misconception(
        "averaged over the batch",
        averaged_over_the_batch,
        "Your gradients are m times too small. If the loss is a mean, that m is in dZ already.",
        SHARED,
    ),
    Misconception(
        "averaged over the steps",
        averaged_over_the_steps,
        "Your gradients are too small by the number of steps. What each step asks for is added up, not "
        "averaged.",
        SHARED,
    ),
    Misconception(
        "averaged over the rows",
        averaged_over_the_rows,
        "Your gradients are too small by the number of samples times steps. What each of them asks for is "
        "added up, not averaged.",
        SHARED,
    ),
    Misconception(
        "dU transposed",
        recurrent_transposed,
        "dU is transposed, and since it is square its shape does not tell. Its rows belong to the state "
        "before, and its columns to the units of the new one.",
        SHARED,
    ),
    Misconception(
        "dW and dU transposed",
        both_transposed,
        "The weights' gradients are transposed. A gradient has the shape of what it belongs to: one column "
        "for each unit.",
        SHARED,
    ),
    Misconception(
        "slope applied again",
        slope_again,
        "The slope of tanh was applied once more. dZ has gone back through tanh already: it is the gradient "
        "of the sums.",
        SHARED,
    ),
    Misconception(
        "all axes transposed",
        as_for_a_matrix,
        "For more than two axes, T turns the order of all of them round, and the product no longer sums over "
        "samples and steps. Make rows first, as in the unit on Dense.",
        SHARED,
    ),
    Misconception(
        "reshaped, not transposed",
        rows_reshaped,
        "Arrays were given the shape of transposed ones, and their numbers stayed where they were. Make rows "
        "first, then let rows and columns change places.",
        SHARED,
    ),
    Misconception(
        "db of everything",
        bias_of_everything,
        "db is one number for the whole layer. Each unit has a bias of its own.",
        SHARED,
    ),
    Misconception(
        "db as a row of a matrix",
        bias_as_a_row,
        "db has one axis too many. b is a plain row of numbers, one for each unit, and so is its gradient.",
        SHARED,
    ),
    Misconception(
        "dW and dU exchanged",
        exchanged,
        "dW and dU have changed places. dW is asked for first, then dU, then db.",
        SHARED,
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The optimizer can only read what is returned.",
    ),
]
