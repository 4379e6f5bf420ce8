"""On macOS and Windows, as far as Linux can show it: what they lack is not there (`as_elsewhere/`)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.demo.sample import sample_class, sample_notebook

SAMPLES = {sample.student: sample for sample in sample_class("01_flatten")}
SYSTEMS = pytest.mark.parametrize("system", ["darwin", "win32"])


def refold(system: str, course: Course, *arguments: str) -> tuple[int, str]:
    environment = {
        **os.environ,
        "ELSEWHERE": system,
        "PYTHONPATH": str(Path(__file__).parent / "as_elsewhere"),
    }
    command = [sys.executable, "-m", "autograder.cli", *arguments]
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True)
    said = " ".join((done.stdout + done.stderr).split())
    assert "Traceback" not in said
    return done.returncode, said


@pytest.fixture
def handed_in(own_course: Course) -> Course:
    """A course with one submission, that of a student with a mistake."""
    folder = own_course.submitted / "hana" / "01_flatten"
    folder.mkdir(parents=True)
    notebook = sample_notebook(own_course, "01_flatten", SAMPLES["hana"])
    (folder / "01_flatten.ipynb").write_bytes(notebook)
    return own_course


def test_students_check_their_notebook(handed_in: Course) -> None:
    path = handed_in.submitted / "hana" / "01_flatten" / "01_flatten.ipynb"
    path = path.rename(handed_in.released / "01_flatten" / "01_flatten.ipynb")
    code, said = refold("win32", handed_in, "check", str(path))
    assert code == 1 and "flatten_forward" in said


@SYSTEMS
def test_without_a_sandbox_no_student_code_is_run(system: str, handed_in: Course) -> None:
    code, said = refold(system, handed_in, "grade", "01_flatten")
    assert code == 3 and f"no sandbox of {system}'s own. Use --sandbox docker or podman" in said
    assert not handed_in.gradebook.exists()


@SYSTEMS
def test_what_is_trusted_is_graded(system: str, handed_in: Course) -> None:
    code, said = refold(system, handed_in, "grade", "01_flatten", "--unsafe-no-sandbox")
    assert code == 0 and "hana 24/26 graded cache shared by all layers of the class" in said
    assert refold(system, handed_in, "report", "01_flatten")[0] == 0


@SYSTEMS
def test_the_doctor_says_what_is_missing(system: str, own_course: Course) -> None:
    said = refold(system, own_course, "doctor")[1]
    assert f"There is no sandbox of {system}'s own" in said
