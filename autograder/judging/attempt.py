"""Exercises an answer on one case, and keeps what came of each output."""

from __future__ import annotations

import copy
import io
import re
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.box import BoxStopped, StudentError
from autograder.exercise import Answer, Case, Exercise
from autograder.judging.compare import ON_THE_WAY, Unusable, difference
from autograder.judging.local import Local, here

Plain = Callable[[Any], Any]

LONGEST_MESSAGE = 500
"""Characters of an exception's text that are shown."""


MISFIT = re.compile(
    r"\(size (?P<second>\d+) is different from (?P<first>\d+)\)$"
    r"|not aligned: (?P<left>\d+) \(dim \d+\) != (?P<right>\d+) \(dim \d+\)$"
)
"""What `@` says of matrices that do not fit, and what `dot` does: with the same sizes, it is one mistake."""


LARGEST = 2 << 20
"""Bytes of an output that are kept, to be compared later: no right one is nearly as large."""


@dataclass(frozen=True)
class Value:
    """The output's value, as a copy."""

    value: Any


@dataclass(frozen=True)
class Changed:
    """The output came, but an input was changed in place on the way."""

    input: str
    value: Any


@dataclass(frozen=True)
class Raised:
    """The output did not come: `kind` is the exception's class name, `where` what is known of the place."""

    kind: str
    message: str = ""
    where: str = ""

    @property
    def said(self) -> str:
        """The message, or one for both ways in which NumPy says that two matrices do not fit."""
        if (sizes := MISFIT.search(self.message)) is None:
            return self.message
        return f"{sizes['first'] or sizes['left']} numbers do not meet {sizes['second'] or sizes['right']}"


Outcome = Value | Changed | Raised


@dataclass
class Attempt:
    """The outcome of each output by name; outputs that an exception prevented have that exception."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    error: Raised | None = None

    def __getitem__(self, output: str) -> Outcome:
        missing = self.error or Raised("missing", f"{output} was not returned")
        return self.outcomes.get(output, missing)


def attempt(
    exercise: Exercise,
    answer: Answer,
    case: Case,
    others: Mapping[str, Answer],
    plain: Plain | None = None,
) -> Attempt:
    """Run the exercise's `run` with an answer on copies of the case's inputs.

    `plain` turns what stays behind a stand-in into plain values; without it the answer lives in this process.
    Exceptions of the answer become outcomes; KeyboardInterrupt and BoxStopped pass through.
    """
    inputs = copy.deepcopy(case.inputs)
    found = Attempt()
    try:
        student = answer if plain else Local(answer)
        outputs = exercise.run(student, **{id: others[id] for id in exercise.needs}, **inputs)
        for name, value in outputs.items() if isinstance(outputs, dict) else outputs:
            value = _plain_output(value, plain)
            value = value if _bytes(value) <= LARGEST else Unusable("value of millions of bytes")
            changed = _restore(inputs, case.inputs)
            found.outcomes[name] = Changed(changed, value) if changed else Value(value)
    except StudentError as error:
        found.error = Raised(error.kind, error.message)
    except BoxStopped:
        raise
    except (Exception, SystemExit) as error:
        where = "\n".join(filter(None, [_student_line(error), _through_self(error)]))
        found.error = Raised(type(error).__name__, _message(error), where)
    return found


def _plain_output(value: Any, plain: Plain | None) -> Any:
    """What cannot be turned into a plain value was returned all the same: it is no error of the answer."""
    if type(value) in (tuple, list):
        return type(value)(_plain_output(item, plain) for item in value)
    if type(value) is dict:
        return {key: _plain_output(item, plain) for key, item in value.items()}
    try:
        return plain_value(plain(value) if plain else here(value))
    except StudentError:
        return Unusable("value of another kind")


def _message(error: BaseException) -> str:
    """The student's exceptions may fail even at this."""
    try:
        text = str(error)
    except Exception:
        return ""
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]} ..."


def agree(a: Outcome, b: Outcome, sums: int, off: float = ON_THE_WAY) -> bool:
    """Whether two outcomes are the same: same value, same input changed, or same exception and text."""
    if isinstance(a, Raised) or isinstance(b, Raised):
        return isinstance(a, Raised) and isinstance(b, Raised) and (a.kind, a.said) == (b.kind, b.said)
    if getattr(a, "input", "") != getattr(b, "input", ""):
        return False
    return difference(a.value, b.value, sums, off) is None


@contextmanager
def quietly(silent: bool) -> Iterator[None]:
    """Nothing reaches stderr, which nbgrader counts as failure; with `silent` nothing is printed either."""
    out = io.StringIO()
    with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stderr(out):
        warnings.simplefilter("ignore")
        if silent:
            with redirect_stdout(out):
                yield
        else:
            yield


def plain_value(value: Any, depth: int = 0) -> Any:
    """A copy made of arrays, numbers, text, None, tuples, lists and dicts; whatever else comes as Unusable.

    >>> plain_value([1, np.float32(2.0)])
    [1, np.float32(2.0)]
    """
    if value is None or isinstance(value, bool | int | float | complex | str | np.number | np.bool_):
        return value
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, tuple | list) and depth < 8:
        items = [plain_value(item, depth + 1) for item in value]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, dict) and depth < 8:
        return {key: plain_value(item, depth + 1) for key, item in value.items()}
    if hasattr(value, "__array_namespace__") or hasattr(value, "__dlpack__"):
        from refold import to_numpy

        return _plain_array(to_numpy(value))
    return Unusable(type(value).__name__)


def _bytes(value: Any) -> int:
    """About the memory that a plain value takes."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, tuple | list | dict):
        return sum(map(_bytes, value.values() if isinstance(value, dict) else value))
    return len(value) if isinstance(value, str) else 32


def _plain_array(value: np.ndarray) -> Any:
    array = np.array(value, subok=False)
    return array if array.dtype.kind in "biufc" else Unusable(f"array of dtype {array.dtype}")


def _restore(inputs: dict[str, Any], originals: dict[str, Any]) -> str:
    """The name of the first array that was changed in place, or ""; what was changed is put back."""
    name = ""
    for key, original in originals.items():
        now = inputs[key]
        if isinstance(original, np.ndarray) and not _identical(now, original):
            name = name or key
            if now.shape == original.shape:
                now[...] = original
            else:
                inputs[key] = original.copy()
    return name


def _identical(a: np.ndarray, b: np.ndarray) -> bool:
    if a.shape != b.shape:
        return False
    if a.dtype == b.dtype and a.tobytes() == b.tobytes():  # nearly always, and four times as fast
        return True
    return bool(((a == b) | ((a != a) & (b != b))).all())


def _student_line(error: BaseException) -> str:
    """The student's line that raised, from frames of a notebook's cell."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if re.search(r"ipykernel_[0-9]+", frame.filename) or frame.filename.startswith("<ipython-input"):
            return f"line {frame.lineno} of your cell: {(frame.line or '').strip()}"
    return ""


def _through_self(error: BaseException) -> str:
    """How a method reaches what it called by its bare name, or looked for beside the dict that holds it."""
    name = getattr(error, "name", None)
    if not isinstance(name, str) or error.__traceback__ is None:
        return ""
    if isinstance(error, NameError):
        *_, (frame, _) = traceback.walk_tb(error.__traceback__)
        owner = frame.f_locals.get("self")
        if hasattr(type(owner), name) or name in getattr(owner, "__dict__", ()):
            return f"In a method it is self.{name}."
    else:
        owner = getattr(error, "obj", None)
    kept = dict(getattr(owner, "__dict__", ()))
    places = [key for key, value in kept.items() if type(value) is dict and name in value]
    return f'In a method it is self.{places[0]}["{name}"].' if places else ""
