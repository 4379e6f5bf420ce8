"""layer_norm_backward: the means go along the features, and gamma and beta still add up over the rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.normalization import rows_forward as forward
from autograder.exercises.normalization.batches import DA_BY_HAND, numbers
from autograder.exercises.normalization.wrong_rows_backward import MISTAKES
from autograder.exercises.returned import named


def reference(dA, gamma, N, s):
    dN, rows = gamma * dA, tuple(range(N.ndim - 1))
    dX = (dN - dN.mean(axis=-1, keepdims=True) - N * (dN * N).mean(axis=-1, keepdims=True)) / s
    return dX, (dA * N).sum(axis=rows), dA.sum(axis=rows)


def run(student, dA, gamma, N, s):
    return named(student(dA, gamma, N, s), None, "dX", "dgamma", "dbeta")


def _inputs(rng: np.random.Generator, *shape: int) -> dict[str, np.ndarray]:
    given = forward.inputs(rng, *shape)
    _, N, s = forward.reference(**given)
    dA = numbers(rng, *shape) + 0.7 * numbers(rng, shape[-1])  # no feature hears nothing on the whole
    return {"dA": dA, "gamma": given["gamma"], "N": N, "s": s}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [shape for shape in forward.shapes(rng) if shape[-1] > 2]
    cases = [Case("rows drawn at random", **_inputs(rng, *shape)) for shape in shapes]
    single = {key: value.astype(np.float32) for key, value in _inputs(rng, 3, 2, 5).items()}
    return [*cases, Case("numbers of 32 bits", **single)]


# Right answers, written in other ways.


def row_by_row(dA, gamma, N, s):
    dX, dgamma, dbeta = np.zeros_like(N), np.zeros_like(gamma), np.zeros_like(gamma)
    for i in np.ndindex(*N.shape[:-1]):
        dN = gamma * dA[i]
        dX[i] = (dN - np.mean(dN) - N[i] * np.mean(dN * N[i])) / s[i]
        dgamma += dA[i] * N[i]
        dbeta += dA[i]
    return dX, dgamma, dbeta


def transposed(dA, gamma, N, s):
    """The way back of batch normalization, on what is turned over: features for samples."""
    n = N.shape[-1]
    dN, columns = (gamma * dA).reshape(-1, n).T, N.reshape(-1, n).T  # (n, rows)
    dX = (dN - dN.mean(axis=0) - columns * (dN * columns).mean(axis=0)) / s.ravel()
    rows = dA.reshape(-1, n)
    return dX.T.reshape(N.shape), (rows * N.reshape(-1, n)).sum(axis=0), rows.sum(axis=0)


def step_by_step(dA, gamma, N, s):
    n, D, dN = N.shape[-1], N * s, gamma * dA
    ds = -np.sum(dN * D, axis=-1, keepdims=True) / s**2
    dD = dN / s + ds / (2 * s) * 2 * D / n
    dX = dD - np.sum(dD, axis=-1, keepdims=True) / n
    rows = tuple(range(N.ndim - 1))
    return [dX, np.sum(dA * N, axis=rows), np.sum(dA, axis=rows)]


def with_the_jacobian(dA, gamma, N, s):
    n = N.shape[-1]
    jacobians = (np.eye(n) - 1 / n - N[..., :, np.newaxis] * N[..., np.newaxis, :] / n) / s[..., np.newaxis]
    dX = (jacobians @ (gamma * dA)[..., np.newaxis])[..., 0]
    rows = dA.reshape(-1, n)
    return dX, np.einsum("ij,ij->j", rows, N.reshape(-1, n)), np.ones(len(rows)) @ rows


def with_einsum(dA, gamma, N, s):
    n, dN = N.shape[-1], dA * gamma
    rows = dA.reshape(-1, n)
    first, second = np.einsum("...j->...", dN), np.einsum("...j,...j->...", dN, N)
    dX = (n * dN - first[..., None] - N * second[..., None]) / (n * s)
    return dX, np.einsum("ij,ij->j", rows, N.reshape(-1, n)), np.einsum("ij->j", rows)


def _case(name: str, *shape: int) -> Case:
    return Case(name, **_inputs(np.random.default_rng(sum(shape)), *shape))


layer_norm_backward = Exercise(
    "layer_norm_backward",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the two rows of Part 5",
            dA=np.ascontiguousarray(DA_BY_HAND.T),
            gamma=forward.GAMMA_OF_ROWS,
            N=forward.N_OF_ROWS,
            s=forward.S_OF_ROWS,
        ),
        _case("five samples with three features", 5, 3),
        _case("as many samples as features", 4, 4),
        _case("two sequences of three steps", 2, 3, 4),
        _case("all lengths alike", 3, 3, 3),
        _case("one sample", 1, 5),
    ],
    hidden=hidden,
    sums=256,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(row_by_row),
        Alternative(transposed),
        Alternative(step_by_step),
        Alternative(with_the_jacobian),
        Alternative(with_einsum),
    ],
)
