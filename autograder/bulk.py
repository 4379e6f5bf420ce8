"""nbgrader's gradebook for many submissions at once: one transaction, one look-up for all cells of each."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from sqlalchemy import text
from sqlalchemy.orm import Session, scoped_session, sessionmaker


class _Held(Session):
    """A session in which `commit`, which nbgrader calls for every cell, is left for later."""

    def commit(self) -> None:
        """Nothing: the next query, or `commit_all`, sends what has changed."""

    def commit_all(self) -> None:
        super().commit()


class BulkGradebook(Gradebook):
    """nbgrader's gradebook; nothing is in the database before `commit`, and then all of it."""

    def __init__(self, db_url: str) -> None:
        super().__init__(db_url)
        self.db.remove()
        self.db = scoped_session(sessionmaker(bind=self.engine, class_=_Held, future=True))
        self._commits = 0
        self._cells: dict[str, Any] = {}

    def open(self, notebook: str, assignment: str, student: str) -> SubmittedNotebook:
        """Read all grades and comments of one submission, for the `find_...` that follow."""
        if not self._cells:
            source = self.find_notebook(notebook, assignment)
            cells = [*source.grade_cells, *source.solution_cells, *source.task_cells]
            self._cells = {cell.id: cell for cell in cells}
        found = self.find_submission_notebook(notebook, assignment, student)
        self._grades = {self._cells[grade.cell_id].name: grade for grade in found.grades}
        self._comments = {self._cells[comment.cell_id].name: comment for comment in found.comments}
        return found

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Any:
        """The grade in the submission that `open` has read."""
        return self._one(self._grades, grade_cell, student)

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Any:
        """The comment in the submission that `open` has read."""
        return self._one(self._comments, solution_cell, student)

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
            self._cells = {}

    def _one(self, found: dict[str, Any], cell: str, student: str) -> Any:
        if cell not in found:
            raise MissingEntry(f"The gradebook has no cell {cell} for {student}.")
        return found[cell]
