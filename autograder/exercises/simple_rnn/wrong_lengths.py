"""Mistakes in the length of all gradients together, in clip_by_global_norm, and what helps."""

from __future__ import annotations

from functools import partial

import numpy as np

from autograder.exercise import Misconception


def root_forgotten(grads, limit):
    norm = sum((G**2).sum() for G in grads.values())
    return {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


def norms_added(grads, limit):
    norm = sum(np.linalg.norm(G) for G in grads.values())
    return {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


def squares_forgotten(grads, limit):
    norm = sum(np.abs(G).sum() for G in grads.values())
    return {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


def largest_element(grads, limit):
    norm = max(np.abs(G).max() for G in grads.values())
    return {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


def mean_of_squares(grads, limit):
    norm = np.sqrt(np.mean(np.concatenate([G.ravel() for G in grads.values()]) ** 2))
    return {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


def with_length(norm, grads, limit):
    """The right factor for a wrong length."""
    return {key: G * (limit / norm(grads)) if norm(grads) > limit else G for key, G in grads.items()}


def first_array(grads):
    return np.linalg.norm(next(iter(grads.values())))


def last_array(grads):
    return np.linalg.norm(list(grads.values())[-1])


def longest_array(grads):
    return max(np.linalg.norm(G) for G in grads.values())


def summed_before_squared(grads):
    return np.sqrt(sum(G.sum() ** 2 for G in grads.values()))


def norms_of_matrices(grads):
    """What `np.linalg.norm(G, 2)` gives for a matrix is its largest singular value."""
    return np.sqrt(sum(np.linalg.norm(G, 2) ** 2 for G in grads.values()))


def mean_in_each_array(grads):
    return np.sqrt(sum(np.mean(G**2) for G in grads.values()))


def norm_of_a_list(grads):
    return np.linalg.norm(list(grads.values()))


def norm_so_far(grads, limit):
    total, clipped = 0.0, {}
    for key, G in grads.items():
        total += (G**2).sum()
        clipped[key] = G * (limit / np.sqrt(total)) if np.sqrt(total) > limit else G
    return clipped


ANCHOR = "clipping"

WRONG_LENGTHS = [
    Misconception(
        "root forgotten",
        root_forgotten,
        "You worked with the square of the length. The length is the root of the sum of all squares.",
        ANCHOR,
    ),
    Misconception(
        "lengths added up",
        norms_added,
        "The lengths of the arrays were added up. Their squares are what adds up: the two short sides of "
        "a right-angled triangle are together longer than the third.",
        ANCHOR,
    ),
    Misconception(
        "squares forgotten",
        squares_forgotten,
        "The sizes of all numbers were added up as they are. For a length each is squared first, and the "
        "root is taken in the end.",
        ANCHOR,
    ),
    Misconception(
        "largest number for the length",
        largest_element,
        "You took the largest number for the length. All numbers count in a length: it is the root of "
        "the sum of their squares.",
        ANCHOR,
    ),
    Misconception(
        "mean for sum",
        mean_of_squares,
        "A mean of the squares was taken where their sum belongs. A length does not become smaller when "
        "there are more numbers.",
        ANCHOR,
    ),
    Misconception(
        "length of the first array",
        partial(with_length, first_array),
        "The length is that of the first array alone. All of them count: the sum runs over every number in "
        "every array.",
        ANCHOR,
    ),
    Misconception(
        "length of the last array",
        partial(with_length, last_array),
        "The length is that of the last array alone: in a loop, what each of them gives has to be added to "
        "what there is already.",
        ANCHOR,
    ),
    Misconception(
        "length of the longest array",
        partial(with_length, longest_array),
        "The length is that of the longest array. The length of all together is larger: the sum of squares "
        "runs over every number in every array.",
        ANCHOR,
    ),
    Misconception(
        "summed before squared",
        partial(with_length, summed_before_squared),
        "The numbers of an array were added up before they were squared, so that 3 and -3 made 0. Each is "
        "squared by itself first.",
        ANCHOR,
    ),
    Misconception(
        "another norm of a matrix",
        partial(with_length, norms_of_matrices),
        "With a 2 after it, NumPy's norm of a matrix is its largest singular value. Without it, it is the "
        "root of the sum of all squares.",
        ANCHOR,
    ),
    Misconception(
        "norm of a list of arrays",
        partial(with_length, norm_of_a_list),
        "NumPy cannot make one array of arrays whose shapes differ, and so takes no norm of their list. Add "
        "up the squares of each array, and take the root in the end.",
        ANCHOR,
    ),
    Misconception(
        "length of the arrays so far",
        norm_so_far,
        "Each array was compared with the length of those up to it. The length of all together is known when "
        "all have been looked at: that asks for a loop of its own.",
        ANCHOR,
    ),
    Misconception(
        "mean in each array",
        partial(with_length, mean_in_each_array),
        "A mean of the squares was taken in each array. For a length they are added up: it does not become "
        "smaller when there are more numbers.",
        ANCHOR,
    ),
]
