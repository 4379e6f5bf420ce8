"""nbgrader's gradebook for many submissions at once: read together, and written in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import text
from sqlalchemy.orm import Session, scoped_session, selectinload, sessionmaker


class _Held(Session):
    """A session in which `commit`, which nbgrader calls for every cell, is left for later."""

    def commit(self) -> None:
        """Nothing: `commit_all` sends what has changed."""

    def commit_all(self) -> None:
        super().commit()


class BulkGradebook(Gradebook):
    """nbgrader's gradebook; nothing is in the database before `commit`, and then all of it.

    What nbgrader's own steps look for between `read` and `commit` is what `read` has read, and what they have
    added since; so each of them costs no query.
    """

    def __init__(self, db_url: str) -> None:
        super().__init__(db_url)
        self.db.remove()
        made = sessionmaker(bind=self.engine, class_=_Held, future=True, autoflush=False)
        self.db = scoped_session(made)
        self._commits = 0

    def read(self, assignment: str, students: Collection[str]) -> None:
        """Read the assignment, and all that is known of these students' submissions of it."""
        self._assignment = super().find_assignment(assignment)
        self._cells = {
            cell.id: cell.name
            for notebook in self._assignment.notebooks
            for cell in (*notebook.grade_cells, *notebook.solution_cells, *notebook.task_cells)
        }
        known = self.db.query(Student).filter(Student.id.in_(students))
        self._students = {str(student.id): student for student in known}
        notebooks = selectinload(SubmittedAssignment.notebooks)
        handed_in = (
            self.db.query(SubmittedAssignment)
            .filter(SubmittedAssignment.assignment_id == self._assignment.id)
            .filter(SubmittedAssignment.student_id.in_(students))
            .options(
                notebooks.selectinload(SubmittedNotebook.grades),
                notebooks.selectinload(SubmittedNotebook.comments),
            )
        )
        self._submissions = {str(submission.student_id): submission for submission in handed_in}

    def find_assignment(self, name: str) -> Assignment:
        """The assignment that `read` has read."""
        return _one({str(self._assignment.name): self._assignment}, name)

    def find_student(self, student_id: str) -> Student:
        return _one(self._students, student_id)

    def add_student(self, student_id: str, **kwargs: Any) -> Student:
        self._students[student_id] = super().add_student(student_id, **kwargs)
        return self._students[student_id]

    def find_submission(self, assignment: str, student: str) -> SubmittedAssignment:
        return _one(self._submissions, student)

    def add_submission(self, assignment: str, student: str, **kwargs: Any) -> SubmittedAssignment:
        self._submissions[student] = super().add_submission(assignment, student, **kwargs)
        return self._submissions[student]

    def open(self, notebook: str, student: str) -> SubmittedNotebook:
        """The submission whose grades and comments the `find_...` that follow are to find."""
        notebooks = {each.notebook.name: each for each in self._submissions[student].notebooks}
        found = _one(notebooks, notebook)
        self._grades = {self._cells[grade.cell_id]: grade for grade in found.grades}
        self._comments = {self._cells[comment.cell_id]: comment for comment in found.comments}
        return found

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Any:
        return _one(self._grades, grade_cell)

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Any:
        return _one(self._comments, solution_cell)

    def commit(self) -> None:
        """Write everything since the last time, whole or not at all; forget what was read."""
        self._commits += 1
        try:
            if self.engine.dialect.name == "sqlite" and self._commits.bit_count() == 1:
                self.db.flush()
                self.db.execute(text("ANALYZE"))  # at 1, 2, 4, ...: without it SQLite reads whole tables
            self.db().commit_all()
        finally:
            self.db.remove()


def _one(found: dict[str, Any], name: str) -> Any:
    if name not in found:
        raise MissingEntry(f"The gradebook has no {name} where one was expected.")
    return found[name]
