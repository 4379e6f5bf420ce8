"""simple_rnn_gradients: W, U and b are those of every step, so all steps add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, shaped
from autograder.exercises.returned import named
from autograder.exercises.simple_rnn.batches import SIZES, WORDS, drawn_sizes, in_single_precision, small
from autograder.exercises.simple_rnn.wrong_gradients import WRONG_GRADIENTS


def reference(dZ, X, h):
    before = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    dZ_rows = dZ.reshape(-1, dZ.shape[2])
    dW = X.reshape(-1, X.shape[2]).T @ dZ_rows
    return dW, before.reshape(dZ_rows.shape).T @ dZ_rows, dZ_rows.sum(axis=0)


def steps(dZ, X, h):
    m, count, n = X.shape
    shaped(dZ, (m, count, dZ.shape[-1]))
    shaped(h, dZ.shape)
    return dZ.size * (n + dZ.shape[-1])


def run(student, dZ, X, h):
    return named(student(dZ, X, h), dZ, "dW", "dU", "db")


def _case(name: str, rng: np.random.Generator, m: int, count: int, n: int, units: int) -> Case:
    return Case(
        name,
        dZ=3 * small(rng, m, count, units),
        X=4 * small(rng, m, count, n),
        h=small(rng, m, count, units),
    )


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [_case("sequences drawn at random", rng, *sizes) for sizes in drawn_sizes(rng)]
    return [*cases, in_single_precision(cases[0])]


# Right answers, written in other ways.


def with_einsum(dZ, X, h):
    dW = np.einsum("itk,itj->kj", X, dZ)
    return dW, np.einsum("itk,itj->kj", h[:, :-1], dZ[:, 1:]), np.einsum("itj->j", dZ)


def step_by_step(dZ, X, h):
    (m, count, units), n = dZ.shape, X.shape[2]
    dW, dU, db = np.zeros((n, units)), np.zeros((units, units)), np.zeros(units)
    before = np.zeros((m, units))
    for t in range(count):
        dW += X[:, t].T @ dZ[:, t]
        dU += before.T @ dZ[:, t]
        db += dZ[:, t].sum(axis=0)
        before = h[:, t]
    return dW, dU, db


def sequence_by_sequence(dZ, X, h):
    """Outer products; the first step has no state before it, so it adds nothing to dU."""
    dW, dU = np.zeros((X.shape[2], dZ.shape[2])), np.zeros((h.shape[2], h.shape[2]))
    for i in range(len(h)):
        for t in range(h.shape[1]):
            dW += np.outer(X[i, t], dZ[i, t])
            if t > 0:
                dU += np.outer(h[i, t - 1], dZ[i, t])
    return [dW, dU, dZ.sum(axis=(0, 1))]


def with_tensordot(dZ, X, h):
    before = np.roll(h, 1, axis=1)
    before[:, 0] = 0
    over = ([0, 1], [0, 1])
    return np.tensordot(X, dZ, over), np.tensordot(before, dZ, over), dZ.sum(axis=0).sum(axis=0)


def side_by_side(dZ, X, h):
    """Input, state before and a 1 are one row, and their gradients are one product."""
    before = np.pad(h, ((0, 0), (1, 0), (0, 0)))[:, :-1]
    rows = np.concatenate([X, before, np.ones_like(h[..., :1])], axis=2)
    product = (rows.swapaxes(1, 2) @ dZ).sum(axis=0)
    return product[: X.shape[2]], product[X.shape[2] : -1], product[-1]


simple_rnn_gradients = Exercise(
    "simple_rnn_gradients",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the sequence of Part 7",
            dZ=np.array([9.0, 3.0, 1.0]).reshape(1, 3, 1),
            X=np.array([1.0, -1.0, 2.0]).reshape(1, 3, 1),
            h=np.array([3.0, 8.0, 29.0]).reshape(1, 3, 1),
        ),
        *(
            _case(name, np.random.default_rng(seed), *sizes)
            for seed, (name, sizes) in enumerate(zip(WORDS, SIZES, strict=True))
        ),
    ],
    hidden=hidden,
    sums=100,
    misconceptions=WRONG_GRADIENTS,
    alternatives=[
        Alternative(with_einsum),
        Alternative(step_by_step),
        Alternative(sequence_by_sequence),
        Alternative(with_tensordot),
        Alternative(side_by_side),
    ],
)
