"""The mistakes that students make in the gradients of weights that all steps share."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.simple_rnn.wrong_biases import WRONG_BIASES
from autograder.exercises.simple_rnn.wrong_states_before import WRONG_STATES_BEFORE, right, states_before


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


def first_step_alone(dZ, X, h):
    """What is left at the end of a loop that goes back."""
    return right(dZ[:, :1], X[:, :1], h[:, :1])


def last_sample_alone(dZ, X, h):
    return right(dZ[-1:], X[-1:], h[-1:])


def first_sample_alone(dZ, X, h):
    return right(dZ[:1], X[:1], h[:1])


def summed_first(dZ, X, h):
    before, db = states_before(h), dZ.sum(axis=(0, 1))
    return np.outer(X.sum(axis=(0, 1)), db), np.outer(before.sum(axis=(0, 1)), db), db


def steps_summed_first(dZ, X, h):
    before, dz = states_before(h).sum(axis=1), dZ.sum(axis=1)
    return X.sum(axis=1).T @ dz, before.T @ dz, dz.sum(axis=0)


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


def bias_first(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return db, dW, dU


def bias_second(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return dW, db, dU


def exchanged(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return dU, dW, db


def printed(dZ, X, h):
    print(right(dZ, X, h))


SHARED = "every-step-adds"

WRONG_GRADIENTS = [
    *WRONG_STATES_BEFORE,
    Misconception(
        "last step alone",
        last_step_alone,
        "Only the last step was counted. The same W, U and b were used in every step, and each asks for its "
        "part.",
        SHARED,
    ),
    Misconception(
        "first step alone",
        first_step_alone,
        "Only the first step is left: in the loop, each took the place of the one before. What the steps "
        "ask for is added up.",
        SHARED,
    ),
    Misconception(
        "last sequence alone",
        last_sample_alone,
        "Only the last sequence is left: each one overwrote what the others had asked for. All of them "
        "share the weights, so it adds up.",
        SHARED,
    ),
    Misconception(
        "first sequence alone",
        first_sample_alone,
        "Only the first sequence was asked. All of the batch share the weights, and what they ask for is "
        "added up.",
        SHARED,
    ),
    Misconception(
        "summed before multiplied",
        summed_first,
        "Everything was added up first, and then multiplied. Each input and each state goes with the "
        "gradient of its own step: first the products, then their sum.",
        SHARED,
    ),
    Misconception(
        "steps summed before multiplied",
        steps_summed_first,
        "The steps were added up first, and then multiplied. Each input and each state goes with the "
        "gradient of its own step: first the products, then their sum.",
        SHARED,
    ),
    *WRONG_BIASES,
    Misconception(
        "each step apart",
        each_step_apart,
        "The samples are added up and the steps are kept apart, as if each step had weights of its own. All "
        "steps share one W, one U and one b.",
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
        "averaged over the batch",
        averaged_over_the_batch,
        "These numbers are m times too small. If the loss is a mean, that m is in dZ already.",
        SHARED,
    ),
    Misconception(
        "averaged over the steps",
        averaged_over_the_steps,
        "These numbers are too small by the number of steps. What each step asks for is added up, not "
        "averaged.",
        SHARED,
    ),
    Misconception(
        "averaged over the rows",
        averaged_over_the_rows,
        "These numbers are too small by the number of samples times steps. What each of them asks for is "
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
        "db first",
        bias_first,
        "The three gradients stand in another order. dW is asked for first, then dU, then db.",
        SHARED,
        least=WHOLE,
    ),
    Misconception(
        "db before dU",
        bias_second,
        "dU and db have changed places. dW is asked for first, then dU, then db.",
        SHARED,
        least=WHOLE,
    ),
    Misconception(
        "dW and dU exchanged",
        exchanged,
        "dW and dU have changed places. dW is asked for first, then dU, then db.",
        SHARED,
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The optimizer can only read what is returned.",
        least=WHOLE,
    ),
]
