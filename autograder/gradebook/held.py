"""What the gradebook holds of the grader's own work, and whether a record tells of the same.

They part when an older copy of the gradebook was put back: the records know of submissions that it never saw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import isclose
from typing import Any

from autograder.course import Course
from autograder.gradebook.database import open_gradebook
from autograder.gradebook.records import Record


@dataclass
class Held:
    """Of one submission: by cell the points that the grader gave, and when it was handed in."""

    scores: dict[str, float] = field(default_factory=dict)
    timestamp: datetime | None = None

    def is_of(self, record: Record) -> bool:
        """Whether it is what the record says; without a time stamp the gradebook keeps the one it has."""
        if not same_points(record, self.scores):
            return False
        if not record["timestamp"]:
            return True
        from nbgrader.utils import parse_utc  # it takes a second to load, and often there is no time stamp

        return self.timestamp == parse_utc(record["timestamp"])

    def points_in(self, record: Record) -> Record:
        """The record with the points that the gradebook has, where it has any."""
        verdicts = [
            {**verdict, "earned": self.scores.get(verdict["exercise"], verdict["earned"])}
            for verdict in record["verdicts"]
        ]
        return {**record, "verdicts": verdicts}


def held(course: Course, assignment: str) -> dict[str, Held]:
    """By student; empty where there is no gradebook yet."""
    with open_gradebook(course) as gradebook:
        if gradebook is None:
            return {}
        from nbgrader.api import Assignment, BaseCell, Grade, SubmittedAssignment, SubmittedNotebook

        query: Any = gradebook.db.query(
            SubmittedAssignment.student_id, SubmittedAssignment.timestamp, BaseCell.name, Grade.auto_score
        )
        query = query.select_from(Grade).join(BaseCell, BaseCell.id == Grade.cell_id)
        query = query.join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        found: dict[str, Held] = defaultdict(Held)
        query = query.filter(Assignment.name == assignment)  # pyright: ignore[reportGeneralTypeIssues]
        for student, timestamp, cell, score in query:
            found[student].timestamp = timestamp
            found[student].scores[cell] = score or 0.0
        return dict(found)


def same_points(record: Record, scores: Mapping[str, float]) -> bool:
    """Whether the grader gave these points in the record, and none for anything else.

    >>> record = {"verdicts": [{"exercise": "a", "earned": 2.0}, {"exercise": "b", "earned": 0.0}]}
    >>> same_points(record, {"a": 2.0, "why": 0.0}), same_points(record, {"a": 1.0}), same_points(record, {})
    (True, False, False)
    """
    earned = {verdict["exercise"]: verdict["earned"] for verdict in record["verdicts"]}
    return all(isclose(scores.get(id, 0.0), earned.get(id, 0.0), abs_tol=1e-9) for id in {*scores, *earned})
