"""What nbgrader takes off for being late."""

from __future__ import annotations

from autograder.course import Course
from autograder.gradebook.database import open_gradebook


def late_penalties(course: Course, assignment: str) -> dict[str, float]:
    """Student -> points that are taken off; nobody else is late, or the course has no penalty."""
    from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook

    with open_gradebook(course) as gradebook:
        if gradebook is None:
            return {}
        query = gradebook.db.query(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        query = query.select_from(SubmittedNotebook)
        query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        query = query.filter(Assignment.name == assignment, SubmittedNotebook.late_submission_penalty > 0)  # pyright: ignore[reportGeneralTypeIssues]
        return {student: float(penalty) for student, penalty in query}
