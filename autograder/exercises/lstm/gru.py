"""gru_step: two gates, and no memory beside the state."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.lstm import sigmoid
from autograder.exercises.lstm.batches import SIZES, WORDS, drawn, drawn_sizes, in_other_forms, parameters
from autograder.exercises.lstm.gru_sentences import MISTAKES
from autograder.exercises.returned import named

OUTPUTS = ("z", "r", "hh", "h")


def reference(x, h_before, W, U, b):
    units = len(U)
    x_part, gates = x @ W + b, slice(0, 2 * units)
    zr = sigmoid.reference(x_part[:, gates] + h_before @ U[:, gates])
    z, r = zr[:, :units], zr[:, units:]
    hh = np.tanh(x_part[:, 2 * units :] + (r * h_before) @ U[:, 2 * units :])
    return z, r, hh, z * h_before + (1 - z) * hh


def run(student, x, h_before, W, U, b):
    return named(student(x, h_before, W, U, b), x, *OUTPUTS)


def drawn_inputs(rng: np.random.Generator, m: int, n: int, units: int) -> dict[str, np.ndarray]:
    return {"x": drawn(rng, m, n), "h_before": drawn(rng, m, units), **parameters(rng, n, units, blocks=3)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    inputs = [drawn_inputs(rng, *sizes) for sizes in drawn_sizes(rng)]
    return [Case("a step drawn at random", **in_other_forms(each, k)) for k, each in enumerate(inputs)]


def _case(number: int) -> Case:
    inputs = drawn_inputs(np.random.default_rng(number), *SIZES[number])
    return Case(WORDS[number], **{name: np.round(value, 2) for name, value in inputs.items()})


# Right answers, written in other ways.


def with_split(x, h_before, W, U, b):
    (W_z, W_r, W_h), (U_z, U_r, U_h) = np.split(W, 3, axis=1), np.split(U, 3, axis=1)
    b_z, b_r, b_h = np.split(b, 3)
    z = 1 / (1 + np.exp(-(x @ W_z + h_before @ U_z + b_z)))
    r = 1 / (1 + np.exp(-(x @ W_r + h_before @ U_r + b_r)))
    hh = np.tanh(x @ W_h + (r * h_before) @ U_h + b_h)
    return [z, r, hh, (1 - z) * hh + z * h_before]


def moved_towards(x, h_before, W, U, b):
    """From the candidate, a share z of the way to the state before."""
    k = U.shape[0]
    both = np.hstack([x, h_before]) @ np.vstack([W, U])[:, : 2 * k] + b[: 2 * k]
    z, r = np.split((1 + np.tanh(both / 2)) / 2, 2, axis=1)
    hh = np.tanh(np.hstack([x, r * h_before]) @ np.vstack([W, U])[:, 2 * k :] + b[2 * k :])
    return z, r, hh, hh + z * (h_before - hh)


def unit_by_unit(x, h_before, W, U, b):
    units = len(U)
    z, r, hh, h = (np.zeros(h_before.shape) for _ in range(4))
    for sample in range(len(x)):
        for found, first in ((z, 0), (r, units)):
            for unit in range(units):
                k = first + unit
                total = sum(x[sample] * W[:, k]) + sum(h_before[sample] * U[:, k]) + b[k]
                found[sample, unit] = 1 / (1 + math.exp(-total))
        for unit in range(units):
            k = 2 * units + unit
            seen = sum(r[sample] * h_before[sample] * U[:, k])
            hh[sample, unit] = math.tanh(sum(x[sample] * W[:, k]) + seen + b[k])
            share = z[sample, unit]
            h[sample, unit] = share * h_before[sample, unit] + (1 - share) * hh[sample, unit]
    return z, r, hh, h


gru_step = Exercise(
    "gru_step",
    points=4,
    reference=reference,
    run=run,
    cases=[_case(number) for number in range(len(SIZES))],
    hidden=hidden,
    sums=2000,
    misconceptions=MISTAKES,
    alternatives=[Alternative(with_split), Alternative(moved_towards), Alternative(unit_by_unit)],
)
