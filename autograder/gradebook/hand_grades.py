"""What people gave by hand in nbgrader's formgrader: scores, extra credit and comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.course import Course
from autograder.gradebook.database import open_gradebook
from autograder.gradebook.records import Record

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from sqlalchemy.orm import Query


@dataclass(frozen=True)
class HandGrade:
    """A person's word on one exercise: `score` replaces the autograder's and is None while none was given.

    `untouched` is a written answer as it was released: nbgrader gives it 0 points and asks nobody. `again`
    says that something else has been handed in since, at which Formgrader wants a person to look, too.
    """

    score: float | None = None
    extra: float = 0.0
    comment: str = ""
    untouched: bool = False
    again: bool = False


def earned(auto: float, hand: HandGrade | None) -> float:
    """The points that count.

    >>> earned(1.5, None), earned(1.5, HandGrade(3.0)), earned(1.5, HandGrade(extra=0.5))
    (1.5, 3.0, 2.0)
    """
    if hand is None:
        return auto
    return (auto if hand.score is None else hand.score) + hand.extra


def in_all(record: Record, hand: Mapping[str, HandGrade]) -> float:
    """The points of everything, with written answers that a person has graded: nbgrader's score."""
    auto = {verdict["exercise"]: verdict["earned"] for verdict in record["verdicts"]}
    return sum(earned(auto.get(id, 0.0), hand.get(id)) for id in {*auto, *hand})


def hand_grades(course: Course, assignment: str) -> dict[str, dict[str, HandGrade]]:
    """Student -> exercise -> what was given by hand; empty when there is no gradebook yet.

    Read it after the scores were recorded, so that it tells of the same submission.
    """
    found: dict[str, dict[str, HandGrade]] = defaultdict(dict)
    with open_gradebook(course) as gradebook:
        if gradebook is None:
            return {}
        comments = _comments(gradebook, assignment)
        for student, cell, manual, extra, untouched, unseen in _grades(gradebook, assignment):
            nobody, again = manual is None and untouched is not None, unseen and manual is not None
            score, comment = untouched if nobody else manual, comments.pop((student, cell), "")
            found[student][cell] = HandGrade(score, extra or 0.0, comment, nobody, again)
        for (student, cell), comment in comments.items():
            found[student][cell] = HandGrade(comment=comment)
    return dict(found)


def _grades(gradebook: Gradebook, assignment: str) -> Query[Any]:
    """(student, cell, score by hand, extra credit, score of an untouched written answer, needs a look)."""
    from nbgrader.api import BaseCell, Grade, SolutionCell
    from sqlalchemy import and_, case, or_
    from sqlalchemy.orm import aliased

    answer = aliased(SolutionCell)  # of the same id as the grade: a written answer
    written = and_(answer.id.is_not(None), Grade.needs_manual_grade.is_(False))
    untouched = case((written, Grade.auto_score), else_=None)
    query = _of_assignment(gradebook, Grade, assignment)
    query = query.outerjoin(
        answer, and_(answer.name == BaseCell.name, answer.notebook_id == BaseCell.notebook_id)
    )
    query = query.filter(or_(Grade.manual_score.is_not(None), Grade.extra_credit.is_not(None), written))
    return query.add_columns(Grade.manual_score, Grade.extra_credit, untouched, Grade.needs_manual_grade)


def _comments(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str], str]:
    """Formgrader keeps an exercise's comment at its answer cell, `flatten_forward-answer`."""
    from nbgrader.api import Comment

    query = _of_assignment(gradebook, Comment, assignment).filter(Comment.manual_comment.is_not(None))
    rows = query.add_columns(Comment.manual_comment)
    return {(student, cell.removesuffix("-answer")): text for student, cell, text in rows if text.strip()}


def _of_assignment(gradebook: Gradebook, kind: Any, assignment: str) -> Query[Any]:
    """(student, cell) of every row of `kind`, Grade or Comment, that belongs to the assignment."""
    from nbgrader.api import Assignment, BaseCell, SubmittedAssignment, SubmittedNotebook

    query = gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name).select_from(kind)
    query = query.join(BaseCell, BaseCell.id == kind.cell_id)
    query = query.join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
    query = query.join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    return query.filter(Assignment.name == assignment)  # pyright: ignore[reportGeneralTypeIssues]
