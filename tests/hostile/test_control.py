"""With nothing around them, and the tests in their process, most attacks succeed: they test something."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course

from .conftest import CANARIES, HONEST, hand_in_honest, processes_with, snapshot, values
from .control import run, succeeded
from .corpus import Attack, corpus

CONTROL = [attack for attack in corpus() if not attack.get("control")]
QUICK = {"shadow_np_name", "edit_grade_cell", "leak_hidden_inputs", "net_loopback"}
QUICK |= {"read_hidden_from_history", "destroy_gradebook", "write_gradebook_self", "proc_leak", "os_exit"}
QUICK |= {"object_array_liar", "array_protocol_frames", "poison_matplotlibrc", "edit_other_submission"}
SHARE = 0.8  # at least, of those that are not left out


@pytest.fixture
def unprotected(small_course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`unprotected(attack)` -> whether it succeeds, each in a course of its own."""
    home = tmp_path / "home"
    home.mkdir()
    for name, value in CANARIES.items():
        monkeypatch.setenv(name, value)

    def attempt(attack: Attack) -> bool:
        course = Course(Path(shutil.copytree(small_course.root, tmp_path / attack.name)))
        with sqlite3.connect(course.gradebook) as gradebook:
            gradebook.execute("create table grade as select 'mallory' as student, 0 as manual_score")
        hand_in_honest(course)
        watched = [course.submission(student, "") for student in HONEST] + [course.released, home]
        with socket.create_server(("127.0.0.1", 0)) as listener:
            given = values(course, home, listener)

            def look() -> dict[str, str]:
                left = processes_with(given["TOKEN"])
                for process in left:
                    os.kill(process, signal.SIGKILL)
                book = course.gradebook.read_bytes()
                return snapshot(*watched) | {"gradebook": str(book), "left": str(left)}

            before = look()
            outcome = run(course, attack, given)
            return succeeded(attack, outcome, before, look())

    before = dropped()
    with subprocess.Popen(["sleep", "300"]) as another:  # a program of the teacher's, and its environment
        yield attempt
        another.kill()
    for path in dropped() - before:  # what was there is for the other tests to find
        path.unlink()


def dropped() -> set[Path]:
    return {path for place in ("/dev/shm", "/tmp") for path in Path(place).glob("refold_drop*")}


def test_what_is_known_to_succeed_does(unprotected: Any) -> None:
    known = [attack for attack in CONTROL if attack.name in QUICK]
    succeed = [attack.name for attack in known if unprotected(attack)]
    assert len(succeed) >= len(known) - 2, sorted(QUICK - set(succeed))


@pytest.mark.long
def test_most_succeed(unprotected: Any) -> None:
    fail = [attack.name for attack in CONTROL if not unprotected(attack)]
    assert len(fail) <= (1 - SHARE) * len(CONTROL), fail
