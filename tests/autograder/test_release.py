"""A release: all that a student needs, nothing that a student must not have, the same bytes every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest
import yaml

from autograder.building.release import release
from autograder.building.solution import MARKERS, read_solution
from autograder.course import Course
from autograder.errors import CourseError

NAME = "01_flatten"


@pytest.fixture(scope="module")
def made(built: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return release(built, NAME, tmp_path_factory.mktemp("handout"))


def test_the_folder_and_the_zip_hold_the_same(made: tuple[Path, Path]) -> None:
    folder, archive = made
    names = sorted(path.name for path in folder.iterdir())
    assert [name for name in names if not name.endswith(".whl")] == [
        "01_flatten.ipynb",
        "README.md",
        "environment.yml",
        "requirements.txt",
    ]
    with zipfile.ZipFile(archive) as zipped:
        assert zipped.namelist() == [f"{NAME}/{name}" for name in names]
        assert all(zipped.read(f"{NAME}/{name}") == (folder / name).read_bytes() for name in names)


def test_the_requirements_name_the_wheel_and_conda_reads_them(made: tuple[Path, Path]) -> None:
    folder, _ = made
    assert (folder / (folder / "requirements.txt").read_text(encoding="utf-8").strip()).is_file()
    environment = yaml.safe_load((folder / "environment.yml").read_text(encoding="utf-8"))
    assert environment["dependencies"][-1] == {"pip": ["-r requirements.txt"]}


def test_no_solution_and_no_sample_answer_is_in_it(made: tuple[Path, Path], built: Course) -> None:
    folder, _ = made
    notebook = (folder / f"{NAME}.ipynb").read_text(encoding="utf-8")
    cells = read_solution(built.solutions / NAME / f"{NAME}.py")
    telling = [line for cell in cells for line in cell.solution_lines if len(line) > 30]
    assert len(telling) > 3
    assert not [text for text in [*telling, *MARKERS] if text in notebook]
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        assert not [name for name in wheel.namelist() if "sample_class/" in name or "solutions" in name]


def test_the_wheel_alone_can_check(made: tuple[Path, Path], tmp_path: Path) -> None:
    wheel = next(made[0].glob("*.whl"))
    program = (
        f"import sys; sys.path.insert(0, {str(wheel)!r})\n"
        "import autograder, refold\n"
        "assert autograder.__file__.startswith(sys.path[0]) and refold.__file__.startswith(sys.path[0])\n"
        "from autograder import check\n"
        "print(check('flatten_shapes', lambda shape: (shape[0], __import__('math').prod(shape[1:]))))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("Right.")


def test_the_wheel_alone_can_check_a_notebook(made: tuple[Path, Path], tmp_path: Path) -> None:
    """As it is installed, where no clone is: it has the released notebooks, by which it mends one."""
    with zipfile.ZipFile(next(made[0].glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "installed")
    run = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "check", made[0] / f"{NAME}.ipynb"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "0 of 9 exercises are right" in run.stdout, run.stdout + run.stderr
    assert "Mended" not in run.stdout


def test_the_same_release_has_the_same_bytes(made: tuple[Path, Path], built: Course, tmp_path: Path) -> None:
    _, again = release(built, NAME, tmp_path)
    assert again.read_bytes() == made[1].read_bytes()


def test_an_old_file_in_an_earlier_release_goes_away(built: Course, tmp_path: Path) -> None:
    folder, _ = release(built, NAME, tmp_path)
    old = folder / "old.csv"
    old.write_text("old", encoding="utf-8")
    _, archive = release(built, NAME, tmp_path)
    assert not old.exists()
    assert f"{NAME}/old.csv" not in zipfile.ZipFile(archive).namelist()


def test_nothing_but_an_earlier_release_is_overwritten(own_course: Course) -> None:
    solution = own_course.solutions / NAME / f"{NAME}.py"
    for to in (own_course.solutions, own_course.released):
        before = sorted(to.rglob("*"))
        with pytest.raises(CourseError, match="would lose it"):
            release(own_course, NAME, to)
        assert sorted(to.rglob("*")) == before
    assert solution.is_file()


def test_a_notebook_that_was_opened_in_jupyterlab_is_released(own_course: Course, tmp_path: Path) -> None:
    opened = own_course.released / NAME / ".ipynb_checkpoints" / f"{NAME}-checkpoint.ipynb"
    opened.parent.mkdir()
    opened.write_text("{}", encoding="utf-8")
    folder, archive = release(own_course, NAME, tmp_path / "out")
    names = [*map(str, folder.rglob("*")), *zipfile.ZipFile(archive).namelist()]
    assert not [name for name in names if "checkpoint" in name]


def test_a_stale_course_is_not_released(own_course: Course, tmp_path: Path) -> None:
    own_course.released_notebook(NAME).write_text("{}", encoding="utf-8")
    with pytest.raises(CourseError, match="run `refold build` first"):
        release(own_course, NAME, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_disk_that_is_full_leaves_no_half_release(
    built: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copyfileobj

    def full(source: BinaryIO, target: BinaryIO) -> None:
        if source.name.endswith(".whl"):
            raise OSError(28, "No space left on device")
        copied(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", full)
        with pytest.raises(OSError, match="No space left") as raised:
            release(built, "01_flatten", tmp_path)
    assert raised.value.filename.startswith(str(tmp_path)) and raised.value.filename.endswith(".whl")
    assert list(tmp_path.iterdir()) == []
    folder, archive = release(built, "01_flatten", tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {folder.name, archive.name}
