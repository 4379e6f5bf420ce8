"""Whom nbgrader's gradebook knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from autograder.course import Course
from autograder.gradebook.database import open_gradebook


@dataclass(frozen=True)
class Known:
    """Whom the gradebook knows: all students, those whose submission of the assignment is in it, and those of
    them of whom a person has to grade something."""

    students: frozenset[str] = frozenset()
    recorded: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


def known(course: Course, assignment: str) -> Known:
    """Look into the gradebook; nobody is known where there is none yet, and none is made."""
    with open_gradebook(course) as gradebook:
        if gradebook is None:
            return Known()
        from nbgrader.api import Assignment, Grade, Student, SubmittedAssignment, SubmittedNotebook

        query: Any = gradebook.db.query  # only ids: nbgrader's objects would be summed up one by one
        recorded = query(SubmittedAssignment.student_id).join(Assignment).filter_by(name=assignment)
        waiting = recorded.join(SubmittedNotebook).join(Grade).filter(Grade.needs_manual_grade)
        return Known(*map(_ids, (query(Student.id), recorded, waiting.distinct())))


def _ids(rows: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(id) for (id,) in rows)
