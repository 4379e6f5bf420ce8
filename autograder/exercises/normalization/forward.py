"""batch_norm_forward: every feature gets mean 0 and variance 1, and then what gamma and beta say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.normalization.batches import (
    BETA_BY_HAND,
    GAMMA_BY_HAND,
    X_BY_HAND,
    features,
    gains,
    images,
    samples,
)
from autograder.exercises.normalization.forward_sentences import MISTAKES
from autograder.exercises.returned import named


def reference(X, gamma, beta, epsilon=1e-3):
    axes = tuple(range(X.ndim - 1))
    s = np.sqrt(X.var(axis=axes) + epsilon)
    N = (X - X.mean(axis=axes)) / s
    return gamma * N + beta, N, s


def steps(X, gamma, beta, epsilon=1e-3):
    """The elements of all arrays together, were they laid over each other."""
    lengths = np.broadcast_shapes(X.shape, gamma.shape, beta.shape, np.shape(epsilon))
    return 4 * int(np.prod([float(length) for length in lengths]))


def run(student, X, gamma, beta, epsilon):
    return named(student(X, gamma, beta, epsilon), None, "A", "N", "s")


def inputs(rng: np.random.Generator, *shape: int, epsilon: float = 0.0) -> dict[str, Any]:
    """A batch, gamma and beta, and an epsilon that is not small beside the variances, unless given."""
    given = {"X": features(rng, *shape), "gamma": gains(rng, shape[-1]), "beta": gains(rng, shape[-1])}
    return {**given, "epsilon": epsilon or float(rng.uniform(0.2, 0.6))}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sequences = tuple(int(size) for size in rng.permutation([2, 3, 5]))
    cases = [Case("samples drawn at random", **inputs(rng, *shape)) for shape in samples(rng)]
    cases += [Case("images drawn at random", **inputs(rng, *shape)) for shape in images(rng)]
    cases += [Case("sequences drawn at random", **inputs(rng, *sequences))]
    single = {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) else value
        for name, value in inputs(rng, 3, 2, 2, 4).items()
    }
    return [*cases, Case("numbers of 32 bits", **single)]


# Right answers, written in other ways.


def as_rows(X, gamma, beta, epsilon=1e-3):
    rows = X.reshape(-1, X.shape[-1])
    D = rows - rows.mean(axis=0)
    s = ((D * D).mean(axis=0) + epsilon) ** 0.5
    N = (D / s).reshape(X.shape)
    return N * gamma + beta, N, s


def feature_by_feature(X, gamma, beta, epsilon=1e-3):
    N, A, s = np.zeros_like(X), np.zeros_like(X), np.zeros_like(gamma)
    for j in range(X.shape[-1]):
        column = X[..., j]
        s[j] = np.sqrt(np.mean((column - np.mean(column)) ** 2) + epsilon)
        N[..., j] = (column - np.mean(column)) / s[j]
        A[..., j] = gamma[j] * N[..., j] + beta[j]
    return A, N, s


def with_axes_kept(X, gamma, beta, epsilon=1e-3):
    axes = tuple(range(X.ndim - 1))
    mean, variance = X.mean(axes, keepdims=True), X.var(axes, keepdims=True)
    s = np.sqrt(variance + epsilon)
    N = (X - mean) / s
    return [N * gamma + beta, N, s.ravel()]


def as_a_line(X, gamma, beta, epsilon=1e-3):
    """A = slope X + offset: what is left of it once training is over."""
    axes = tuple(range(X.ndim - 1))
    mean = np.mean(X, axis=axes)
    inverse = 1 / np.sqrt(np.mean(X**2, axis=axes) - mean**2 + epsilon)
    slope = gamma * inverse
    return X * slope + (beta - mean * slope), X * inverse - mean * inverse, 1 / inverse


def with_einsum(X, gamma, beta, epsilon=1e-3):
    rows = X.reshape(-1, X.shape[-1])
    D = rows - np.einsum("ij->j", rows) / len(rows)
    s = np.sqrt(np.einsum("ij,ij->j", D, D) / len(rows) + epsilon)
    N = np.reshape(D / s, X.shape)
    return np.einsum("...j,j->...j", N, gamma) + beta, N, s


def _case(name: str, *shape: int, epsilon: float = 0.0) -> Case:
    return Case(name, **inputs(np.random.default_rng(sum(shape)), *shape, epsilon=epsilon))


batch_norm_forward = Exercise(
    "batch_norm_forward",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the four samples of Part 1, with epsilon 0",
            X=X_BY_HAND,
            gamma=GAMMA_BY_HAND,
            beta=BETA_BY_HAND,
            epsilon=0.0,
        ),
        _case("five samples with three features, and a large epsilon", 5, 3, epsilon=0.5),
        _case("as many samples as features", 4, 4),
        _case("four images of 3 x 5 with two channels", 4, 3, 5, 2),
        _case("images with all lengths alike", 3, 3, 3, 3, epsilon=1e-3),
        _case("two sequences of three steps", 2, 3, 4),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(as_rows),
        Alternative(feature_by_feature),
        Alternative(with_axes_kept),
        Alternative(as_a_line),
        Alternative(with_einsum),
    ],
)
