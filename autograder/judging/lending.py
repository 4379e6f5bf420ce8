"""One mistake costs once: an answer that calls earlier ones is tried again with right ones in their place.

Its own way comes first, and the better result counts. Only functions that do little work are lent
(`Exercise.lent`): when a class is graded they run in the grader's process, called from the student's, with
whatever arguments it likes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from types import CellType, CodeType, FunctionType, MethodType
from typing import Any

import numpy as np

from autograder.exercise import Answer, Exercise
from autograder.judging.verdict import Verdict

MOST_WORK = 4_000_000
"""Steps that a function may take each time that it is called where it is lent."""

Lend = Callable[[Mapping[str, Answer]], AbstractContextManager[None]]
"""While it is open, these names of the student's namespace are the answers given."""


def judge_fairly(
    verdict: Verdict, again: Callable[[], Verdict], earlier: Mapping[Exercise, bool], lend: Lend
) -> Verdict:
    """The best verdict: this one, on the answer as it is, or that of trying it `again` with the answers to
    `earlier` exercises that are not right (False) replaced, or else with all of them replaced, since one that
    is right may expect a partner of its own kind. Best is what earns more, or else has its mistake named, or
    else was attempted: what calls an earlier answer that is still a stub only looks as if it were one.
    """
    wrong = [exercise for exercise, right in earlier.items() if not right]
    if verdict.status == "right" or not wrong:
        return verdict
    for lent in (wrong, list(earlier)) if len(wrong) < len(earlier) else (wrong,):
        called: dict[str, None] = {}
        with lend({each.name: _noting(each, called) for each in lent}):
            other = again()
        if called and rank(other) > rank(verdict):
            note = f"Tried with right answers in place of {' and '.join(called)}: one mistake costs once."
            return replace(other, says=f"{note}\n{other.says}".strip())
    return verdict


def rank(verdict: Verdict) -> tuple[float, bool, bool]:
    """What makes a verdict better than another on the same answer."""
    return verdict.earned, bool(verdict.misconception), verdict.status != "not attempted"


def _noting(exercise: Exercise, called: dict[str, None]) -> Answer:
    """The right answer, which leaves its name in `called`, and refuses what would take long."""

    def noted(*args: Any, **kwargs: Any) -> Any:
        called[exercise.name] = None
        if not is_little(exercise, *args, **kwargs):
            raise ValueError(f"{exercise.name} is lent for smaller arguments")
        return exercise.reference(*args, **kwargs)

    return noted


def is_little(exercise: Exercise, *args: Any, **kwargs: Any) -> bool:
    """Whether the exercise's reference does little with these arguments, be they what they may.

    Where the exercise does not tell, its work is no larger than its arguments: but for two arrays, which
    together could be of any shape.
    """
    given = (*args, *kwargs.values())
    longest, times = _repeated(given)
    if longest * times > MOST_WORK:
        return False
    if callable(exercise.lent):
        return exercise.lent(*args, **kwargs) * times <= MOST_WORK
    return sum(isinstance(value, np.ndarray) for value in given) <= 1


def _repeated(given: tuple[Any, ...]) -> tuple[int, int]:
    """The length of the longest text or sequence, and how many times as long it may become where an array was
    expected: `(0, 1) * 1000` has 2000 elements.
    """
    longest = max((len(value) for value in given if isinstance(value, str | bytes | list | tuple)), default=0)
    numbers = [abs(int(value)) for value in given if isinstance(value, int | np.integer)]
    return longest, math.prod(number for number in numbers if number > 1) if longest else 1


@contextmanager
def lend_here(namespace: MutableMapping[str, Any], answers: Mapping[str, Answer]) -> Iterator[None]:
    """Lend in this process: the names in `namespace` are replaced, and then put back."""
    own = {name: namespace[name] for name in answers if name in namespace}
    namespace.update(answers)
    try:
        yield
    finally:
        for name in answers:
            namespace.pop(name, None)
        namespace.update(own)


def names_used(answer: Answer, namespace: Mapping[str, Any]) -> set[str]:
    """The names of the namespace that a function, a class or anything else that can be called uses, also by
    way of others in it, of what it wraps, and of what it is made from."""
    found: set[str] = set()
    seen: dict[int, Any] = {}
    waiting: list[Any] = [answer]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen[id(value)] = value
        waiting += _parts(value)
        if isinstance(value, FunctionType) and value.__globals__ is namespace:
            new = {name for code in _codes(value) for name in code.co_names} - found
            found |= new
            waiting += [namespace[name] for name in new if name in namespace]
    return found


def _parts(value: Any) -> Iterable[Any]:
    """What is called with it: what a function closes over, a class's methods and those that it inherits."""
    if isinstance(value, FunctionType):
        return [cell.cell_contents for cell in value.__closure__ or () if cell != CellType()]
    if isinstance(value, partial):
        return value.func, *value.args, *value.keywords.values()
    if isinstance(value, MethodType):
        return value.__func__, value.__self__
    if isinstance(value, property):
        return value.fget, value.fset
    if isinstance(value, staticmethod | classmethod):
        return (value.__func__,)
    if isinstance(value, type):
        return [part for each in value.__mro__ if each is not object for part in vars(each).values()]
    own = getattr(value, "__dict__", {}) if callable(value) else None
    return () if own is None else (type(value), *(own.values() if isinstance(own, dict) else ()))


def _codes(function: FunctionType) -> Iterator[CodeType]:
    """The code of a function, and what is nested in it."""
    codes = [function.__code__]
    while codes:
        code = codes.pop()
        yield code
        codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
