"""Terms of cross_entropy that are left out, turned round or overwritten, a mean too many, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.softmax.wrong_gradients import softmax

# cross_entropy(y, Z) -> loss


def moved(Z):
    return Z - Z.max(axis=1, keepdims=True)


def of_the_labels(y, Z):
    return moved(Z)[np.arange(len(y)), y]


def sum_for_its_logarithm(y, Z):
    return np.mean(np.exp(moved(Z)).sum(axis=1) - of_the_labels(y, Z))


def logarithm_before_the_sum(y, Z):
    return np.mean(np.log(np.exp(moved(Z))).sum(axis=1) - of_the_labels(y, Z))


def score_added(y, Z):
    return np.mean(np.log(np.exp(moved(Z)).sum(axis=1)) + of_the_labels(y, Z))


def score_added_to_what_is_shifted_back(y, Z):
    return score_added(y, Z) + 2 * Z.max(axis=1).mean()


def last_sample(y, Z):
    return (np.log(np.exp(moved(Z)).sum(axis=1)) - of_the_labels(y, Z))[-1]


def last_sample_divided(y, Z):
    return last_sample(y, Z) / len(y)


# cross_entropy_gradient(y, Z) -> dZ


def averaged(y, Z):
    return (softmax(Z) - np.eye(Z.shape[1])[y]).mean(axis=0)


LAST = (
    "Only the last sample was counted: each turn of your loop overwrites what the others gave. The losses of "
    "all samples add up, and their sum is divided by m."
)
ADDED = (
    "The score of the right class was added. The larger it is, the smaller is the surprise: which sign does "
    "it have in the formula?"
)

WRONG_TERMS = [
    Misconception(
        "logarithm of the sum left out",
        sum_for_its_logarithm,
        "The sum of the exponentials came in as it is, and the formula has its logarithm there. Try yours on "
        "the probabilities that were worked out by hand.",
        "log-sum-exp",
    ),
    Misconception(
        "logarithm before the sum",
        logarithm_before_the_sum,
        "The logarithm was taken of each exponential by itself, which only gives back the score. The sum "
        "comes first, and then its logarithm: mind the brackets.",
        "log-sum-exp",
    ),
    Misconception(
        "score of the right class added",
        score_added,
        ADDED,
        "log-sum-exp",
    ),
    Misconception(
        "score of the right class added, and the maximum",
        score_added_to_what_is_shifted_back,
        ADDED,
        "log-sum-exp",
    ),
    Misconception("last sample alone", last_sample, LAST),
    Misconception("last sample alone, divided by m", last_sample_divided, LAST),
]

WRONG_TERMS_ON_THE_WAY_BACK = [
    Misconception(
        "averaged over the samples",
        averaged,
        "The samples were added up. Each has scores of its own, so dZ has a row for each: the mean over the "
        "samples is in the loss, and what it leaves here is a division.",
        "probabilities-less-one",
    ),
]
