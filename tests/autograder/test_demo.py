"""The sample class: exactly the expected scores, from a demo that never touches anybody else's work."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.demo import demo as demonstration
from autograder.demo.demo import ASSIGNMENT, clean, demo
from autograder.demo.sample import sample_class
from autograder.errors import CourseError
from autograder.exercises import unit

SAMPLES = {sample.student: sample for sample in sample_class(ASSIGNMENT)}


@pytest.fixture(scope="module")
def shown(built: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, demonstration.Demo]:
    import shutil

    course = Course(Path(shutil.copytree(built.root, tmp_path_factory.mktemp("demo") / "course")))
    return course, demo(course)


def record(course: Course, student: str) -> dict:
    return json.loads(course.record(student, ASSIGNMENT).read_text(encoding="utf-8"))


def test_the_class_is_as_varied_as_a_real_one() -> None:
    assert len(SAMPLES) >= 12
    known = {(e.id, m.name) for e in unit(ASSIGNMENT).exercises for m in e.misconceptions}
    named = [mistake for sample in SAMPLES.values() for mistake in sample.mistakes]
    assert len(named) >= 15 and set(named) <= known
    assert sum(sample.points == 26 for sample in SAMPLES.values()) >= 3
    assert {sample.get("status", "graded") for sample in SAMPLES.values()} == {
        "graded",
        "stopped",
        "needs you",
    }
    assert any(sample.attacks for sample in SAMPLES.values())


@pytest.mark.parametrize("student", SAMPLES)
def test_each_gets_the_expected_points_and_mistakes(
    student: str, shown: tuple[Course, demonstration.Demo]
) -> None:
    course, result = shown
    if student in result.left_out:
        pytest.skip("there is no sandbox to let this one loose in")
    sample, found = SAMPLES[student], record(course, student)
    assert found["earned"] == sample.points
    assert found["status"] == sample.get("status", "graded"), found["reason"]
    mistakes = {
        (verdict["exercise"], output["misconception"])
        for verdict in found["verdicts"]
        for output in verdict["outputs"]
        if output["misconception"]
    }
    assert sample.attacks or mistakes == sample.mistakes


def test_the_gradebook_holds_the_same_points(shown: tuple[Course, demonstration.Demo]) -> None:
    course, result = shown
    with demonstration.open_gradebook(course) as gradebook:
        assert gradebook is not None
        for row in result.summary.rows:
            assert gradebook.find_submission(ASSIGNMENT, row.student).score == SAMPLES[row.student].points


def test_each_has_a_page_and_the_class_a_report(shown: tuple[Course, demonstration.Demo]) -> None:
    course, result = shown
    for row in result.summary.rows:
        assert course.feedback_page(row.student, ASSIGNMENT).is_file()
    report = result.report.html.read_text(encoding="utf-8")
    assert "column-major order" in report and "<script>fetch" not in report


def test_a_second_run_does_nothing_again(shown: tuple[Course, demonstration.Demo]) -> None:
    course, first = shown
    before = {
        row.student: course.record(row.student, ASSIGNMENT).stat().st_mtime_ns for row in first.summary.rows
    }
    calls: list[int] = []
    again = demo(course, lambda done, total, row: calls.append(done))
    assert not calls and not any(row.changed for row in again.summary.rows)
    assert {
        row.student: course.record(row.student, ASSIGNMENT).stat().st_mtime_ns for row in again.summary.rows
    } == before


def test_a_course_with_students_of_its_own_is_left_alone(own_course: Course) -> None:
    theirs = own_course.submission("amina", ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("a real student's work", encoding="utf-8")
    with pytest.raises(CourseError, match=r"students of its own \(amina\).*fresh clone"):
        demo(own_course)
    assert clean(own_course) == 0
    assert theirs.read_text(encoding="utf-8") == "a real student's work"


def test_where_the_disk_was_full_it_takes_nothing_of_its_own_for_a_students(own_course: Course) -> None:
    resource = pytest.importorskip("resource")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, usual[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            demonstration.hand_in(own_course, SAMPLES.values())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    demonstration.refuse_real_classes(own_course)


@pytest.mark.parametrize("text", ["{", "[1]", "\x00", "3"])
def test_where_its_note_is_damaged_it_says_so_and_touches_nobody(text: str, own_course: Course) -> None:
    demonstration.hand_in(own_course, SAMPLES.values())
    demonstration.note(own_course).write_text(text, encoding="utf-8")
    for act in (demo, clean):
        with pytest.raises(CourseError, match=r"sample_class\.json is damaged"):
            act(own_course)
    assert len(list(own_course.submitted.iterdir())) == len(SAMPLES)


def test_what_cannot_be_taken_out_is_said_and_is_the_demos_still(
    own_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, **_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    demonstration.hand_in(own_course, SAMPLES.values())
    with monkeypatch.context() as patch:
        patch.setattr(
            demonstration.shutil, "rmtree", lambda path, ignore_errors=False: ignore_errors or read_only(path)
        )
        with pytest.raises(OSError, match="Read-only"):
            clean(own_course)
    demonstration.refuse_real_classes(own_course)
    assert clean(own_course) == len(SAMPLES)


def test_without_a_sandbox_the_attacker_is_left_out(
    own_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded: dict = {}

    def grade(course: Course, assignment: str, students: list[str], **options: object) -> None:
        graded.update(options, students=students)

    monkeypatch.setattr(demonstration, "why_no_sandbox", lambda: "There is none here.")
    monkeypatch.setattr(demonstration, "grade", grade)
    monkeypatch.setattr(demonstration, "write_report", lambda course, assignment: None)
    result = demo(own_course)
    assert result.left_out == ("mateo",)
    assert "mateo" not in graded["students"] and graded["unsafe"] is True
    assert not own_course.submission("mateo", ASSIGNMENT).exists()


def test_clean_takes_all_of_it_out(shown: tuple[Course, demonstration.Demo]) -> None:
    """All but what students handed in since: zoe, and a second amina."""
    course, result = shown
    for student in ("amina", "zoe"):
        path = course.submission(student, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a real student's work", encoding="utf-8")
    assert clean(course) == len(result.summary.rows) - 1
    assert demonstration.students(course) == {"amina"}
    assert {path.name for path in course.submitted.iterdir()} == {"amina", "zoe"}
    assert {path.name for path in course.feedback.iterdir()} == {"amina"}
    assert {path.stem for path in (course.build / "records" / ASSIGNMENT).iterdir()} == {"amina"}
    assert clean(course) == 0
