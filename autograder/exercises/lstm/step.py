"""lstm_step: four gates from what comes in and the state before, then the memory, then the state."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.lstm import sigmoid
from autograder.exercises.lstm.batches import (
    CACHE,
    SIZES,
    WORDS,
    drawn,
    drawn_sizes,
    in_other_forms,
    parameters,
)
from autograder.exercises.lstm.gate_sentences import MISTAKES as WRONG_GATES
from autograder.exercises.lstm.memory_sentences import MISTAKES as WRONG_MEMORIES
from autograder.exercises.returned import named


def reference(x, h_before, C_before, W, U, b):
    z, units = x @ W + h_before @ U + b, len(U)
    i, f, o = (sigmoid.reference(z[:, k * units : (k + 1) * units]) for k in (0, 1, 3))
    g = np.tanh(z[:, 2 * units : 3 * units])
    C = f * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def steps(x, h_before, C_before, W, U, b):
    (n, columns), (units, same) = W.shape, U.shape
    z = np.broadcast_shapes((*x.shape[:-1], columns), (*h_before.shape[:-1], same), b.shape)
    C = np.broadcast_shapes((*z[:-1], units), C_before.shape)
    return math.prod(z) * (n + units) + math.prod(C)


def run(student, x, h_before, C_before, W, U, b):
    return named(student(x, h_before, C_before, W, U, b), x, *CACHE)


def drawn_inputs(rng: np.random.Generator, m: int, n: int, units: int) -> dict[str, np.ndarray]:
    return {
        "x": drawn(rng, m, n),
        "h_before": drawn(rng, m, units),
        "C_before": 2 * drawn(rng, m, units),
        **parameters(rng, n, units, blocks=4),
    }


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    inputs = [drawn_inputs(rng, *sizes) for sizes in drawn_sizes(rng)]
    return [Case("a step drawn at random", **in_other_forms(each, k)) for k, each in enumerate(inputs)]


def _case(number: int) -> Case:
    inputs = drawn_inputs(np.random.default_rng(number), *SIZES[number])
    return Case(WORDS[number], **{name: np.round(value, 2) for name, value in inputs.items()})


# Right answers, written in other ways.


def with_split(x, h_before, C_before, W, U, b):
    z_i, z_f, z_g, z_o = np.split(np.dot(x, W) + np.dot(h_before, U) + b, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-z)) for z in (z_i, z_f, z_o))
    g = np.tanh(z_g)
    C = i * g + f * C_before
    return [i, f, g, o, C, np.tanh(C) * o]


def joined(x, h_before, C_before, W, U, b):
    """One product, of x and the state side by side."""
    z = np.concatenate([x, h_before], axis=1) @ np.concatenate([W, U]) + b
    z = z.reshape(len(x), 4, -1)
    i, f, o = ((1 + np.tanh(z[:, k] / 2)) / 2 for k in (0, 1, 3))
    g = np.tanh(z[:, 2])
    C = f * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def gate_by_gate(x, h_before, C_before, W, U, b):
    units = h_before.shape[1]

    def z(k):
        columns = slice(k * units, (k + 1) * units)
        return x @ W[:, columns] + h_before @ U[:, columns] + b[columns]

    def s(Z):
        return 1 / (1 + np.exp(-Z))

    i, f, g, o = s(z(0)), s(z(1)), np.tanh(z(2)), s(z(3))
    C = np.add(np.multiply(f, C_before), np.multiply(i, g))
    h = np.multiply(o, np.tanh(C))
    return i, f, g, o, C, h


def unit_by_unit(x, h_before, C_before, W, U, b):
    m, units = C_before.shape
    i, f, g, o, C, h = (np.zeros((m, units)) for _ in range(6))
    for sample in range(m):
        for unit in range(units):
            z = [
                sum(x[sample] * W[:, k]) + sum(h_before[sample] * U[:, k]) + b[k]
                for k in range(unit, 4 * units, units)
            ]
            at = sample, unit
            i[at], f[at], o[at] = (1 / (1 + math.exp(-z[k])) for k in (0, 1, 3))
            g[at] = math.tanh(z[2])
            C[at] = f[at] * C_before[at] + i[at] * g[at]
            h[at] = o[at] * math.tanh(C[at])
    return i, f, g, o, C, h


lstm_step = Exercise(
    "lstm_step",
    points=6,
    lent=steps,
    reference=reference,
    run=run,
    cases=[_case(number) for number in range(len(SIZES))],
    hidden=hidden,
    sums=2000,
    misconceptions=[*WRONG_MEMORIES, *WRONG_GATES],
    alternatives=[
        Alternative(with_split),
        Alternative(joined),
        Alternative(gate_by_gate),
        Alternative(unit_by_unit),
    ],
)
