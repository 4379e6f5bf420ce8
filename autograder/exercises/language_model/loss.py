"""next_token_loss: how surprised a model is by each next token, and what its scores hear of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.language_model.arrays import LN2, LN5, numbers
from autograder.exercises.language_model.loss_sentences import MISTAKES
from autograder.exercises.returned import named


def reference(Z, ids):
    m, steps, vocabulary = Z.shape
    seen, targets = Z[:, :-1], np.eye(vocabulary, dtype=Z.dtype)[ids[:, 1:]]
    seen = seen - seen.max(axis=-1, keepdims=True)
    log_P = seen - np.log(np.exp(seen).sum(axis=-1, keepdims=True))
    count = m * (steps - 1)
    dZ = np.zeros_like(Z)
    dZ[:, :-1] = (np.exp(log_P) - targets) / count
    return -(log_P * targets).sum() / count, dZ


def run(student, Z, ids):
    after = " of large scores" if np.abs(Z).max() > 100 else ""
    found = named(student(Z, ids), Z, "loss", "dZ")
    return {f"{name}{after}": value for name, value in found.items()}


def drawn(
    name: str, rng: np.random.Generator, m: int, steps: int, vocabulary: int, large: bool = False
) -> Case:
    """Scores and ids at random; no text has the same token twice in a row, nor at both ends."""
    ids = np.empty((m, steps), dtype=np.int64)
    ids[:, 0] = rng.integers(0, vocabulary, m)
    for step in range(1, steps):
        ids[:, step] = (ids[:, step - 1] + rng.integers(1, vocabulary - 1, m)) % vocabulary
    ids[:, -1] = np.where(ids[:, -1] == ids[:, 0], (ids[:, -1] + 1) % vocabulary, ids[:, -1])
    Z = numbers(rng, m, steps, vocabulary)
    if large:  # each place has its own level, and the right token lies far below the highest
        Z += 2000.0 * np.where(np.arange(m * steps).reshape(m, steps, 1) % 2, 1.0, -1.0)
        Z[:, :-1] -= 800.0 * np.eye(vocabulary)[ids[:, 1:]]
    return Case(name, Z=Z, ids=ids)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = [
        (2, 3, 5),
        (3, 4, 4),
        (4, 4, 4),
        *(tuple(int(k) for k in rng.integers((1, 2, 3), (4, 6, 7))) for _ in range(7)),
    ]
    cases = [drawn("texts drawn at random", rng, *each) for each in sizes]
    large = [drawn("large scores drawn at random", rng, *each, large=True) for each in sizes[:3]]
    return [*cases, *large, in_single_precision(cases[0])]


# Right answers, written in other ways.


def place_by_place(Z, ids):
    dZ, total = np.zeros(Z.shape), 0.0
    count = len(ids) * (len(ids[0]) - 1)
    for text in range(len(ids)):
        for step in range(len(ids[0]) - 1):
            z, right = Z[text, step], ids[text, step + 1]
            e = np.exp(z - max(z))
            total += max(z) + np.log(e.sum()) - z[right]
            dZ[text, step] = e / e.sum() / count
            dZ[text, step, right] -= 1 / count
    return total / count, dZ


def rows_of_all_texts(Z, ids):
    rows, y = Z[:, :-1].reshape(-1, Z.shape[-1]), ids[:, 1:].ravel()
    places = np.arange(len(y))
    log_sums = np.logaddexp.reduce(rows, axis=1)
    P = np.exp(rows - log_sums[:, np.newaxis])
    loss = np.mean(log_sums - rows[places, y])
    P[places, y] -= 1
    P = P.reshape(Z[:, :-1].shape) / len(y)
    return [loss, np.pad(P, ((0, 0), (0, 1), (0, 0)))]


def with_take_along_axis(Z, ids):
    T = ids[:, 1:, np.newaxis]
    S = Z[:, :-1] - Z[:, :-1].max(-1, keepdims=True)
    E = np.exp(S)
    total = E.sum(-1, keepdims=True)
    loss = (np.log(total) - np.take_along_axis(S, T, -1)).mean()
    G = E / total
    np.put_along_axis(G, T, np.take_along_axis(G, T, -1) - 1, -1)
    return loss, np.concatenate([G / T.size, np.zeros_like(Z[:, -1:])], axis=1)


def weighed_at_the_end(Z, ids):
    """All places are worked out, and the last is given no weight."""
    weights = np.ones(ids.shape)
    weights[:, -1] = 0
    weights /= weights.sum()
    S = Z - Z.max(axis=-1, keepdims=True)
    P = np.exp(S) / np.exp(S).sum(axis=-1, keepdims=True)
    Y = np.eye(Z.shape[-1])[np.roll(ids, -1, axis=1)]
    losses = np.log(np.exp(S).sum(axis=-1)) - (S * Y).sum(axis=-1)
    return float((losses * weights).sum()), (P - Y) * weights[..., np.newaxis]


next_token_loss = Exercise(
    "next_token_loss",
    points=4,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the text of Part 3",
            Z=np.array([[[0.0, LN2, LN5], [0.0, 0.0, 0.0], [LN5, LN2, 0.0]]]),
            ids=np.array([[0, 2, 1]]),
        ),
        drawn("two texts of four tokens", np.random.default_rng(1), 2, 4, 5),
        drawn("as many texts, tokens and words", np.random.default_rng(2), 4, 4, 4),
        drawn("texts of two tokens", np.random.default_rng(3), 3, 2, 5),
        drawn("large scores", np.random.default_rng(4), 2, 4, 5, large=True),
        drawn("large scores of a longer text", np.random.default_rng(5), 1, 5, 4, large=True),
    ],
    hidden=hidden,
    sums={"loss": 64, "dZ": 64, "loss of large scores": 64, "dZ of large scores": 8000},
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(place_by_place),
        Alternative(rows_of_all_texts),
        Alternative(with_take_along_axis),
        Alternative(weighed_at_the_end),
    ],
)
