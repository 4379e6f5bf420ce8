"""Notebooks with accidents, graded for real: in boxes, into a gradebook, with a table and comments."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.gradebook.records import read_record
from autograder.grading.grade import grade
from autograder.intake.skeleton import read_release
from autograder.sandbox.canaries import find_tier

from .documents import Document
from .programs import corrupted
from .test_corruptions import UNIT, Accidents, right_answers

pytestmark = pytest.mark.skipif(not find_tier().holds, reason="there is no sandbox on this machine")

FULL = 26.0


def conflict(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:40], "<<<<<<< HEAD\n", *lines[40:50], "=======\n>>>>>>> theirs\n", *lines[50:]])


BEYOND_REPAIR: dict[str, tuple[Callable[[str], str], str]] = {
    "comma": (lambda text: text.replace('"cells": [', '"cells": [,', 1), "goes wrong at line"),
    "conflict": (conflict, "conflict marks"),
    "cut": (lambda text: text[: len(text) // 2], "breaks off"),
    "empty": (lambda text: " \n", "is empty"),
    "other": (lambda text: json.dumps({"cells": [{"cell_type": "code", "source": "1"}]}), "another one?"),
    "python": (lambda text: "def flatten_shapes(shape): ...", "a text with Python in it"),
}


def hand_in(course: Course, student: str, data: bytes, name: str = f"{UNIT}.ipynb") -> None:
    folder = course.submission(student, UNIT)
    folder.mkdir(parents=True)
    (folder / name).write_bytes(data)


def hand_in_corrupted(course: Course, count: int) -> dict[str, list[str]]:
    """Student -> what happened to the notebook."""
    accidents = Accidents(course, read_release(course, UNIT))
    happened = {}
    for seed in range(count):
        rng = random.Random(seed)
        document = accidents.document(right_answers(course, random.Random(seed % 11)))
        data, name, happened[f"s{seed:03}"] = corrupted(document, UNIT, rng)
        hand_in(course, f"s{seed:03}", data, name)
    return happened


def comments(course: Course, student: str) -> list[str]:
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        found: Any = gradebook.find_submission_notebook(UNIT, UNIT, student)
        return [comment.comment or "" for comment in found.comments]


def lose_nothing(course: Course, count: int) -> None:
    happened = hand_in_corrupted(course, count)
    rows = {row.student: row for row in grade(course, UNIT).rows}
    lost = [
        (name, what, rows[name])
        for name, what in happened.items()
        if (rows[name].earned, rows[name].status) != (FULL, "mended")
        or not (read_record(course, name, UNIT) or {})["mended"]
    ]
    assert not lost, "\n".join(map(str, lost))
    assert any("Mended:" in text for text in comments(course, "s000"))


def test_accidents_cost_nothing_and_what_nobody_can_mend_is_said_everywhere(own_course: Course) -> None:
    document: Document = Accidents(own_course, read_release(own_course, UNIT)).document({})
    text = json.dumps(document, indent=1)
    for name, (spoil, _) in BEYOND_REPAIR.items():
        hand_in(own_course, name, spoil(text).encode())
    lose_nothing(own_course, 40)
    needs_you = {row.student: row.reason for row in grade(own_course, UNIT).needs_you}
    assert needs_you.keys() == BEYOND_REPAIR.keys()
    for name, (_, says) in BEYOND_REPAIR.items():
        assert says in needs_you[name]
        assert all(says in text for text in comments(own_course, name))


@pytest.mark.long
def test_five_hundred_accidents_cost_nothing(own_course: Course) -> None:
    lose_nothing(own_course, 500)
