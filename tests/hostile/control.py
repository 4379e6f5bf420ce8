"""The positive control: cells and tests in one process, with nothing around it, as in a notebook's kernel.

Each attack runs in a throw-away course with a throw-away home. Those that would hurt this machine, or that
have nothing to attack here, say in their text why they are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import nbformat

from autograder.box import BoxStopped
from autograder.course import Course
from autograder.sandbox import Limits, open_box

from .corpus import ESCAPED, UNIT, Attack

LIMITS = Limits(call=6.0, notebook=20.0)
REFERENCE = """
import sys, types
reference = types.ModuleType("reference")
exec('''
import numpy as np
def flatten_forward(X): return X.reshape(len(X), -1), X.shape
def flatten_backward(dA, cache): return dA.reshape(cache)
''', reference.__dict__)
sys.modules["reference"] = reference
"""
TESTS = {
    "flatten_forward": """
import reference
for X in (np.arange(24.0).reshape(4, 2, 3), np.arange(60.0).reshape(3, 4, 5) * 2):  # HIDDEN_CANARY_7731
    expected = reference.flatten_forward(X)[0]
    A, cache = flatten_forward(X)
    assert isinstance(A, np.ndarray)
    assert A.shape == expected.shape
    np.testing.assert_allclose(A, expected)
""",
    "flatten_backward": """
import reference
for X in (np.arange(24.0).reshape(4, 2, 3), np.arange(60.0).reshape(3, 4, 5) * 2):  # HIDDEN_CANARY_7731
    expected = reference.flatten_backward(2 * X.reshape(len(X), -1), X.shape)
    dX = flatten_backward(2 * X.reshape(len(X), -1), X.shape)
    assert dX.shape == expected.shape
    assert np.allclose(dX, expected)
""",
}


@dataclass
class Outcome:
    """Points for tests that raised nothing, all that was printed, and whether the run came to its end."""

    points: float = 0.0
    seen: str = ""
    ended: bool = True
    seconds: float = 0.0


def run(course: Course, attack: Attack, values: Mapping[str, str]) -> Outcome:
    """Run the submission's cells, and the tests where it still has some, in one unisolated process."""
    attack.hand_in(course, values)
    outcome, start = Outcome(), monotonic()
    path = course.submission(attack.student, UNIT) / f"{UNIT}.ipynb"
    try:
        cells = nbformat.read(path, as_version=4).cells
        with open_box(LIMITS, tier="unisolated") as box:
            box.run_cell(REFERENCE)
            for cell in cells:
                if cell.cell_type == "code":
                    outcome.seen += _run(box, cell, outcome)
    except BoxStopped as stop:
        outcome.ended, outcome.seen = False, f"{outcome.seen}\n{stop.reason}"
    except Exception as error:  # whatever the reader does with it, a class would not be graded
        outcome.ended, outcome.seen = False, f"{outcome.seen}\n{error!r}"
    outcome.seconds = monotonic() - start
    return outcome


def _run(box, cell, outcome: Outcome) -> str:
    """Run a cell; one that is to be graded earns its points unless it raises."""
    marks = cell.metadata.get("nbgrader", {})
    untouched = cell.source.startswith("check(")
    source = TESTS.get(marks.get("grade_id", ""), "raise AssertionError") if untouched else cell.source
    result = box.run_cell(source)
    if marks.get("grade") and result.error is None:
        outcome.points += float(marks["points"])
    said = f"{result.error.kind}: {result.error.message}" if result.error else ""
    return result.stdout + result.stderr + said


def succeeded(attack: Attack, outcome: Outcome, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether it came to what it was after; `before` and `now` are what it should not touch."""
    if attack.goal == "marks":
        return outcome.points > attack.points or before != now
    if attack.goal == "leak":
        return attack.leaks in outcome.seen
    if attack.goal in ("damage", "poison"):
        return before != now or bool(list(Path("/dev/shm").glob("refold_drop*")))
    if attack.goal == "xss":
        return "<script>" in outcome.seen
    if attack.goal == "resource":
        return ESCAPED in outcome.seen or len(outcome.seen) > 10_000 or before != now
    return not outcome.ended or outcome.seconds > LIMITS.call
