"""causal_mask: a step sees itself and the steps before, and no later one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.box import StudentError
from autograder.exercise import Alternative, Case, Exercise, shape_of, shaped
from autograder.exercises.attention.mask_sentences import MISTAKES
from autograder.exercises.attention.sequences import LN2, LN5, numbers


def reference(S):
    steps = S.shape[-1]
    seen = np.tril(np.ones((steps, steps), dtype=bool))
    return np.where(seen, S, -1e9)


def steps(S):
    return S.size * S.shape[-1]


def run(student, S):
    """What softmax makes of the scores: any number that hides a step will do."""
    name = "weights" if np.abs(S).max() < 100 else "weights of large scores"
    masked = student(S)
    if shape_of(masked) != S.shape:
        yield name, masked  # the comparison says what it is
        return
    try:
        found = np.asarray(shaped(masked, S.shape))
    except (TypeError, StudentError):  # such as an array with None in it
        yield name, masked
        return
    if found.dtype.kind not in "biuf":
        yield name, masked
        return
    E = np.exp(found.astype(np.float64) - found.max(axis=-1, keepdims=True))
    weights = E / E.sum(axis=-1, keepdims=True)
    yield name, weights.astype(np.float32) if found.dtype == np.float32 else weights


def scores(rng: np.random.Generator, m: int, heads: int, steps: int, large: float = 0.0) -> np.ndarray:
    """Scores of which one that is seen is 0; `large` goes to both sides, by rows, and by what is hidden."""
    S = numbers(rng, m, heads, steps, steps)
    S[..., -1, 0] = 0.0
    rows = np.where(np.arange(steps) % 2, 1.0, -1.0)[:, np.newaxis]
    return S + large * rows * np.where(np.tri(steps) > 0, 1.0, -1.0)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = [(2, 3, 5), (3, 2, 4), *(tuple(int(n) for n in rng.integers(1, 5, 3)) for _ in range(8))]
    drawn = [Case("scores drawn at random", S=scores(rng, *each)) for each in sizes]
    large = [
        Case("large scores", S=scores(rng, *each, large=float(rng.uniform(1000, 3000))))
        for each in ((2, 2, 3), (1, 3, 4))
    ]
    return [*drawn, *large]


# Right answers, written in other ways.


def infinitely_low(S):
    steps = np.arange(S.shape[-1])
    return np.where(steps[:, np.newaxis] >= steps, S, -np.inf)


def something_added(S):
    return S - 1e9 * np.triu(np.ones(S.shape[-2:]), k=1)


def row_by_row(S):
    masked = S.copy()
    for i in range(S.shape[-2]):
        masked[..., i, i + 1 :] = -1e6
    return masked


def with_indices(S):
    masked = S.copy()
    rows, columns = np.triu_indices(S.shape[-1], k=1)
    masked[:, :, rows, columns] = np.finfo(S.dtype).min
    return masked


causal_mask = Exercise(
    "causal_mask",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case(
            "three steps and one head",
            S=np.array([[[[0.0, 0.0, 0.0], [0.0, LN2, LN5], [0.0, 2 * LN2, 2 * LN5]]]]),
        ),
        Case("two sequences with three heads", S=scores(np.random.default_rng(0), 2, 3, 4)),
        Case("a single step", S=scores(np.random.default_rng(1), 2, 1, 1)),
        Case("scores in the thousands", S=scores(np.random.default_rng(2), 1, 2, 5, large=2000.0)),
    ],
    hidden=hidden,
    sums={"weights": 50, "weights of large scores": 2000},
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(infinitely_low),
        Alternative(something_added),
        Alternative(row_by_row),
        Alternative(with_indices),
    ],
)
