"""softmax_backward: every score moves every probability of its sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.softmax import forward
from autograder.exercises.softmax.batches import drawn_sizes, scores
from autograder.exercises.softmax.wrong_ways_back import WRONG_WAYS_BACK


def reference(dA, A):
    return A * (dA - (dA * A).sum(axis=1, keepdims=True))


def run(student, dA, A):
    return {"dZ": student(dA, A)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("probabilities drawn at random", dA=scores(rng, m, n), A=forward.reference(scores(rng, m, n)))
        for m, n in drawn_sizes(rng)
    ]


# Right answers, written in other ways.


def with_the_jacobian(dA, A):
    return np.stack([(np.diag(a) - np.outer(a, a)) @ da for a, da in zip(A, dA, strict=True)])


def with_einsum(dA, A):
    J = np.einsum("ij,jk->ijk", A, np.eye(A.shape[1])) - np.einsum("ij,ik->ijk", A, A)
    return np.einsum("ijk,ij->ik", J, dA)


def in_loops(dA, A):
    dZ = np.zeros_like(A)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            for k in range(A.shape[1]):
                slope = A[i, k] * ((1 if j == k else 0) - A[i, j])
                dZ[i, j] += dA[i, k] * slope
    return dZ


def multiplied_out(dA, A):
    return A * dA - A * np.einsum("ij,ij->i", A, dA)[:, np.newaxis]


def less_the_mean(dA, A):
    """The sum is the mean of dA, weighted by the probabilities."""
    mean = np.array([np.average(da, weights=a) for da, a in zip(dA, A, strict=True)])
    return A * (dA.T - mean).T


def _case(name: str, m: int, n: int) -> Case:
    rng = np.random.default_rng(m + n)
    return Case(name, dA=np.round(4 * scores(rng, m, n), 1), A=forward.reference(scores(rng, m, n)))


softmax_backward = Exercise(
    "softmax_backward",
    points=4,
    reference=reference,
    run=run,
    cases=[
        _case("two samples of three probabilities", 2, 3),
        _case("one sample", 1, 4),
        _case("three samples of three", 3, 3),
    ],
    hidden=hidden,
    sums=50,
    misconceptions=WRONG_WAYS_BACK,
    alternatives=[
        Alternative(with_the_jacobian),
        Alternative(with_einsum),
        Alternative(in_loops),
        Alternative(multiplied_out),
        Alternative(less_the_mean),
    ],
)
