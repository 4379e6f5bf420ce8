"""What the last grading run found for each submission, as JSON: written last, read by all that follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder import files
from autograder.course import Course
from autograder.errors import CourseError

Record = dict[str, Any]
KEYS = {
    *("student", "assignment", "status", "reason", "mended", "stopped", "earned", "points", "verdicts"),
    *("tier", "submission", "timestamp", "unit", "key", "versions", "time"),
}
"""What a record holds, see `grade_one.py`; one that lacks some of it is taken for none."""


def save_record(course: Course, record: Record) -> None:
    """Keep the record, whole or not at all."""
    path = course.record(record["student"], record["assignment"])
    files.write(path, json.dumps(record, sort_keys=True) + "\n")


def read_record(course: Course, student: str, assignment: str) -> Record | None:
    """The record of a submission; None when there is none that can be read: it is then graded again."""
    return _read(course.record(student, assignment))


def read_records(course: Course, assignment: str) -> list[Record]:
    """All records of an assignment, by student."""
    folder = course.record("student", assignment).parent
    found = (_read(path) for path in sorted(folder.glob("[!.]*.json")))
    return [record for record in found if record is not None]


def _read(path: Path) -> Record | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and record.keys() >= KEYS else None


def save_notebook(course: Course, record: Record, text: str) -> None:
    """Put the notebook where formgrader looks for it, with the time stamp that nbgrader compares."""
    path = autograded_notebook(course, record["student"], record["assignment"])
    files.write(path, text)
    if record["timestamp"]:
        files.write(path.with_name("timestamp.txt"), record["timestamp"] + "\n")


def read_notebook(course: Course, student: str, assignment: str) -> NotebookNode | None:
    """The notebook that `save_notebook` wrote, or None; CourseError where it is damaged."""
    path = autograded_notebook(course, student, assignment)
    if not path.is_file():
        return None
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, TypeError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise CourseError(
            f"{path} is damaged: take it away, and the next run grades {student} again."
        ) from error


def save_fault(course: Course, student: str, assignment: str, fault: str) -> None:
    """Keep the traceback of a failure of the grader's own; without one, an earlier one is taken away."""
    path = course.log(student, assignment)
    if fault:
        files.write(path, fault)
    else:
        path.unlink(missing_ok=True)


def sweep(course: Course, assignment: str) -> None:
    """Take away the parts of files that a run was writing when it was killed; nobody else may be writing."""
    folders = [
        course.build,
        course.reports,
        *(f(".", assignment).parent for f in (course.record, course.log)),
    ]
    for step in (course.autograded, course.feedback):
        folders += step.glob(f"*/{assignment}")
    for folder in folders:
        for path in folder.glob(f".*{files.PART}*"):
            path.unlink(missing_ok=True)


def autograded_notebook(course: Course, student: str, assignment: str) -> Path:
    """Where nbgrader keeps a graded notebook."""
    return course.autograded / student / assignment / f"{assignment}.ipynb"
