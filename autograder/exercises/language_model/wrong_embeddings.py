"""The mistakes that students make in embedding_gradient, and what is said of them."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def last_place_alone(dA, ids, vocabulary):
    dW = np.zeros((vocabulary, dA.shape[-1]))
    dW[ids] += dA
    return dW


def first_place_alone(dA, ids, vocabulary):
    dW, n = np.zeros((vocabulary, dA.shape[-1])), dA.shape[-1]
    known, places = np.unique(ids, return_index=True)
    dW[known] = dA.reshape(-1, n)[places]
    return dW


def mean_of_places(dA, ids, vocabulary):
    counts = np.bincount(ids.ravel(), minlength=vocabulary)[:, np.newaxis]
    return summed(dA, ids, vocabulary) / np.maximum(counts, 1)


def times_the_count(dA, ids, vocabulary):
    return summed(dA, ids, vocabulary) * np.bincount(ids.ravel(), minlength=vocabulary)[:, np.newaxis]


def summed(dA, ids, vocabulary):
    dW = np.zeros((vocabulary, dA.shape[-1]))
    np.add.at(dW, ids, dA)
    return dW


def mean_over_samples(dA, ids, vocabulary):
    return summed(dA, ids, vocabulary) / len(ids)


def mean_over_all_places(dA, ids, vocabulary):
    return summed(dA, ids, vocabulary) / ids.size


def one_for_each_sample(dA, ids, vocabulary):
    return np.stack([summed(one, row, vocabulary) for one, row in zip(dA, ids, strict=True)])


def first_sample_alone(dA, ids, vocabulary):
    return summed(dA[:1], ids[:1], vocabulary)


def last_sample_alone(dA, ids, vocabulary):
    return summed(dA[-1:], ids[-1:], vocabulary)


def last_place_of_each_sample(dA, ids, vocabulary):
    dW = np.zeros((vocabulary, dA.shape[-1]))
    for row, slopes in zip(ids, dA, strict=True):
        dW[row] += slopes
    return dW


def last_text_at_each_step(dA, ids, vocabulary):
    dW = np.zeros((vocabulary, dA.shape[-1]))
    for step in range(ids.shape[1]):
        dW[ids[:, step]] += dA[:, step]
    return dW


def all_axes_turned(dA, ids, vocabulary):
    return np.eye(vocabulary)[ids].T @ dA


def features_first(dA, ids, vocabulary):
    return summed(dA, ids, vocabulary).T


def those_that_occur(dA, ids, vocabulary):
    return summed(dA, ids, vocabulary)[np.unique(ids)]


def up_to_the_largest(dA, ids, vocabulary):
    return summed(dA, ids, ids.max() + 1)


def looked_up(dA, ids, vocabulary):
    return dA[ids]


def as_it_came(dA, ids, vocabulary):
    return dA


def rows_in_a_line(dA, ids, vocabulary):
    return dA.reshape(-1, dA.shape[-1])


def all_features_added(dA, ids, vocabulary):
    return np.bincount(ids.ravel(), dA.sum(axis=-1).ravel(), vocabulary)


def counted_from_one(dA, ids, vocabulary):
    return summed(dA, ids - 1, vocabulary)


def counts_alone(dA, ids, vocabulary):
    return summed(np.ones_like(dA), ids, vocabulary)


def begun_with_ones(dA, ids, vocabulary):
    return 1 + summed(dA, ids, vocabulary)


def taken_off(dA, ids, vocabulary):
    return -summed(dA, ids, vocabulary)


def nothing_returned(dA, ids, vocabulary):
    dW = np.zeros((vocabulary, dA.shape[-1]))
    np.add.at(dW, ids, dA)


ANCHOR = "embedding-gradient"

MISTAKES = [
    Misconception(
        "last place alone",
        last_place_alone,
        "A token that comes several times hears from its last place alone: what was there is overwritten. "
        "`dW[ids] += dA` does so, too: it reads all rows first, and puts them back one over the other.",
        ANCHOR,
    ),
    Misconception(
        "first place alone",
        first_place_alone,
        "A token that comes several times hears from its first place alone. Its row was used in all of "
        "these places, and hears from each.",
        ANCHOR,
    ),
    Misconception(
        "last place of each text",
        last_place_of_each_sample,
        "The texts are added up. Within a text, a token that comes several times hears from its last place "
        "alone.",
        ANCHOR,
    ),
    Misconception(
        "last text at each step",
        last_text_at_each_step,
        "The steps are added up. At one step, a token that stands in several texts hears from the last of "
        "them alone.",
        ANCHOR,
    ),
    Misconception(
        "all axes turned round",
        all_axes_turned,
        "The one-hot rows have three axes here, and `.T` turns all of them round. First put texts and steps "
        "into one axis, in the one-hot rows and in dA.",
        ANCHOR,
    ),
    Misconception(
        "mean for sum",
        mean_of_places,
        "The places of a token were averaged. Each of them moves the loss by itself, so that they add up: a "
        "token that comes often hears more.",
        ANCHOR,
    ),
    Misconception(
        "multiplied by the count",
        times_the_count,
        "The sum over the places of a token was multiplied by their number once more. Each place counts "
        "once.",
        ANCHOR,
    ),
    Misconception(
        "mean over the texts",
        mean_over_samples,
        "The gradient was divided by the number of texts. The mean is part of the loss, and is in dA "
        "already.",
        ANCHOR,
    ),
    Misconception(
        "mean over all places",
        mean_over_all_places,
        "The gradient was divided by the number of all places. The mean is part of the loss, and is in dA "
        "already.",
        ANCHOR,
    ),
    Misconception(
        "one gradient for each text",
        one_for_each_sample,
        "Each text has a gradient of its own here. All texts use the same W, so that W hears from all of "
        "them, and the parts add up.",
        ANCHOR,
    ),
    Misconception(
        "first text alone",
        first_sample_alone,
        "Only the first text was heard. All texts use the same W, and what comes from each is added up.",
        ANCHOR,
    ),
    Misconception(
        "last text alone",
        last_sample_alone,
        "Only the last text was heard: the others were overwritten, or never read. What comes from each is "
        "added up.",
        ANCHOR,
    ),
    Misconception(
        "features first",
        features_first,
        "The numbers are right, and rows and columns have changed places. W has a row for each token.",
        ANCHOR,
    ),
    Misconception(
        "tokens that occur alone",
        those_that_occur,
        "There is a row only for those tokens that come in the texts. The others have one as well, of "
        "zeros: dW has the shape of W.",
        ANCHOR,
    ),
    Misconception(
        "rows up to the largest id",
        up_to_the_largest,
        "The rows end with the largest id that comes in the texts. dW has the shape of W, with a row for "
        "each token of the vocabulary.",
        ANCHOR,
    ),
    Misconception(
        "looked up, not added",
        looked_up,
        "Rows were looked up in dA, as forward looks them up in W. Backward goes the other way: what came "
        "out of a row goes back into it.",
        ANCHOR,
    ),
    Misconception(
        "dA as it came",
        as_it_came,
        "dA came back as it was, with a row for each place. The gradient of W has a row for each token.",
        ANCHOR,
    ),
    Misconception(
        "rows of dA in a line",
        rows_in_a_line,
        "The rows of dA were put in a line, one for each place. Each of them has to go to the row of the "
        "token that stood there.",
        ANCHOR,
    ),
    Misconception(
        "features added up",
        all_features_added,
        "Each token has a single number, the sum over its features. Each feature is a parameter of its own.",
        ANCHOR,
    ),
    Misconception(
        "counted from one",
        counted_from_one,
        "Each row came to the token before its own. Ids count from 0: the id is the number of the row.",
        ANCHOR,
    ),
    Misconception(
        "counts alone",
        counts_alone,
        "The places of each token were counted. What is added up is dA, what the loss says to each place.",
        ANCHOR,
    ),
    Misconception(
        "begun with ones",
        begun_with_ones,
        "Each number is too large by 1. A sum begins with 0, and a token that comes nowhere keeps it.",
        ANCHOR,
    ),
    Misconception(
        "sign turned round",
        taken_off,
        "The sign is turned round. This is the gradient itself; to go against it is the optimizer's work.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. `np.add.at` changes an array and returns None; "
        "the array is asked for.",
    ),
]
