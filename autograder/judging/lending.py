"""One mistake costs once: an answer that calls earlier ones is tried again with right ones in their place.

Its own way comes first, and the better result counts. Only functions that do little work are lent
(`Exercise.lent`): when a class is graded they run in the grader's process, called from the student's, with
whatever arguments it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from types import CodeType, FunctionType
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
        if _rank(other) > _rank(verdict):
            note = f"Tried with right answers in place of {' and '.join(called)}: one mistake costs once."
            return replace(other, says=f"{note}\n{other.says}".strip())
    return verdict


def _rank(verdict: Verdict) -> tuple[float, bool, bool]:
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
    if callable(exercise.lent):
        return exercise.lent(*args, **kwargs) <= MOST_WORK
    return sum(isinstance(value, np.ndarray) for value in (*args, *kwargs.values())) <= 1


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
    """The global names that a function or class uses, also by way of others in the same namespace."""
    found: set[str] = set()
    waiting = [answer]
    while waiting:
        new = {name for code in _codes(waiting.pop()) for name in code.co_names} - found
        found |= new
        waiting += [namespace[name] for name in new if name in namespace]
    return found


def _codes(value: Any) -> Iterator[CodeType]:
    """The code of a function or of a class's methods, and what is nested in it."""
    functions = vars(value).values() if isinstance(value, type) else [value]
    waiting = [getattr(each, "__func__", each) for each in functions]
    codes = [each.__code__ for each in waiting if isinstance(each, FunctionType)]
    while codes:
        code = codes.pop()
        yield code
        codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
