"""Throw-away courses in which hostile students are graded, each between two honest ones."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import secrets
import shutil
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.building.build import build
from autograder.course import Course
from autograder.demo.sample import solutions
from autograder.exercises import unit
from autograder.gradebook.records import read_record
from autograder.grading.grade import Summary, grade
from autograder.sandbox import open_box
from autograder.sandbox.canaries import find_tier
from autograder.sandbox.isolation import Sandbox
from autograder.sandbox.limits import MB, Limits

from .corpus import KEY, UNIT, Attack, notebook

ROOT = Path(__file__).parents[2]
TIGHT = Limits(call=5.0, notebook=25.0, memory=400 * MB, processes=32, disk=16 * MB, files=2000)
HONEST = ("alice", "zoe")
CANARIES = {"REFOLD_TEST_SECRET": "ENV_CANARY_9903"}


@dataclass
class Class:
    """A course, its attackers, and what came of them; the gradebook is read once for all of them."""

    course: Course
    values: dict[str, str]
    summary: Summary | None = None
    seconds: float = 0.0
    memory: int = 0
    before: dict[str, str] = field(default_factory=dict)

    def hand_in(self, attacks: Iterable[Attack]) -> None:
        hand_in_honest(self.course)
        for attack in attacks:
            attack.hand_in(self.course, self.values)

    def record(self, student: str) -> dict[str, Any]:
        found = read_record(self.course, student, UNIT)
        assert found is not None, f"{student} has no record"
        return found

    @cached_property
    def scores(self) -> dict[str, float]:
        """Student -> what the gradebook says in all, by machine and by hand."""
        with Gradebook(f"sqlite:///{self.course.gradebook}") as gradebook:
            found: Any = gradebook.assignment_submissions(UNIT)
            return {s.student_id: float(s.score) for s in found}

    @cached_property
    def comments(self) -> dict[str, dict[str, str]]:
        """Student -> exercise -> comment."""
        with Gradebook(f"sqlite:///{self.course.gradebook}") as gradebook:
            found: Any = [s.notebooks[0] for s in gradebook.assignment_submissions(UNIT)]
            return {
                n.student.id: {str(c.name).removesuffix("-answer"): str(c.comment or "") for c in n.comments}
                for n in found
            }

    def seen(self, student: str) -> str:
        """Everything that a student can get to see: page, comments, graded notebook."""
        folders = (self.course.feedback / student, self.course.autograded / student)
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        parts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
        return "\n".join([*parts, json.dumps(self.comments[student], ensure_ascii=False)])


def hand_in_honest(course: Course) -> None:
    """Two who did everything right."""
    for student in HONEST:
        folder = course.submission(student, UNIT)
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook(course, solutions(course, UNIT)), folder / f"{UNIT}.ipynb")


@pytest.fixture(scope="session")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The unit with its exercises alone: no plots, no training outside the checks."""
    course = Course(tmp_path_factory.mktemp("hostile"))
    shutil.copytree(ROOT / "solutions" / UNIT, course.solutions / UNIT)
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    build(course)
    path = course.released_notebook(UNIT)
    released = nbformat.read(path, as_version=4)
    imports = next(cell for cell in released.cells if cell.cell_type == "code")
    released.cells = [imports, *(cell for cell in released.cells if "nbgrader" in cell.metadata)]
    nbformat.write(released, path)
    (path.parent / "given.csv").write_text("1,2\n", encoding="utf-8")
    course.key.parent.mkdir(exist_ok=True)
    course.key.write_text(KEY, encoding="ascii")
    return course


@pytest.fixture(scope="session")
def make_class(small_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """`make_class(attacks)`: hand in, grade with real workers in real boxes, and look."""
    if not find_tier().holds:
        pytest.skip(f"no sandbox on this machine: {' '.join(find_tier().findings)}")
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listener:
        patch.setenv("HOME", str(home))
        for name, value in CANARIES.items():
            patch.setenv(name, value)

        def make(attacks: Iterable[Attack], tier: str = "") -> Class:
            course = Course(tmp_path_factory.mktemp("class") / "course")
            shutil.copytree(small_course.root, course.root)
            made = Class(course, values(course, home, listener))
            tier = tier or find_tier().name
            boxes = partial(open_box, TIGHT, tuple(unit(UNIT).withheld), tier=tier)
            patch.setattr("autograder.grading.grade.find_sandbox", lambda *_: Sandbox(tier, boxes))
            made.hand_in(attacks)
            made.before = snapshot(course.submitted, course.released, home)
            start = time.monotonic()
            with watched(made):
                made.summary = grade(course, UNIT, workers=2)
            made.seconds = time.monotonic() - start
            assert len(scores := made.scores) == 2 + len(list(attacks)), sorted(scores)
            return made

        yield make
        listener.settimeout(0.01)
        with pytest.raises(TimeoutError):
            listener.accept()


def values(course: Course, home: Path, listener: socket.socket) -> dict[str, str]:
    """What stands in for the corpus's placeholders."""
    return {
        "COURSE": str(course.root),
        "HOME": str(home),
        "SITE": str(Path(nbformat.__file__).parents[1]),
        "PORT": str(listener.getsockname()[1]),
        "TOKEN": f"refold-hostile-{secrets.token_hex(8)}",
    }


@contextmanager
def watched(made: Class) -> Iterator[None]:
    """Note the most memory, in bytes, that any of the grader's workers has ever held."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            made.memory = max([made.memory, *map(_most_memory, multiprocessing.active_children())])

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _most_memory(worker: BaseProcess) -> int:
    try:
        status = Path(f"/proc/{worker.pid}/status").read_text(encoding="utf-8")
    except OSError:  # it has ended
        return 0
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) << 10 if found else 0


def snapshot(*roots: Path) -> dict[str, str]:
    """Every file below, with what is in it."""
    found = {}
    for root in roots:
        for folder, _, names in os.walk(os.fsencode(root)):
            for name in names:
                path = os.path.join(folder, name)
                found[os.fsdecode(path)] = _content(path)
    return found


def _content(path: bytes) -> str:
    if os.path.islink(path):
        return f"-> {os.fsdecode(os.readlink(path))}"
    if not os.path.isfile(path):
        return "no regular file"
    with open(path, "rb") as file:  # one of them is said to have a hundred gigabytes
        return f"{os.path.getsize(path)} bytes, {hash(file.read(64 << 20))}"


def processes_with(word: str) -> dict[int, str]:
    """The running processes whose command lines hold this word."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if word in command:
            found[int(pid)] = command
    return found
