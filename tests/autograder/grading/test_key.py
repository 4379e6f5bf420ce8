"""The course's key: made once, kept private, and the same inputs from it every time."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.judging.key import course_key, key_id, rng


def test_it_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    course = Course(tmp_path)
    key = course_key(course)
    assert len(key) == 32 and course_key(course) == key != course_key(Course(tmp_path / "other"))
    if sys.platform != "win32":
        assert stat.S_IMODE(course.key.stat().st_mode) == 0o600
    assert [path.name for path in course.build.iterdir()] == ["course.key"]


@pytest.mark.parametrize("text", ["", "abc", "AB" * 32, "ab" * 33, "\xff" * 64])
def test_a_spoilt_key_is_a_sentence_and_is_not_replaced(tmp_path: Path, text: str) -> None:
    course = Course(tmp_path)
    course.build.mkdir()
    course.key.write_text(text, encoding="latin-1")
    with pytest.raises(CourseError, match="64 hexadecimal digits"):
        course_key(course)
    assert course.key.read_text(encoding="latin-1") == text


def test_draws_differ_by_key_student_and_exercise_and_the_id_tells_nothing() -> None:
    keys, students, ids = (bytes(32), bytes(31) + b"1"), ("ada", "ada/", "a"), ("split", "da:split", "/split")
    drawn = {rng(key, who, id).integers(2**62).item() for key in keys for who in students for id in ids}
    assert len(drawn) == len(keys) * len(students) * len(ids)
    assert key_id(keys[0]) != key_id(keys[1]) and key_id(keys[0]) not in keys[0].hex()
