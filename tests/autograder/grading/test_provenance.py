"""What a grade depends on: whatever of the exercises is edited, it is graded again, and nothing else is."""

import shutil
from pathlib import Path

import pytest

from autograder import exercises
from autograder.grading.provenance import changed_parts, unit_hash

from ..conftest import ROOT

UNITS = ("01_flatten", "02_dense", "04_conv2d")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the exercises that a test may edit."""
    folder = Path(shutil.copytree(exercises.FOLDER, tmp_path / "exercises"))
    monkeypatch.setattr(exercises, "FOLDER", folder)
    return folder


@pytest.mark.parametrize(
    ("edited", "concerned"),
    [
        ("dense/layer_sentences.py", {"02_dense"}),  # the sentence that a mistake is answered with
        ("dense/__init__.py", {"02_dense"}),  # an exercise more, or less
        ("dense/layer.py", {"02_dense"}),
        ("dense/batches.py", {"02_dense", "04_conv2d"}),  # the cases, which another unit draws, too
        ("returned.py", set(UNITS)),
    ],
)
def test_what_is_edited_is_noticed(edited: str, concerned: set[str], folder: Path, built) -> None:
    before = {name: unit_hash(built, exercises.unit(name)) for name in UNITS}
    with open(folder / edited, "a", encoding="utf-8") as file:
        file.write("\n# Corrected in the fourth week.\n")
    for name in UNITS:
        changed = changed_parts(before[name], unit_hash(built, exercises.unit(name)))
        assert changed == (("the exercises",) if name in concerned else ()), name


def test_python_itself_is_no_exercise() -> None:
    """Of it the version is noted: a file of Python's may be another on each worker of a cluster."""
    from autograder.grading.provenance import _source_files

    files = {path for unit in exercises.units() for path in _source_files(unit)}
    assert files and all(path.is_relative_to(ROOT / "autograder" / "exercises") for path in files)
