"""What one transaction writes of many submissions: read together, changed as rows, sent a table at a time."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, ClassVar

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import parse_utc
from sqlalchemy import Connection, Table, select

Row = Any
"""The columns of a row as attributes. nbgrader's steps read and set them as they do those of its own objects,
which take several times as long to send."""


class Rows:
    """Rows of the table of one of nbgrader's models: those that were read, and new ones."""

    def __init__(self, model: Any) -> None:
        self._table: Table = model.__table__
        self._read: list[tuple[Any, dict[str, Any]]] = []
        self._new: list[Row] = []
        self._random = Random()  # to ask the system for every id takes a tenth of recording
        defaults: dict[str, Any] = {column.name: column.default for column in self._table.columns}
        self._defaults = {name: getattr(default, "arg", None) for name, default in defaults.items()}

    def read(self, connection: Connection, *conditions: Any) -> list[Row]:
        """The rows for which all of it holds."""
        found = connection.execute(select(self._table).where(*conditions)).mappings()
        read = [(SimpleNamespace(**row), dict(row)) for row in found]
        self._read += read
        return [row for row, _ in read]

    def add(self, **columns: Any) -> Row:
        """A new row; what is not given is what nbgrader's model begins with."""
        row = SimpleNamespace(**self._defaults | {"id": self._new_id()} | columns)
        self._new.append(row)
        return row

    def _new_id(self) -> str:
        """As nbgrader's, but in the order of time, as UUIDs of version 7: large tables grow at their ends."""
        return f"{time.time_ns():016x}{self._random.getrandbits(64):016x}"

    def write(self, connection: Connection) -> None:
        """Send the new rows, and the columns that have changed of those that were read.

        Only those columns: a person may have graded by hand in the meantime.
        """
        if self._new:
            connection.execute(self._table.insert(), list(map(vars, self._new)))
        for row, before in self._read:
            changed = {name: value for name, value in vars(row).items() if value != before[name]}
            if changed:
                connection.execute(self._table.update().where(self._table.c.id == row.id).values(changed))


@dataclass(frozen=True)
class Submission:
    """What the gradebook holds of one student's notebook; nbgrader's steps take it for the gradebook."""

    handed_in: Row
    notebook: Row
    grades: dict[str, Row]
    """By the name of the cell, as the comments."""
    comments: dict[str, Row]
    duedate: datetime | None

    @property
    def late(self) -> bool:
        """Whether it came after its due date, with the extension that the student was granted."""
        stamp, extension = self.handed_in.timestamp, self.handed_in.extension or timedelta()
        return stamp is not None and self.duedate is not None and stamp > self.duedate + extension

    def find_grade(self, grade_cell: str, *_: str) -> Row:
        return _one(self.grades, grade_cell)

    def find_comment(self, solution_cell: str, *_: str) -> Row:
        return _one(self.comments, solution_cell)

    db: ClassVar = SimpleNamespace(commit=lambda: None)
    """nbgrader's steps commit after every cell; here all is sent when all is there."""


class Batch:
    """Submissions of one assignment, for one transaction: as many queries for a hundred as for one."""

    def __init__(self, connection: Connection, assignment: str, students: Collection[str]) -> None:
        self._connection = connection
        # Each table's rows refer to those of tables before it.
        models = (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)
        self._tables = tuple(map(Rows, models))
        [self._assignment] = Rows(Assignment).read(connection, Assignment.__table__.c.name == assignment)
        self._notebooks = Rows(Notebook).read(connection, Notebook.assignment_id == self._assignment.id)
        theirs = BaseCell.notebook_id.in_([notebook.id for notebook in self._notebooks])
        self._cells = Rows(BaseCell).read(connection, theirs)
        self._students = self._read_students(students)
        self._submissions = self._read_submissions(students)

    def _read_students(self, students: Collection[str]) -> set[str]:
        known, *_ = self._tables
        return {row.id for row in known.read(self._connection, Student.id.in_(students))}

    def _read_submissions(self, students: Collection[str]) -> dict[str, Submission]:
        _, handed_in, notebooks, grades, comments = self._tables
        assignment, connection = self._assignment, self._connection
        of_it, by_them = SubmittedAssignment.assignment_id, SubmittedAssignment.student_id
        found = handed_in.read(connection, of_it == assignment.id, by_them.in_(students))
        by_id = {row.id: row for row in found}
        names = {notebook.id: notebook.name for notebook in self._notebooks}
        opened = {
            row.id: Submission(by_id[row.assignment_id], row, {}, {}, assignment.duedate)
            for row in notebooks.read(connection, SubmittedNotebook.assignment_id.in_(by_id))
            if names[row.notebook_id] == assignment.name
        }
        cells = {cell.id: cell.name for cell in self._cells}
        for row in grades.read(connection, Grade.notebook_id.in_(opened)):
            opened[row.notebook_id].grades[cells[row.cell_id]] = row
        for row in comments.read(connection, Comment.notebook_id.in_(opened)):
            opened[row.notebook_id].comments[cells[row.cell_id]] = row
        return {submission.handed_in.student_id: submission for submission in opened.values()}

    def submission(self, student: str, timestamp: str) -> Submission:
        """The student's submission, made where there is none; an empty time stamp leaves an earlier one."""
        if student not in self._students:
            self._tables[0].add(id=student)
            self._students.add(student)
        if student not in self._submissions:
            self._submissions[student] = self._add(student)
        submission = self._submissions[student]
        if timestamp:
            submission.handed_in.timestamp = parse_utc(timestamp)
        return submission

    def _add(self, student: str) -> Submission:
        """A submission with every notebook and cell of the assignment, as nbgrader makes one."""
        _, handed_in, notebooks, grades, comments = self._tables
        row = handed_in.add(student_id=student, assignment_id=self._assignment.id)
        made = {}
        for notebook in self._notebooks:
            of = notebooks.add(assignment_id=row.id, notebook_id=notebook.id)
            cells = [(cell, cell.type) for cell in self._cells if cell.notebook_id == notebook.id]
            graded = [cell for cell, kind in cells if kind in ("GradeCell", "TaskCell")]
            answers = [cell for cell, kind in cells if kind in ("SolutionCell", "TaskCell")]
            made[notebook.name] = Submission(
                row,
                of,
                {cell.name: grades.add(cell_id=cell.id, notebook_id=of.id) for cell in graded},
                {cell.name: comments.add(cell_id=cell.id, notebook_id=of.id) for cell in answers},
                self._assignment.duedate,
            )
        return made[self._assignment.name]

    def write(self) -> None:
        """Send everything that is new or has changed."""
        for rows in self._tables:
            rows.write(self._connection)


def _one(found: Mapping[str, Row], name: str) -> Row:
    if name not in found:
        raise MissingEntry(f"The gradebook has no {name} where one was expected.")
    return found[name]
