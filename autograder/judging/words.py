"""The words for a verdict: what a student reads about what is wrong."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.exercise import Case, Exercise, Misconception, Unfit
from autograder.judging.attempt import Attempt, Changed, Outcome, Raised
from autograder.judging.compare import difference, misplaced
from autograder.judging.verdict import OutputVerdict

LARGEST_PICTURE = 64
"""Elements that a picture of misplaced elements shows at most."""

ASKS = (
    "asks for input, and when a notebook is checked or graded nobody is there to answer: "
    "write the value into the code, in place of input()."
)
"""What is said of `input()`, after who calls it."""

BESIDE, BY_ITSELF = (
    "with something behind it, and alone it is right",
    "in a tuple by itself, which a comma behind it makes",
)
"""How the one thing that was asked for came, where it is right."""

MISFIT = re.compile(r"mismatch in its core dimension 0,.*\(size (\d+) is different from (\d+)\)$")
"""How NumPy's matmul says that its factors do not fit."""

POWER = "a power is written with **, as in x**2; in Python, ^ is for bits"
FROM_ELSEWHERE = {
    "ufunc 'bitwise_xor' not supported": POWER,
    "unsupported operand type(s) for ^": POWER,
    "unexpected keyword argument 'dim'": "NumPy calls axis what PyTorch calls dim",
    "unexpected keyword argument 'keepdim'": "NumPy calls keepdims what PyTorch calls keepdim",
}
"""Words of errors that come of another language or library, and what Python or NumPy has in its place."""

ON_A_CASE = re.compile("^On “.*?”, ")
"""How a sentence begins that is about one case."""


@dataclass(frozen=True)
class Trial:
    """One case: what the reference gave, and what the answer gave."""

    case: Case
    hidden: bool
    expected: Attempt
    got: Attempt


def paragraph(right: Sequence[str], outputs: Sequence[OutputVerdict]) -> str:
    """All sentences, each once, though it be said of several cases; what is right comes first."""
    said: dict[str, str] = {}
    for output in outputs:
        if output.says:
            said.setdefault(ON_A_CASE.sub("", output.says), output.says)
    sentences = [f"Right: {', '.join(right)}."] if right and said else []
    return "\n".join([*sentences, *said.values()])


def sentence(
    exercise: Exercise,
    name: str,
    wrong: Mapping[str, Trial],
    named: Mapping[str, Misconception],
    private: bool,
) -> str:
    """What a student reads about one wrong output: the misconception's sentence, or the first difference."""
    if name in named:
        return named[name].says
    if name not in wrong:
        return f"{name} is tried once the rest is right."
    trial = wrong[name]
    if trial.hidden:
        return f"{name} is right on the cases shown to you, not on all that are drawn when a class is graded."
    return _first_difference(exercise, name, trial, private)


def _first_difference(exercise: Exercise, name: str, trial: Trial, private: bool) -> str:
    """What was expected of an output on a visible case, and what came."""
    expected, got = trial.expected[name], trial.got[name]
    on = f"On “{trial.case.name}”"
    if isinstance(got, Raised):
        return f"{on}, {_raised(exercise, name, got, private)}"
    if isinstance(got, Changed):
        changed = f"the input {got.input} was changed in place"
        return f"{on}, {changed}; {exercise.name} must leave its inputs as they came."
    if isinstance(expected, Raised):
        return f"{on}, a {expected.kind} was expected for {name}."
    found = difference(expected.value, got.value, exercise.terms(name))
    if found is None:
        raise RuntimeError(f"{exercise.id}: {name} was judged wrong, but does not differ")
    if _in_a_tuple(expected.value, got.value, exercise.terms(name)):
        return f"{on}, {name} came {BESIDE if len(got.value) > 1 else BY_ITSELF}."
    came = "" if private else f", got {found.got}"
    if found.kind == "order":
        return f"{on}, {name} holds the right numbers at other places: expected {found.expects}{came}."
    return f"{on}, {name}: expected {found.expects}{came}."


def _in_a_tuple(expected: Any, got: Any, terms: int) -> bool:
    """Whether what was expected, one array or number, came as the first of several things."""
    one = isinstance(expected, np.ndarray | float | np.floating)
    return one and isinstance(got, tuple) and got != () and difference(expected, got[0], terms) is None


def _raised(exercise: Exercise, name: str, error: Raised, private: bool) -> str:
    if error.kind == "missing":
        return f"{name} did not come back. Is it returned in every case?"
    if error.kind == "NotImplementedError":
        return f"{name} is not written yet."
    if error.kind == Unfit.__name__:
        return "something else came than was asked for." if private else f"{error.message}."
    if asks(error.kind, error.message):
        return f"{exercise.name} {ASKS}"
    if private:
        return f"{exercise.name} raised {known(error.kind)} before {name} came."
    where = f"\n{error.where}" if error.where else ""
    message = f": {_plainly(error.message)}" if error.message else "."
    return f"{exercise.name} raised {error.kind}{message}{where}"


def asks(kind: str, message: str) -> bool:
    """Whether it is the error of `input()` where nobody can answer: a box's, or a kernel's."""
    return (kind, message) == ("EOFError", "EOF when reading a line") or kind == "StdinNotImplementedError"


def after_asking(says: str) -> str:
    """What is said of an answer in a notebook in which a cell asked for input, and so defined nothing.

    >>> after_asking("A: expected shape (1, 2).")
    'A: expected shape (1, 2).'
    """
    lacks = re.search(r"^Not found:|\bNameError\b", says, re.MULTILINE)
    return f"{says}\nA cell {ASKS}" if lacks else says


def defined_below(name: str) -> str:
    """What is said where a cell below the check of a wrong answer defines it, too."""
    below = f"A cell below the check defines {name}, too."
    return f"{below} What counts is what stands above the check: write it there."


def known(kind: str) -> str:
    """The name of an exception, where Python or NumPy has it: a student may write anything into another's.

    >>> known("AxisError"), known("LinAlgError"), known("HereIsTheInput")
    ('AxisError', 'LinAlgError', 'an exception of its own')
    """
    found = (getattr(place, kind, None) for place in (builtins, np.exceptions, np.linalg))
    return kind if any(isinstance(each, type) for each in found) else "an exception of its own"


def _plainly(message: str) -> str:
    """NumPy's words for matrices that do not fit and for an `if` of an array, in those of a lesson; and what
    is called otherwise elsewhere.

    >>> _plainly("matmul: ... mismatch in its core dimension 0, ... (size 3 is different from 2)")
    'the factors of @ do not fit: 2 numbers on the last axis of the left one, 3 to meet them in the right one'
    """
    if message.startswith("The truth value of an array with more than one element"):
        return (
            "if, and, or and not want one True or False, and comparing an array gives one for each of its "
            "numbers: let an operation on whole arrays choose between them"
        )
    for words, instead in FROM_ELSEWHERE.items():
        if words in message:
            return instead
    if (sizes := MISFIT.search(message)) is None:
        return message
    right, left = sizes.groups()
    return (
        f"the factors of @ do not fit: {left} numbers on the last axis of the left one, "
        f"{right} to meet them in the right one"
    )


def picture(
    wrong: Mapping[str, Trial], named: Mapping[str, Misconception], private: bool
) -> dict[str, Any] | None:
    """The data of a picture: the first wrong output that has the right numbers at other places, or None."""
    for name, trial in wrong.items():
        if trial.hidden or (private and name not in named):
            continue
        expected, got = _array(trial.expected[name]), _array(trial.got[name])
        if expected is None or got is None or not 0 < expected.size <= LARGEST_PICTURE:
            continue
        if misplaced(expected, got):
            shown = {"expected": expected.tolist(), "got": got.tolist()}
            return {"output": name, "case": trial.case.name, **shown}
    return None


def _array(outcome: Outcome) -> np.ndarray | None:
    if isinstance(outcome, Raised) or not isinstance(outcome.value, np.ndarray):
        return None
    return outcome.value if 1 <= outcome.value.ndim <= 3 else None
