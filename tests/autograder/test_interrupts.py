"""Ctrl-C is let through between two steps, and never gets lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder import files
from autograder.interrupts import insisting, one_step


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_it_waits_for_the_end_of_the_step() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), one_step():
        press_ctrl_c()
        with one_step():
            done.append("inner")
        done.append("outer")
    assert done == ["inner", "outer"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_one_does_not_wait() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), one_step():
        press_ctrl_c()
        press_ctrl_c()
        done.append("more")
    assert done == []


def test_an_error_of_the_step_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), one_step():
        print(1 // 0)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_that_comes_at_the_end_of_an_object_comes_again() -> None:
    class Ends:
        def __del__(self) -> None:
            press_ctrl_c()
            time.sleep(0.01)
            ended.append(True)  # not reached: Python ignores what is raised here

    ended: list[bool] = []
    with pytest.raises(KeyboardInterrupt), insisting():
        Ends()
        time.sleep(60)
    assert ended == []


def test_one_that_comes_when_a_file_has_just_taken_its_place(tmp_path: Path, monkeypatch) -> None:
    replace = os.replace

    def replaced(*names: str) -> None:
        replace(*names)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replaced)
    with pytest.raises(KeyboardInterrupt):
        files.write(tmp_path / "a.txt", "whole")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        ("a.txt", "whole")
    ]


def test_one_that_comes_while_the_command_is_loaded(tmp_path: Path) -> None:
    package = tmp_path / "autograder"
    package.mkdir()
    pressed = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(20)\n"
    (package / "__init__.py").write_text(pressed, encoding="utf-8")
    command = [sys.executable, "-P", "-c", "from refold_command import main; main()"]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}  # comes before the real one
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (130, "Error: stopped. Nothing was done yet.\n")
    (package / "__init__.py").write_text("", encoding="utf-8")
    later = "import os, signal\ndef main():\n    os.kill(os.getpid(), signal.SIGINT)\n"
    (package / "cli.py").write_text(later, encoding="utf-8")
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert "KeyboardInterrupt" in ended.stderr, "the command itself says what was done"
