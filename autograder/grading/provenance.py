"""What a grade depends on: hashes of the notebook, the exercises and the judging code, and versions."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from autograder import exercises
from autograder.course import Course
from autograder.exercise import Unit
from autograder.sandbox.limits import DEFAULTS, Limits

JUDGING = ("exercise.py", "intake", "judging", "sandbox")
"""What of the grader decides about points or words; a change in it is a reason to grade again."""
EXERCISES = re.compile(r"^(?:from|import) autograder\.exercises\.([\w.]+)", re.MULTILINE)


def versions() -> dict[str, str]:
    """The versions of what takes part in a grade."""
    packages = {name: version(name) for name in ("refold", "nbgrader", "numpy")}
    return {"python": ".".join(platform.python_version_tuple()[:2]), **packages}


PARTS = ("the released notebook", "the exercises", "the grader", "the limits")
"""What the hashes are of that `unit_hash` joins."""


def unit_hash(course: Course, unit: Unit, limits: Limits = DEFAULTS) -> str:
    """Hashes of the released notebook, the unit's exercises, the judging code with its versions, the limits.

    They are joined by "-", so that `changed_parts` can say which of them is another one.
    """
    grader = Path(__file__).parents[1]
    judging = [file for name in JUDGING for file in _modules(grader / name)]
    released = {course.released_notebook(unit.name)}
    parts = [_digest(released), _digest(_source_files(unit)), _digest(judging, versions())]
    parts.append(_digest([], asdict(limits)))
    return "-".join(part[:24] for part in parts)


def changed_parts(before: str, now: str) -> tuple[str, ...]:
    """Which of `PARTS` have changed between two hashes of `unit_hash`; all, when one is of another form.

    >>> changed_parts("a-b-c-l", "a-d-c-l"), changed_parts("", "a-d-c-l") == PARTS
    (('the exercises',), True)
    """
    pairs = list(zip(before.split("-"), now.split("-"), strict=False))
    if len(pairs) != len(PARTS):
        return PARTS
    return tuple(part for part, (old, new) in zip(PARTS, pairs, strict=True) if old != new)


def _digest(paths: Iterable[Path], also: Any = None) -> str:
    digest = hashlib.sha256(json.dumps(also, sort_keys=True).encode())
    for path in sorted(set(paths)):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _modules(place: Path) -> Iterable[Path]:
    return place.rglob("*.py") if place.is_dir() else [place]


def _source_files(unit: Unit) -> set[Path]:
    """Where the unit's exercises are written: its files, and those elsewhere that these import from."""
    found: set[Path] = set()
    todo = set(_named(exercises.MODULES[unit.name]))
    while todo:
        found |= todo
        names = {name for path in todo for name in EXERCISES.findall(path.read_text(encoding="utf-8"))}
        todo = {path for name in names for path in _named(name.replace(".", "/"))} - found
    return found


def _named(module: str) -> Iterator[Path]:
    """The file of a module of exercises, or all files of a folder of them."""
    yield from exercises.FOLDER.glob(f"{module}.py")
    yield from exercises.FOLDER.glob(f"{module}/*.py")
