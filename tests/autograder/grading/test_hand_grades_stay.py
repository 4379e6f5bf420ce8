"""What people gave in Formgrader stays, whatever is graded again: scores, extra credit, comments, reviews."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from typing import Any

import nbformat
import pytest
from nbgrader.preprocessors import ComputeChecksums

from autograder import exercises
from autograder.exercise import Unit
from autograder.pages.report import report_data

from .conftest import UNIT

DOUBLE = "def double(x):\n    return x + x"
SQUARED = "def double(x):\n    return x ** 2"
GIVEN = {"why": (3.5, 0.0), "double": (None, 0.5), "split": (1.0, None)}
SAID = {"why": "Well put.", "double-answer": "Nearly!", "split-answer": None}


@pytest.fixture
def by_hand(tiny: Any, grade_class: Any) -> Any:
    """Ada, whom a person has graded; gives what is in the gradebook of it now."""
    tiny.hand_in("ada", tiny.notebook(written="Because.", double=SQUARED))
    tiny.hand_in("bob", tiny.notebook(written="So.", double=DOUBLE))
    grade_class()
    with tiny.gradebook() as gradebook:
        where = (tiny.assignment, tiny.assignment, "ada")
        for cell, (score, extra) in GIVEN.items():
            grade = gradebook.find_grade(cell, *where)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, False
        for cell, text in SAID.items():
            gradebook.find_comment(cell, *where).manual_comment = text
        gradebook.db.commit()

    def found() -> tuple[Any, Any, set[str]]:
        with tiny.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(tiny.assignment, tiny.assignment, "ada")
            given = {grade.name: (grade.manual_score, grade.extra_credit) for grade in notebook.grades}
            said = {comment.name: comment.manual_comment for comment in notebook.comments}
            return given, said, {grade.name for grade in notebook.grades if grade.needs_manual_grade}

    return found


def score(tiny: Any) -> float:
    with tiny.gradebook() as gradebook:
        return gradebook.find_submission(tiny.assignment, "ada").score


def test_all_is_graded_again(tiny: Any, grade_class: Any, by_hand: Any) -> None:
    for _ in range(2):
        grade_class(regrade=True)
        assert by_hand() == (GIVEN, SAID, set()), "nobody needs to look again at what did not change"
    tiny.course.key.write_text("ab" * 32, encoding="ascii")
    grade_class()
    assert by_hand() == (GIVEN, SAID, set())
    assert score(tiny) == 3.5 + 0.5 + 1.0


def test_the_run_shows_the_points_that_count(tiny: Any, grade_class: Any, by_hand: Any) -> None:
    """As its dry run does. The written answer is no part of them."""
    for options in ({}, {"regrade": True}, {"dry_run": True, "regrade": True}):
        (ada,) = (row for row in grade_class(**options).rows if row.student == "ada")
        assert ada.earned == 0.5 + 1.0


def test_a_new_submission(tiny: Any, grade_class: Any, by_hand: Any) -> None:
    assert grade_class().waiting == ["bob"]
    tiny.hand_in("ada", tiny.notebook(written="Because of that.", double=DOUBLE))
    assert grade_class().waiting == ["ada", "bob"]
    assert by_hand() == (GIVEN, SAID, {"why", "split"}), "as in nbgrader: a person should look again"
    grade_class(regrade=True)
    assert by_hand() == (GIVEN, SAID, {"why", "split"}), "nobody has looked yet"
    assert score(tiny) == 3.5 + 2.5 + 1.0
    page = tiny.course.feedback_page("ada", tiny.assignment).read_text(encoding="utf-8")
    assert "Nearly!" in page and page.count("A person looks at it once more.") == 2
    found = {item["id"]: item["to_look_at"] for item in report_data(tiny.course, tiny.assignment)["items"]}
    assert found == {"double": 0, "split": 1, "why": 2}, "ada's again, and bob's: as many as Formgrader lists"
    report = tiny.course.reports / f"{tiny.assignment}.html"
    assert "2 answers to <code>why</code> wait" in report.read_text(encoding="utf-8")


def test_a_later_submission_that_nobody_can_read(tiny: Any, grade_class: Any, by_hand: Any) -> None:
    tiny.hand_in("ada", b"{")
    grade_class()
    assert by_hand() == (GIVEN, SAID, set(GIVEN))
    assert score(tiny) == 3.5 + 0.5 + 1.0
    tiny.hand_in("ada", tiny.notebook(written="Because.", double=DOUBLE))
    grade_class()
    assert by_hand()[:2] == (GIVEN, SAID)
    assert score(tiny) == 3.5 + 2.5 + 1.0


def test_what_needed_a_person_and_has_had_one_is_done(tiny: Any, grade_class: Any, by_hand: Any) -> None:
    def now(**options: Any) -> str:
        return next(row.status for row in grade_class(**options).rows if row.student == "ada")

    tiny.hand_in("ada", b"{")
    assert [now(), now()] == ["needs you", "needs you"]
    with tiny.gradebook() as gradebook:
        for cell in ("double", "split", "why"):
            grade = gradebook.find_grade(cell, tiny.assignment, tiny.assignment, "ada")
            grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    assert now() == "by hand"
    (said,) = (s for s in report_data(tiny.course, tiny.assignment)["students"] if s["id"] == "ada")
    assert (said["status"], said["reason"]) == ("by hand", "A person has graded it.")
    assert now(regrade=True) == "needs you" and not by_hand()[2], "nothing is put on the list again"
    assert now() == "by hand"
    tiny.hand_in("ada", b"{{{")
    assert [now(), now()] == ["needs you", "needs you"], "this one nobody has seen"
    assert by_hand()[2] == {"double", "split", "why"}


def test_the_submission_is_gone(tiny: Any, grade_class: Any, by_hand: Any) -> None:
    (tiny.folder("ada") / f"{tiny.assignment}.ipynb").unlink()
    grade_class()
    assert by_hand()[:2] == (GIVEN, SAID)
    tiny.folder("ada").rmdir()
    grade_class(regrade=True)
    assert by_hand()[:2] == (GIVEN, SAID)


def test_an_exercise_counts_more(tiny: Any, grade_class: Any, by_hand: Any, monkeypatch: Any) -> None:
    double, split = UNIT.exercises
    unit = Unit(UNIT.name, [replace(double, points=4), split])
    monkeypatch.setattr(sys.modules["autograder.exercises.tiny"], "UNIT", unit)
    exercises.unit.cache_clear()
    path = tiny.course.released_notebook(tiny.assignment)
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "double").metadata.nbgrader.points = 4
    nbformat.write(ComputeChecksums()(notebook, {})[0], path)
    tiny.hand_in("ada", tiny.notebook(written="Because.", double=DOUBLE))
    grade_class()
    assert by_hand()[:2] == (GIVEN, SAID)
    assert score(tiny) == 3.5 + 4.5 + 1.0
    assert tiny.scores("bob")["double"][0] == 4.0
    with tiny.gradebook() as gradebook:
        assert gradebook.find_assignment(tiny.assignment).max_score == 4 + 3 + 4


def test_what_a_person_takes_back_leaves_the_page(tiny: Any, grade_class: Any, by_hand: Any) -> None:
    grade_class()
    page = tiny.course.feedback_page("ada", tiny.assignment)
    assert "Well put." in page.read_text("utf-8")
    with tiny.gradebook() as gradebook:
        where = (tiny.assignment, tiny.assignment, "ada")
        for cell in GIVEN:
            grade = gradebook.find_grade(cell, *where)
            grade.manual_score = grade.extra_credit = None
        for cell in SAID:
            gradebook.find_comment(cell, *where).manual_comment = None
        gradebook.db.commit()
    grade_class()
    assert "Well put." not in page.read_text("utf-8")
    before = page.stat().st_mtime_ns
    grade_class()
    assert page.stat().st_mtime_ns == before


@pytest.mark.parametrize("left", ["nothing", "an empty folder", "not even submitted/"])
def test_what_was_graded_is_gone(tiny: Any, grade_class: Any, by_hand: Any, left: str) -> None:
    """Run, report and gradebook say the same, and points stay; who never had any is missing."""
    tiny.hand_in("cho", b"{")
    (before,) = (row for row in grade_class().rows if row.student == "ada")
    points, page = score(tiny), tiny.course.feedback_page("ada", tiny.assignment).read_text(encoding="utf-8")
    for student in ("ada", "cho"):
        (tiny.folder(student) / f"{tiny.assignment}.ipynb").unlink()
        if left == "nothing":
            tiny.folder(student).rmdir()
    if left == "not even submitted/":
        shutil.rmtree(tiny.course.submitted)
    for options in ({"dry_run": True}, {}, {"regrade": True}):
        rows = {row.student: row for row in grade_class(**options).rows}
        assert not rows["ada"].changed and not rows["cho"].changed
        assert (rows["ada"].status, rows["ada"].earned) == (before.status, before.earned)
    said = {row["id"]: row for row in report_data(tiny.course, tiny.assignment)["students"]}
    assert said["ada"]["total"] == score(tiny) == points
    for student, row in rows.items():
        assert said[student]["status"] == row.status and row.reason.startswith(said[student]["reason"])
    assert said["ada"]["reason"] == "What was handed in is not there any more, but its grade stays"
    assert rows["cho"].status == "missing" and "was not graded" in rows["cho"].reason
    assert tiny.course.feedback_page("ada", tiny.assignment).read_text(encoding="utf-8") == page
