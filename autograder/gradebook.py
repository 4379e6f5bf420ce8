"""Writes to nbgrader's gradebook, by nbgrader's own steps: the result is what nbgrader would have written."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades, SaveCells
from sqlalchemy.exc import SAWarning

from autograder.course import Course
from autograder.errors import CourseError
from autograder.intake import read_release
from autograder.nbgrader_config import read_config
from autograder.preprocessor import SaveComments
from autograder.records import Record, save_notebook


@dataclass(frozen=True)
class Known:
    """Whom the gradebook knows: all students, and those whose submission of the assignment is in it."""

    students: frozenset[str] = frozenset()
    recorded: frozenset[str] = frozenset()


def known(course: Course, assignment: str) -> Known:
    """Look into the gradebook; nobody is known where there is none yet, and none is made."""
    db_url = CourseDirectory(config=read_config(course)).db_url
    if db_url == f"sqlite:///{course.gradebook}" and not course.gradebook.exists():
        return Known()
    with Gradebook(db_url) as gradebook:
        students = frozenset(str(student.id) for student in gradebook.students)
        handed_in = gradebook.assignment_submissions(assignment)
        recorded = frozenset(str(submission.student_id) for submission in handed_in)
    return Known(students, recorded)


def register(assignment: str, **_: Any) -> None:
    """Make the gradebook know the assignment; nbgrader calls this in the course's root, before it grades."""
    course = Course(Path.cwd())
    with Recorder(course, assignment, read_release(course, assignment)):
        pass


class Recorder:
    """The gradebook of a course, open for one assignment; only one process has one."""

    def __init__(self, course: Course, assignment: str, release: NotebookNode) -> None:
        config = read_config(course)
        self.course = course
        self.assignment = assignment
        self.db_url = CourseDirectory(config=config).db_url
        self.gradebook = Gradebook(self.db_url)
        self.steps = [step(config=config) for step in (SaveAutoGrades, SaveComments, AssignLatePenalties)]
        self._register(release)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gradebook.close()

    def save(self, record: Record, notebook: NotebookNode) -> NotebookNode:
        """Record one submission: student, time stamp, scores, comments, late penalty, autograded notebook."""
        student = record["student"]
        self.gradebook.update_or_create_student(student)
        stamp = {"timestamp": record["timestamp"]} if record["timestamp"] else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own making, and harmless
            self.gradebook.update_or_create_submission(self.assignment, student, **stamp)
        resources = self._resources(student) | {"refold": record}
        for step in self.steps:
            notebook, resources = step(notebook, resources)
        save_notebook(self.course, record, notebook)
        return notebook

    def _resources(self, student: str) -> dict[str, Any]:
        names = {"student": student, "assignment": self.assignment, "notebook": self.assignment}
        return {"nbgrader": {**names, "db_url": self.db_url}}

    def _register(self, release: NotebookNode) -> None:
        """Make the gradebook know the assignment as released, as `nbgrader generate_assignment` does."""
        self.gradebook.update_or_create_assignment(self.assignment)
        if self._is_registered(release):
            return
        try:
            SaveCells()(release, self._resources("."))
        except RuntimeError as error:
            raise CourseError(
                f"{self.assignment} has other cells now than those that the gradebook has grades for. "
                "Release the old notebook again, or give the new one a new name."
            ) from error
        finally:
            self.gradebook.db.expire_all()

    def _is_registered(self, release: NotebookNode) -> bool:
        """Whether the gradebook has the cells of the release, with the same text and points."""
        try:
            notebook = self.gradebook.find_notebook(self.assignment, self.assignment)
        except MissingEntry:
            return False
        marks = [cell.metadata.nbgrader for cell in release.cells if "nbgrader" in cell.metadata]
        known = {cell.name: cell.checksum for cell in notebook.source_cells}
        return known == {mark["grade_id"]: mark.get("checksum") for mark in marks if mark.get("grade_id")}
