"""A sum over too little, or none: mistakes in conv2d_gradients, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import conv2d_gradients, windows


def averaged_over_the_batch(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    return dW / len(X), db / len(X)


def averaged_over_the_windows(dA, X, kernel, strides):
    dW, db = conv2d_gradients(dA, X, kernel, strides)
    rows = dA[..., 0].size
    return dW / rows, db / rows


def each_sample_apart(dA, X, kernel, strides):
    return np.einsum("nyxijc,nyxo->nijco", windows(X, kernel, strides), dA), dA.sum(axis=(1, 2))


def each_place_apart(dA, X, kernel, strides):
    return np.einsum("nyxijc,nyxo->yxijco", windows(X, kernel, strides), dA), dA.sum(axis=0)


def last_window(dA, X, kernel, strides):
    """In a loop over the places, = where += belongs."""
    every = windows(X, kernel, strides)
    return np.tensordot(every[:, -1, -1], dA[:, -1, -1], axes=(0, 0)), dA[:, -1, -1].sum(axis=0)


def gradients_added_first(dA, X, kernel, strides):
    """The sum of the windows times the sum of the gradients."""
    db = dA.sum(axis=(0, 1, 2))
    return windows(X, kernel, strides).sum(axis=(0, 1, 2))[..., np.newaxis] * db, db


def last_window_of_all(dA, X, kernel, strides):
    """In a loop over the samples, too."""
    every = windows(X, kernel, strides)
    return np.multiply.outer(every[-1, -1, -1], dA[-1, -1, -1]), dA[-1, -1, -1]


def last_sample(dA, X, kernel, strides):
    return conv2d_gradients(dA[-1:], X[-1:], kernel, strides)


def first_sample(dA, X, kernel, strides):
    return conv2d_gradients(dA[:1], X[:1], kernel, strides)


def last_place_forgotten(dA, X, kernel, strides):
    every, dA = windows(X, kernel, strides)[:, :-1, :-1], dA[:, :-1, :-1]
    return np.tensordot(every, dA, axes=((0, 1, 2), (0, 1, 2))), dA.sum(axis=(0, 1, 2))


SUM = "sum-over-windows"

WRONG_SUMS = [
    Misconception(
        "averaged over the batch",
        averaged_over_the_batch,
        "These numbers are m times too small. If the loss is a mean, that m is in dA already.",
        SUM,
    ),
    Misconception(
        "averaged over the windows",
        averaged_over_the_windows,
        "These numbers are too small by the number of windows in the batch. What each asks for is added "
        "up, not averaged.",
        SUM,
    ),
    Misconception(
        "samples kept apart",
        each_sample_apart,
        "There is a gradient for every sample. All of them share one kernel, so what they ask for is added "
        "up.",
        SUM,
    ),
    Misconception(
        "places kept apart",
        each_place_apart,
        "There is a gradient for every place, as if each had a kernel of its own. All places share one, so "
        "what they ask for is added up.",
        SUM,
    ),
    Misconception(
        "last sample alone",
        last_sample,
        "Only the last image is left: each one overwrote what the others had asked for. All of them share "
        "one kernel, so it adds up.",
        SUM,
    ),
    Misconception(
        "first sample alone",
        first_sample,
        "Only the first image was asked. All images of the batch share one kernel, and what they ask for is "
        "added up.",
        SUM,
    ),
    Misconception(
        "last window of all",
        last_window_of_all,
        "Only the last window of the last image is left: each one overwrote what the others had asked for. "
        "Their gradients add up.",
        SUM,
    ),
    Misconception(
        "last place forgotten",
        last_place_forgotten,
        "The last row and the last column of places were left out. Every element of dA counts.",
        SUM,
    ),
    Misconception(
        "last window alone",
        last_window,
        "Only the last place is left: each one overwrote what the others had asked for. Their gradients add "
        "up.",
        SUM,
    ),
    Misconception(
        "summed before multiplied",
        gradients_added_first,
        "Windows and gradients were added up first, and then multiplied. Each window goes with its own "
        "gradient: first the products, then their sum.",
        SUM,
    ),
]
