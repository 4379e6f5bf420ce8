"""What the grader knows of every exercise: one subpackage or module a unit."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np

from autograder.errors import CourseError
from autograder.exercise import Exercise, Unit

FOLDER = Path(__file__).parent
#: Assignment -> the module here that holds its UNIT, in the order of the course.
MODULES = {
    "01_flatten": "flatten",
    "02_dense": "dense",
    "03_softmax": "softmax",
    "04_conv2d": "conv2d",
    "05_simple_rnn": "simple_rnn",
    "06_lstm": "lstm",
    "07_attention": "attention",
    "08_normalization": "normalization",
    "09_optimizers": "optimizers",
    "10_autodiff": "autodiff",
    "11_language_model": "language_model",
}


@cache
def unit(name: str) -> Unit:
    """The unit of an assignment, such as "01_flatten"; CourseError where there is none that is whole."""
    if name not in MODULES:
        raise CourseError(f"There is no unit {name!r}. The units are: {', '.join(MODULES)}.")
    module = f"{__name__}.{MODULES[name]}"
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():  # whatever a student has made of them
            warnings.simplefilter("ignore")
            found: Unit = import_module(module).UNIT
    except ModuleNotFoundError as error:
        if error.name != module:
            raise  # the module is there, and misses another
        raise CourseError(
            f"{name} stands in MODULES with {MODULES[name]!r}, but autograder/exercises/ has neither "
            f"{MODULES[name]}.py nor a folder {MODULES[name]}/ of a unit."
        ) from error
    except SyntaxError as error:
        raise CourseError(f"{error.filename}:{error.lineno}: {error.msg}. It is no Python yet.") from error
    except AttributeError as error:
        if error.name != "UNIT":
            raise
        raise CourseError(f"{module} holds no UNIT: end it with UNIT = Unit({name!r}, [...]).") from error
    if found.name != name:
        raise CourseError(
            f"{module} says Unit({found.name!r}, ...) and MODULES {name!r}: make them the same."
        )
    return found


def units() -> Sequence[Unit]:
    """Every unit, in the order of the course."""
    return [unit(name) for name in MODULES]


def _likely_first(exercise_id: str) -> Iterator[Unit]:
    """The same, each loaded when it is asked for, first those in whose files the id stands: to look there
    takes a tenth of the time that loading takes, and a student waits for it."""
    later = []
    for name, module in MODULES.items():
        files = [*FOLDER.glob(f"{module}.py"), *FOLDER.glob(f"{module}/*.py")]
        if any(f'"{exercise_id}"'.encode() in path.read_bytes() for path in files):
            yield unit(name)
        else:
            later.append(name)
    yield from map(unit, later)


def before(exercise: Exercise) -> Sequence[Exercise]:
    """The exercises of the same unit that come before it."""
    units = _likely_first(exercise.id)
    all_of_it = next(each.exercises for each in units if exercise in each.exercises)
    return all_of_it[: all_of_it.index(exercise)]


@cache
def find(exercise_id: str) -> Exercise:
    """The exercise with an id, whichever unit it is in; CourseError where there is none."""
    for each in _likely_first(exercise_id):
        for exercise in each.exercises:
            if exercise.id == exercise_id:
                return exercise
    known = ", ".join(exercise.id for each in units() for exercise in each.exercises)
    raise CourseError(f"There is no exercise {exercise_id!r}. The exercises are: {known}.")
