"""embedding_gradient: each row of an embedding hears from every place where its token stood."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.language_model.arrays import numbers
from autograder.exercises.language_model.embedding_sentences import MISTAKES
from autograder.exercises.returned import as_precise


def reference(dA, ids, vocabulary):
    dW = np.zeros((vocabulary, dA.shape[-1]), dA.dtype)
    np.add.at(dW, ids, dA)
    return dW


def run(student, dA, ids, vocabulary):
    return {"dW": as_precise(student(dA, ids, vocabulary), like=dA)}


def steps(dA, ids, vocabulary):
    return np.size(dA) + (np.size(ids) + int(vocabulary)) * np.shape(dA)[-1]  # one of 16 bits would overflow


def drawn(name: str, rng: np.random.Generator, m: int, steps: int, vocabulary: int, n: int) -> Case:
    """Ids of which one comes in several places, and two in none: the last, and one in the middle."""
    known = np.delete(np.arange(vocabulary - 1), rng.integers(1, vocabulary - 1))
    ids = rng.choice(known, (m, steps))
    ids[:, -1] = ids[0, 0]
    return Case(name, dA=numbers(rng, m, steps, n), ids=ids, vocabulary=vocabulary)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = [
        (2, 3, 5, 4),
        (3, 4, 4, 2),
        *(tuple(int(k) for k in rng.integers((1, 2, 3, 2), 6)) for _ in range(9)),
    ]
    cases = [drawn("tokens drawn at random", rng, *each) for each in sizes]
    return [*cases, in_single_precision(cases[0])]


# Right answers, written in other ways.


def by_one_hot(dA, ids, vocabulary):
    rows = dA.reshape(-1, dA.shape[-1])
    return np.eye(vocabulary)[ids.ravel()].T @ rows


def place_by_place(dA, ids, vocabulary):
    dW = np.zeros((vocabulary, dA.shape[2]))
    for sample, row in zip(ids, dA, strict=True):
        for id, slope in zip(sample, row, strict=True):
            dW[id] += slope
    return dW


def token_by_token(dA, ids, vocabulary):
    return np.stack([dA[ids == id].sum(axis=0) for id in range(vocabulary)])


def column_by_column(dA, ids, vocabulary):
    columns = [np.bincount(ids.ravel(), dA[..., f].ravel(), vocabulary) for f in range(dA.shape[-1])]
    return np.stack(columns, axis=1)


def with_einsum(dA, ids, vocabulary):
    return np.einsum("mtv,mtn->vn", ids[..., np.newaxis] == np.arange(vocabulary), dA)


embedding_gradient = Exercise(
    "embedding_gradient",
    points=4,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the three tokens of Part 2",
            dA=np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]),
            ids=np.array([[2, 0, 2]]),
            vocabulary=4,
        ),
        drawn("two texts of four tokens", np.random.default_rng(1), 2, 4, 5, 3),
        drawn("three texts of two tokens", np.random.default_rng(2), 3, 2, 6, 4),
        drawn("as many features as tokens are known", np.random.default_rng(3), 2, 3, 4, 4),
    ],
    hidden=hidden,
    sums=64,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(by_one_hot),
        Alternative(place_by_place),
        Alternative(token_by_token),
        Alternative(column_by_column),
        Alternative(with_einsum),
    ],
)
