"""Finds what does not fit in a unit's exercises before a student meets it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.errors import CourseError
from autograder.exercise import Answer, Case, Exercise, Unit
from autograder.exercises import find
from autograder.judging.attempt import Attempt, agree, attempt, quietly


def check_exercises(unit: Unit) -> None:
    """Raise CourseError with every fault of the unit's exercises, one a line."""
    with quietly(silent=True):
        faults = [f"{_file(each)}: {each.id}: {says}" for each in unit.exercises for says in _faults(each)]
    if faults:
        raise CourseError("\n".join(faults))


def _faults(exercise: Exercise) -> Iterator[str]:
    """A case that the reference fails on is judged by nothing: whoever fails alike would be right."""
    if not exercise.cases:
        yield "it has no case for students to see."
    cases = [*exercise.cases, *exercise.hidden(np.random.default_rng(0))]
    right = [_attempt(exercise, exercise.reference, case) for case in cases]
    found = False
    for case, expected in zip(cases, right, strict=True):
        if expected.error is not None:
            yield f"the reference fails on “{case.name}”: {expected.error.kind}: {expected.error.message}."
        elif not expected.outcomes or not all(isinstance(name, str) for name in expected.outcomes):
            yield f'run must give outputs by name, such as {{"A": ...}}; it does not on “{case.name}”.'
        else:
            continue
        found = True
    for mistake in () if found else exercise.misconceptions:
        if all(_same(exercise, mistake.answer, *each) for each in zip(cases, right, strict=True)):
            yield f'the misconception "{mistake.name}" is right: it gives what the reference gives.'


def _same(exercise: Exercise, answer: Answer, case: Case, expected: Attempt) -> bool:
    got = _attempt(exercise, answer, case)
    return all(agree(each, got[name], exercise.terms(name)) for name, each in expected.outcomes.items())


def _attempt(exercise: Exercise, answer: Answer, case: Case) -> Attempt:
    return attempt(exercise, answer, case, {id: find(id).reference for id in exercise.needs})


def _file(exercise: Exercise) -> Any:
    module = sys.modules.get(exercise.run.__module__)
    return getattr(module, "__file__", None) or exercise.run.__module__
