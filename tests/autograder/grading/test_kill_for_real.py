"""Real runs with real boxes, killed at random moments: `killing.py` does it in namespaces of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.sandbox.canaries import find_tier

ROOT = Path(__file__).parents[3]
MODULE = "tests.autograder.grading.killing"
UNIT = "01_flatten"
ALONE = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--ipc"]


def can_be_alone() -> bool:
    return (
        shutil.which("unshare") is not None
        and not subprocess.run([*ALONE, "true"], capture_output=True).returncode
    )


pytestmark = [
    pytest.mark.skipif(not find_tier().holds, reason="there is no sandbox on this machine"),
    pytest.mark.skipif(not can_be_alone(), reason="namespaces can only be made as root"),
]


def kill(course: Course, kills: int, seed: int) -> None:
    done = subprocess.run(
        [*ALONE, sys.executable, "-m", MODULE, str(course.root), str(kills), str(seed)],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    log = course.root / "log.txt"
    said = log.read_text(encoding="utf-8")[-3000:] if log.exists() else ""
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{said}"
    assert "all gradebooks are equal" in done.stdout


@pytest.fixture
def a_class(own_course: Course) -> Course:
    """All right, untouched, one who ends the process, and one whose file breaks off."""
    solution = nbformat.read(own_course.source / UNIT / f"{UNIT}.ipynb", as_version=4)
    notebooks = {"ada": solution, "eve": nbformat.read(own_course.released_notebook(UNIT), as_version=4)}
    hostile = nbformat.from_dict(solution)
    next(c for c in hostile.cells if c.id == "dense_shapes-answer").source = "import os; os._exit(0)"
    notebooks["max"] = hostile
    for student, notebook in notebooks.items():
        folder = own_course.submission(student, UNIT)
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{UNIT}.ipynb")
    own_course.key.write_text("5e" * 32 + "\n", encoding="ascii")
    return own_course


def test_a_worker_is_killed(a_class: Course) -> None:
    kill(a_class, 1, seed=7)


@pytest.mark.long
def test_twenty_kills(a_class: Course) -> None:
    kill(a_class, 20, seed=11)
