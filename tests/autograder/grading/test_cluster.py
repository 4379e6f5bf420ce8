"""Grading on a Dask cluster that lives in this process: what is sent, what comes back, what goes wrong."""

from __future__ import annotations

import json
import logging
import pickle
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.course import Course
from autograder.errors import CourseError, NoSandbox
from autograder.grading import cluster, grade_one
from autograder.grading.cluster import connect
from autograder.grading.grade import Summary, grade
from autograder.judging.key import course_key
from autograder.sandbox.isolation import Sandbox

from .conftest import RIGHT

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler and one worker with two threads."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
    ) as local:
        yield local.scheduler_address


@pytest.fixture
def grade_there(tiny: Any, address: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Summary]:
    """`grade` of the tiny course on the cluster."""
    monkeypatch.setattr(cluster, "_loaded", {})
    monkeypatch.setattr(cluster, "find_sandbox", lambda *_, **__: Sandbox("fake", lambda **_: tiny.box()))

    def run(**options: Any) -> Summary:
        with connect(address, lambda text: None) as connected:
            return grade(tiny.course, tiny.assignment, cluster=connected, **options)

    return run


def records(course: Course, assignment: str) -> dict[str, dict[str, Any]]:
    """All records, without the time."""
    paths = course.record("x", assignment).parent.glob("*.json")
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    for record in found.values():
        del record["time"]
    return found


def hand_in_all_sorts(tiny: Any) -> None:
    """Work that is right, wrong, late, oddly named, no notebook, too large, or outside of the folder."""
    tiny.hand_in("ada")
    tiny.hand_in("bo", tiny.notebook(double="def double(x):\n    return x**2"))
    tiny.hand_in("cy", name="01_tiny (2).ipynb")
    (tiny.folder("cy") / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC\n", encoding="utf-8")
    tiny.hand_in("dee", b"no notebook")
    tiny.hand_in("eve", b" " * 21_000_000)
    (tiny.folder("fay") / "01_tiny.ipynb").symlink_to(Path("/etc/passwd"))


def test_the_same_is_found_as_on_this_machine(
    tiny: Any, grade_there: Callable[..., Summary], grade_class: Callable[..., Summary]
) -> None:
    hand_in_all_sorts(tiny)
    there = grade_there()
    found = records(tiny.course, tiny.assignment)
    assert not any(row.changed for row in grade_class().rows), "a local run has nothing to do again"
    here = grade_class(regrade=True)
    assert [(row.student, row.status, row.earned) for row in there.rows] == [
        (row.student, row.status, row.earned) for row in here.rows
    ]
    assert found == records(tiny.course, tiny.assignment) and len(found) == 6
    assert {student: record["tier"] for student, record in found.items() if record["verdicts"]} == {
        student: "fake" for student in ("ada", "bo", "cy")
    }


def test_data_files_of_the_release_are_sent_and_those_that_were_handed_in(
    tiny: Any, grade_there: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    double = f"{RIGHT['double']}\n\ndef rows():\n    return open('my rows.csv')"
    tiny.hand_in("ada", tiny.notebook(**RIGHT | {"double": double}))
    (tiny.folder("ada") / "my rows.csv").write_bytes(b"3,4")
    (tiny.course.released / tiny.assignment / "data.csv").write_text("1,2\n", encoding="utf-8")
    seen = []

    def open_box(files: Path, beside: Mapping[str, bytes]) -> Any:
        given = (files / "data.csv").read_text(encoding="utf-8")
        seen.append((files.is_relative_to(tiny.course.root), given, beside))
        return tiny.box()

    monkeypatch.setattr(cluster, "find_sandbox", lambda *_, **__: Sandbox("fake", open_box))
    row = grade_there().rows[0]
    assert (row.status, row.earned) == ("mended", 5)
    assert seen == [(False, "1,2\n", {"my rows.csv": b"3,4"})]


def test_one_submission_at_a_time_whatever_the_number_of_threads(
    tiny: Any, grade_there: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        tiny.hand_in(f"student{number}")
    busy, crowded = threading.Lock(), []

    def alone(task: Any) -> Any:
        crowded.append(not busy.acquire(blocking=False))
        try:
            return grade_one.grade_one(task)
        finally:
            busy.release()

    monkeypatch.setattr(cluster, "grade_one", alone)
    assert len(grade_there().rows) == 6
    assert crowded == [False] * 6


def test_a_worker_without_a_sandbox_runs_nothing(
    tiny: Any, grade_there: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.hand_in("ada")

    def none(*_: Any, **__: Any) -> Any:
        raise NoSandbox("No student's code was run.")

    monkeypatch.setattr(cluster, "find_sandbox", none)
    with pytest.raises(NoSandbox, match=r"The worker \w+://.*: No student's code was run"):
        grade_there()
    assert records(tiny.course, tiny.assignment) == {}


def test_a_worker_with_another_refold_is_named(
    tiny: Any, grade_there: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.hand_in("ada")
    monkeypatch.setattr(cluster, "unit_hash", lambda *_: "notebook-exercises-grader-limits")
    with pytest.raises(CourseError, match=r"The worker .*the grader: not the same there .*refold 0\.1"):
        grade_there()


def test_what_fails_on_a_worker_is_said_and_the_key_is_not_logged(
    tiny: Any,
    grade_there: Callable[..., Summary],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tiny.hand_in("ada")

    def fails(task: Any) -> Any:
        monkeypatch.setattr(logging.getLogger("distributed.worker"), "level", logging.WARNING)
        raise ModuleNotFoundError("No module named 'autograder'")

    monkeypatch.setattr(cluster, "grade_one", fails)
    monkeypatch.setattr(logging.getLogger("distributed"), "propagate", True)
    with pytest.raises(CourseError, match=r"cannot grade \(ModuleNotFoundError.*Install the same"):
        grade_there()
    assert "Compute Failed" in caplog.text
    key = course_key(tiny.course)
    for secret in (key.hex(), repr(key)[2:-1]):
        assert secret not in caplog.text


def test_a_task_does_not_show_the_key() -> None:
    task = grade_one.Task(Course(Path()), "ada", "01_tiny", b"secret-key", "unit", print)
    assert "secret-key" not in repr(task)


def test_a_submission_that_ends_one_worker_after_another_needs_a_person(
    tiny: Any, grade_there: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in ("ada", "bo"):
        tiny.hand_in(student)

    def ends(task: Any) -> Any:
        if task.student == "bo":
            raise distributed.KilledWorker("task", SimpleNamespace(address="tcp://x:1"), 3)
        return grade_one.grade_one(task)

    monkeypatch.setattr(cluster, "grade_one", ends)
    assert [(row.student, row.status) for row in grade_there().rows] == [
        ("ada", "graded"),
        ("bo", "needs you"),
    ]


def test_what_dask_can_log_holds_no_secret_and_names_nothing_of_ours(
    tiny: Any, grade_there: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker or a scheduler without Refold must be able to take it in, and say what is missing."""
    tiny.hand_in("olga")  # no number in base 16 holds that name
    sent, submit = [], distributed.cfexecutor.ClientExecutor.submit

    def listen(self: Any, *what: Any, **options: Any) -> Any:
        sent.append((what, options))
        return submit(self, *what, **options)

    monkeypatch.setattr("distributed.cfexecutor.ClientExecutor.submit", listen)
    assert grade_there().rows[0].earned == 5
    ((what, options),) = sent
    shown, key = f"{what} {options}", course_key(tiny.course)
    assert not any(secret in shown for secret in (key.hex(), repr(key)[2:-1], "olga", "x + x"))
    assert key not in pickle.dumps(what) and b"autograder.grading.grade" not in pickle.dumps(what)


def test_the_scheduler_goes(tiny: Any, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask then takes back what it was given, as a cancelled future."""
    tiny.hand_in("ada")

    def submit(self: Any, *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future

    monkeypatch.setattr("distributed.cfexecutor.ClientExecutor.submit", submit)
    with (
        connect(address, lambda text: None) as connected,
        pytest.raises(CourseError, match=r"has gone\. What was graded is recorded: start again"),
    ):
        grade(tiny.course, tiny.assignment, cluster=connected)


def test_a_workers_address_is_not_the_schedulers(address: str) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        (worker,) = client.scheduler_info()["workers"]
    with pytest.raises(CourseError, match="a Worker answered"), connect(worker, print):
        pass


def test_the_number_of_workers_is_the_clusters_own(tiny: Any, grade_there: Callable[..., Summary]) -> None:
    tiny.hand_in("ada")
    with pytest.raises(CourseError, match="--workers"):
        grade_there(workers=2)
