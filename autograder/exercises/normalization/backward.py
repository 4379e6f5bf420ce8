"""batch_norm_backward: back through the division, and through the mean and variance that made it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.normalization import forward
from autograder.exercises.normalization.backward_sentences import IN_DX
from autograder.exercises.normalization.batches import (
    DA_BY_HAND,
    GAMMA_BY_HAND,
    N_BY_HAND,
    S_BY_HAND,
    images,
    numbers,
    samples,
)
from autograder.exercises.normalization.parameter_sentences import IN_THE_OTHERS
from autograder.exercises.returned import named


def reference(dA, gamma, N, s):
    axes = tuple(range(N.ndim - 1))
    dN = gamma * dA
    dX = (dN - dN.mean(axis=axes) - N * (dN * N).mean(axis=axes)) / s
    return dX, (dA * N).sum(axis=axes), dA.sum(axis=axes)


def steps(dA, gamma, N, s):
    """The elements of all arrays together, were they laid over each other."""
    lengths = np.broadcast_shapes(dA.shape, gamma.shape, N.shape, s.shape)
    return 8 * int(np.prod([float(length) for length in lengths]))


def run(student, dA, gamma, N, s):
    of = "" if N.ndim == 2 else " of images"
    names = [name + of for name in ("dX", "dgamma", "dbeta")]
    return named(student(dA, gamma, N, s), None, *names)


def _inputs(rng: np.random.Generator, *shape: int) -> dict[str, np.ndarray]:
    given = forward.inputs(rng, *shape)
    _, N, s = forward.reference(**given)
    dA = numbers(rng, *shape) + 0.7 * numbers(rng, shape[-1])  # no feature hears nothing on the whole
    return {"dA": dA, "gamma": given["gamma"], "N": N, "s": s}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [Case("samples drawn at random", **_inputs(rng, *shape)) for shape in samples(rng)]
    cases += [Case("images drawn at random", **_inputs(rng, *shape)) for shape in images(rng)]
    for name, shape in (("numbers of 32 bits", (5, 3)), ("images of 32 bits", (3, 2, 2, 4))):
        single = {key: value.astype(np.float32) for key, value in _inputs(rng, *shape).items()}
        cases.append(Case(name, **single))
    return cases


# Right answers, written in other ways.


def step_by_step(dA, gamma, N, s):
    """Through one line of forward after the other, as in the notebook."""
    axes = tuple(range(N.ndim - 1))
    rows = N.size // N.shape[-1]
    D, dN = N * s, gamma * dA
    ds = -np.sum(dN * D, axis=axes) / s**2
    dvariance = ds / (2 * s)
    dD = dN / s + dvariance * 2 * D / rows
    return dD - np.sum(dD, axis=axes) / rows, np.sum(dA * N, axis=axes), np.sum(dA, axis=axes)


def with_the_sums(dA, gamma, N, s):
    """dgamma and dbeta are the sums that dX needs."""
    axes = tuple(range(N.ndim - 1))
    rows = N.size / N.shape[-1]
    dgamma, dbeta = (dA * N).sum(axes), dA.sum(axes)
    return gamma / s * (dA - (dbeta + N * dgamma) / rows), dgamma, dbeta


def as_rows(dA, gamma, N, s):
    shape, n = N.shape, N.shape[-1]
    dA, N = dA.reshape(-1, n), N.reshape(-1, n)
    dN = dA * gamma
    dX = (len(N) * dN - dN.sum(axis=0) - N * (dN * N).sum(axis=0)) / (len(N) * s)
    return [dX.reshape(shape), (dA * N).sum(axis=0), dA.sum(axis=0)]


def with_the_jacobian(dA, gamma, N, s):
    n = N.shape[-1]
    dX, dgamma, dbeta = np.zeros(N.shape), np.zeros(n), np.zeros(n)
    for j in range(n):
        column, slope = N[..., j].ravel(), dA[..., j].ravel()
        m = len(column)
        jacobian = (np.eye(m) - np.ones((m, m)) / m - np.outer(column, column) / m) / s[j]
        dX[..., j] = (gamma[j] * (jacobian @ slope)).reshape(N.shape[:-1])
        dgamma[j], dbeta[j] = column @ slope, slope.sum()
    return dX, dgamma, dbeta


def element_by_element(dA, gamma, N, s):
    dX, dgamma, dbeta = np.zeros_like(N), np.zeros_like(s), np.zeros_like(s)
    for i in np.ndindex(*N.shape[:-1]):
        dgamma += dA[i] * N[i]
        dbeta += dA[i]
    rows = N[..., 0].size
    for i in np.ndindex(*N.shape[:-1]):
        dX[i] = gamma * (dA[i] - dbeta / rows - N[i] * dgamma / rows) / s
    return dX, dgamma, dbeta


def with_einsum(dA, gamma, N, s):
    flat, rows = dA.reshape(-1, N.shape[-1]), N.size // N.shape[-1]
    dbeta, dgamma = np.einsum("ij->j", flat), np.einsum("ij,ij->j", flat, N.reshape(flat.shape))
    through = np.einsum("...j,j->...j", N, dgamma) + dbeta
    return np.einsum("...j,j->...j", rows * dA - through, gamma / (rows * s)), dgamma, dbeta


def _case(name: str, *shape: int) -> Case:
    return Case(name, **_inputs(np.random.default_rng(sum(shape)), *shape))


batch_norm_backward = Exercise(
    "batch_norm_backward",
    points=6,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case("the four samples of Part 2", dA=DA_BY_HAND, gamma=GAMMA_BY_HAND, N=N_BY_HAND, s=S_BY_HAND),
        _case("six samples with three features", 6, 3),
        _case("as many samples as features", 4, 4),
        _case("four images of 3 x 5 with two channels", 4, 3, 5, 2),
        _case("images with all lengths alike", 3, 3, 3, 3),
    ],
    hidden=hidden,
    sums=256,
    misconceptions=[*IN_DX, *IN_THE_OTHERS],
    alternatives=[
        Alternative(step_by_step),
        Alternative(with_the_sums),
        Alternative(as_rows),
        Alternative(with_the_jacobian),
        Alternative(element_by_element),
        Alternative(with_einsum),
    ],
)
