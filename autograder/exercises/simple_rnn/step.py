"""rnn_step: the state after a step, from the input of the step and the state before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, shaped
from autograder.exercises.simple_rnn.batches import drawn_sizes, parameters, small
from autograder.exercises.simple_rnn.wrong_step import WRONG_STEP


def reference(x, h_before, W, U, b):
    return np.tanh(x @ W + h_before @ U + b)


def steps(x, h_before, W, U, b):
    """A sample may come alone, without the axis of the batch."""
    *lead, n = x.shape
    (units,) = b.shape
    if h_before.shape != (units,):
        shaped(h_before, (*lead, units))
    shaped(W, (n, units))
    shaped(U, (units, units))
    return (x.size + h_before.size) * units


def run(student, x, h_before, W, U, b):
    return {"h": student(x, h_before, W, U, b)}


def _case(name: str, rng: np.random.Generator, m: int, n: int, units: int) -> Case:
    return Case(name, x=small(rng, m, n), h_before=small(rng, m, units), **parameters(rng, n, units))


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [_case("a step drawn at random", rng, m, n, units) for m, _, n, units in drawn_sizes(rng)]


# Right answers, written in other ways.


def side_by_side(x, h_before, W, U, b):
    """One Dense layer of the input and the state, side by side."""
    return np.tanh(np.hstack([x, h_before]) @ np.vstack([W, U]) + b)


def with_einsum(x, h_before, W, U, b):
    z = np.einsum("ik,kj->ij", x, W) + np.einsum("ik,kj->ij", h_before, U) + b
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def in_loops(x, h_before, W, U, b):
    h = np.zeros((len(x), len(b)))
    for i in range(len(x)):
        for j in range(len(b)):
            z = b[j]
            for k in range(x.shape[1]):
                z += x[i, k] * W[k, j]
            for k in range(len(b)):
                z += h_before[i, k] * U[k, j]
            h[i, j] = np.tanh(z)
    return h


_FIRST = np.random.default_rng(0)

rnn_step = Exercise(
    "rnn_step",
    points=2,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the step of Part 2",
            x=np.array([[1.0]]),
            h_before=np.array([[0.5, -0.5]]),
            W=np.array([[-1.0, 2.0]]),
            U=np.array([[2.0, 4.0], [0.0, 2.0]]),
            b=np.array([0.0, -2.0]),
        ),
        _case("two samples with two features and two units", np.random.default_rng(1), 2, 2, 2),
        _case("the same sizes, another step", np.random.default_rng(4), 2, 2, 2),
        _case("three samples with four features and two units", np.random.default_rng(2), 3, 4, 2),
        _case("one sample", np.random.default_rng(3), 1, 2, 3),
        Case(
            "the first step of all, with the state 0",
            x=small(_FIRST, 2, 3),
            h_before=np.zeros((2, 4)),
            **parameters(_FIRST, 3, 4),
        ),
    ],
    hidden=hidden,
    sums=32,
    misconceptions=WRONG_STEP,
    alternatives=[Alternative(side_by_side), Alternative(with_einsum), Alternative(in_loops)],
)
