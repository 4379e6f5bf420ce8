"""The tier "bubblewrap", for root and for an ordinary user: it holds, and nothing is left of it."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from autograder.sandbox import bubblewrap
from autograder.sandbox.bubblewrap import NOBODY, bwrap

from .conftest import need

ROOT_AND_NOBODY = pytest.mark.parametrize("user", ["whoever runs the tests", "nobody"])


def test_ctrl_c_in_a_terminal_does_not_reach_the_trial(tmp_path: Path, monkeypatch) -> None:
    """It leads a session of its own; else half of it was left behind now and then, and waited for ever."""
    need("bubblewrap")
    program = tmp_path / "leads"
    program.write_text('#!/bin/sh\n[ "$(cut -d " " -f 6 /proc/$$/stat)" = "$$" ]\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "_programs", lambda: [program])
    assert bwrap.__wrapped__() == program


def as_user(user: str) -> list[str]:
    """The beginning of a command that runs as that user, for whom the Python below /root can be seen."""
    need("bubblewrap")
    if user != "nobody":
        return []
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    python = Path(os.path.realpath(sys.executable)).parents[1]
    hidden = [folder for folder in reversed(python.parents) if folder.is_relative_to("/root")]
    shown: list[str] = []
    for folder in hidden:
        shown += ["--perms", "0755", "--dir" if shown else "--tmpfs", str(folder)]
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env", "HOME=/tmp"]
    return [
        str(bwrap()),
        "--dev-bind",
        "/",
        "/",
        *shown,
        "--ro-bind",
        str(python),
        str(python),
        "--",
        *nobody,
    ]


@ROOT_AND_NOBODY
def test_it_holds_for_root_and_for_an_ordinary_user(user: str) -> None:
    program = "from autograder.sandbox.canaries import find_tier; print(find_tier())"
    ran = subprocess.run([*as_user(user), sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.stdout.strip() == "Tier(name='zygote', holds=True, findings=())", ran.stderr


@ROOT_AND_NOBODY
@pytest.mark.parametrize("tier", ["zygote", "bubblewrap"])
def test_nothing_is_left_of_a_grader_that_was_killed(user: str, tier: str) -> None:
    program = f"""
        import json, os
        from autograder.sandbox import open_box
        from autograder.sandbox.watchdog import tree
        with open_box(tier="{tier}") as box:
            box.run_cell("1")
            print(json.dumps([os.getpid(), *tree(os.getpid())]), flush=True)
            box.run_cell("while True: pass")
    """
    command = [*as_user(user), sys.executable, "-c", textwrap.dedent(program)]
    grader = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert grader.stdout is not None
    processes = json.loads(grader.stdout.readline())
    assert len(processes) > 3
    os.kill(processes[0], signal.SIGKILL)
    grader.communicate()
    until = time.monotonic() + 60
    while alive := [pid for pid in processes if running(pid)]:
        assert time.monotonic() < until, alive
        time.sleep(0.02)


HIDING = Path(__file__).parents[2] / "hostile" / "submissions"


@ROOT_AND_NOBODY
@pytest.mark.parametrize("attack", ["undumpable", "leader_leaves", "unreadable_program", "unwritable_names"])
def test_no_process_hides_what_it_holds(user: str, attack: str) -> None:
    program = f"""
        from autograder.box import BoxStopped
        from autograder.sandbox import open_box
        from autograder.sandbox.limits import MB, Limits
        with open_box(Limits(memory={400 << 20}), tier="bubblewrap") as box:
            try:
                print(box.run_cell({(HIDING / f"{attack}.txt").read_text(encoding="utf-8")!r}))
            except BoxStopped as stop:
                print(stop.reason)
    """
    command = [*as_user(user), sys.executable, "-c", textwrap.dedent(program)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stdout.startswith("memory limit"), (ran.stdout, ran.stderr)


def running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):  # it ended before, or while, it was read
        return False


def test_python_may_be_called_by_a_way_around(tmp_path: Path) -> None:
    need("bubblewrap")
    code = "from autograder.sandbox import open_box\nwith open_box() as box: print(box.run_cell('1').error)"
    python = os.path.relpath(sys.executable, tmp_path)
    ran = subprocess.run([python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "None", ran.stderr
