"""`nbgrader autograde` with our configuration gives what `refold grade` gives."""

from __future__ import annotations

import os
import re
import shutil

import pytest
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.nbgrader_config import read_config

DOUBLE = "def double(x):\n    return x + x"


def autograde(tiny, *, fails: bool = False) -> None:
    config = read_config(tiny.course)
    config.CourseDirectory.assignment_id = tiny.assignment
    converter = Autograde(CourseDirectory(config=config), config=config, force=True)
    if fails:
        with pytest.raises(NbGraderException):
            converter.start()
    else:
        converter.start()


def results(tiny, students) -> dict[str, object]:
    return {name: (tiny.scores(name), tiny.comments(name)) for name in students}


def accidents(tiny) -> dict[str, object]:
    copies, points, gone, edited = (tiny.notebook(double=DOUBLE) for _ in range(4))
    copies.cells.append(copies.cells[3])
    for cell in points.cells:
        cell.metadata.get("nbgrader", {}).update(points="lots", schema_version=99)
    gone.cells = [cell for cell in gone.cells if cell.id not in ("double", "split-answer")]
    edited.cells[4].source = "2"
    return {
        "ada": tiny.notebook(
            written="Because.", double=DOUBLE, split="def split(x):\n    return divmod(x, 2)"
        ),
        "bob": tiny.notebook(
            double="def double(x):\n    return x * x", split="def split(x):\n    return x // 2, 0"
        ),
        "copies": copies,
        "edited": edited,
        "eve": tiny.notebook(),
        "gone": gone,
        "points": points,
    }


def test_the_same_scores_and_comments_for_all_that_nbgrader_can_open(tiny, grade_class) -> None:
    students = accidents(tiny)
    for name, notebook in students.items():
        tiny.hand_in(name, notebook)
    grade_class()
    ours, pages = results(tiny, students), autograded(tiny)
    tiny.course.gradebook.unlink()
    shutil.rmtree(tiny.course.autograded)
    autograde(tiny)
    assert results(tiny, students) == ours
    assert autograded(tiny) == pages
    assert not any(row.changed for row in grade_class().rows), "it left no records"


def autograded(tiny) -> dict[str, str]:
    """What formgrader opens, but for nbconvert's own white space."""
    found = tiny.course.autograded.rglob("*.ipynb")
    return {path.parts[-3]: re.sub(r"\s", "", path.read_text(encoding="utf-8")) for path in found}


def test_what_links_point_to_is_not_copied(tiny) -> None:
    tiny.hand_in("ada")
    (tiny.folder("ada") / "own.txt").write_text("mine", encoding="utf-8")
    (tiny.folder("ada") / "notes.txt").symlink_to(tiny.course.gradebook)
    eve = tiny.folder("eve")
    eve.rmdir()
    eve.symlink_to(tiny.folder("ada"))
    autograde(tiny)
    found = {
        path.relative_to(tiny.course.autograded).as_posix() for path in tiny.course.autograded.rglob("*.*")
    }
    assert found == {"ada/01_tiny/01_tiny.ipynb", "ada/01_tiny/own.txt", "eve/01_tiny/01_tiny.ipynb"}
    assert tiny.scores("eve")["double"] == (0.0, None, True)


def test_what_nbgrader_cannot_open_stops_nobody_else(tiny, grade_class) -> None:
    tiny.hand_in("ada")
    grade_class()
    tiny.hand_in("bad", b'{"cells": [')
    tiny.hand_in("zoe", tiny.notebook(double=DOUBLE))
    autograde(tiny, fails=True)
    assert tiny.scores("zoe")["double"][0] == 2.0


def test_nbgrader_does_not_wait_for_a_pipe(tiny) -> None:
    tiny.hand_in("ada")
    os.mkfifo(tiny.folder("bob") / "01_tiny.ipynb")
    with pytest.raises(SystemExit, match="bob handed in a pipe"):
        autograde(tiny)
