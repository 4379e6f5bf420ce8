"""What nbgrader takes off for being late."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook.database import in_words, open_gradebook
from autograder.gradebook.hand_grades import HandGrade, in_all
from autograder.gradebook.records import Record
from autograder.nbgrader_config import read_config

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
        raise _failed(resources["nbgrader"]["student"], error) from error


def _failed(student: str, error: Exception) -> CourseError:
    return CourseError(
        f"The late penalty that nbgrader_config.py names failed for {student} "
        f"({type(error).__name__}: {error}). Correct it, then start again: what is recorded is kept."
    )


class Lateness:
    """What the lateness of submissions costs, by nbgrader's own plugin, without anything being written."""

    def __init__(self, course: Course, assignment: str) -> None:
        self._course = course
        self._due, self._known = None, {}
        self._penalties = late_penalties(course, assignment)
        with open_gradebook(course) as gradebook:
            if gradebook is None:
                return
            from nbgrader.api import Assignment, SubmittedAssignment  # a second, where there is one to read

            query: Any = gradebook.db.query
            given = (
                SubmittedAssignment.student_id,
                SubmittedAssignment.timestamp,
                SubmittedAssignment.extension,
            )
            known = query(*given).join(Assignment).filter_by(name=assignment)
            self._due = query(Assignment.duedate).filter_by(name=assignment).scalar()
            self._known = {student: times for student, *times in known}

    def now(self, student: str) -> float:
        """The points that are taken off now."""
        return self._penalties.get(student, 0.0)

    @cached_property
    def _step(self) -> AssignLatePenalties:
        return penalties_step(self._course, read_config(self._course))  # a second, where nobody may be late

    def then(self, record: Record, hand: Mapping[str, HandGrade]) -> float:
        """The points that would be taken off; without a time stamp the gradebook keeps the one that it has.

        Raises:
            CourseError: the plugin failed, or is none.
        """
        from nbgrader.utils import parse_utc

        student, timestamp, score = record["student"], record["timestamp"], in_all(record, hand)
        stamp, extension = self._known.get(student, (None, None))
        stamp = parse_utc(timestamp) if timestamp else stamp
        if stamp is None or self._due is None:
            return 0.0
        seconds = (stamp - self._due - (extension or timedelta())).total_seconds()
        if seconds <= 0:
            return 0.0
        step = self._step
        try:
            penalty = step.plugin_inst.late_submission_penalty(student, score, seconds)  # type: ignore[attr-defined]
            return float(step._check_late_penalty(SimpleNamespace(score=score), penalty or 0.0))  # type: ignore[arg-type]
        except Exception as error:
            raise _failed(student, error) from error


def late_penalties(course: Course, assignment: str) -> dict[str, float]:
    """Student -> points that are taken off; nobody else is late, or the course has no penalty."""
    with open_gradebook(course) as gradebook:
        if gradebook is None:
            return {}
        from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook

        query = gradebook.db.query(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        query = query.select_from(SubmittedNotebook)
        query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        query = query.filter(Assignment.name == assignment, SubmittedNotebook.late_submission_penalty > 0)  # pyright: ignore[reportGeneralTypeIssues]
        return {student: float(penalty) for student, penalty in query}
