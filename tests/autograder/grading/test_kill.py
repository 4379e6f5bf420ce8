"""A run that is killed at any moment: the next one ends as an undisturbed one would have; nothing is left.

A child process of the test's own is killed from inside, at the n-th time that it opens, renames, makes or
removes a file of the course, or sends a statement to the gradebook: that needs no hook in the grader.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from autograder.course import Course
from autograder.gradebook import recorder as recording

from .ledger import differences, files, tables

SQUARED = "def double(x):\n    return x ** 2"
EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.chmod", "tempfile.mkstemp", "sqlite3.connect"}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def kill_at(course: Course, moment: int) -> None:
    """From now on this process kills itself at the moment-th event."""
    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(name: str, arguments: tuple[Any, ...]) -> None:
        if name in EVENTS and any(str(course.build) in str(argument) for argument in arguments[:2]):
            count()

    sys.addaudithook(hook)
    event.listen(Engine, "before_cursor_execute", lambda *_: count())
    event.listen(Engine, "commit", lambda *_: count())


class Class:
    """Three students, of whom one cannot be graded, and an undisturbed run over them."""

    def __init__(self, tiny: Any, grade_class: Callable[..., Any]) -> None:
        self.tiny, self.grade_class = tiny, grade_class
        self.fresh = tiny.course.root / "fresh"

    def prepare(self) -> None:
        """Two were graded before; one has handed in again, and two are new."""
        tiny = self.tiny
        tiny.hand_in("ada", tiny.notebook(double=SQUARED))
        tiny.hand_in("bob")
        self.grade_class()
        with tiny.gradebook() as book:
            where = (tiny.assignment, tiny.assignment, "ada")
            book.find_grade("why", *where).manual_score = 3.5
            book.find_grade("split", *where).extra_credit = 0.5
            book.find_comment("split-answer", *where).manual_comment = "Nearly!"
            book.db.commit()
        tiny.hand_in("ada", tiny.notebook(written="Because.", double="def double(x):\n    return x + x"))
        tiny.hand_in("bad", b"{")
        (tiny.folder("bad") / "timestamp.txt").write_text("2026-11-21 10:00:00 UTC", encoding="utf-8")
        tiny.hand_in("eve", tiny.notebook(written="So.", double=SQUARED))
        shutil.copytree(tiny.course.build, self.fresh)

    def reset(self) -> None:
        shutil.rmtree(self.tiny.course.build)
        shutil.copytree(self.fresh, self.tiny.course.build)

    def result(self) -> dict[str, Any]:
        return tables(self.tiny.course.gradebook) | files(self.tiny.course.build)

    def run(self, moment: int = 0, largest: int = 0) -> int:
        """Grade in a child process that is killed at the moment, or when it writes too large a file.

        Returns:
            How it ended, 0 when nothing killed it.
        """

        def child() -> None:
            if moment:
                kill_at(self.tiny.course, moment)
            if largest:
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
            self.grade_class()

        process = multiprocessing.get_context("fork").Process(target=child)
        process.start()
        process.join()
        return process.exitcode or 0


@pytest.fixture
def class_(tiny: Any, grade_class: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Class:
    monkeypatch.setattr(recording, "TOGETHER", 2)  # two transactions
    monkeypatch.setattr(
        "autograder.grading.grade.unit_hash", lambda *_: "a-b-c-d"
    )  # also while somebody edits it
    temporary = tiny.course.root / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    class_ = Class(tiny, grade_class)
    class_.prepare()
    return class_


def kills(class_: Class, moments: Callable[[int], bool]) -> int:
    """Kill a run at the n-th event for every n that is chosen; gives the number of events of a whole run."""
    assert class_.run() == 0
    wanted = class_.result()
    moment = 0
    while True:
        moment += 1
        if not moments(moment):
            continue
        class_.reset()
        ended = class_.run(moment)
        if ended == 0:
            return moment
        assert ended == -signal.SIGKILL
        assert class_.run() == 0, f"killed at {moment}"
        assert differences(class_.result(), wanted) == {}, f"killed at {moment}"
        assert list(Path(tempfile.gettempdir()).iterdir()) == [], f"killed at {moment}"


def test_killed_now_and_then(class_: Class) -> None:
    assert kills(class_, lambda moment: moment % 61 == 1) > 100


def start_afresh(class_: Class) -> None:
    """As if nothing had been graded yet; the key stays, so that the cases are the same."""
    key = class_.tiny.course.key.read_bytes()
    for folder in (class_.fresh, class_.tiny.course.build):
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "course.key").write_bytes(key)


def test_the_first_run_of_all_is_killed(class_: Class) -> None:
    """Also while it makes the gradebook."""
    start_afresh(class_)
    assert kills(class_, lambda moment: moment in (3, 9, 25) or moment % 140 == 0) > 100


@pytest.mark.long
def test_the_first_run_of_all_is_killed_at_every_third(class_: Class) -> None:
    start_afresh(class_)
    assert kills(class_, lambda moment: moment % 3 == 0) > 100


def test_killed_while_the_database_writes_its_pages(class_: Class) -> None:
    """What SQLite has overwritten by then is put back from its journal by the next run."""
    assert class_.run() == 0
    wanted, book = class_.result(), class_.tiny.course.gradebook
    journals = 0
    for largest in range(40960, book.stat().st_size, 16384):
        class_.reset()
        if class_.run(largest=largest) == -signal.SIGXFSZ:
            journals += book.with_name(f"{book.name}-journal").exists()
        assert class_.run() == 0, f"killed at {largest}"
        assert differences(class_.result(), wanted) == {}, f"killed at {largest}"
    assert journals > 0, "it was never killed there"


@pytest.mark.long
def test_killed_at_every_third_file_or_statement(class_: Class) -> None:
    assert kills(class_, lambda moment: moment % 3 == 0) > 100
