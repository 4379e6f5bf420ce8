"""A real cluster: a scheduler, and two workers, each in a network of its own and without our files."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import Course
from autograder.judging.key import course_key
from autograder.sandbox.canaries import find_tier

pytest.importorskip("distributed", reason="the extra cluster is not installed")
pytestmark = pytest.mark.skipif(not find_tier().holds, reason="there is no sandbox on this machine")

UNIT = "01_flatten"
STUDENTS = [f"student{number}" for number in range(6)]
PORT = 8786
WORKERS = ("10.9.1", "10.9.2")
"""The networks of the workers: .1 is the scheduler's end, .2 the worker's."""


class Network:
    """Three network namespaces: one for scheduler and grader, and two that reach that one, not each other."""

    def __init__(self) -> None:
        self.head = f"refold-{os.getpid()}-head"
        self.workers = [f"refold-{os.getpid()}-{number}" for number in (1, 2)]

    def __enter__(self) -> Network:
        try:
            for name in (self.head, *self.workers):
                ip("netns", "add", name)
                ip("-n", name, "link", "set", "lo", "up")
            for number, (worker, net) in enumerate(zip(self.workers, WORKERS, strict=True)):
                ends = ("type", "veth", "peer", "name", "uplink", "netns", worker)
                ip("link", "add", "name", f"down{number}", "netns", self.head, *ends)
                for name, link, end in ((self.head, f"down{number}", 1), (worker, "uplink", 2)):
                    ip("-n", name, "address", "add", f"{net}.{end}/24", "dev", link)
                    ip("-n", name, "link", "set", link, "up")
        except (OSError, subprocess.CalledProcessError) as error:
            self.__exit__()
            said = getattr(error, "stderr", error)
            pytest.skip(f"network namespaces cannot be had here, `ip netns` needs root: {said}")
        return self

    def __exit__(self, *_: object) -> None:
        for name in (self.head, *self.workers):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@contextmanager
def running(
    name: str, folder: Path, *command: str, before: str = ""
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A command in a network, in a session and a folder of its own, and its log; killed at the end."""
    folder.mkdir(parents=True)
    log = folder / "log"
    words = ["ip", "netns", "exec", name, "sh", "-c", f'{before} exec "$@"', "sh", sys.executable, *command]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(folder)}
    environment |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    with open(log, "wb") as output:
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process, log
    finally:
        for end in (process.kill, lambda: os.killpg(process.pid, signal.SIGKILL)):
            try:
                end()
            except ProcessLookupError:
                continue
        process.wait()


@pytest.fixture
def network() -> Iterator[Network]:
    with Network() as network:
        yield network


@pytest.fixture
def course(own_course: Course) -> Course:
    """Six students: all right, right but for one exercise, untouched; each waits a second in the box."""
    solution = nbformat.read(own_course.source / UNIT / f"{UNIT}.ipynb", as_version=4)
    released = nbformat.read(own_course.released_notebook(UNIT), as_version=4)
    for number, student in enumerate(STUDENTS):
        notebook = nbformat.from_dict(released if number % 4 == 3 else solution)
        wait = nbformat.v4.new_code_cell(f"import time\ntime.sleep(1)\n# {student}")
        notebook = nbformat.v4.new_notebook(cells=[*notebook.cells, wait], metadata=notebook.metadata)
        if number % 4 == 1:
            notebook.cells = [
                nbformat.v4.new_code_cell(
                    "def flat_index(*_):\n    return 0", id=cell.id, metadata=cell.metadata
                )
                if cell.id == "flat_index-answer"
                else cell
                for cell in notebook.cells
            ]
        folder = own_course.submission(student, UNIT)
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{UNIT}.ipynb")
    course_key(own_course)
    return own_course


def records(course: Course) -> dict[str, dict[str, Any]]:
    """All records, without what differs from run to run."""
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in course.record("x", UNIT).parent.glob("[!.]*.json")
    ]
    return {record["student"]: {k: v for k, v in record.items() if k != "time"} for record in found}


def wait_for(condition: Callable[[], bool], *watched: tuple[subprocess.Popen[bytes], Path]) -> None:
    deadline = time.monotonic() + 180
    while not condition():
        for process, log in watched:
            assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, [log.read_text(encoding="utf-8") for _, log in watched]
        time.sleep(0.05)


def grade(name: str, folder: Path, course: Course, *options: str) -> Any:
    command = ("-m", "autograder.cli", "grade", UNIT, "--course", str(course.root), "--json", *options)
    return running(name, folder, *command)


def result(process: subprocess.Popen[bytes], log: Path) -> dict[str, Any]:
    """What a run printed as JSON, after what it printed on stderr."""
    assert process.wait(300) == 0, log.read_text(encoding="utf-8")
    text = log.read_text(encoding="utf-8")
    return json.loads(text[text.index("{\n") :])


@contextmanager
def cluster(network: Network, folder: Path, course: Course) -> Iterator[list[tuple[Any, Path]]]:
    """The scheduler and the workers, whose view of the course's folder is empty."""
    hidden = f"mount -t tmpfs none {course.root} &&"
    with ExitStack() as stack:
        listen = ("-m", "distributed.cli.dask_scheduler", "--port", str(PORT), "--no-dashboard")
        scheduler = stack.enter_context(running(network.head, folder / "scheduler", *listen))
        workers = [
            stack.enter_context(
                running(
                    name,
                    folder / f"worker{net[-1]}",
                    *("-m", "distributed.cli.dask_worker", f"tcp://{net}.1:{PORT}", "--nthreads", "1"),
                    *("--no-nanny", "--no-dashboard", "--local-directory", "."),
                    before=hidden,
                )
            )
            for name, net in zip(network.workers, WORKERS, strict=True)
        ]
        for worker in workers:
            wait_for(lambda: "Registered to" in worker[1].read_text(encoding="utf-8"), scheduler, worker)  # noqa: B023
        yield [scheduler, *workers]


def test_one_of_two_workers_dies_half_way_and_everybody_is_graded_once(
    network: Network, course: Course, tmp_path: Path
) -> None:
    local = Course(Path(shutil.copytree(course.root, tmp_path / "local")))
    with cluster(network, tmp_path, course) as (scheduler, lost, other):
        with grade(
            network.head, tmp_path / "grader", course, "--scheduler", f"tcp://127.0.0.1:{PORT}"
        ) as run:
            wait_for(lambda: len(records(course)) >= 2, run, scheduler, lost, other)
            lost[0].kill()
            summary = result(*run)
        logs = [log.read_text(encoding="utf-8") for _, log in (scheduler, lost, other)]
        left = [path for folder in ("worker1", "worker2") for path in (tmp_path / folder).rglob("*")]
        contents = b"".join(path.read_bytes() for path in left if path.is_file())
    assert [(row["student"], row["changed"]) for row in summary["rows"]] == [(s, True) for s in STUDENTS]
    assert {row["status"] for row in summary["rows"]} <= {"graded", "mended"}
    secret = course_key(course)
    for text in logs:
        assert secret.hex() not in text and repr(secret)[2:-1] not in text
    assert secret not in contents and secret.hex().encode() not in contents
    assert not any(student.encode() in contents for student in STUDENTS), "a worker keeps what was handed in"

    with grade(network.head, tmp_path / "here", local) as run:
        result(*run)
    assert records(course) == records(local)
    assert {student: record["earned"] for student, record in records(local).items()} == {
        student: (26, 24, 26, 0)[number % 4] for number, student in enumerate(STUDENTS)
    }


@pytest.mark.long
def test_the_scheduler_goes_and_the_next_run_does_the_rest(
    network: Network, course: Course, tmp_path: Path
) -> None:
    with cluster(network, tmp_path, course) as (scheduler, *workers):
        with grade(
            network.head, tmp_path / "grader", course, "--scheduler", f"tcp://127.0.0.1:{PORT}"
        ) as run:
            wait_for(lambda: len(records(course)) >= 2, run, scheduler, *workers)
            scheduler[0].kill()
            assert run[0].wait(120) == 2
        said = run[1].read_text(encoding="utf-8")
        assert "has gone. What was graded is recorded: start again." in said and "Traceback" not in said
    done = len(records(course))
    assert 2 <= done < len(STUDENTS)
    with grade(network.head, tmp_path / "rest", course) as run:
        rows = result(*run)["rows"]
    assert sum(row["changed"] for row in rows) == len(STUDENTS) - done
    assert len(records(course)) == len(STUDENTS)
