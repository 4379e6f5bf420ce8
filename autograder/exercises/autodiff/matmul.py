"""matmul_gradients: the rule of a matrix product, and of a stack of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.autodiff.arrays import numbers, outputs
from autograder.exercises.autodiff.matmul_sentences import MISTAKES
from autograder.exercises.autodiff.rules import matmul_gradients as matmul_reference


def run(student, G, X, W):
    words = "" if G.ndim == 2 else " of a stack"
    return outputs(student(G, X, W), G, f"dX{words}", f"dW{words}")


def steps(G, X, W):
    """The products of numbers in it; ValueError unless they are matrices, or stacks of matrices, that fit."""
    fits = min(map(np.ndim, (G, X, W))) >= 2 and G.shape[-2:] == (X.shape[-2], W.shape[-1])
    if not fits or X.shape[-1] != W.shape[-2]:
        raise ValueError("matrices whose shapes fit were expected")
    front = np.broadcast_shapes(G.shape[:-2], X.shape[:-2], W.shape[:-2])
    return 2 * int(np.prod([*front, *X.shape[-2:], W.shape[-1]], dtype=np.int64))


def _case(name: str, rng: np.random.Generator, front: Sequence[int], m: int, n: int, units: int) -> Case:
    arrays: dict[str, Any] = {"G": (m, units), "X": (m, n), "W": (n, units)}
    return Case(name, **{key: numbers(rng, *front, *shape) for key, shape in arrays.items()})


def _of_each_kind(rng: np.random.Generator, words: str) -> list[Case]:
    """Matrices and stacks of them; in some, all sizes are the same, so that hardly anything does not fit."""
    sizes = [[int(n) for n in rng.permutation([2, 3, 4])] for _ in range(4)]
    one, two = (int(rng.integers(2, 4)),), tuple(int(n) for n in rng.integers(2, 4, 2))
    return [
        *(_case(f"matrices{words}", rng, (), *each) for each in sizes[:2]),
        _case(f"square matrices{words}", rng, (), 3, 3, 3),
        _case(f"stacks{words}", rng, one, *sizes[2]),
        _case(f"stacks with two axes in front{words}", rng, two, *sizes[3]),
        _case(f"a cube of matrices{words}", rng, (3,), 3, 3, 3),
    ]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [*_of_each_kind(rng, ", drawn at random"), *_of_each_kind(rng, ", drawn at random")]
    return [*cases, in_single_precision(cases[0]), in_single_precision(cases[3])]


# Right answers, written in other ways.


def with_einsum(G, X, W):
    return np.einsum("...ik,...jk->...ij", G, W), np.einsum("...ij,...ik->...jk", X, G)


def transposed_twice(G, X, W):
    def transposed(M):
        return np.moveaxis(M, -1, -2)

    return [transposed(W @ transposed(G)), transposed(transposed(G) @ X)]


def matrix_by_matrix(G, X, W):
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for at in np.ndindex(*X.shape[:-2]):
        dX[at], dW[at] = G[at] @ W[at].T, X[at].T @ G[at]
    return dX, dW


def sums_of_products(G, X, W):
    dX = (G[..., :, None, :] * W[..., None, :, :]).sum(axis=-1)
    return dX, (X[..., :, :, None] * G[..., :, None, :]).sum(axis=-3)


matmul_gradients = Exercise(
    "matmul_gradients",
    points=4,
    lent=steps,
    reference=matmul_reference,
    run=run,
    cases=[
        Case(
            "the matrices of the example",
            G=np.array([[1.0, 2.0], [0.0, -1.0]]),
            X=np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
            W=np.array([[1.0, 0.0], [2.0, 1.0], [0.0, 3.0]]),
        ),
        *_of_each_kind(np.random.default_rng(0), ""),
    ],
    hidden=hidden,
    sums=32,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(with_einsum),
        Alternative(transposed_twice),
        Alternative(matrix_by_matrix),
        Alternative(sums_of_products),
    ],
)
