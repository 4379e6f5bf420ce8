"""lstm_step_backward: what comes back to a step, on to its gates and to the memory before."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.lstm import step
from autograder.exercises.lstm.batches import SIZES, WORDS, drawn, drawn_sizes, in_other_forms
from autograder.exercises.lstm.step_backward_sentences import MISTAKES
from autograder.exercises.returned import named

OUTPUTS = ("dz_i", "dz_f", "dz_g", "dz_o", "dC_before")


def reference(dh, dC, i, f, g, o, C, C_before):
    read = np.tanh(C)
    dC = dC + dh * o * (1 - read**2)  # both ways in which C counts
    dz_i = dC * g * i * (1 - i)
    dz_f = dC * C_before * f * (1 - f)
    dz_g = dC * i * (1 - g**2)
    dz_o = dh * read * o * (1 - o)
    return dz_i, dz_f, dz_g, dz_o, dC * f


def steps(*arrays):
    return 20 * math.prod(np.broadcast_shapes(*map(np.shape, arrays)))


def run(student, dh, dC, i, f, g, o, C, C_before):
    return named(student(dh, dC, i, f, g, o, C, C_before), C, *OUTPUTS)


def drawn_inputs(rng: np.random.Generator, m: int, n: int, units: int) -> dict[str, np.ndarray]:
    """What a real step kept, and gradients of no size twice."""
    taken = step.drawn_inputs(rng, m, n, units)
    i, f, g, o, C, _ = step.reference(**taken)
    dh, dC = 2 * drawn(rng, 2, m, units)
    return {"dh": dh, "dC": dC, "i": i, "f": f, "g": g, "o": o, "C": C, "C_before": taken["C_before"]}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    inputs = [drawn_inputs(rng, *sizes) for sizes in drawn_sizes(rng)]
    return [Case("gradients drawn at random", **in_other_forms(each, k)) for k, each in enumerate(inputs)]


BY_HAND = {"dh": 2.0, "dC": 0.37, "i": 0.5, "f": 0.75, "g": 0.5, "o": 0.75, "C": 1.0, "C_before": 1.0}


def _case(number: int) -> Case:
    inputs = drawn_inputs(np.random.default_rng(number), *SIZES[number])
    return Case(WORDS[number], **{name: np.round(value, 2) for name, value in inputs.items()})


# Right answers, written in other ways.


def gate_by_gate(dh, dC, i, f, g, o, C, C_before):
    do = dh * np.tanh(C)
    dC_here = dh * o / np.cosh(C) ** 2 + dC
    di, df, dg = dC_here * g, dC_here * C_before, dC_here * i
    return [di * (i - i * i), df * (f - f * f), dg * (1 - g * g), do * (o - o * o), f * dC_here]


def with_slopes(dh, dC, i, f, g, o, C, C_before):
    """The slopes first, then what goes through them."""
    of_sigmoid = {"i": i * (1 - i), "f": f * (1 - f), "o": o * (1 - o)}
    of_tanh, read = 1 - np.square(g), np.tanh(C)
    total = np.add(dC, dh * o * (1 - np.square(read)))
    back = np.stack([total * g * of_sigmoid["i"], total * C_before * of_sigmoid["f"], total * i * of_tanh])
    return back[0], back[1], back[2], dh * read * of_sigmoid["o"], total * f


def from_the_state(dh, dC, i, f, g, o, C, C_before):
    """o tanh(C) is h, so that dz_o = dh h (1 - o)."""
    h = o * np.tanh(C)
    dC = dC + dh * (o - h * h / o)
    return (
        dC * g * i * (1 - i),
        dC * C_before * f * (1 - f),
        dC * i * (1 - g) * (1 + g),
        dh * h * (1 - o),
        f * dC,
    )


def unit_by_unit(dh, dC, i, f, g, o, C, C_before):
    found = [np.zeros(C.shape) for _ in range(5)]
    for at in np.ndindex(*C.shape):
        read = math.tanh(C[at])
        total = dC[at] + dh[at] * o[at] * (1 - read * read)
        found[0][at] = total * g[at] * i[at] * (1 - i[at])
        found[1][at] = total * C_before[at] * f[at] * (1 - f[at])
        found[2][at] = total * i[at] * (1 - g[at] ** 2)
        found[3][at] = dh[at] * read * o[at] * (1 - o[at])
        found[4][at] = total * f[at]
    return tuple(found)


def with_einsum(dh, dC, i, f, g, o, C, C_before):
    read = np.tanh(C)
    total = np.einsum("mu,mu,mu->mu", dh, o, 1 - read * read) + dC
    return (
        np.einsum("mu,mu,mu->mu", total, g, i * (1 - i)),
        np.einsum("mu,mu,mu->mu", total, C_before, f * (1 - f)),
        np.einsum("mu,mu,mu->mu", total, i, 1 - g * g),
        np.einsum("mu,mu,mu->mu", dh, read, o * (1 - o)),
        np.einsum("mu,mu->mu", total, f),
    )


lstm_step_backward = Exercise(
    "lstm_step_backward",
    points=5,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case("the step of Part 5", **{name: np.array([[value]]) for name, value in BY_HAND.items()}),
        *(_case(number) for number in range(len(SIZES))),
    ],
    hidden=hidden,
    sums=2000,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(gate_by_gate),
        Alternative(with_slopes),
        Alternative(from_the_state),
        Alternative(unit_by_unit),
        Alternative(with_einsum),
    ],
)
