"""attention_backward: from what was taken back to queries, keys and values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.attention import forward
from autograder.exercises.attention.backward_sentences import MISTAKES
from autograder.exercises.attention.sequences import (
    K_BY_HAND,
    Q_BY_HAND,
    V_BY_HAND,
    as_split,
    by_name,
    drawn_sizes,
    numbers,
)


def reference(dC, Q, K, V, P):
    dV = np.swapaxes(P, -1, -2) @ dC
    dP = dC @ np.swapaxes(V, -1, -2)
    dS = P * (dP - (dP * P).sum(axis=-1, keepdims=True)) / Q.shape[-1] ** 0.5
    return dS @ K, np.swapaxes(dS, -1, -2) @ Q, dV


def run(student, dC, Q, K, V, P):
    return by_name(student(dC, Q, K, V, P), "dQ", "dK", "dV")


def _case(name: str, rng: np.random.Generator, *sizes: int, causal: bool = False) -> Case:
    given = forward.inputs(rng, *sizes)
    given["Q"] /= 2  # where one weight is nearly 1, the gradients of the scores are little more than rounding
    given["V"] += rng.uniform(-0.1, 0.1, given["V"].shape)  # no two steps are worth the same to dC
    C, P = forward.reference(**given, causal=causal)
    return Case(name, dC=as_split(numbers(rng, *C.shape)), **given, P=P)


def by_hand() -> Case:
    """The three steps of the notebook, where the loss hears of the first value that step 1 takes."""
    dC = np.zeros((1, 1, 3, 2))
    dC[0, 0, 1, 0] = 1.0
    _, P = forward.reference(Q_BY_HAND, K_BY_HAND, V_BY_HAND)
    return Case("the three steps of Part 5", dC=dC, Q=Q_BY_HAND, K=K_BY_HAND, V=V_BY_HAND, P=P)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = list(drawn_sizes(rng, least_steps=3))  # with one or two, dQ may be 0, and no rounding be allowed
    return [
        _case("sequences drawn at random", rng, *each, causal=causal)
        for each, causal in zip([*sizes, *sizes[:2]], [False, True] * 5 + [True, False], strict=True)
    ]


# Right answers, written in other ways.


def with_einsum(dC, Q, K, V, P):
    dP = np.einsum("mhiv,mhjv->mhij", dC, V)
    dS = P * dP - P * np.einsum("mhij,mhij->mhi", P, dP)[..., np.newaxis]
    dS = dS / np.sqrt(K.shape[3])
    dQ = np.einsum("mhij,mhjk->mhik", dS, K)
    dK = np.einsum("mhij,mhik->mhjk", dS, Q)
    return dQ, dK, np.einsum("mhij,mhiv->mhjv", P, dC)


def with_the_context(dC, Q, K, V, P):
    """The weighed mean of dP is dC . C, which is shorter."""
    weighed = (dC * (P @ V)).sum(axis=-1, keepdims=True)
    dS = P * (dC @ V.transpose(0, 1, 3, 2) - weighed)
    scale = 1 / np.sqrt(Q.shape[-1])
    return scale * (dS @ K), scale * (dS.transpose(0, 1, 3, 2) @ Q), P.transpose(0, 1, 3, 2) @ dC


def with_the_jacobian(dC, Q, K, V, P):
    dQ, dK, dV = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    for i in range(Q.shape[0]):
        for h in range(Q.shape[1]):
            for a in range(Q.shape[2]):
                p = P[i, h, a]
                ds = (np.diag(p) - np.outer(p, p)) @ (V[i, h] @ dC[i, h, a]) / np.sqrt(Q.shape[3])
                dQ[i, h, a] = ds @ K[i, h]
                dK[i, h] += np.outer(ds, Q[i, h, a])
                dV[i, h] += np.outer(p, dC[i, h, a])
    return dQ, dK, dV


def head_by_head(dC, Q, K, V, P):
    found = [np.zeros(each.shape) for each in (Q, K, V)]
    for at in np.ndindex(*P.shape[:2]):
        dP = dC[at].dot(V[at].T)
        dZ = P[at] * (dP - np.sum(P[at] * dP, axis=1)[:, None])
        dS = dZ / Q.shape[3] ** 0.5
        found[0][at], found[1][at], found[2][at] = dS.dot(K[at]), dS.T.dot(Q[at]), P[at].T.dot(dC[at])
    return found


def joined(dC, Q, K, V, P):
    m, heads, t, k = Q.shape
    dC, Q, K, V, P = (each.reshape(m * heads, t, -1) for each in (dC, Q, K, V, P))
    dP = dC @ V.transpose(0, 2, 1)
    dS = P * (dP - np.sum(dP * P, axis=2, keepdims=True)) / np.sqrt(k)
    gradients = dS @ K, (Q.transpose(0, 2, 1) @ dS).transpose(0, 2, 1), P.transpose(0, 2, 1) @ dC
    return tuple(each.reshape(m, heads, t, -1) for each in gradients)


RNG = np.random.default_rng(7)

attention_backward = Exercise(
    "attention_backward",
    points=6,
    reference=reference,
    run=run,
    cases=[
        by_hand(),
        _case("two sequences of four steps with three heads", RNG, 2, 3, 4, 2, 5),
        _case("the same with a mask", RNG, 2, 3, 4, 2, 5, causal=True),
        _case("as many features as steps", RNG, 2, 2, 3, 3, 3),
        _case("one sequence of two steps", RNG, 1, 1, 2, 3, 2),
    ],
    hidden=hidden,
    sums=4000,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(with_einsum),
        Alternative(with_the_context),
        Alternative(with_the_jacobian),
        Alternative(head_by_head),
        Alternative(joined),
    ],
)
