"""dropout: some numbers are left out in training, and none in prediction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import NOTE, Alternative, Case, Exercise, distinct
from autograder.exercises.softmax.batches import drawn_sizes
from autograder.exercises.softmax.wrong_dropout import WRONG_DROPOUT


def reference(X, chance, rate, training):
    return X * (chance >= rate) / (1 - rate) if training else X


def run(student, X, chance, rate, training):
    A = student(X, chance, rate, training)
    yield "A", A
    alike = X.min() == X.max() and chance.min() == chance.max()
    if alike and isinstance(A, np.ndarray) and A.shape == X.shape and A.min() != A.max():
        yield (
            NOTE,
            "Equal numbers with one and the same chance came back different: where your function draws "
            "random numbers of its own, use those of `chance` in their place.",
        )


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    sizes = list(drawn_sizes(rng))
    rates = rng.choice([0.2, 0.25, 0.4, 0.6, 0.8], len(sizes))
    rates[0] = 0.25  # of the first 15 numbers no whole ones: the share that stays is another than on average
    for (m, n), rate in zip(sizes, rates.tolist(), strict=True):
        shape = (m, n) if n > 2 else (m, 2, 3)
        X = distinct(rng, *shape)
        chance = (rng.permutation(X.size).reshape(shape) + 0.43) / X.size  # some on both sides of each rate
        cases += [
            Case("numbers drawn at random", X=X, chance=chance, rate=rate, training=on)
            for on in (True, False)
        ]
    return cases


# Right answers, written in other ways.


def with_where(X, chance, rate, training):
    if not training:
        return X.copy()
    keep = 1.0 - rate
    return np.where(chance < rate, 0.0, X / keep)


def in_loops(X, chance, rate, training):
    A = np.array(X)
    if training:
        for index in np.ndindex(*X.shape):
            A[index] = 0 if chance[index] < rate else X[index] / (1 - rate)
    return A


def with_a_mask(X, chance, rate, training):
    mask = (chance > rate).astype(X.dtype) / (1 - rate) if training else np.ones_like(X)
    return X * mask


dropout = Exercise(
    "dropout",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case(
            name,
            X=np.arange(1.0, 7.0).reshape(2, 3),
            chance=np.array([[0.1, 0.9, 0.3], [0.6, 0.2, 0.7]]),
            **options,
        )
        for name, options in {
            "two samples in training": {"rate": 0.25, "training": True},
            "the same at a higher rate": {"rate": 0.65, "training": True},
            "the same in prediction": {"rate": 0.25, "training": False},
        }.items()
    ]
    + [
        Case(
            "two sequences in training",
            X=np.arange(1.0, 13.0).reshape(2, 3, 2),
            chance=(np.arange(12.0)[::-1].reshape(2, 3, 2) + 0.43) / 12,
            rate=0.4,
            training=True,
        ),
        Case(
            "equal numbers of equal chances",
            X=np.ones((8, 8)),
            chance=np.full((8, 8), 0.75),
            rate=0.5,
            training=True,
        ),
        Case(
            "nothing to leave out",
            X=np.arange(4.0).reshape(2, 2),
            chance=np.full((2, 2), 0.5),
            rate=0.0,
            training=True,
        ),
    ],
    hidden=hidden,
    sums=8,
    misconceptions=WRONG_DROPOUT,
    alternatives=[Alternative(with_where), Alternative(in_loops), Alternative(with_a_mask)],
)
