"""Grades one submission, from its file to a record and a notebook with outputs. Touches no gradebook."""

from __future__ import annotations

import datetime
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder import exercises
from autograder.box import Box
from autograder.course import Course
from autograder.gradebook.outputs import put_outputs, put_reason
from autograder.grading.provenance import versions
from autograder.intake.beside import packages
from autograder.intake.skeleton import Intake, read_release, take_in
from autograder.intake.submission import Submission
from autograder.judging.key import key_id
from autograder.judging.oracle import Judged, judge_notebook
from autograder.pages.feedback import page
from autograder.sandbox.limits import DEFAULTS, Limits

OpenBox = Callable[..., AbstractContextManager[Box]]
"""Opens a box; `files=` is the folder whose data files the notebook may read, `beside=` what was handed in
with it."""


@dataclass(frozen=True)
class Task:
    """One submission to grade, and what all of a run have in common; it travels to a worker.

    `unit` is the hash of the exercises (see `provenance.py`) that the record will carry; `opened` is what was
    handed in, for a worker that shares no files with us. No log shows the key, which is not in the `repr`.
    """

    course: Course
    student: str
    assignment: str
    key: bytes = field(repr=False)
    unit: str
    open_box: OpenBox
    limits: Limits = DEFAULTS
    opened: Submission | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Graded:
    """What came of it: the record (see `records.py`), and the notebook for the gradebook's eyes.

    `text` is the notebook as a file and `page` the feedback page, so that who records need not make them;
    `fault` is the traceback, where the grader itself failed.
    """

    record: dict[str, Any]
    notebook: NotebookNode
    text: str
    page: str
    fault: str = ""


def grade_one(task: Task) -> Graded:
    """Take the submission in, judge it in a box, and put the outputs into the notebook.

    A fault of the grader's own costs no points in silence: the submission needs a person, and is tried again
    by the next run.
    """
    release = read_release(task.course, task.assignment)
    intake, judged = Intake("needs you", release), Judged()
    try:
        intake = take_in(task.course, task.student, task.assignment, release, task.limits, task.opened)
        if intake.status != "needs you":
            unit = exercises.unit(task.assignment)
            files = task.course.released / task.assignment
            open_box = partial(task.open_box, files=files, beside=intake.files)
            own = packages(intake.files)
            judged = judge_notebook(unit, intake.cells, open_box, task.key, task.student, own)
            put_outputs(intake.notebook, unit, judged)
        return _graded(task, intake, judged)
    except Exception as error:  # one submission must not stop the others, whatever it makes the grader do
        fault = "".join(traceback.format_exception(error))
        return _graded(task, _grader_fault(task, intake, error), Judged(), fault)


def ungraded(task: Task) -> Graded:
    """What is recorded when the process that graded a submission ended without an answer."""
    reason = "The process that graded it ended twice, perhaps for want of memory. Start the run again."
    release = read_release(task.course, task.assignment)
    return _graded(task, Intake("needs you", release, reason=reason), Judged())


def _grader_fault(task: Task, intake: Intake, error: Exception) -> Intake:
    """The reason names only the kind of error: its text could hold hidden inputs."""
    where = task.course.log(task.student, task.assignment).relative_to(task.course.root).as_posix()
    reason = f"The grader failed on it ({type(error).__name__}); the details are in {where}."
    release = read_release(task.course, task.assignment)
    return Intake("needs you", release, intake.mended, reason, timestamp=intake.timestamp)


def _graded(task: Task, intake: Intake, judged: Judged, fault: str = "") -> Graded:
    """What is recorded; UnicodeEncodeError when a text is none that can be written to a file."""
    if intake.status == "needs you":
        put_reason(intake.notebook, intake.reason)
    record = _record(task, intake, judged)
    text = nbformat.v4.writes(intake.notebook) + "\n"
    shown = page(exercises.unit(task.assignment), record, intake.notebook, {})
    (text + shown).encode()
    return Graded(record, intake.notebook, text, shown, fault)


def _record(task: Task, intake: Intake, judged: Judged) -> dict[str, Any]:
    unit = exercises.unit(task.assignment)
    return {
        "student": task.student,
        "assignment": task.assignment,
        "status": "stopped" if judged.stopped else intake.status,
        "reason": intake.reason,
        "mended": list(intake.mended),
        "stopped": list(judged.stopped),
        "tier": judged.tier,
        "limits": task.limits.described(),
        "earned": float(sum(verdict.earned for verdict in judged.verdicts.values())),
        "points": float(unit.points),
        "verdicts": [verdict.to_json() for verdict in judged.verdicts.values()],
        "submission": intake.sha256,
        "timestamp": intake.timestamp,
        "unit": task.unit,
        "key": key_id(task.key),
        "versions": versions(),
        "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
