"""A dry run judges and says whose points would change and why; it leaves no trace."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.errors import CourseError
from autograder.gradebook.records import autograded_notebook
from autograder.grading.summary import Change, Row
from autograder.sandbox.isolation import UNISOLATED, Sandbox

DOUBLE = "def double(x):\n    return x + x"
SPLIT = "def split(x):\n    return divmod(x, 2)"
SQUARED = "def double(x):\n    return x ** 2"


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    """Everything below the folder: time of the last change, and the content's hash."""
    return {
        str(path): (path.lstat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        if path.is_file()
        else (path.lstat().st_mtime_ns, "")
        for path in [folder, *folder.rglob("*")]
    }


@pytest.fixture
def dry(tiny, grade_class):
    """A dry run of the class: its rows by student."""

    def run(**options) -> dict[str, Row]:
        before = snapshot(tiny.course.root)
        summary = grade_class(dry_run=True, **options)
        assert snapshot(tiny.course.root) == before, "a dry run wrote something"
        assert summary.dry
        return {row.student: row for row in summary.rows}

    return run


def test_nothing_was_graded_yet(tiny, dry) -> None:
    tiny.hand_in("ada")
    tiny.hand_in("bad", b"")
    tiny.course.build.rmdir()
    rows = dry()
    assert (rows["ada"].before, rows["ada"].earned, rows["ada"].why) == (None, 5.0, ("first grading",))
    assert rows["bad"].status == "needs you" and "empty" in rows["bad"].reason
    assert not tiny.course.build.exists()


@pytest.mark.parametrize("begun", [True, False])
def test_a_gradebook_that_nbgraders_own_commands_have_begun(tiny, dry, begun) -> None:
    """They leave out the row for the course, which nbgrader adds whenever somebody else opens it."""
    tiny.hand_in("ada")
    if begun:
        with Gradebook(f"sqlite:///{tiny.course.gradebook}", course_id="") as gradebook:
            gradebook.add_student("bob")
    else:
        tiny.course.gradebook.touch()
    assert {student: row.status for student, row in dry().items()} == {"ada": "graded"} | (
        {"bob": "missing"} if begun else {}
    )


def test_who_has_nothing_new_is_not_judged(tiny, dry, grade_class) -> None:
    tiny.hand_in("ada")
    tiny.hand_in("bob", tiny.notebook(double=SQUARED, split=SPLIT))
    grade_class()
    tiny.hand_in("bob", tiny.notebook(double=DOUBLE, split="def split(x):\n    return x // 2, 0"))
    seen = []
    rows = dry(progress=lambda done, total, row: seen.append((done, total, row.student)))
    assert seen == [(1, 1, "bob")]
    assert (rows["ada"].changed, rows["ada"].why) == (False, ())
    bob = rows["bob"]
    assert (bob.before, bob.earned, bob.why) == (3.0, 3.5, ("the submission changed",))
    assert bob.changes == (Change("double", 0.0, 2.0), Change("split", 3.0, 1.5))
    assert all(row.why == ("you asked for it",) for name, row in dry(regrade=True).items() if name == "ada")


def test_a_person_word_on_an_exercise_stays(tiny, dry, grade_class) -> None:
    tiny.hand_in("ada", tiny.notebook(double=SQUARED, split=SPLIT))
    grade_class()
    with tiny.gradebook() as gradebook:
        gradebook.find_grade("double", tiny.assignment, tiny.assignment, "ada").manual_score = 1.0
        gradebook.db.commit()
    tiny.hand_in("ada", tiny.notebook(double=DOUBLE))
    row = dry()["ada"]
    assert (row.before, row.earned, row.changes) == (4.0, 1.0, (Change("split", 3.0, 0.0),))


def test_a_submission_that_can_no_longer_be_read(tiny, dry, grade_class) -> None:
    tiny.hand_in("ada")
    grade_class()
    tiny.hand_in("ada", b"{")
    row = dry()["ada"]
    assert (row.status, row.before, row.earned) == ("needs you", 5.0, 0.0)
    assert {change.exercise for change in row.changes} == {"double", "split"}
    grade_class()
    assert not dry()["ada"].changed
    tiny.hand_in("ada")
    assert (dry()["ada"].before, dry()["ada"].earned) == (0.0, 5.0)


def test_why(tiny, dry, grade_class, monkeypatch) -> None:
    tiny.hand_in("ada")
    grade_class()

    def why() -> tuple[str, ...]:
        return dry()["ada"].why

    assert why() == ()
    stamp = tiny.folder("ada") / "timestamp.txt"
    stamp.write_text("2026-11-21 10:00:00 UTC", encoding="utf-8")
    assert why() == ("its time stamp changed",)
    stamp.unlink()
    released = tiny.course.released_notebook(tiny.assignment)
    text = released.read_text(encoding="utf-8")
    released.write_text(text.replace("# Tiny", "# Small"), encoding="utf-8")
    assert why() == ("the released notebook changed",)
    released.write_text(text, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.due.versions", lambda: {"numpy": "99"})
        patch.setattr("autograder.grading.provenance.versions", lambda: {"numpy": "99"})
        assert why()[0].startswith("the grader changed (numpy ") and why()[0].endswith(" to 99)")
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.provenance._source_files", lambda unit: {Path(__file__)})
        assert why() == ("the exercises changed",)
    key = tiny.course.key.read_text(encoding="ascii")
    tiny.course.key.write_text("ab" * 32, encoding="ascii")
    assert why() == ("the course's key changed",)
    tiny.course.key.write_text(key, encoding="ascii")
    notebook = autograded_notebook(tiny.course, "ada", tiny.assignment)
    notebook.rename(notebook.with_suffix(".away"))
    assert why() == ("its graded notebook is gone",)
    notebook.with_suffix(".away").rename(notebook)
    tiny.course.gradebook.rename(tiny.course.gradebook.with_suffix(".away"))
    assert why() == ("the gradebook does not have it",)


def test_a_grade_that_was_given_without_a_sandbox(tiny, dry, grade_class, monkeypatch) -> None:
    box = tiny.box()
    box.tier = UNISOLATED
    tiny.hand_in("ada")
    with monkeypatch.context() as patch:
        patch.setattr(
            "autograder.grading.grade.find_sandbox", lambda *_: Sandbox(UNISOLATED, lambda **_: box)
        )
        grade_class(unsafe=True)
    assert dry()["ada"].why == ("it was graded without a sandbox",)


def test_the_graders_own_failure_leaves_no_trace_either(tiny, dry, grade_class, monkeypatch) -> None:
    def broken(*args):
        raise RuntimeError("hidden input 731")

    tiny.hand_in("ada")
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.grade_one.judge_notebook", broken)
        assert dry()["ada"].status == "needs you"
        grade_class()
    log = tiny.course.log("ada", tiny.assignment)
    assert "731" in log.read_text(encoding="utf-8")
    row = dry()["ada"]
    assert (row.why, row.before, row.earned) == (("it was left ungraded",), 0.0, 5.0)
    grade_class()
    assert not log.exists()


PLUGIN = """
from nbgrader.plugins import BasePlugin

class OneInFour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 9 if student_id == "zoe" else score / 4 if total_seconds_late < 86_400 else None
"""


def test_what_lateness_would_cost_is_what_nbgrader_then_takes_off(tiny, dry, grade_class) -> None:
    (tiny.course.root / "late_in_a_dry_run.py").write_text(PLUGIN, encoding="utf-8")
    config = tiny.course.root / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8") if config.exists() else "c = get_config()\n"
    config.write_text(
        f"{text}\nc.AssignLatePenalties.plugin_class = 'late_in_a_dry_run.OneInFour'\n", encoding="utf-8"
    )

    def hand_in(student: str, time: str, **answers: str) -> None:
        tiny.hand_in(student, tiny.notebook(**answers))
        (tiny.folder(student) / "timestamp.txt").write_text(f"2026-11-{time} UTC", encoding="utf-8")

    def penalties() -> dict[str, float]:
        with tiny.gradebook() as gradebook:
            found = gradebook.assignment_submissions(tiny.assignment)
            return {each.student_id: each.late_submission_penalty or 0.0 for each in found}

    for student, time in {"ada": "20 11:00", "bob": "20 13:00", "cy": "22 13:00", "zoe": "20 13:00"}.items():
        hand_in(student, time, double=DOUBLE, split=SPLIT)
    assert not any(row.penalty for row in dry().values())  # no due date yet
    with tiny.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.assignment, duedate="2026-11-20 12:00:00 UTC")
    said = {student: row.penalty.after for student, row in dry().items() if row.penalty}
    assert said == {"bob": 1.25, "zoe": 5.0}
    grade_class()
    assert penalties() == {"ada": 0.0, "cy": 0.0} | said
    with tiny.gradebook() as gradebook:
        gradebook.grant_extension(tiny.assignment, "bob", days=1)
        gradebook.find_grade("double", tiny.assignment, tiny.assignment, "zoe").manual_score = 1.0
        gradebook.db.commit()
    hand_in("ada", "20 14:00", double=SQUARED, split=SPLIT)
    rows = dry()
    assert {student: row.penalty for student, row in rows.items() if row.penalty} == {
        "ada": Change("late", 0.0, 0.75),
        "bob": Change("late", 1.25, 0.0),
        "zoe": Change("late", 5.0, 4.0),
    }
    assert [student for student, row in rows.items() if row.score_changes] == ["ada", "bob", "zoe"]
    assert rows["bob"].why == rows["zoe"].why == ("its late penalty changed",)
    right = config.read_text(encoding="utf-8")
    config.write_text(right.replace("OneInFour", "Nobodys"), encoding="utf-8")
    with pytest.raises(CourseError, match=r"^[^(]*the setting for late submissions cannot be used"):
        dry()
    config.write_text(right, encoding="utf-8")
    grade_class()
    assert penalties() == {"ada": 0.75, "bob": 0.0, "cy": 0.0, "zoe": 4.0}
    assert not any(row.changed for row in grade_class().rows)
    with tiny.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.assignment, duedate="2026-11-30 12:00:00 UTC")
    assert {student for student, row in dry().items() if row.changed} == {"ada", "zoe"}
    grade_class()
    assert not any(penalties().values())


def test_a_gradebook_without_its_records(tiny, dry, grade_class) -> None:
    """As in a second clone, to which it was copied: nothing of it is new, and its points are those of now."""
    tiny.hand_in("ada", tiny.notebook(double=DOUBLE, split=SPLIT))
    grade_class()
    with tiny.gradebook() as gradebook:
        gradebook.find_grade("split", tiny.assignment, tiny.assignment, "ada").manual_score = 1.0
        gradebook.db.commit()
    tiny.course.record("ada", tiny.assignment).unlink()
    row = dry()["ada"]
    assert (row.why, row.before, row.earned) == (("build/ has no record of it",), 3.0, 3.0)
    assert not row.score_changes
    tiny.hand_in("ada", tiny.notebook(double=SQUARED, split=SPLIT))
    assert dry()["ada"].changes == (Change("double", 2.0, 0.0),)
