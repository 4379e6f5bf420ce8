"""Wrong answers to clip_by_global_norm, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.simple_rnn.wrong_lengths import WRONG_LENGTHS


def each_by_itself(grads, limit):
    return {key: G * (limit / max(np.linalg.norm(G), limit)) for key, G in grads.items()}


def by_value(grads, limit):
    return {key: np.clip(G, -limit, limit) for key, G in grads.items()}


def always_scaled(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * (limit / norm) for key, G in grads.items()}


def all_but_zeros_scaled(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * (limit / norm) if norm else G for key, G in grads.items()}


def never_scaled(grads, limit):
    return dict(grads)


def to_length_one(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G / norm if norm > limit else G for key, G in grads.items()}


def limit_alone(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * limit if norm > limit else G for key, G in grads.items()}


def fraction_turned_round(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * (norm / limit) if norm > limit else G for key, G in grads.items()}


def nothing_below_the_limit(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    if norm > limit:
        return {key: G * (limit / norm) for key, G in grads.items()}


def compared_the_wrong_way(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * (limit / norm) if norm < limit else G for key, G in grads.items()}


def arrays_changed(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    for G in grads.values():
        if norm > limit:
            G *= limit / norm
    return grads


def arrays_alone(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return [G * min(1, limit / norm) if norm else G for G in grads.values()]


def square_compared(grads, limit):
    squares = sum((G**2).sum() for G in grads.values())
    return {key: G * (limit / np.sqrt(squares)) if squares > limit else G for key, G in grads.items()}


def root_of_the_factor(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * np.sqrt(limit / norm) if norm > limit else G for key, G in grads.items()}


def biases_left_out(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * (limit / norm) if norm > limit and G.ndim > 1 else G for key, G in grads.items()}


def one_array(grads, limit):
    """In a loop, the dictionary is made anew for each array."""
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    clipped = {}
    for key, G in grads.items():
        clipped = {key: G * (limit / norm) if norm > limit else G}
    return clipped


def flattened(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: (G * (limit / norm) if norm > limit else G).ravel() for key, G in grads.items()}


def of_known_names(grads, limit):
    norm = np.sqrt(sum((grads[key] ** 2).sum() for key in ("W", "U", "b")))
    return {key: grads[key] * (limit / norm) if norm > limit else grads[key] for key in ("W", "U", "b")}


def nothing_returned(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    grads = {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


ANCHOR = "clipping"

WRONG_CLIP = [
    Misconception(
        "each array by itself",
        each_by_itself,
        "Each gradient was shortened by itself, so they no longer point the same way together. There is "
        "one length, that of all together, and one factor for all.",
        ANCHOR,
    ),
    Misconception(
        "each element by itself",
        by_value,
        "Each number was cut off at the limit by itself, which turns the gradient into another "
        "direction. Shorten all by one factor.",
        ANCHOR,
    ),
    Misconception(
        "small ones made larger",
        always_scaled,
        "All gradients were brought to the limit, also those that are shorter, and there was a "
        "division by a length of 0. What is short enough stays as it is.",
        ANCHOR,
    ),
    Misconception(
        "small ones made larger, unless they are 0",
        all_but_zeros_scaled,
        "All gradients were brought to the limit, also those that are shorter. What is short enough stays as "
        "it is.",
        ANCHOR,
    ),
    Misconception(
        "never clipped",
        never_scaled,
        "The gradients came back as they were, also where they are longer than the limit.",
        ANCHOR,
    ),
    *WRONG_LENGTHS,
    Misconception(
        "limit left out of the factor",
        to_length_one,
        "What is too long was brought to the length 1. It should have the length of the limit.",
        ANCHOR,
    ),
    Misconception(
        "length left out of the factor",
        limit_alone,
        "What is too long was multiplied by the limit. By which factor does a length become exactly the "
        "limit?",
        ANCHOR,
    ),
    Misconception(
        "factor turned round",
        fraction_turned_round,
        "What is too long was made longer. The factor has to be less than 1.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned below the limit",
        nothing_below_the_limit,
        "Gradients that are too long are clipped, and for short ones nothing comes back. The optimizer "
        "waits for them, too.",
        ANCHOR,
    ),
    Misconception(
        "compared the wrong way",
        compared_the_wrong_way,
        "Short gradients were brought to the limit, and long ones left alone. It is the other way round.",
        ANCHOR,
    ),
    Misconception(
        "arrays changed in place",
        arrays_changed,
        "The numbers are right, and the arrays that you were given were changed on the way. Make new ones.",
    ),
    Misconception(
        "keys lost",
        arrays_alone,
        "The arrays came back without their names. The optimizer looks for each gradient under its key, "
        "so a dictionary is asked for.",
        ANCHOR,
    ),
    Misconception(
        "W, U and b alone",
        of_known_names,
        "Your function knows gradients called W, U and b alone. Other layers have others: go through the "
        "keys that the dictionary has.",
        ANCHOR,
    ),
    Misconception(
        "square of the length compared",
        square_compared,
        "The square of the length was compared with the limit, so that some short gradients were made "
        "longer. Compare the length itself.",
        ANCHOR,
    ),
    Misconception(
        "root of the factor",
        root_of_the_factor,
        "What is too long is still too long: the root of the factor was taken. A length is multiplied by "
        "the very factor that each number is multiplied by.",
        ANCHOR,
    ),
    Misconception(
        "biases left out",
        biases_left_out,
        "The matrices were shortened, and the bias was not, so they no longer point the same way together. "
        "One factor is for all.",
        ANCHOR,
    ),
    Misconception(
        "one array alone",
        one_array,
        "Only one of the arrays came back: in the loop, a new dictionary took the place of the one before. "
        "Make it once, and put each array into it.",
        ANCHOR,
    ),
    Misconception(
        "arrays flattened",
        flattened,
        "The arrays came back as rows of numbers. A gradient keeps the shape of its parameter; only for the "
        "length does the shape not matter.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. A new dictionary is asked for.",
    ),
]
