"""clip_by_global_norm: gradients that have grown too large are made shorter, all by the same factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.simple_rnn.batches import drawn_sizes, small
from autograder.exercises.simple_rnn.wrong_clip import WRONG_CLIP


def reference(grads, limit):
    norm = np.sqrt(sum(np.sum(G**2) for G in grads.values()))
    return {key: G * (limit / norm) if norm > limit else G for key, G in grads.items()}


def run(student, limit, **grads):
    return {"clipped": student(grads, limit)}


def _gradients(rng: np.random.Generator, n: int, units: int) -> dict[str, np.ndarray]:
    """Some far larger than others; their length is that of all together."""
    return {"W": small(rng, n, units), "U": 12 * small(rng, units, units), "b": 4 * small(rng, units)}


def _of_another_layer(grads: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The same under the names that other layers have."""
    return dict(zip(("gamma", "kernel", "beta"), grads.values(), strict=True))


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for number, (_, _, n, units) in enumerate(drawn_sizes(rng)):
        grads = _gradients(rng, n, units)
        grads = _of_another_layer(grads) if number % 3 == 2 else grads
        norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
        cases += [
            Case("large gradients drawn at random", limit=float(norm * rng.uniform(0.1, 0.4)), **grads),
            Case("small gradients drawn at random", limit=float(norm * rng.uniform(1.8, 3.0)), **grads),
        ]
    return cases


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


def with_a_millionth_added(grads, limit):
    """As PyTorch has it: what is too short by so little is short enough."""
    norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
    return {key: G * min(1, limit / (norm + 1e-6)) for key, G in grads.items()}


_BY_HAND = {"W": np.array([[1.0, -2.0]]), "U": np.array([[4.0, 0.0], [0.0, -6.0]]), "b": np.array([8.0, 0.0])}
_SHORT = {key: G / 22 for key, G in _BY_HAND.items()}  # of length 1/2
_DRAWN = _gradients(np.random.default_rng(1), 3, 4)
_ZEROS = {"W": np.zeros((3, 2)), "U": np.zeros((2, 2)), "b": np.zeros(2)}

clip_by_global_norm = Exercise(
    "clip_by_global_norm",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case("gradients of length 11, and the limit 5.5", limit=5.5, **_BY_HAND),
        Case("three features and four units", limit=0.5, **_DRAWN),
        Case("gradients of length 11, and the limit 20", limit=20.0, **_BY_HAND),
        Case("gradients under other names", limit=0.5, **_of_another_layer(_DRAWN)),
        Case("gradients that are all 0", limit=1.0, **_ZEROS),
        Case("a length whose square is below the limit, too", limit=1.0, **_SHORT),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=WRONG_CLIP,
    alternatives=[
        Alternative(without_a_question),
        Alternative(in_a_loop),
        Alternative(norm_of_norms),
        Alternative(with_a_millionth_added),
    ],
)
