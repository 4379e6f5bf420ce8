"""lstm_backward: from the last step to the first, and how the weights that all steps share should change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.lstm import forward, step_backward
from autograder.exercises.lstm.backward_sentences import MISTAKES
from autograder.exercises.lstm.batches import GATES, drawn, drawn_sizes, in_other_forms
from autograder.exercises.returned import named

OUTPUTS = ("dX", "dW", "dU", "db")


def reference(dA, X, cache, W, U):
    dX, dW, dU, db = np.zeros_like(X), np.zeros_like(W), np.zeros_like(U), np.zeros_like(U[0])
    h_before, C_before = (before(cache[name]) for name in ("h", "C"))
    dh = dC = np.zeros_like(dA[:, 0])
    for t in reversed(range(X.shape[1])):
        kept = {name: cache[name][:, t] for name in (*GATES, "C")}
        *gates, dC = step_backward.reference(dA[:, t] + dh, dC, **kept, C_before=C_before[:, t])
        dz = np.concatenate(gates, axis=1)
        dX[:, t] = dz @ W.T
        dW += X[:, t].T @ dz
        dU += h_before[:, t].T @ dz
        db += dz.sum(axis=0)
        dh = dz @ U.T
    return dX, dW, dU, db


def before(states):
    """One step later, and 0 at first."""
    return np.concatenate([np.zeros_like(states[:, :1]), states[:, :-1]], axis=1)


def run(student, dA, X, W, U, **cache):
    """The arrays of the cache are inputs like the others: none of them may be changed."""
    return named(student(dA, X, cache, W, U), X, *OUTPUTS)


def drawn_inputs(rng: np.random.Generator, m: int, steps: int, n: int, units: int, form: int = 0) -> dict:
    """What a real forward pass kept, and a gradient for each state."""
    given = in_other_forms(forward.drawn_sequences(rng, m, steps, n, units), form)
    dA = in_other_forms({"dA": drawn(rng, m, steps, units)}, form)
    cache = forward.reference(**given)
    return {**dA, "X": given["X"], **cache, "W": given["W"], "U": given["U"]}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = zip(drawn_sizes(rng), forward.drawn_steps(rng), strict=True)
    return [
        Case("sequences drawn at random", **drawn_inputs(rng, m, steps, n, units, form))
        for form, ((m, n, units), steps) in enumerate(sizes)
    ]


def _case(name: str, m: int, steps: int, n: int, units: int) -> Case:
    return Case(name, **drawn_inputs(np.random.default_rng(m + steps), m, steps, n, units))


# Right answers, written in other ways.


def step_back(dh, dC, cache, t):
    """The gradient of all four sums of a step, and of the memory before."""
    i, f, g, o, C = (cache[name][:, t] for name in ("i", "f", "g", "o", "C"))
    C_before = cache["C"][:, t - 1] if t else np.zeros_like(C)
    dC = dC + dh * o * (1 - np.tanh(C) ** 2)
    dz = [dC * g * i * (1 - i), dC * C_before * f * (1 - f), dC * i * (1 - g**2)]
    return np.concatenate([*dz, dh * np.tanh(C) * o * (1 - o)], axis=1), dC * f


def sums_at_the_end(dA, X, cache, W, U):
    """As the library does: the walk first, then one product for all rows."""
    m, steps, n = X.shape
    dZ, dh, dC = np.zeros((m, steps, W.shape[1])), 0.0, 0.0
    for t in range(steps - 1, -1, -1):
        dZ[:, t], dC = step_back(dA[:, t] + dh, dC, cache, t)
        dh = dZ[:, t] @ U.T
    h_before = np.zeros_like(cache["h"])
    h_before[:, 1:] = cache["h"][:, :-1]
    rows = dZ.reshape(m * steps, -1)
    dU = h_before.reshape(m * steps, -1).T @ rows
    return dZ @ W.T, X.reshape(m * steps, n).T @ rows, dU, rows.sum(axis=0)


def with_einsum(dA, X, cache, W, U):
    dZ, dh, dC = [], np.zeros(dA[:, 0].shape), np.zeros(dA[:, 0].shape)
    for t in reversed(range(dA.shape[1])):
        dz, dC = step_back(dh + dA[:, t], dC, cache, t)
        dZ.insert(0, dz)
        dh = np.einsum("mk,uk->mu", dz, U)
    dZ = np.stack(dZ, axis=1)
    h_before = np.pad(cache["h"], ((0, 0), (1, 0), (0, 0)))[:, :-1]
    dW, dU = np.einsum("mtn,mtk->nk", X, dZ), np.einsum("mtu,mtk->uk", h_before, dZ)
    return [np.einsum("mtk,nk->mtn", dZ, W), dW, dU, np.einsum("mtk->k", dZ)]


def steps_in_front(dA, X, cache, W, U):
    dh = dC = np.zeros((len(X), len(U)))
    dX, dW, dU, db = [], np.zeros(W.shape), np.zeros(U.shape), np.zeros(W.shape[1])
    for t in list(range(X.shape[1]))[::-1]:
        dz, dC = step_back(dh + dA.swapaxes(0, 1)[t], dC, cache, t)
        dx, dh = np.split(dz @ np.vstack([W, U]).T, [len(W)], axis=1)
        dX.append(dx)
        dW = dW + np.dot(X[:, t].T, dz)
        if t > 0:
            dU = dU + np.dot(cache["h"][:, t - 1].T, dz)
        db = db + dz.sum(axis=0)
    return np.array(dX[::-1]).transpose(1, 0, 2), dW, dU, db


def sample_by_sample(dA, X, cache, W, U):
    dX, dW, dU, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(U.shape), np.zeros(W.shape[1])
    for s in range(len(X)):
        mine = {name: values[s : s + 1] for name, values in cache.items()}
        dh = dC = np.zeros((1, len(U)))
        for t in range(X.shape[1] - 1, -1, -1):
            dz, dC = step_back(dh + dA[s, t], dC, mine, t)
            dX[s, t] = W @ dz[0]
            dW += np.outer(X[s, t], dz)
            dU += np.outer(mine["h"][0, t - 1], dz) if t else 0
            db += dz[0]
            dh = dz @ U.T
    return dX, dW, dU, db


def one_after_the_other(dA, X, cache, W, U):
    """By recursion: a step first asks the one after it."""
    dZ = np.zeros((*X.shape[:2], W.shape[1]))

    def from_step(t):
        if t == X.shape[1]:
            return 0.0, 0.0
        dh, dC = from_step(t + 1)
        dZ[:, t], dC = step_back(dA[:, t] + dh, dC, cache, t)
        return dZ[:, t] @ U.T, dC

    from_step(0)
    earlier = cache["h"][:, :-1]
    dU = np.tensordot(earlier, dZ[:, 1:], axes=([0, 1], [0, 1]))
    return dZ @ W.T, np.tensordot(X, dZ, axes=([0, 1], [0, 1])), dU, dZ.sum(axis=(0, 1))


lstm_backward = Exercise(
    "lstm_backward",
    points=4,
    reference=reference,
    run=run,
    cases=[
        _case("two sequences of three steps", 2, 3, 4, units=3),
        _case("three sequences of four steps and two units", 3, 4, 1, units=2),
        _case("one sequence of five steps and a single unit", 1, 5, 2, units=1),
        _case("four sequences of one step", 4, 1, 3, units=2),
    ],
    hidden=hidden,
    sums=2000,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(sums_at_the_end),
        Alternative(with_einsum),
        Alternative(steps_in_front),
        Alternative(sample_by_sample),
        Alternative(one_after_the_other),
    ],
)
