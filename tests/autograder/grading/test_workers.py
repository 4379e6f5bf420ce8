"""Workers: results as they come, a dead one costs its own task, and none outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from autograder.course import Course
from autograder.grading.workers import local_workers, run_all

ENDS = "__import__('os')._exit(3)"


def test_a_process_that_ends_costs_its_own_task_only() -> None:
    tasks = ["1 + 1", ENDS, "2 + 2", "3 + 3"]
    found = list(run_all(eval, tasks, local_workers(2), 2, lambda task: f"died: {task}"))
    assert sorted(map(str, found)) == ["2", "4", "6", f"died: {ENDS}"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks processes up in Linux's /proc")
@pytest.mark.parametrize("later", [0.0, 0.1, 0.4, 1.6])
def test_workers_that_are_interrupted_as_they_start_say_nothing(later: float) -> None:
    """They, and the process that they are forked from, which has to load what they need."""
    sleepers = "list(run_all(eval, [\"__import__('time').sleep(9)\"] * 4, local_workers(4), 4, str))"
    code = f"from autograder.grading.workers import run_all, local_workers; {sleepers}"
    command = [sys.executable, "-c", code]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    while len(children.read_text("ascii").split()) < 2:  # the first is multiprocessing's own
        assert run.poll() is None
        time.sleep(0.001)
    time.sleep(later)
    os.killpg(run.pid, signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert said.count("Traceback") == 1 and "KeyboardInterrupt" in said, "the run's own, and no worker's"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is forked from another")
@pytest.mark.parametrize("loaded", [False, True])
def test_a_killed_run_leaves_no_temporary_file(tmp_path: Path, loaded: bool) -> None:
    work = "list(run_all(eval, ['1 + 1'], local_workers(1), 1, str))" if loaded else "local_workers(1)"
    code = f"from autograder.grading.workers import run_all, local_workers; {work}; print('!', flush=True)"
    code += "; input()"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, **pipes) as run:  # type: ignore[call-overload]
        assert run.stdout.readline() == b"!\n"
        assert list(tmp_path.iterdir())
        run.kill()
    deadline = time.monotonic() + 60
    while left := list(tmp_path.rglob("*")):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are reached otherwise")
def test_a_name_that_is_too_long_for_a_socket(own_course: Course, tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 100)
    folder.mkdir()
    own_course.submission("ada", "01_flatten").mkdir(parents=True)
    command = [sys.executable, "-m", "autograder.cli", "grade", "01_flatten"]
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(command, cwd=own_course.root, env=environment, capture_output=True, text=True)
    assert done.returncode == 2 and "Put TMPDIR=/tmp before the command." in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and list(folder.iterdir()) == []


def test_no_more_than_a_few_are_under_way() -> None:
    begun = []

    def work(task: int) -> int:
        begun.append(task)
        return task

    results = run_all(work, range(100), lambda: ThreadPoolExecutor(2), 4, lambda task: -1)
    first = next(results)
    assert first in range(4) and len(begun) <= 8
    results.close()
    assert len(begun) <= 8


def test_workers_begin_before_anything_is_asked_and_end_when_nothing_will_be() -> None:
    begun, executor = Event(), ThreadPoolExecutor(1)

    def work(task: int) -> None:
        begun.set()

    results = run_all(work, range(100), lambda: executor, 1, lambda task: None)
    assert begun.wait(60)
    results.close()
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(work, 0)


def test_nothing_to_do_opens_no_executor() -> None:
    def none() -> ThreadPoolExecutor:
        raise AssertionError("nobody is needed")

    assert list(run_all(abs, [], none, 1, abs)) == []


def test_an_error_of_the_work_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        list(run_all(lambda task: 1 // task, [0], lambda: ThreadPoolExecutor(1), 1, lambda task: -1))
