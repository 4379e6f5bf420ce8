"""attention_forward: every step takes what it needs from all the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.attention import mask
from autograder.exercises.attention.forward_sentences import MISTAKES
from autograder.exercises.attention.sequences import (
    K_BY_HAND,
    Q_BY_HAND,
    V_BY_HAND,
    as_split,
    by_name,
    drawn_sizes,
    numbers,
)


def reference(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / Q.shape[-1] ** 0.5
    if causal:
        S = mask.reference(S)
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    P = E / E.sum(axis=-1, keepdims=True)
    return P @ V, P


def run(student, Q, K, V, causal):
    large = np.abs(Q).max() * np.abs(K).max() > 1000
    after = " of large scores" if large else " with a mask" if causal else ""
    found = by_name(student(Q, K, V, causal), "C", *([] if large else ["P"]))
    return {f"{name}{after}": value for name, value in found.items()}


def inputs(rng: np.random.Generator, m: int, heads: int, t: int, k: int, v: int) -> dict[str, np.ndarray]:
    drawn = {"Q": (m, heads, t, k), "K": (m, heads, t, k), "V": (m, heads, t, v)}
    found = {name: as_split(numbers(rng, *shape)) for name, shape in drawn.items()}
    found["V"] += 3  # so that no context is 0, where no rounding would be allowed
    return found


def far_inputs(rng: np.random.Generator, m: int, heads: int, t: int, k: int, v: int) -> dict[str, np.ndarray]:
    """Inputs whose scores lie thousands apart from row to row, and near each other within a row."""
    found = inputs(rng, m, heads, t, k, v)
    found["Q"][..., 0] = 64.0 * np.where(np.arange(t) % 2, -1.0, 1.0)
    found["K"][..., 0] = 64.0
    return found


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = list(drawn_sizes(rng))
    cases = [
        Case("sequences drawn at random", **inputs(rng, *each), causal=causal)
        for each, causal in zip([*sizes, *sizes[:2]], [False, True] * 5 + [True, False], strict=True)
    ]
    halved = {name: array.astype(np.float32) for name, array in inputs(rng, 2, 2, 3, 4, 3).items()}
    cases.append(Case("numbers of 32 bits", **halved, causal=True))
    return [
        *cases,
        *(Case("large scores", **far_inputs(rng, 2, 3, t, k, 2), causal=False) for t, k in ((3, 5), (4, 3))),
    ]


# Right answers, written in other ways.


def with_einsum(Q, K, V, causal=False):
    S = np.einsum("mhik,mhjk->mhij", Q, K) / np.sqrt(K.shape[3])
    if causal:
        S = np.where(np.tri(S.shape[-1]) > 0, S, -np.inf)
    S = S - np.max(S, axis=3, keepdims=True)
    P = np.exp(S) / np.sum(np.exp(S), axis=3, keepdims=True)
    return np.einsum("mhij,mhjv->mhiv", P, V), P


def query_by_query(Q, K, V, causal=False):
    m, heads, t, k = Q.shape
    P, C = np.zeros((m, heads, t, t)), np.zeros(V.shape)
    for i in range(m):
        for h in range(heads):
            for a in range(t):
                seen = a + 1 if causal else t
                s = np.array([Q[i, h, a] @ K[i, h, b] for b in range(seen)]) / np.sqrt(k)
                e = np.exp(s - max(s))
                P[i, h, a, :seen] = e / sum(e)
                for b in range(seen):
                    C[i, h, a] += P[i, h, a, b] * V[i, h, b]
    return C, P


def heads_as_samples(Q, K, V, causal=False):
    m, heads, t, k = Q.shape
    q, key = Q.reshape(m * heads, t, k), K.reshape(m * heads, t, k)
    S = q @ key.transpose(0, 2, 1) * k**-0.5
    if causal:
        S = S - 1e9 * np.triu(np.ones((t, t)), 1)
    P = np.exp(S - np.logaddexp.reduce(S, axis=-1, keepdims=True))
    C = P @ V.reshape(m * heads, t, -1)
    return C.reshape(m, heads, t, -1), P.reshape(m, heads, t, t)


def query_scaled(Q, K, V, causal=False):
    """The scale goes to the smaller array, as in the library."""
    S = (Q / np.sqrt(Q.shape[-1])) @ K.transpose(0, 1, 3, 2)
    if causal:
        S = S + np.log(np.tril(np.ones(S.shape[-2:])) + 1e-300)
    E = np.exp(S - S.max(-1)[..., np.newaxis])
    P = E / E.sum(-1)[..., np.newaxis]
    return np.matmul(P, V), P


def with_scipy(Q, K, V, causal=False):
    from scipy.special import softmax

    C, P = np.empty_like(V), np.empty((*Q.shape[:3], Q.shape[2]))
    for index in np.ndindex(*Q.shape[:2]):
        S = Q[index].dot(K[index].T) / np.sqrt(Q.shape[3])
        P[index] = softmax(np.where(np.tri(len(S)), S, -1e30) if causal else S, axis=1)
        C[index] = P[index].dot(V[index])
    return [C, P]


def _case(name: str, *sizes: int, causal: bool = False) -> Case:
    return Case(name, **inputs(np.random.default_rng(sum(sizes)), *sizes), causal=causal)


attention_forward = Exercise(
    "attention_forward",
    points=5,
    reference=reference,
    run=run,
    cases=[
        Case("the three steps of Part 3", Q=Q_BY_HAND, K=K_BY_HAND, V=V_BY_HAND, causal=False),
        Case("the same with a mask", Q=Q_BY_HAND, K=K_BY_HAND, V=V_BY_HAND, causal=True),
        _case("two sequences of four steps with three heads", 2, 3, 4, 2, 5),
        _case("the same with a mask", 2, 3, 4, 2, 5, causal=True),
        _case("as many features as steps", 2, 2, 3, 3, 3),
        _case("a single step", 1, 2, 1, 3, 2, causal=True),
        Case("large scores", **far_inputs(np.random.default_rng(0), 2, 3, 5, 6, 7), causal=False),
    ],
    hidden=hidden,
    sums=2000,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(with_einsum),
        Alternative(query_by_query),
        Alternative(heads_as_samples),
        Alternative(query_scaled),
        Alternative(with_scipy),
    ],
)
