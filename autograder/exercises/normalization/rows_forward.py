"""layer_norm_forward: the same mathematics, along the features of each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.normalization.batches import N_BY_HAND, X_BY_HAND, features, gains, samples
from autograder.exercises.normalization.wrong_rows_forward import MISTAKES
from autograder.exercises.returned import named

ROWS_BY_HAND = np.ascontiguousarray(X_BY_HAND.T)  # two rows of four features
GAMMA_OF_ROWS, BETA_OF_ROWS = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 0.0, 10.0, 10.0])
N_OF_ROWS, S_OF_ROWS = np.ascontiguousarray(N_BY_HAND.T), np.array([[2.0], [10.0]])


def reference(X, gamma, beta, epsilon=1e-3):
    s = np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)
    N = (X - X.mean(axis=-1, keepdims=True)) / s
    return gamma * N + beta, N, s


def run(student, X, gamma, beta, epsilon):
    found = named(student(X, gamma, beta, epsilon), None, "A", "N", "s")
    rest = {name: found.pop(name) for name in ("N", "s") if name in found}
    return {**found, "N and s": rest} if rest else found


def inputs(rng: np.random.Generator, *shape: int, epsilon: float = 0.0) -> dict[str, Any]:
    """Rows, gamma and beta, and an epsilon that is not small beside the variances, unless given."""
    given = {"X": features(rng, *shape), "gamma": gains(rng, shape[-1]), "beta": gains(rng, shape[-1])}
    return {**given, "epsilon": epsilon or float(rng.uniform(0.2, 0.6))}


def shapes(rng: np.random.Generator) -> list[tuple[int, ...]]:
    """(m, n) and (m, steps, n), and one image; rows of three features or more."""
    plain = [(m, n + 1) for m, n in samples(rng, 6, least=3)]
    steps = [tuple(int(size) for size in rng.integers((1, 2, 3), (4, 5, 6))) for _ in range(3)]
    return [*plain, tuple(int(n) for n in rng.permutation([3, 4, 5])), (3, 3, 3), *steps, (2, 2, 3, 4)]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [Case("rows drawn at random", **inputs(rng, *shape)) for shape in shapes(rng)]
    single = {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) else value
        for name, value in inputs(rng, 3, 2, 5).items()
    }
    return [*cases, Case("numbers of 32 bits", **single)]


# Right answers, written in other ways.


def row_by_row(X, gamma, beta, epsilon=1e-3):
    A, N, s = np.zeros_like(X), np.zeros_like(X), np.zeros((*X.shape[:-1], 1), X.dtype)
    for i in np.ndindex(*X.shape[:-1]):
        D = X[i] - sum(X[i]) / len(X[i])
        s[i] = np.sqrt(D @ D / len(D) + epsilon)
        N[i] = D / s[i]
        A[i] = gamma * N[i] + beta
    return A, N, s


def transposed(X, gamma, beta, epsilon=1e-3):
    """Batch normalization of what is turned over: features for samples."""
    columns = X.reshape(-1, X.shape[-1]).T  # (n, rows)
    s = np.sqrt(columns.var(axis=0) + epsilon)
    N = ((columns - columns.mean(axis=0)) / s).T.reshape(X.shape)
    return N * gamma + beta, N, s.reshape(*X.shape[:-1], 1)


def with_newaxis(X, gamma, beta, epsilon=1e-3):
    D = X - np.mean(X, axis=-1)[..., np.newaxis]
    s = (np.mean(D**2, axis=-1) + epsilon)[..., np.newaxis] ** 0.5
    return [gamma * (D / s) + beta, D / s, s]


def with_einsum(X, gamma, beta, epsilon=1e-3):
    n = X.shape[-1]
    mean = np.einsum("...j->...", X)[..., None] / n
    s = np.sqrt(np.einsum("...j,...j->...", X, X)[..., None] / n - mean**2 + epsilon)
    N = (X - mean) / s
    return np.einsum("...j,j->...j", N, gamma) + beta, N, s


def with_the_matrix(X, gamma, beta, epsilon=1e-3):
    """The mean is taken off by a matrix, the same for each row."""
    n = X.shape[-1]
    D = X @ (np.eye(n, dtype=X.dtype) - X.dtype.type(1 / n))
    s = np.sqrt((D * D).sum(-1, keepdims=True) / n + epsilon)
    return gamma * D / s + beta, D / s, s


def _case(name: str, *shape: int, epsilon: float = 0.0) -> Case:
    return Case(name, **inputs(np.random.default_rng(sum(shape)), *shape, epsilon=epsilon))


layer_norm_forward = Exercise(
    "layer_norm_forward",
    points=2,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the two rows of Part 5, with epsilon 0",
            X=ROWS_BY_HAND,
            gamma=GAMMA_OF_ROWS,
            beta=BETA_OF_ROWS,
            epsilon=0.0,
        ),
        _case("five samples with three features, and a large epsilon", 5, 3, epsilon=0.5),
        _case("as many samples as features", 4, 4),
        _case("two sequences of three steps", 2, 3, 4),
        _case("all lengths alike", 3, 3, 3),
        _case("one sample", 1, 5, epsilon=1e-3),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(row_by_row),
        Alternative(transposed),
        Alternative(with_newaxis),
        Alternative(with_einsum),
        Alternative(with_the_matrix),
    ],
)
