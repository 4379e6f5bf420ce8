"""attend_next: attention of one new step, which remembers the keys and values of those before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.language_model.arrays import LN2, LN5, numbers
from autograder.exercises.language_model.attend_sentences import MISTAKES
from autograder.exercises.returned import named


def reference(q, k, v, keys, values):
    keys = np.concatenate([keys, k[:, np.newaxis]], axis=1)
    values = np.concatenate([values, v[:, np.newaxis]], axis=1)
    scores = (keys @ q[:, :, np.newaxis])[..., 0] / np.sqrt(q.shape[-1])  # (heads, steps + 1)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return (p[:, np.newaxis] @ values)[:, 0], keys, values


def run(student, q, k, v, keys, values):
    large = np.abs(q).max() > 10  # before an answer could change it
    result = student(q, k, v, keys, values)
    alone = isinstance(
        result, np.ndarray
    )  # the three have different shapes, so that one array is one of them
    found = named((result,) if alone else result, q, "c", "keys", "values")
    if not large:
        return found
    return {f"{name} of large scores": value for name, value in found.items() if name == "c"}


def inputs(rng: np.random.Generator, heads: int, steps: int, k: int, v: int) -> dict[str, np.ndarray]:
    """A new step, and those before it; no context is 0, where no rounding would be allowed."""
    new = {"q": numbers(rng, heads, k), "k": numbers(rng, heads, k), "v": numbers(rng, heads, v) + 3}
    before = numbers(rng, heads, steps + 1, k + v)[:, 1:]  # none, where this is the first
    return {**new, "keys": before[..., :k], "values": before[..., k:] + 3}


def far_inputs(rng: np.random.Generator, heads: int, steps: int, k: int, v: int) -> dict[str, np.ndarray]:
    """The same with scores in the thousands, far above or below 0, and near each other in each head."""
    found = inputs(rng, heads, steps, k, v)
    found["q"][..., 0] = 64.0 * np.where(np.arange(heads) % 2, -1.0, 1.0)
    found["k"][..., 0] = found["keys"][..., 0] = 64.0
    return found


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = [(2, 4, 3, 5), (3, 3, 4, 4), (2, 3, 2, 2), (2, 0, 3, 3)]
    sizes += [tuple(int(n) for n in rng.integers((1, 1, 1, 1), (5, 6, 5, 5))) for _ in range(8)]
    cases = [Case("a step drawn at random", **inputs(rng, *each)) for each in sizes]
    far = [Case("large scores", **far_inputs(rng, *each)) for each in ((2, 3, 2, 3), (3, 2, 4, 2))]
    return [*cases, *far, in_single_precision(cases[0])]


# Right answers, written in other ways.


def head_by_head(q, k, v, keys, values):
    contexts, more_keys, more_values = [], [], []
    for h in range(len(q)):
        all_keys, all_values = np.vstack([keys[h], k[h]]), np.vstack([values[h], v[h]])
        s = all_keys @ q[h] / np.sqrt(len(q[h]))
        e = np.exp(s - s.max())
        contexts.append(e / e.sum() @ all_values)
        more_keys.append(all_keys)
        more_values.append(all_values)
    return np.array(contexts), np.array(more_keys), np.array(more_values)


def with_einsum(q, k, v, keys, values):
    keys = np.append(keys, k[:, None, :], axis=1)
    values = np.append(values, v[:, None, :], axis=1)
    S = np.einsum("hd,htd->ht", q, keys) * q.shape[1] ** -0.5
    P = np.exp(S - np.logaddexp.reduce(S, axis=1, keepdims=True))
    return np.einsum("ht,htv->hv", P, values), keys, values


def into_larger_memory(q, k, v, keys, values):
    heads, steps, d = keys.shape
    K, V = np.empty((heads, steps + 1, d)), np.empty((heads, steps + 1, v.shape[1]))
    K[:, :steps], K[:, steps], V[:, :steps], V[:, steps] = keys, k, values, v
    S = (K * q[:, None]).sum(axis=-1) / d**0.5
    E = np.exp(S - S.max(axis=1)[:, None])
    C = (E[..., None] * V).sum(axis=1) / E.sum(axis=1)[:, None]
    return [C, K, V]


def the_new_one_apart(q, k, v, keys, values):
    """The scores of the steps before and that of the new one are worked out by themselves."""
    root = np.sqrt(keys.shape[-1])
    before, own = np.matvec(keys, q) / root, np.vecdot(k, q)[:, None] / root
    S = np.hstack([before, own])
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    P = E / E.sum(axis=-1, keepdims=True)
    C = np.vecmat(P[:, :-1], values) + P[:, -1:] * v
    return C, np.concatenate((keys, k[:, None]), 1), np.concatenate((values, v[:, None]), 1)


_BY_HAND = {
    "q": np.array([[1.0, 1.0, 0.0, 0.0]]),
    "k": np.array([[LN5, LN5, 0.0, 0.0]]),
    "v": np.array([[0.0, 24.0]]),
    "keys": np.array([[[0.0, 0.0, 2.0, 0.0], [LN2, LN2, 0.0, 2.0]]]),
    "values": np.array([[[48.0, 0.0], [72.0, 24.0]]]),
}

attend_next = Exercise(
    "attend_next",
    points=6,
    reference=reference,
    run=run,
    cases=[
        Case("the third step of Part 6", **_BY_HAND),
        Case("three heads, four steps before", **inputs(np.random.default_rng(1), 3, 4, 2, 5)),
        Case("as many heads as steps and features", **inputs(np.random.default_rng(2), 3, 3, 3, 3)),
        Case("the first step of all", **inputs(np.random.default_rng(3), 2, 0, 3, 2)),
        Case("one step before", **inputs(np.random.default_rng(4), 2, 1, 4, 3)),
        Case("large scores", **far_inputs(np.random.default_rng(5), 3, 4, 6, 2)),
    ],
    hidden=hidden,
    sums=2000,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(head_by_head),
        Alternative(with_einsum),
        Alternative(into_larger_memory),
        Alternative(the_new_one_apart),
    ],
)
