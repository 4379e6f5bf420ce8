"""pick: which token a number between 0 and 1 falls on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.language_model.pick_sentences import MISTAKES

SHARES = 64
"""Probabilities are whole numbers of these, so that sums of them are exact, whoever adds them up."""


def reference(p, u):
    return int(np.searchsorted(np.cumsum(p), u, side="right"))


def run(student, p, u):
    """On a border, or where a token of probability 0 stands, the next one is meant."""
    name = "token on a border" if u in (0.0, *np.cumsum(p)) else "token"
    return {name: student(p, u)}


def steps(p, u):
    return 4 * np.size(p)


def drawn(name: str, rng: np.random.Generator, on_a_border: bool) -> Case:
    """Shares in no order, the largest neither first nor last, some of them 0: one in front, one between."""
    shares = rng.multinomial(SHARES - 18, np.ones(5) / 5) + np.array([1, 1, 10, 5, 1])
    shares = np.insert(shares, [0, int(rng.integers(1, 5))], 0)
    ends = np.cumsum(shares)
    token = int(rng.choice(np.flatnonzero(shares[1:-1]) + 1))
    begin = int(ends[token] - shares[token])
    u = begin if on_a_border else begin + 0.25 + 0.5 * int(rng.integers(0, 2 * shares[token]))
    return Case(name, p=shares / SHARES, u=u / SHARES)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [drawn("probabilities drawn at random", rng, on_a_border) for on_a_border in (False, True) * 8]
    first = int(rng.integers(8, 24))
    p = np.array([first, 0, 30, SHARES - 30 - first]) / SHARES
    return [*cases, *(Case("the first token", p=p, u=u / SHARES) for u in (0.0, first - 0.5))]


# Right answers, written in other ways.


def step_by_step(p, u):
    end = 0.0
    for token, probability in enumerate(p):
        end += probability
        if u < end:
            return token
    raise ValueError("u must be below 1")


def those_behind(p, u):
    return np.sum(np.cumsum(p) <= u)


def first_end_beyond(p, u):
    return np.argmax(np.cumsum(p) > u)


def what_is_left(p, u):
    token = 0
    while u >= p[token]:
        u -= p[token]
        token += 1
    return token


_SHARES = np.array([0.0, 0.125, 0.25, 0.0, 0.5, 0.125])

pick = Exercise(
    "pick",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case("0.7 among the probabilities of Part 5", p=np.array([0.125, 0.25, 0.625]), u=0.7),
        Case("0.2 among the probabilities of Part 5", p=np.array([0.125, 0.25, 0.625]), u=0.2),
        Case("0.1 among the probabilities of Part 5", p=np.array([0.125, 0.25, 0.625]), u=0.1),
        Case("0.375 on a border", p=np.array([0.125, 0.25, 0.625]), u=0.375),
        Case("0.75 on a border", p=np.array([0.25, 0.5, 0.125, 0.125]), u=0.75),
        Case("0 where the first token has the probability 0", p=_SHARES, u=0.0),
        Case("0.15 among six", p=_SHARES, u=0.15),
        Case("0.375 among six", p=_SHARES, u=0.375),
        Case("0.9 among six", p=_SHARES, u=0.9),
        Case("0 where the first token can come", p=np.array([0.5, 0.25, 0.25]), u=0.0),
        drawn("probabilities of seven", np.random.default_rng(1), on_a_border=False),
    ],
    hidden=hidden,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(step_by_step),
        Alternative(those_behind),
        Alternative(first_end_beyond),
        Alternative(what_is_left),
    ],
)
