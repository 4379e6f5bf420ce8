"""Finds the course that is meant, its assignments, and the name that was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError
from autograder.printable import printable


def find_course(root: Path | None, start: Path | None = None) -> Course:
    """The course at `root`, else at the nearest folder upwards that looks like one."""
    here = (start or Path.cwd()).resolve()
    for folder in [root.resolve()] if root else [here, *here.parents]:
        holds_course = (folder / "solutions").is_dir() or (folder / "course").is_dir()
        if holds_course and (folder / "nbgrader_config.py").is_file():
            return Course(folder)
    raise CourseError(
        f"{root or here} is no course: a course has a nbgrader_config.py beside solutions/ or course/. "
        "Go to its folder, or say where it is with --course DIR."
    )


def released(course: Course) -> list[str]:
    """The assignments whose notebook is in `course/`, in order."""
    return sorted(
        path.parent.name for path in course.released.glob("*/*.ipynb") if path.stem == path.parent.name
    )


def one_of(name: str, known: Iterable[str], what: str) -> str:
    """`name` when it is known, else a sentence with the nearest name that is."""
    known = sorted(known)
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"there is {some(known, 12) or 'none yet'}."
    raise CourseError(f"There is no {what} {printable(name) if name.strip() else repr(name)}: {hint}")


def some(names: Iterable[str], most: int = 8) -> str:
    """A few of the names, and how many more there are.

    >>> some("abcd", 2), some("ab")
    ('a, b and 2 more', 'a, b')
    """
    names = list(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(printable, names[:most])) + more


def nothing_handed_in(course: Course, assignment: str) -> str:
    """The sentence for a course without a submission of the assignment: what is expected, what is there."""
    expected = f"{course.submitted.name}/STUDENT/{assignment}/{assignment}.ipynb"
    if not course.submitted.is_dir():
        return f"There is nothing to grade: {course.submitted} does not exist. Hand in as {expected}."
    found = sorted(path.relative_to(course.root).as_posix() for path in course.submitted.glob("[!.]*/[!.]*"))
    found = found or sorted(
        path.relative_to(course.root).as_posix() for path in course.submitted.glob("[!.]*")
    )
    there = f"there is {some(found, 3)}" if found else f"{course.submitted} is empty"
    return f"There is nothing to grade: {assignment} is expected as {expected}, and {there}."
