"""What goes wrong while a class is graded: it costs nobody points in silence, and the rest goes on."""

from __future__ import annotations

import os
import sys
from concurrent.futures import BrokenExecutor
from dataclasses import replace

import pytest

from autograder import exercises
from autograder.errors import CourseError
from autograder.exercise import Unit
from autograder.grading import grade_one as grade_one_module
from autograder.grading.summary import Row

from .conftest import UNIT


def by_name(summary) -> dict[str, Row]:
    return {row.student: row for row in summary.rows}


def test_a_folder_whose_name_is_spelt_otherwise_than_on_the_list_needs_a_person(tiny, grade_class) -> None:
    """As macOS writes umlauts, or in capitals: one would have points, and the other, its like, none."""
    with tiny.gradebook() as gradebook:
        for student in ("zo\u00eb", "ada", "bo"):
            gradebook.add_student(student)
    for student in ("zoe\u0308", "ADA", "bo", "Bo", "cy"):
        tiny.hand_in(student)
    for summary in (grade_class(dry_run=True), grade_class(), grade_class()):
        rows = {row.student: row for row in summary.rows}
        assert {row.student for row in summary.needs_you} == {"zoe\u0308", "ADA"}
        assert (rows["bo"].earned, rows["Bo"].earned, rows["cy"].earned) == (5.0, 5.0, 5.0), (
            "both, or nobody else"
        )
        assert (rows["ada"].status, rows["zo\u00eb"].status) == ("missing", "missing")
        assert "but ada is, and has handed in nothing" in rows["ADA"].reason
    (tiny.course.submitted / "ADA").rename(tiny.course.submitted / "ada")
    assert {row.student: row.earned for row in grade_class().rows}["ada"] == 5.0


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("corrected", "says"),
    [
        (lambda double, split: [replace(double, points=4), split], "double is worth 4 points in"),
        (lambda double, split: [double], "split has a check there and is no exercise of the unit"),
        (lambda double, split: [double, split, replace(split, id="third")], "third has no check there"),
    ],
)
def test_an_exercise_that_was_edited_waits_for_the_notebook_to_be_built(
    tiny, grade_class, monkeypatch, corrected, says, dry_run
) -> None:
    """The page said 7 of 7 points and the gradebook 5; a check without an exercise earned all its points."""
    tiny.hand_in("ada", tiny.notebook())
    grade_class()
    before = tiny.dump()
    unit = Unit(UNIT.name, corrected(*UNIT.exercises))
    monkeypatch.setattr(sys.modules["autograder.exercises.tiny"], "UNIT", unit)
    exercises.unit.cache_clear()
    with pytest.raises(CourseError, match=f"{says}.*Run `refold build 01_tiny`"):
        grade_class(regrade=True, dry_run=dry_run)
    assert tiny.dump() == before


def test_a_run_that_was_stopped_does_the_rest(tiny, grade_class) -> None:
    for name in ("ada", "bob", "eve"):
        tiny.hand_in(name)

    def stop(done: int, total: int, row: Row) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_class(progress=stop)
    assert sorted(row.changed for row in grade_class().rows) == [False, True, True]


def test_a_fault_of_the_graders_costs_nobody_in_silence(tiny, grade_class, monkeypatch) -> None:
    def broken(*args):
        raise RuntimeError("hidden input 731")

    tiny.hand_in("ada")
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.grade_one.judge_notebook", broken)
        row = grade_class().rows[0]
    assert row.status == "needs you" and "RuntimeError" in row.reason and "731" not in row.reason
    assert "731" in (tiny.course.build / "logs/01_tiny/ada.txt").read_text(encoding="utf-8")
    assert grade_class().rows[0].earned == 5.0, "it is tried again by itself"


def test_a_graded_notebook_that_is_damaged_is_named_and_made_again_when_it_is_taken_away(
    tiny, grade_class
) -> None:
    tiny.hand_in("ada")
    grade_class()
    graded = tiny.course.autograded / "ada" / tiny.assignment / f"{tiny.assignment}.ipynb"
    graded.write_text("{", encoding="utf-8")
    tiny.course.feedback_page("ada", tiny.assignment).unlink()
    with pytest.raises(CourseError, match=r"01_tiny\.ipynb is damaged: take it away"):
        grade_class()
    graded.unlink()
    assert by_name(grade_class())["ada"].why == ("its graded notebook is gone",)


def test_a_worker_that_dies_costs_its_own_submission_only(tiny, grade_class, monkeypatch) -> None:
    from autograder.grading.grade_one import grade_one

    def mortal(task):
        if task.student == "bob":
            raise BrokenExecutor
        return grade_one(task)

    for name in ("ada", "bob", "eve"):
        tiny.hand_in(name)
    monkeypatch.setattr("autograder.grading.grade.grade_one", mortal)
    statuses = {name: row.status for name, row in by_name(grade_class()).items()}
    assert statuses == {"ada": "graded", "bob": "needs you", "eve": "graded"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (b"m\xffx", "not valid text"),
        (b"m" * 255, "longer than"),
        ("ü".encode() * 70, "longer"),
        (b"m\nx", "more than one line"),
    ],
)
def test_a_folder_whose_name_cannot_be_recorded_stops_nobody(tiny, grade_class, name, why) -> None:
    tiny.hand_in("ada")
    tiny.hand_in(os.fsdecode(name))
    tiny.hand_in("zoe")
    summary = grade_class()
    assert sorted(row.status for row in summary.rows) == ["graded", "graded", "needs you"]
    assert why in summary.needs_you[0].reason
    assert tiny.scores("zoe")["double"][0] == 2.0


@pytest.mark.parametrize("step", ["take_in", "put_outputs"])
def test_a_fault_of_the_graders_own_costs_one_submission(tiny, grade_class, monkeypatch, step) -> None:
    """Also one that comes only when the notebook is written, with those of others."""
    real = getattr(grade_one_module, step)

    def faulty(*args):
        if step == "take_in" and args[1] == "bob":
            raise RecursionError
        found = real(*args)
        if step == "put_outputs" and "\ud800" not in args[0].cells[0].source and "MARK" in str(args[0]):
            args[0].cells[0].source += "\ud800"
        return found

    monkeypatch.setattr(grade_one_module, step, faulty)
    for name in ("ada", "eve"):
        tiny.hand_in(name)
    tiny.hand_in("bob", tiny.notebook(double="# MARK"))
    statuses = {name: row.status for name, row in by_name(grade_class()).items()}
    assert statuses == {"ada": "graded", "bob": "needs you", "eve": "graded"}
