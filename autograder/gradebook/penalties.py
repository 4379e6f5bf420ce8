"""What nbgrader takes off for being late."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook.database import in_words, open_gradebook

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.preprocessors import AssignLatePenalties


def penalties_step(course: Course, config: Any) -> AssignLatePenalties:
    """nbgrader's own step; its plugin may be in a file beside `nbgrader_config.py`, as for nbgrader.

    Raises:
        CourseError: the setting is none that nbgrader knows, or the plugin cannot be imported.
    """
    from nbgrader.preprocessors import AssignLatePenalties

    if str(course.root) not in sys.path:
        sys.path.append(str(course.root))
    try:
        step = AssignLatePenalties(config=config)
        step.init_plugin()
    except Exception as error:  # the plugin is a program, and may fail in any way
        says = re.sub(r" of (a |<)?[\w.]+( object at \w+>)? instance", "", str(error)).removesuffix(".")
        raise CourseError(
            f"{course.root / 'nbgrader_config.py'}: the setting for late submissions cannot be used. {says}."
        ) from error
    return step


def take_off(step: AssignLatePenalties, notebook: NotebookNode, resources: dict[str, Any]) -> None:
    """Write what the lateness of a submission costs into the gradebook.

    Raises:
        CourseError: the plugin failed.
    """
    try:
        step(notebook, resources)
    except Exception as error:
        if in_words(error):  # the gradebook's own
            raise
        raise CourseError(
            f"The late penalty that nbgrader_config.py names failed for {resources['nbgrader']['student']} "
            f"({type(error).__name__}: {error}). Correct it, then start again: what is recorded is kept."
        ) from error


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
