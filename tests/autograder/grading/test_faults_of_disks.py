"""A full or read-only disk, a damaged or busy gradebook: a sentence, nothing half-written, and it goes on."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import Course
from autograder.gradebook import recorder as recording
from autograder.grading.lock import only_one

from .conftest import one_thread
from .ledger import differences, files, tables

NEW_MOUNTS = 0x00020000


@pytest.fixture(autouse=True)
def quick(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`refold grade` with the box that is none, in one thread, and with little patience."""
    monkeypatch.setattr("autograder.sandbox.isolation.find_tier", lambda *_: "fake")
    monkeypatch.setattr("autograder.grading.grade.local_workers", lambda *_: one_thread)
    monkeypatch.setattr("autograder.grading.grade.unit_hash", lambda *_: "a-b-c-d")
    monkeypatch.setattr(recording, "PATIENCE", 0.2)
    monkeypatch.setattr(recording, "TOGETHER", 3)
    config = tiny.course.root / "nbgrader_config.py"
    config.write_text(
        "from autograder.nbgrader_config import configure\nconfigure(get_config(), __file__)\n", "utf-8"
    )


def refold(course: Course, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*arguments, "--course", str(course.root)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert "Traceback" not in done.output
    return done.exit_code, done.output


def grade(tiny: Any, *options: str) -> tuple[int, str]:
    return refold(tiny.course, "grade", tiny.assignment, *options)


def result(course: Course) -> dict[str, Any]:
    return tables(course.gradebook) | files(course.build)


def parts(course: Course) -> list[Path]:
    return list(course.root.rglob("*.part"))


def can_mount() -> bool:
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode
    )


def with_mounts(*commands: list[str], then: Callable[[], Any]) -> Any:
    """What `then` gives in a child process for which these commands have mounted something."""

    def child(answer: Any) -> None:
        if ctypes.CDLL(None, use_errno=True).unshare(NEW_MOUNTS):
            raise OSError(ctypes.get_errno(), "unshare")
        for command in [["mount", "--make-rprivate", "/"], *commands]:
            subprocess.run(command, check=True, capture_output=True)
        answer.send(then())

    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=child, args=(theirs,))
    process.start()
    theirs.close()
    try:
        return ours.recv()
    finally:
        process.join()


@contextmanager
def of_a_class(tiny: Any) -> Iterator[None]:
    """Three are graded, then four more hand in; at the end a run must give what an undisturbed one does."""
    for student in ("ada", "bad", "bob"):
        tiny.hand_in(student, b"{" if student == "bad" else None)
    assert grade(tiny)[0] == 1
    for student in ("ada", "flo", "gus", "hal", "ivy"):
        tiny.hand_in(
            student, tiny.notebook(written=f"{student} says so.", double="def double(x):\n    return 2 * x")
        )
    before = tiny.course.root / "before"
    shutil.copytree(tiny.course.build, before)
    assert grade(tiny)[0] == 1
    wanted = result(tiny.course)
    shutil.rmtree(tiny.course.build)
    before.rename(tiny.course.build)
    yield
    assert parts(tiny.course) == []
    assert grade(tiny)[0] == 1
    assert differences(result(tiny.course), wanted) == {}


needs_mounts = pytest.mark.skipif(not can_mount(), reason="only root can mount")


@needs_mounts
def test_a_disk_that_is_full_at_any_moment(tiny: Any) -> None:
    build, copy = tiny.course.build, tiny.course.root / "copy"

    def full(room: int) -> tuple[int, str]:
        def run() -> tuple[int, str]:
            shutil.copytree(copy, build, dirs_exist_ok=True)
            held = subprocess.run(["df", "--output=used", "-B1", build], capture_output=True, text=True)
            used = int(held.stdout.split()[1])
            subprocess.run(["mount", "-o", f"remount,size={used + room}", str(build)], check=True)
            found = grade(tiny)
            assert parts(tiny.course) == []
            shutil.rmtree(copy)
            shutil.copytree(build, copy)
            return found

        shutil.copytree(build, copy)
        found = with_mounts(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(build)], then=run)
        shutil.rmtree(build)
        copy.rename(build)
        return found

    room, code, said = 0, 2, []
    while code == 2:
        with of_a_class(tiny):
            code, output = full(room)
        if code == 2:
            assert "start again" in output and "Make room" in output, output
            said.append(output)
        shutil.rmtree(build)
        shutil.rmtree(tiny.course.submitted)
        build.mkdir()
        room = room * 2 or 12288
    assert code == 1 and len(said) > 2 and any("The gradebook" in output for output in said)


@needs_mounts
@pytest.mark.parametrize("place", ["build", "build/gradebook.db"])
def test_what_is_read_only(tiny: Any, place: str) -> None:
    path = str(tiny.course.root / place)
    with of_a_class(tiny):
        mounts = [["mount", "--bind", path, path], ["mount", "-o", "remount,ro,bind", path]]
        code, output = with_mounts(*mounts, then=lambda: grade(tiny))
        assert code == 2 and "writable" in output, output
        assert grade_dry_in(mounts, tiny) == 1
        if place == "build":
            (tiny.course.reports / f"{tiny.assignment}.html").unlink()
            code, output = with_mounts(*mounts, then=lambda: refold(tiny.course, "report", tiny.assignment))
            assert code == 2 and "Make it writable" in output


def grade_dry_in(mounts: list[list[str]], tiny: Any) -> int:
    """A dry run needs nothing that can be written."""
    return with_mounts(*mounts, then=lambda: grade(tiny, "--dry-run"))[0]


def test_another_program_writes_into_the_gradebook(tiny: Any) -> None:
    with of_a_class(tiny), closing(sqlite3.connect(tiny.course.gradebook)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, output = grade(tiny)
        assert code == 2 and "locked" in output and "wait until it has ended" in output, output
        other.rollback()


@pytest.mark.parametrize("damage", ["junk", "half", "empty tables"])
def test_a_damaged_gradebook_is_left_as_it_is(tiny: Any, damage: str) -> None:
    with of_a_class(tiny):
        path, copy = tiny.course.gradebook, tiny.course.root / "copy.db"
        shutil.copy(path, copy)
        if damage == "empty tables":
            with closing(sqlite3.connect(path)) as database:
                database.execute("ALTER TABLE grade DROP COLUMN extra_credit")
        else:
            path.write_bytes(
                b"junk " * 500 if damage == "junk" else path.read_bytes()[: path.stat().st_size // 2]
            )
        broken = path.read_bytes()
        for command in ("grade", "report"):
            code, output = refold(tiny.course, command, tiny.assignment)
            assert (
                code == 2
                and "The gradebook cannot be used" in output
                and "start again" in output + "start again"
            )
        assert path.read_bytes() == broken
        shutil.move(copy, path)


def test_two_runs_at_once(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tiny.course.build / "grade.lock"
    with of_a_class(tiny):
        lock.write_text("process 1 on another-machine, since yesterday\n", encoding="utf-8")
        with only_one(lock):
            before = result(tiny.course)
            code, output = grade(tiny)
            assert code == 2 and f"process {os.getpid()} on " in output and ", since 20" in output
            assert result(tiny.course) == before

    def no_locks(handle: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("autograder.grading.lock._lock", no_locks)
    code, output = grade(tiny)
    assert code == 2 and "cannot be locked (Function not implemented)" in output


def test_a_damaged_record_is_graded_again(tiny: Any) -> None:
    with of_a_class(tiny):
        record = tiny.course.record("ada", tiny.assignment)
        for text in ("", "{", "[]", '{"student": "ada"}', record.read_text("utf-8")[:-30]):
            record.write_text(text, encoding="utf-8")
            assert refold(tiny.course, "report", tiny.assignment)[0] == 0
            assert "ada" in grade(tiny, "--dry-run")[1]
