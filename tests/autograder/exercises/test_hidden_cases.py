"""Whatever the hidden cases turn out to be: no right answer fails them, and no mistake passes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Answer, Exercise
from autograder.exercises import units
from autograder.judging.attempt import Attempt, agree, attempt, quietly

EXERCISES = [exercise for unit in units() for exercise in unit.exercises]
OTHERS: Mapping[str, Answer] = {exercise.id: exercise.reference for exercise in EXERCISES}
PARTS = 5


def passes(exercise: Exercise, expected: list[Attempt], got: Iterator[Attempt]) -> bool:
    """Whether every output is right in every case; the first that is not ends it."""
    return all(
        agree(outcome, found[name], exercise.terms(name))
        for known, found in zip(expected, got, strict=True)
        for name, outcome in known.outcomes.items()
    )


def try_seeds(exercise: Exercise, seeds: range) -> dict[str, list[int]]:
    """By name, the right answers that failed on hidden cases alone, and the mistakes that passed them."""
    found: dict[str, list[int]] = {}
    for seed in seeds:
        cases = list(exercise.hidden(np.random.default_rng(seed)))
        expected = [attempt(exercise, exercise.reference, case, OTHERS) for case in cases]
        right: list[tuple[Any, Mapping[str, Answer]]] = [(exercise.reference, {})]
        right += [(item.answer, item.others) for item in exercise.alternatives]
        for answer, others in right:
            got = (attempt(exercise, answer, case, {**OTHERS, **others}) for case in cases)
            if not passes(exercise, expected, got):
                found.setdefault(f"{answer.__name__} failed", []).append(seed)
        for item in exercise.misconceptions:
            got = (attempt(exercise, item.answer, case, OTHERS) for case in cases)
            if passes(exercise, expected, got):
                found.setdefault(f"{item.name} passed", []).append(seed)
    return found


def hold(exercise: Exercise, seeds: range) -> None:
    with quietly(silent=True):
        found = try_seeds(exercise, seeds)
    assert not found, {name: (len(at), at[:5]) for name, at in found.items()}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_thirty_seeds(exercise: Exercise) -> None:
    hold(exercise, range(30))


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_ten_thousand_seeds(exercise: Exercise, part: int) -> None:
    hold(exercise, range(part, 10_000, PARTS))
