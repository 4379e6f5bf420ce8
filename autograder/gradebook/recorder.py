"""Writes to nbgrader's gradebook, by nbgrader's own steps: the result is what nbgrader would have written."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import nbgrader
from nbformat import NotebookNode
from nbgrader.api import Base, Gradebook, MissingEntry
from nbgrader.preprocessors import SaveAutoGrades, SaveCells
from sqlalchemy import URL, create_engine, inspect, text
from sqlalchemy.engine import make_url

from autograder import files
from autograder.course import Course
from autograder.errors import CourseError
from autograder.files import PART
from autograder.gradebook.bulk import Batch, Submission
from autograder.gradebook.database import db_url, open_gradebook, patient
from autograder.gradebook.held import same_points
from autograder.gradebook.penalties import penalties_step, take_off
from autograder.gradebook.records import Record, read_record, save_fault, save_notebook, save_record
from autograder.grading.grade_one import Graded
from autograder.intake.skeleton import read_release
from autograder.intake.submission import endless
from autograder.interrupts import one_step
from autograder.nbgrader_config import read_config
from autograder.preprocessor import write_comments

TOGETHER, SECONDS = 50, 1.0
"""As many submissions, or those of so many seconds, are written in one transaction."""
PATIENCE = 60.0
"""Seconds to wait while another program, such as Formgrader, writes into a gradebook that is a file."""


def register(assignment: str, **_: Any) -> None:
    """Make the gradebook know the assignment; nbgrader calls this in the course's root, before it grades.

    Raises:
        SystemExit: a pipe or a device was handed in, on which nbgrader would wait for ever. It goes on after
            exceptions of any other kind.
    """
    course = Course(Path.cwd())
    if strange := endless(course, assignment):
        raise SystemExit(
            f"{', '.join(strange)} handed in a pipe or a device, no file: take it out of submitted/, "
            "or grade with `refold grade`, which opens files only."
        )
    with Recorder(course, assignment, read_release(course, assignment)):
        pass


def make_gradebook(db_url: str) -> None:
    """Make the gradebook where there is none, in one step; nbgrader takes several, and a temporary folder."""
    url = make_url(db_url)
    path = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    if path is None:
        _make_tables(url)
    elif not path.exists():
        part = path.with_name(f".{path.name}{PART}")
        for left in path.parent.glob(f"{part.name}*"):  # of a run that was killed here, with its journal
            left.unlink()
        _make_tables(url.set(database=str(part)))
        os.replace(part, path)


def _make_tables(url: URL) -> None:
    """nbgrader's tables, and which of its schemas they are, for `nbgrader db upgrade`."""
    from alembic.runtime.migration import MigrationContext  # both take a quarter of a second, once a course
    from alembic.script import ScriptDirectory

    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if not inspect(connection).has_table("assignment"):
                Base.metadata.create_all(connection)
                schemas = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic"))
                MigrationContext.configure(connection).stamp(schemas, "head")
    finally:
        engine.dispose()


class Recorder:
    """The gradebook of a course, open for one assignment; only one process has one."""

    @one_step()
    def __init__(self, course: Course, assignment: str, release: NotebookNode) -> None:
        config = read_config(course)
        course.build.mkdir(exist_ok=True)
        self.course = course
        self.assignment = assignment
        self.db_url = patient(db_url(course), PATIENCE)
        self._pending: list[Graded] = []
        self._scores, self._penalties = SaveAutoGrades(config=config), penalties_step(course, config)
        make_gradebook(self.db_url)
        with Gradebook(self.db_url) as gradebook:
            self._register(gradebook, release)
        self.engine = create_engine(self.db_url, pool_pre_ping=True)  # a server may have gone and come back
        self._transactions = 0
        self._written = time.monotonic()

    def __enter__(self) -> Recorder:
        return self

    @one_step()
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.write()  # after an error in it nothing is pending any more
        finally:
            self.engine.dispose()

    @one_step()
    def save(self, graded: Graded) -> None:
        """Record one submission: student, time stamp, scores, comments, late penalty, autograded notebook.

        It is written together with those after it, a second later or when there are enough of them.

        Raises:
            UnicodeEncodeError: the name of the student is no valid text.
        """
        graded.record["student"].encode()
        self._pending.append(graded)
        if len(self._pending) >= TOGETHER or time.monotonic() - self._written > SECONDS:
            self.write()

    def write(self) -> None:
        """Write what is pending, in one transaction; then the records, which say that all of it is there."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        with self.engine.begin() as connection:
            batch = Batch(connection, self.assignment, [graded.record["student"] for graded in pending])
            late = [graded for graded in pending if self._write(batch, graded)]
            batch.write()
            self._transactions += 1
            if self.engine.dialect.name == "sqlite" and self._transactions.bit_count() == 1:
                connection.execute(text("ANALYZE"))  # at 1, 2, 4, ...: without it SQLite reads whole tables
        for graded in late:
            take_off(self._penalties, graded.notebook, self._resources(graded.record["student"]))
        for graded in pending:
            save_fault(self.course, graded.record["student"], self.assignment, graded.fault)
            save_record(self.course, graded.record)
            files.write(self.course.feedback_page(graded.record["student"], self.assignment), graded.page)
        self._written = time.monotonic()

    def _write(self, batch: Batch, graded: Graded) -> bool:
        """Whether it is late, or was: nbgrader's own step then looks at it when the scores are there."""
        record, student = graded.record, graded.record["student"]
        submission = batch.submission(student, record["timestamp"])
        reviewed = self._reviewed(submission, record)
        step: Any = self._scores
        step.gradebook = submission
        step.notebook_id, step.assignment_id, step.student_id = self.assignment, self.assignment, student
        for number, cell in enumerate(graded.notebook.cells):
            if "nbgrader" in cell.metadata:
                step.preprocess_cell(cell, {}, number)
        write_comments(submission, graded.notebook, self._resources(student)["nbgrader"], record)
        for grade in reviewed:
            grade.needs_manual_grade = False
        save_notebook(self.course, record, graded.text)
        return submission.late or submission.notebook.late_submission_penalty is not None

    def _reviewed(self, submission: Submission, record: Record) -> list[Any]:
        """What a person has graded and nobody needs to look at again: the submission is the same.

        nbgrader asks for another look whenever something is graded again.
        """
        grades = [
            g for g in submission.grades.values() if g.manual_score is not None and not g.needs_manual_grade
        ]
        if not grades:
            return []
        before = read_record(self.course, record["student"], self.assignment)
        if before is None or any(before[key] != record[key] for key in ("submission", "timestamp", "reason")):
            return []
        scores = {name: grade.auto_score or 0.0 for name, grade in submission.grades.items()}
        return grades if same_points(before, scores) else []  # else a person graded what came before

    def _resources(self, student: str) -> dict[str, Any]:
        names = {"student": student, "assignment": self.assignment, "notebook": self.assignment}
        return {"nbgrader": {**names, "db_url": self.db_url}}

    def _register(self, gradebook: Gradebook, release: NotebookNode) -> None:
        """Make the gradebook know the assignment as released, as `nbgrader generate_assignment` does."""
        gradebook.update_or_create_assignment(self.assignment)
        if self._is_registered(gradebook, release):
            return
        try:
            SaveCells()(release, self._resources("."))
        except RuntimeError as error:
            raise _other_cells(self.assignment) from error

    def _is_registered(self, gradebook: Gradebook, release: NotebookNode) -> bool:
        """Whether the gradebook has the cells of the release, with the same text and points."""
        try:
            notebook = gradebook.find_notebook(self.assignment, self.assignment)
        except MissingEntry:
            return False
        return {cell.name: cell.checksum for cell in notebook.source_cells} == _checksums(release)


def refuse_other_cells(course: Course, assignment: str, release: NotebookNode) -> None:
    """Raise CourseError where recording would, since cells came or went after something was graded."""
    with open_gradebook(course) as gradebook:
        if gradebook is None:
            return
        try:
            notebook = gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            return
        if {cell.name for cell in notebook.source_cells} != set(_checksums(release)) and notebook.submissions:
            raise _other_cells(assignment)


def _checksums(release: NotebookNode) -> dict[str, str | None]:
    marks = [cell.metadata.nbgrader for cell in release.cells if "nbgrader" in cell.metadata]
    return {mark["grade_id"]: mark.get("checksum") for mark in marks if mark.get("grade_id")}


def _other_cells(assignment: str) -> CourseError:
    return CourseError(
        f"{assignment} has other cells now than those that the gradebook has grades for, and nbgrader lets "
        "no exercise or answer be added or removed then. Take that change back, or drop these grades with "
        f"`nbgrader db assignment remove {assignment} --force` and grade again: the due date, extensions and "
        "what was given by hand are lost."
    )
