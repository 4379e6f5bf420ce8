"""rnn_step_backward: from the gradient of a state to those of its input and of the state before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, shaped
from autograder.exercises.returned import named
from autograder.exercises.simple_rnn.batches import drawn_sizes, parameters, small
from autograder.exercises.simple_rnn.wrong_step_backward import WRONG_STEP_BACKWARD


def reference(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dz @ U.T


def steps(dh, h, W, U):
    """A sample may come alone, without the axis of the batch."""
    n, units = W.shape
    shaped(U, (units, units))
    shaped(h, (*dh.shape[:-1], units))
    shaped(dh, h.shape)
    return dh.size * (n + units)


def run(student, dh, h, W, U):
    return named(student(dh, h, W, U), dh, "dz", "dx", "dh_before")


def _case(name: str, rng: np.random.Generator, m: int, n: int, units: int) -> Case:
    weights = parameters(rng, n, units)
    return Case(name, dh=4 * small(rng, m, units), h=small(rng, m, units), W=weights["W"], U=weights["U"])


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [_case("a step drawn at random", rng, m, n, units) for m, _, n, units in drawn_sizes(rng)]


# Right answers, written in other ways.


def multiplied_out(dh, h, W, U):
    dz = dh - dh * h * h
    return [dz, np.dot(dz, W.transpose()), np.dot(dz, U.transpose())]


def with_einsum(dh, h, W, U):
    dz = np.einsum("ij,ij->ij", dh, (1 + h) * (1 - h))
    return dz, np.einsum("ij,kj->ik", dz, W), np.einsum("ij,kj->ik", dz, U)


def side_by_side(dh, h, W, U):
    """Input and state are one row, and their weights are one matrix."""
    dz = dh * (1 - np.square(h))
    both = dz @ np.vstack([W, U]).T
    return dz, both[:, : len(W)], both[:, len(W) :]


def in_loops(dh, h, W, U):
    dz, dx, dh_before = np.zeros(dh.shape), np.zeros((len(dh), len(W))), np.zeros(dh.shape)
    for i in range(dh.shape[0]):
        for j in range(dh.shape[1]):
            dz[i, j] = dh[i, j] * (1 - h[i, j] ** 2)
            for k in range(len(W)):
                dx[i, k] += dz[i, j] * W[k, j]
            for k in range(len(U)):
                dh_before[i, k] += dz[i, j] * U[k, j]
    return dz, dx, dh_before


def from_the_sum(dh, h, W, U):
    """Goes back to z, whose tanh is h, and takes the slope there."""
    dz = dh / np.cosh(np.arctanh(h)) ** 2
    return dz, (W @ dz.T).T, (U @ dz.T).T


def sample_by_sample(dh, h, W, U):
    dz = np.array([np.diag(1 - row**2) @ gradient for row, gradient in zip(h, dh, strict=True)])
    return dz, np.array([W @ row for row in dz]), np.array([U @ row for row in dz])


rnn_step_backward = Exercise(
    "rnn_step_backward",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the unit of Part 5",
            dh=np.array([[4.0]]),
            h=np.array([[0.5]]),
            W=np.array([[2.0]]),
            U=np.array([[3.0]]),
        ),
        _case("two samples with two features and two units", np.random.default_rng(1), 2, 2, 2),
        _case("three samples with four features and two units", np.random.default_rng(2), 3, 4, 2),
        _case("one sample", np.random.default_rng(3), 1, 2, 3),
        _case("four samples and a single unit", np.random.default_rng(4), 4, 3, 1),
    ],
    hidden=hidden,
    sums=2000,
    misconceptions=WRONG_STEP_BACKWARD,
    alternatives=[
        Alternative(multiplied_out),
        Alternative(with_einsum),
        Alternative(side_by_side),
        Alternative(in_loops),
        Alternative(from_the_sum),
        Alternative(sample_by_sample),
    ],
)
