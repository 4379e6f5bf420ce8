"""The bias summed over other axes than samples and steps: mistakes in db, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.simple_rnn.wrong_states_before import right


def bias_over_the_batch(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.sum(axis=0)


def bias_over_the_steps(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.sum(axis=1)


def bias_averaged(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.mean(axis=(0, 1))


def bias_of_each_sample(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.sum(axis=(1, 2))


def bias_of_everything(dZ, X, h):
    dW, dU, _ = right(dZ, X, h)
    return dW, dU, dZ.sum()


def bias_as_a_row(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    return dW, dU, db[np.newaxis]


def bias_added_as_it_is(dZ, X, h):
    dW, dU, db = right(dZ, X, h)
    db[...] = 0
    for t in range(dZ.shape[1]):
        db += dZ[:, t]
    return dW, dU, db


SHARED = "every-step-adds"

WRONG_BIASES = [
    Misconception(
        "db summed over the batch alone",
        bias_over_the_batch,
        "db was summed over the samples, and the steps are still there: b is added in every step, and so it "
        "hears from every step.",
        SHARED,
    ),
    Misconception(
        "db summed over the steps alone",
        bias_over_the_steps,
        "db was summed over the steps, and the samples are still there: all of them share one b.",
        SHARED,
    ),
    Misconception(
        "db averaged",
        bias_averaged,
        "db was averaged over samples and steps. What each of them asks for is added up.",
        SHARED,
    ),
    Misconception(
        "db of each sample",
        bias_of_each_sample,
        "db has a number for each sequence: steps and units were added up. b has one for each unit, so the "
        "units are what is left.",
        SHARED,
    ),
    Misconception(
        "db of everything",
        bias_of_everything,
        "db is one number for the whole layer. Each unit has a bias of its own.",
        SHARED,
    ),
    Misconception(
        "dz added to db as it is",
        bias_added_as_it_is,
        "The dz of a step has a row for each sample, and does not fit into db, which is one row that all of "
        "them share. What is shared adds up, over the samples, too.",
        SHARED,
    ),
    Misconception(
        "db as a row of a matrix",
        bias_as_a_row,
        "db has one axis too many. b is a plain row of numbers, one for each unit, and so is its gradient.",
        SHARED,
    ),
]
