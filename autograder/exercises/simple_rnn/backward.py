"""simple_rnn_backward: from the last step to the first, with a gradient that goes along."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, shaped
from autograder.exercises.returned import named
from autograder.exercises.simple_rnn.batches import (
    SIZES,
    WORDS,
    drawn_sizes,
    in_single_precision,
    parameters,
    small,
)
from autograder.exercises.simple_rnn.wrong_backward import WRONG_BACKWARD
from autograder.exercises.simple_rnn.wrong_carrying import WRONG_CARRYING
from autograder.exercises.simple_rnn.wrong_handing_back import WRONG_HANDING_BACK
from autograder.exercises.simple_rnn.wrong_slopes_in_time import WRONG_SLOPES_IN_TIME


def reference(dA, h, W, U):
    dZ, dh = np.zeros_like(dA), np.zeros_like(dA[:, 0])
    for t in reversed(range(dA.shape[1])):
        dZ[:, t] = (dA[:, t] + dh) * (1 - h[:, t] ** 2)
        dh = dZ[:, t] @ U.T
    return dZ, dZ @ W.T


def run(student, dA, h, W, U):
    return named(student(dA, h, W, U), dA, "dZ", "dX")


def steps(dA, h, W, U):
    m, count, units = dA.shape
    (n, _), _ = W.shape, shaped(h, dA.shape)
    shaped(W, (n, units))
    shaped(U, (units, units))
    return m * count * units * (n + units)


def _case(name: str, rng: np.random.Generator, m: int, count: int, n: int, units: int) -> Case:
    W, U, _ = parameters(rng, n, units).values()
    return Case(name, dA=4 * small(rng, m, count, units), h=small(rng, m, count, units), W=W, U=U)


def _last_state(rng: np.random.Generator, m: int, count: int, n: int, units: int) -> Case:
    """Only the last state was handed on, so the others hear nothing from above."""
    case = _case("sequences whose last state was handed on", rng, m, count, n, units)
    case.inputs["dA"][:, :-1] = 0
    return case


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [_case("sequences drawn at random", rng, *sizes) for sizes in drawn_sizes(rng)]
    return [*cases, in_single_precision(cases[0]), _last_state(rng, 2, 4, 3, 2)]


# Right answers, written in other ways.


def with_a_list(dA, h, W, U):
    dh, found = 0, []
    for da, state in zip(dA.swapaxes(0, 1)[::-1], h.swapaxes(0, 1)[::-1], strict=True):
        dz = (da + dh) * (1 - state * state)
        dh = np.dot(dz, U.T)
        found.insert(0, dz)
    dZ = np.stack(found, axis=1)
    return dZ, np.einsum("itj,kj->itk", dZ, W)


def looking_ahead(dA, h, W, U):
    """No gradient is carried: each step reads that of the step after."""
    dZ, dX = np.zeros_like(h), np.zeros((*h.shape[:2], len(W)))
    for t in range(h.shape[1] - 1, -1, -1):
        dh = dA[:, t] if t == h.shape[1] - 1 else dA[:, t] + dZ[:, t + 1] @ U.T
        dZ[:, t] = (1 - h[:, t] ** 2) * dh
        dX[:, t] = dZ[:, t] @ W.T
    return [dZ, dX]


def sequence_by_sequence(dA, h, W, U):
    m, count, units = h.shape
    dZ, dX = np.empty((m, count, units)), np.empty((m, count, W.shape[0]))
    for i in range(m):
        carried = np.zeros(units)
        for t in range(count)[::-1]:
            dZ[i, t] = (dA[i, t] + carried) * (1 - h[i, t] ** 2)
            carried, dX[i, t] = U @ dZ[i, t], W @ dZ[i, t]
    return dZ, dX


def in_a_copy(dA, h, W, U):
    """What comes from the step after is added to the gradients from above, in an array of its own."""
    dH, slope = dA.copy(), 1 - h**2
    for t in range(dA.shape[1] - 1, 0, -1):
        dH[:, t - 1] += (dH[:, t] * slope[:, t]) @ U.T
    return dH * slope, (dH * slope) @ W.T


def every_path(dA, h, W, U):
    """Each gradient from above goes back by itself, and what arrives at a step is added up."""
    dZ = np.zeros(h.shape)
    for start in range(h.shape[1]):
        dh = dA[:, start]
        for t in range(start, -1, -1):
            dz = dh * (1 - h[:, t] ** 2)
            dZ[:, t] += dz
            dh = dz @ U.T
    return dZ, dZ @ W.T


simple_rnn_backward = Exercise(
    "simple_rnn_backward",
    points=4,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the sequence of Part 6",
            dA=np.array([2.0, 1.0, 4.0]).reshape(1, 3, 1),
            h=np.array([0.5, 0.0, -0.5]).reshape(1, 3, 1),
            W=np.array([[2.0]]),
            U=np.array([[3.0]]),
        ),
        *(
            _case(name, np.random.default_rng(seed), *sizes)
            for seed, (name, sizes) in enumerate(zip(WORDS, SIZES, strict=True))
        ),
        _last_state(np.random.default_rng(4), 2, 4, 3, 2),
    ],
    hidden=hidden,
    sums=100,
    misconceptions=[*WRONG_BACKWARD, *WRONG_CARRYING, *WRONG_SLOPES_IN_TIME, *WRONG_HANDING_BACK],
    alternatives=[
        Alternative(with_a_list),
        Alternative(looking_ahead),
        Alternative(sequence_by_sequence),
        Alternative(in_a_copy),
        Alternative(every_path),
    ],
)
