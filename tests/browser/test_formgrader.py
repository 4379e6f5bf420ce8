"""Formgrader's buttons, pressed in a real browser, do what the commands do."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.grading.grade import grade
from autograder.pages.feedback import BY_HAND

UNIT = "01_flatten"


@pytest.fixture(scope="module")
def graded(course: Path) -> Course:
    """The course when two students have been graded."""
    made = Course(course)
    for student in ("ada", "bob"):
        path = made.submission(student, UNIT) / f"{UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(made.released_notebook(UNIT).read_bytes())
    grade(made, UNIT, unsafe=True)
    return made


def press(page, lab, name: str) -> None:
    """A button in the row of the unit; waits until Formgrader says that it is done."""
    page.goto(lab.url("formgrader/manage_assignments"))
    page.locator("tr", has_text=UNIT).locator(f"td.{name} a").click()
    page.locator(".modal-body", has_text="Success").wait_for()


def test_generate_feedback_writes_our_pages_with_what_was_given_by_hand(graded: Course, lab, page) -> None:
    with Gradebook(f"sqlite:///{graded.gradebook}") as gradebook:
        notebook = gradebook.find_submission_notebook(UNIT, UNIT, "ada").id
    ada, bob = (graded.feedback_page(student, UNIT) for student in ("ada", "bob"))
    before = bob.read_bytes()
    page.goto(lab.url("lab"))
    page.goto(lab.url(f"formgrader/submissions/{notebook}"))
    page.wait_for_load_state("networkidle")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/api/grade/" in answer.url):
        page.fill("#why_backward", "3")
        page.keyboard.press("Tab")
    press(page, lab, "generate-feedback")
    assert BY_HAND in ada.read_text(encoding="utf-8") and "3 of 4" in ada.read_text(encoding="utf-8")
    assert bob.read_bytes() == before


def test_generate_gives_what_refold_build_gave(graded: Course, lab, page) -> None:
    released = graded.released_notebook(UNIT)
    before = released.read_bytes()
    released.write_text("{}", encoding="utf-8")
    page.goto(lab.url("lab"))
    press(page, lab, "assign")
    assert released.read_bytes() == before
