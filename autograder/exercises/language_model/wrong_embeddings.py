"""The mistakes that students make in embedding_gradient."""

from __future__ import annotations

import numpy as np


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


def one_hot_not_turned(dA, ids, vocabulary):
    return np.eye(vocabulary)[ids] @ dA


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
