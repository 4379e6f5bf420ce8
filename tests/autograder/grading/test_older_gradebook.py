"""An older copy of the gradebook is put back in the middle of the term; the records are of today."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .conftest import RIGHT, Tiny

WRONG = {**RIGHT, "double": "def double(x):\n    return x ** 2"}


@pytest.fixture
def backup(tiny: Tiny, grade_class, tmp_path) -> Path:
    """Of the gradebook when ada's first submission was in it, and a person's word on it."""
    tiny.hand_in("ada", tiny.notebook("Because.", **WRONG))
    tiny.hand_in("bob", tiny.notebook(**WRONG))
    grade_class()
    with tiny.gradebook() as gradebook:
        grade = gradebook.find_grade("why", tiny.assignment, tiny.assignment, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    return Path(shutil.copy(tiny.course.gradebook, tmp_path / "backup.db"))


def put_back(tiny: Tiny, backup: Path) -> None:
    shutil.copy(backup, tiny.course.gradebook)


def test_what_was_graded_since_is_graded_again(tiny: Tiny, grade_class, backup) -> None:
    tiny.hand_in("ada", tiny.notebook("Because it does.", **RIGHT))
    assert grade_class().rows[0].earned == 5
    put_back(tiny, backup)
    [ada, bob] = grade_class(dry_run=True).rows
    assert ada.why == ("the gradebook has another grade",)
    assert (ada.before, ada.earned, [change.exercise for change in ada.changes]) == (3, 5, ["double"])
    assert not bob.changed
    assert tiny.scores("ada")["double"][0] == 0
    grade_class()
    assert tiny.scores("ada")["double"][0] == 2
    assert tiny.scores("ada")["why"][1:] == (1.0, True), "it was given for another answer: look again"
    assert not any(row.changed for row in grade_class().rows)


def test_so_is_what_came_at_another_time(tiny: Tiny, grade_class, backup) -> None:
    (tiny.folder("ada") / "timestamp.txt").write_text("2026-11-21 10:00:00 +0100", encoding="utf-8")
    grade_class()
    assert not grade_class().rows[0].changed
    put_back(tiny, backup)
    assert grade_class(dry_run=True).rows[0].why == ("the gradebook has another grade",)


def test_so_is_who_could_not_be_read_since(tiny: Tiny, grade_class, backup) -> None:
    tiny.hand_in("ada", b"{")
    assert grade_class().rows[0].status == "needs you"
    assert not grade_class().rows[0].changed
    put_back(tiny, backup)
    assert grade_class(dry_run=True).rows[0].why == ("the gradebook has another grade",)
    grade_class()
    assert tiny.scores("ada")["split"][0] == 0
