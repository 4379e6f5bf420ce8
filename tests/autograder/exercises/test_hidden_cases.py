"""Whatever the hidden cases turn out to be: no right answer fails them, and no mistake passes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from autograder.exercise import Answer, Case, Exercise
from autograder.exercises import units
from autograder.judging.attempt import Attempt, agree, attempt, quietly

EXERCISES = [exercise for unit in units() for exercise in unit.exercises]
OTHERS: Mapping[str, Answer] = {exercise.id: exercise.reference for exercise in EXERCISES}
PARTS = 5


def first_wrong(
    exercise: Exercise, cases: list[tuple[Case, Attempt]], answer: Answer, others: Mapping[str, Answer]
) -> int | None:
    """Which case is the first with an output that is wrong; None where all are right in all of them."""
    for i, (case, expected) in enumerate(cases):
        found = attempt(exercise, answer, case, others)
        for name, outcome in expected.outcomes.items():
            if not agree(outcome, found[name], exercise.terms(name)):
                return i
    return None


def try_seeds(exercise: Exercise, seeds: range) -> dict[str, list[int]]:
    """By name, the right answers that failed on hidden cases alone, and the mistakes that passed them."""
    found: dict[str, list[int]] = {}
    telling: dict[str, int] = {}  # the case that told a mistake last time: it is tried first, to save time
    for seed in seeds:
        hidden = exercise.hidden(np.random.default_rng(seed))
        cases = [(case, attempt(exercise, exercise.reference, case, OTHERS)) for case in hidden]
        right: list[tuple[Any, Mapping[str, Answer]]] = [(exercise.reference, {})]
        right += [(item.answer, item.others) for item in exercise.alternatives]
        for answer, others in right:
            if first_wrong(exercise, cases, answer, {**OTHERS, **others}) is not None:
                found.setdefault(f"{answer.__name__} failed", []).append(seed)
        for item in exercise.misconceptions:
            start = telling.get(item.name, 0)
            place = first_wrong(exercise, cases[start:] + cases[:start], item.answer, OTHERS)
            if place is None:
                found.setdefault(f"{item.name} passed", []).append(seed)
            else:
                telling[item.name] = (start + place) % len(cases)
    return found


def hold(exercise: Exercise, seeds: range) -> None:
    with quietly(silent=True):
        found = try_seeds(exercise, seeds)
    assert not found, {name: (len(at), at[:5]) for name, at in found.items()}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_thirty_seeds(exercise: Exercise) -> None:
    hold(exercise, range(30))


@pytest.mark.parametrize(("id", "seed"), [("backpropagate", 2963), ("merge_pair", 1599)])
def test_seeds_that_were_unfair(id: str, seed: int) -> None:
    """A gradient that was nothing but rounding, and texts of which none ended in the pair."""
    hold(next(exercise for exercise in EXERCISES if exercise.id == id), range(seed, seed + 1))


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_ten_thousand_seeds(exercise: Exercise, part: int) -> None:
    hold(exercise, range(part, 10_000, PARTS))
