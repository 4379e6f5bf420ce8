"""clip_by_global_norm: gradients that have grown too large are made shorter, all by the same factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.simple_rnn.batches import drawn_sizes, small


def reference(grads, limit):
    norm = np.sqrt(sum(np.sum(G**2) for G in grads.values()))
    return {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


def run(student, limit, W, U, b):
    return {"clipped": student({"W": W, "U": U, "b": b}, limit)}


def _gradients(rng: np.random.Generator, n: int, units: int) -> dict[str, np.ndarray]:
    """Some far larger than others; their length is that of all together."""
    return {"W": small(rng, n, units), "U": 12 * small(rng, units, units), "b": 4 * small(rng, units)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for _, _, n, units in drawn_sizes(rng):
        grads = _gradients(rng, n, units)
        norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
        cases += [
            Case("large gradients drawn at random", limit=float(norm * rng.uniform(0.1, 0.4)), **grads),
            Case("small gradients drawn at random", limit=float(norm * rng.uniform(1.8, 3.0)), **grads),
        ]
    return cases


# Wrong answers, as students write them.


def each_by_itself(grads, limit):
    return {key: G * (limit / max(np.linalg.norm(G), limit)) for key, G in grads.items()}


def by_value(grads, limit):
    return {key: np.clip(G, -limit, limit) for key, G in grads.items()}


def always_scaled(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * (limit / norm) for key, G in grads.items()}


def never_scaled(grads, limit):
    return dict(grads)


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


def nothing_returned(grads, limit):
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    grads = {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


# Right answers, written in other ways.


def without_a_question(grads, limit):
    """A factor that is 1 where the length is within the limit, and divides by 0 nowhere."""
    norm = np.linalg.norm(np.concatenate([G.ravel() for G in grads.values()]))
    return {key: limit / max(norm, limit) * G for key, G in grads.items()}


def in_a_loop(grads, limit):
    total = 0.0
    for G in grads.values():
        for number in G.flat:
            total += float(number) ** 2
    clipped = dict(grads)
    if total > limit**2:
        for key in grads:
            clipped[key] = grads[key] / total**0.5 * limit
    return clipped


def norm_of_norms(grads, limit):
    norm = np.linalg.norm([np.linalg.norm(G) for G in grads.values()])
    factor = 1.0 if norm <= limit else limit / norm
    return {key: factor * G for key, G in grads.items()}


ANCHOR = "clipping"
_BY_HAND = {"W": np.array([[1.0, -2.0]]), "U": np.array([[4.0, 0.0], [0.0, -6.0]]), "b": np.array([8.0, 0.0])}
_DRAWN = _gradients(np.random.default_rng(1), 3, 4)
_ZEROS = {"W": np.zeros((3, 2)), "U": np.zeros((2, 2)), "b": np.zeros(2)}

clip_by_global_norm = Exercise(
    "clip_by_global_norm",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case("gradients of length 11, and the limit 5.5", limit=5.5, **_BY_HAND),
        Case("three features and four units", limit=2.0, **_DRAWN),
        Case("gradients of length 11, and the limit 20", limit=20.0, **_BY_HAND),
        Case("gradients that are all 0", limit=1.0, **_ZEROS),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=[
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
            "All gradients were brought to the limit, also those that are shorter, and a length of 0 was "
            "divided by. What is short enough stays as it is.",
            ANCHOR,
        ),
        Misconception(
            "never clipped",
            never_scaled,
            "The gradients came back as they were, also where they are longer than the limit.",
            ANCHOR,
        ),
        Misconception(
            "root forgotten",
            root_forgotten,
            "You worked with the square of the length. The length is the root of the sum of all squares.",
            ANCHOR,
        ),
        Misconception(
            "lengths added up",
            norms_added,
            "The lengths of the arrays were added up. It is their squares that are: two sides of a right "
            "angle are longer than the third.",
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
            "The numbers are right, and the arrays that you were given were changed on the way. Make new "
            "ones.",
        ),
        Misconception(
            "keys lost",
            arrays_alone,
            "The arrays came back without their names. The optimizer looks for each gradient under its key, "
            "so a dictionary is asked for.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. A new dictionary is asked for.",
        ),
    ],
    alternatives=[Alternative(without_a_question), Alternative(in_a_loop), Alternative(norm_of_norms)],
)
