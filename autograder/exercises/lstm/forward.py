"""lstm_forward: the same step again and again, each with the state and the memory of the one before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.lstm import step
from autograder.exercises.lstm.batches import CACHE, GATES, drawn, drawn_sizes, in_other_forms, parameters
from autograder.exercises.lstm.forward_sentences import MISTAKES
from autograder.exercises.returned import as_precise


def reference(X, W, U, b):
    m, steps, _ = X.shape
    cache = {name: np.empty((m, steps, len(U)), X.dtype) for name in CACHE}
    h = C = np.zeros((m, len(U)), X.dtype)
    for t in range(steps):
        done = step.reference(X[:, t], h, C, W, U, b)
        *_, C, h = done
        for name, value in zip(CACHE, done, strict=True):
            cache[name][:, t] = value
    return cache


def run(student, X, W, U, b):
    cache = student(X, W, U, b)
    if not hasattr(cache, "keys"):
        yield "gates", cache  # whatever it is, it is no dict
        return
    found = {name: as_precise(cache[name], X) for name in CACHE if name in cache}
    yield "gates", {name: found[name] for name in GATES if name in found}
    yield "C", found.get("C")
    yield "h", found.get("h")


def drawn_sequences(rng: np.random.Generator, m: int, steps: int, n: int, units: int) -> dict:
    return {"X": drawn(rng, m, steps, n), **parameters(rng, n, units, blocks=4)}


def drawn_steps(rng: np.random.Generator) -> list[int]:
    """How many steps the hidden sequences have: the first two have three or more."""
    return [4, 3, *(int(steps) for steps in rng.integers(1, 7, 10))]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = zip(drawn_sizes(rng), drawn_steps(rng), strict=True)
    inputs = [drawn_sequences(rng, m, steps, n, units) for (m, n, units), steps in sizes]
    return [Case("sequences drawn at random", **in_other_forms(each, k)) for k, each in enumerate(inputs)]


def _case(name: str, m: int, steps: int, n: int, units: int) -> Case:
    inputs = drawn_sequences(np.random.default_rng(steps), m, steps, n, units)
    return Case(name, **{key: np.round(value, 2) for key, value in inputs.items()})


# Right answers, written in other ways.


def gates(z):
    z_i, z_f, z_g, z_o = np.split(z, 4, axis=-1)
    i, f, o = (1 / (1 + np.exp(-each)) for each in (z_i, z_f, z_o))
    return i, f, np.tanh(z_g), o


def stacked(X, W, U, b):
    """Lists of steps, put together at the end."""
    C = h = np.zeros((X.shape[0], U.shape[0]))
    kept = {name: [] for name in ("i", "f", "g", "o", "C", "h")}
    for t in range(X.shape[1]):
        i, f, g, o = gates(X[:, t, :] @ W + h @ U + b)
        C = f * C + i * g
        h = o * np.tanh(C)
        for name, value in zip(kept, (i, f, g, o, C, h), strict=True):
            kept[name].append(value)
    return {name: np.stack(values, axis=1) for name, values in kept.items()}


def one_product(X, W, U, b):
    """What does not depend on the state is one product for all steps; inside, the steps come first."""
    Z = np.einsum("mtn,nk->tmk", X, W) + b
    steps, m, columns = Z.shape
    cache = {name: np.zeros((steps, m, columns // 4)) for name in ("i", "f", "g", "o", "C", "h")}
    C = h = np.zeros((m, columns // 4))
    for t, z in enumerate(Z):
        i, f, g, o = gates(z + h @ U)
        C = f * C + i * g
        h = o * np.tanh(C)
        cache["i"][t], cache["f"][t], cache["g"][t], cache["o"][t] = i, f, g, o
        cache["C"][t], cache["h"][t] = C, h
    return {name: values.transpose(1, 0, 2) for name, values in cache.items()}


def sample_by_sample(X, W, U, b):
    units = len(U)
    i, f, g, o, C, h = (np.zeros((*X.shape[:2], units)) for _ in range(6))
    for s in range(len(X)):
        for t in range(X.shape[1]):
            before = (h[s, t - 1], C[s, t - 1]) if t else (np.zeros(units), np.zeros(units))
            i[s, t], f[s, t], g[s, t], o[s, t] = gates(X[s, t] @ W + before[0] @ U + b)
            C[s, t] = f[s, t] * before[1] + i[s, t] * g[s, t]
            h[s, t] = o[s, t] * np.tanh(C[s, t])
    return dict(i=i, f=f, g=g, o=o, C=C, h=h)


def with_swapped_axes(X, W, U, b):
    done, h, C = [], np.zeros((1, len(U))), np.zeros((1, len(U)))
    for x in np.swapaxes(X, 0, 1):
        i, f, g, o = gates(x @ W + h @ U + b)
        C = f * C + i * g
        h = o * np.tanh(C)
        done.append([i, f, g, o, C, h])
    return dict(zip("ifgoCh", np.moveaxis(np.array(done), 0, 2), strict=True))


def with_more_in_it(X, W, U, b):
    """A room for one step more: the states before the first are the zeros at its beginning."""
    m, steps, _ = X.shape
    h, C = np.zeros((m, steps + 1, len(U))), np.zeros((m, steps + 1, len(U)))
    kept = np.zeros((4, m, steps, len(U)))
    for t in range(steps):
        kept[:, :, t] = i, f, g, o = gates(X[:, t] @ W + h[:, t] @ U + b)
        C[:, t + 1] = f * C[:, t] + i * g
        h[:, t + 1] = o * np.tanh(C[:, t + 1])
    cache = dict(zip("ifgo", kept, strict=True))
    return {**cache, "C": C[:, 1:], "h": h[:, 1:], "h_before": h[:, :-1], "C_before": C[:, :-1]}


lstm_forward = Exercise(
    "lstm_forward",
    points=3,
    reference=reference,
    run=run,
    cases=[
        _case("two sequences of three steps", 2, 3, 4, units=3),
        _case("three sequences of four steps and two units", 3, 4, 1, units=2),
        _case("one sequence of five steps and a single unit", 1, 5, 1, units=1),
        _case("four sequences of one step", 4, 1, 3, units=2),
    ],
    hidden=hidden,
    sums=2000,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(stacked),
        Alternative(one_product),
        Alternative(sample_by_sample),
        Alternative(with_swapped_axes),
        Alternative(with_more_in_it),
    ],
)
