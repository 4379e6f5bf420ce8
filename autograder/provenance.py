"""What a grade depends on: a hash of the exercises and of the code that judges them, and the versions."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.exercise import Unit

JUDGING = ("answers", "attempt", "compare", "exercise", "handed_in", "intake", "judge", "oracle", "words")
"""Modules of the grader that decide about points or words; a change in one is a reason to grade again."""


def versions() -> dict[str, str]:
    """The versions of what takes part in a grade."""
    packages = {name: version(name) for name in ("refold", "nbgrader", "numpy")}
    return {"python": ".".join(platform.python_version_tuple()[:2]), **packages}


def unit_hash(course: Course, unit: Unit) -> str:
    """A hash of the released notebook, the unit's exercises, the code that judges, and the versions."""
    here = Path(__file__).parent
    files = {here / f"{name}.py" for name in JUDGING} | set((here / "sandbox").rglob("*.py"))
    files |= {Path(path) for path in _source_files(unit)}
    digest = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for path in [course.released_notebook(unit.name), *sorted(files)]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_files(unit: Unit) -> Iterator[str]:
    """Where the unit's references, runs, hidden cases and misconceptions are written."""
    for exercise in unit.exercises:
        parts: list[Any] = [exercise.reference, exercise.run, exercise.hidden]
        parts += [mistake.answer for mistake in exercise.misconceptions]
        for part in parts:
            module = sys.modules.get(getattr(part, "__module__", None) or "")
            if module is not None and getattr(module, "__file__", None):
                yield str(module.__file__)
