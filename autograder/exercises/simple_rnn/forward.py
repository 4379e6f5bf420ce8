"""simple_rnn_forward: the same step, again and again, with a state that goes along."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, shaped
from autograder.exercises.returned import as_precise
from autograder.exercises.simple_rnn.batches import (
    SIZES,
    WORDS,
    drawn_sizes,
    in_single_precision,
    parameters,
    small,
)
from autograder.exercises.simple_rnn.wrong_forward import WRONG_FORWARD


def reference(X, W, U, b):
    h = np.zeros((*X.shape[:2], len(b)), dtype=W.dtype)
    state = np.zeros((len(X), len(b)), dtype=W.dtype)
    for t in range(X.shape[1]):
        state = np.tanh(X[:, t] @ W + state @ U + b)
        h[:, t] = state
    return h


def steps(X, W, U, b):
    m, count, n = X.shape
    (units,) = b.shape
    shaped(W, (n, units))
    shaped(U, (units, units))
    return m * count * (n + units) * units


def run(student, X, W, U, b):
    return {"h": as_precise(student(X, W, U, b), W)}


def _case(name: str, rng: np.random.Generator, m: int, count: int, n: int, units: int) -> Case:
    return Case(name, X=small(rng, m, count, n), **parameters(rng, n, units))


def symbols(name: str, rng: np.random.Generator, m: int, count: int, n: int, units: int) -> Case:
    """Each step is one of n symbols: 1 at its place, and 0 elsewhere, in whole numbers."""
    return Case(
        name, X=np.eye(n, dtype=np.int64)[rng.integers(0, n, (m, count))], **parameters(rng, n, units)
    )


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [_case("sequences drawn at random", rng, *sizes) for sizes in drawn_sizes(rng)]
    return [*cases, in_single_precision(cases[0]), symbols("symbols drawn at random", rng, 3, 4, 3, 2)]


# Right answers, written in other ways.


def in_a_list(X, W, U, b):
    state, states = np.zeros((len(X), len(b))), []
    for x in X.swapaxes(0, 1):
        state = np.tanh(x @ W + state @ U + b)
        states.append(state)
    return np.stack(states, axis=1)


def one_product_for_all_steps(X, W, U, b):
    Z = X @ W + b
    for t in range(X.shape[1]):
        Z[:, t] = np.tanh(Z[:, t] + (Z[:, t - 1] @ U if t else 0))
    return Z


def sequence_by_sequence(X, W, U, b):
    h = np.zeros((X.shape[0], X.shape[1], U.shape[0]))
    for i in range(X.shape[0]):
        for t in range(X.shape[1]):
            h[i, t] = np.tanh(W.T @ X[i, t] + U.T @ h[i, t - 1] + b)  # at first the last, which is still 0
    return h


def with_room_for_the_first(X, W, U, b):
    m, count, _ = X.shape
    h = np.zeros((m, count + 1, len(b)), dtype=np.float32 if X.dtype == np.float32 else np.float64)
    for t in range(1, count + 1):
        h[:, t] = np.tanh(np.einsum("ik,kj->ij", X[:, t - 1], W) + h[:, t - 1] @ U + b)
    return h[:, 1:]


def joined(X, W, U, b):
    state, h = np.zeros(len(b)), None
    for t in range(X.shape[1]):
        state = np.tanh(np.dot(X[:, t, :], W) + np.dot(state, U) + b)
        new = state[:, np.newaxis, :]
        h = new if h is None else np.concatenate([h, new], axis=1)
    return h


def unrolled(X, W, U, b):
    """Without a loop of its own: a function that calls itself for all steps but the last."""
    if X.shape[1] == 0:
        return np.zeros((len(X), 0, len(b)))
    h = unrolled(X[:, :-1], W, U, b)
    before = h[:, -1] if h.shape[1] else np.zeros((len(X), len(b)))
    return np.hstack([h, np.tanh(X[:, -1] @ W + before @ U + b)[:, None]])


simple_rnn_forward = Exercise(
    "simple_rnn_forward",
    points=4,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        *(
            _case(name, np.random.default_rng(seed), *sizes)
            for seed, (name, sizes) in enumerate(zip(WORDS, SIZES, strict=True))
        ),
        symbols("symbols, in whole numbers", np.random.default_rng(4), 2, 3, 4, 3),
    ],
    hidden=hidden,
    sums=100,
    misconceptions=WRONG_FORWARD,
    alternatives=[
        Alternative(in_a_list),
        Alternative(one_product_for_all_steps),
        Alternative(sequence_by_sequence),
        Alternative(with_room_for_the_first),
        Alternative(joined),
        Alternative(unrolled),
    ],
)
