"""The page that a student gets: what every answer earned, what to read again, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from autograder import files
from autograder.course import Course
from autograder.exercise import Unit
from autograder.exercises import unit
from autograder.gradebook.hand_grades import HandGrade, earned
from autograder.judging.verdict import Verdict
from autograder.pages.inert import EMPTY, TEXT, Shown, shorten, shown
from autograder.pages.picture import svg
from autograder.pages.render import render
from autograder.sections import cell_id, is_written, sections, title

WORDS = {
    "right": "Right",
    "partly right": "Partly right",
    "wrong": "Not right yet",
    "not attempted": "Not attempted",
    "stopped": "Stopped",
    "given": "Graded by hand",
    "waits": "Waits for a hand grade",
}
BY_HAND = "<main data-by-hand>"
"""What is in a page that shows what the grader did not find: a person's word, or a late penalty."""
STEPS = 3
"""As many next steps as one can take in at once; the rest is in the exercises below."""


@dataclass(frozen=True)
class Part:
    """One exercise on the page; `status` is a key of WORDS, `section` where the notebook asks for it."""

    id: str
    section: str
    status: str
    earned: float
    points: float
    verdict: Verdict | None = None
    again: str = ""
    picture: str = ""
    work: Shown = EMPTY
    written: str = ""
    comment: str = ""
    by_hand: bool = False
    looked_at_again: bool = False

    @property
    def step(self) -> str:
        """What to do next about this exercise, after its name; empty when there is nothing to do."""
        if self.status == "not attempted":
            return (
                f"is still open. “{self.section}” says what it asks for."
                if self.section
                else "is still open."
            )
        if self.status == "stopped":
            return (
                "did not come to an end. Look for a loop that never ends, or an array that grows too large."
            )
        if self.status in ("wrong", "partly right"):
            return (
                f"needs another look. Read “{self.again}” again first."
                if self.again
                else "needs another look."
            )
        return ""


def write_page(
    course: Course,
    record: dict[str, Any],
    notebook: NotebookNode | None,
    hand_grades: Mapping[str, HandGrade] | None = None,
) -> Path:
    """Write the feedback page of one record and return its path.

    Args:
        record: what grading found; its verdicts are empty when nothing could be read.
        notebook: the mended notebook with the outputs of its cells, or None when there was none to read.
        hand_grades: by exercise; the written answers among them wait for a person until they are there.
    """
    path = course.feedback_page(record["student"], record["assignment"])
    return files.write(path, page(unit(record["assignment"]), record, notebook, hand_grades or {}))


def page(
    unit: Unit,
    record: dict[str, Any],
    notebook: NotebookNode | None,
    hand_grades: Mapping[str, HandGrade],
    penalty: float = 0.0,
) -> str:
    """The page as text: HTML in one file, in which nothing that a student made can run.

    `penalty` are the points that are taken off for being late.
    """
    notebook = notebook or NotebookNode(cells=[])
    parts = [*_checked(unit, record, notebook, hand_grades), *_written(record, notebook, hand_grades)]
    counted = [part for part in parts if part.status != "waits"]
    steps = [part for part in parts if part.step]
    total = sum(part.earned for part in counted)
    return render(
        "feedback.html",
        record=record,
        title=title(notebook, record["assignment"]),
        parts=parts,
        steps=steps[:STEPS],
        more_steps=len(steps[STEPS:]),
        earned=total,
        penalty=penalty,
        left=max(0.0, total - penalty),
        points=sum(part.points for part in counted),
        waiting=sum(part.points for part in parts if part.status == "waits"),
        right=sum(part.status == "right" for part in parts),
        words=WORDS,
        given=bool(hand_grades or penalty),
    )


def _checked(
    unit: Unit, record: dict[str, Any], notebook: NotebookNode, hand_grades: Mapping[str, HandGrade]
) -> list[Part]:
    """The exercises that the grader judged, in the order of the unit."""
    cells = {cell_id(cell): cell for cell in notebook.cells}
    titles = sections(notebook)
    parts = []
    for verdict in map(Verdict.from_json, record["verdicts"]):
        hand = hand_grades.get(verdict.exercise, HandGrade())
        answer = cells.get(f"{verdict.exercise}-answer")
        parts.append(
            Part(
                id=verdict.exercise,
                section=titles.get(verdict.exercise, ""),
                status=verdict.status,
                earned=earned(verdict.earned, hand),
                points=verdict.points,
                verdict=verdict,
                again=titles.get(anchor(unit, verdict)) or titles.get(verdict.exercise, ""),
                picture=Markup(svg(verdict.picture)) if verdict.picture else "",
                work=shown(answer) if answer else EMPTY,
                comment=hand.comment,
                by_hand=hand.score is not None or hand.extra != 0,
                looked_at_again=hand.again,
            )
        )
    return parts


def _written(
    record: dict[str, Any], notebook: NotebookNode, hand_grades: Mapping[str, HandGrade]
) -> list[Part]:
    """The answers that only a person can grade."""
    if not record["verdicts"]:
        return []
    titles = sections(notebook)
    parts = []
    for cell in filter(is_written, notebook.cells):
        hand = hand_grades.get(cell_id(cell), HandGrade())
        parts.append(
            Part(
                id=cell_id(cell),
                section=titles[cell_id(cell)],
                status="not attempted" if hand.untouched else "waits" if hand.score is None else "given",
                earned=earned(0.0, hand),
                points=float(cell.metadata.nbgrader.get("points", 0)),
                written=shorten(cell.source, TEXT),
                comment=hand.comment,
                looked_at_again=hand.again,
            )
        )
    return parts


def anchor(unit: Unit, verdict: Verdict) -> str:
    """The id of the paragraph that teaches what this verdict found missing."""
    for exercise in unit.exercises:
        for mistake in exercise.misconceptions if exercise.id == verdict.exercise else ():
            if mistake.name == verdict.misconception and mistake.anchor:
                return mistake.anchor
    return verdict.exercise
