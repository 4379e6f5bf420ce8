"""A student's own notebook, run in a fresh kernel: what each check found."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder import exercises
from autograder.check_notebook import check_notebook
from autograder.course import Course
from autograder.demo.sample import sample_class, sample_notebook
from autograder.errors import CourseError
from autograder.judging.demonstrations import TAG

SAMPLES = {sample.student: sample for sample in sample_class("01_flatten")}


def notebook(course: Course, folder: Path, student: str) -> Path:
    path = folder / "01_flatten.ipynb"
    path.write_bytes(sample_notebook(course, "01_flatten", SAMPLES[student]))
    return path


def test_right_answers_are_right(built: Course, tmp_path: Path) -> None:
    verdicts, mended = check_notebook(notebook(built, tmp_path, "amina"))
    assert mended == []
    assert [verdict.status for verdict in verdicts] == ["right"] * 9
    assert sum(verdict.earned for verdict in verdicts) == SAMPLES["amina"].points


def test_each_kind_of_check_is_read(built: Course, tmp_path: Path) -> None:
    """goran's, with a wrong answer, a loop without end, a name that is missing, and a check taken out. In
    the end all names are taken away, which changes nothing."""
    path = notebook(built, tmp_path, "goran")
    changed = nbformat.read(path, as_version=4)
    cells = {cell.id: cell for cell in changed.cells}
    cells["flat_index-answer"].source = "def flat_index(index, dims):\n    return sum(index)"
    cells["unflat_index-answer"].source = "def unflat_index(position, dims):\n    while True: pass"
    cells["flatten_jacobian-answer"].source = "J = 1"
    changed.cells.remove(cells["dense_shapes"])
    changed.cells.append(nbformat.v4.new_code_cell("%reset -f"))
    nbformat.write(changed, path)
    found = {verdict.exercise: verdict for verdict in check_notebook(path, seconds=5)[0]}
    assert {id: verdict.status for id, verdict in found.items()} == {
        "flatten_shapes": "right",
        "flat_index": "wrong",
        "unflat_index": "stopped",
        "flatten_forward": "right",
        "flatten_jacobian": "wrong",
        "flatten_backward": "not attempted",
        "flatten_layer": "not attempted",
        "dense_shapes": "not attempted",
        "flatten_channels_first": "not attempted",
    }
    assert "(1, 0) and (0, 1) would share one place" in found["flat_index"].says
    assert "NameError" in found["flatten_jacobian"].says


def test_a_module_beside_the_notebook_is_imported(
    built: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook(built, tmp_path, "amina")
    (tmp_path / "of_my_own.py").write_text("from math import prod", encoding="utf-8")
    changed = nbformat.read(path, as_version=4)
    answer = next(cell for cell in changed.cells if cell.id == "flatten_shapes-answer")
    answer.source = f"import of_my_own\nof_my_own.prod\n{answer.source}"
    nbformat.write(changed, path)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    command = [sys.executable, "-m", "autograder.cli", "check", path]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "9 of 9 exercises are right" in ran.stdout, ran.stdout + ran.stderr


def test_an_answer_below_its_check_is_told(built: Course, tmp_path: Path) -> None:
    """Of a wrong one; what is right, or left as it was, or not there, is what a grade would take."""
    path = notebook(built, tmp_path, "amina")
    changed = nbformat.read(path, as_version=4)
    cells = {cell.id: cell for cell in changed.cells}
    right = {id: cells[f"{id}-answer"].source for id in ("flat_index", "unflat_index", "dense_shapes")}
    cells["flat_index-answer"].source = "def flat_index(index, dims):\n    return sum(index)"
    cells["unflat_index-answer"].source = "def unflat_index(position, dims):\n    raise NotImplementedError"
    cells["dense_shapes-answer"].source = ""
    cells["flatten_forward-answer"].source = "def flatten_forward(X):\n    return X"
    again = "\n".join([*right.values(), "def flatten_shapes(X):\n    return X"])
    changed.cells.append(nbformat.v4.new_code_cell(again))
    changed.cells.append(nbformat.v4.new_markdown_cell("def flatten_forward(X):\n    pass"))
    nbformat.write(changed, path)
    found = {verdict.exercise: verdict for verdict in check_notebook(path)[0]}
    told = {id for id, verdict in found.items() if "A cell below the check defines" in verdict.says}
    assert told == {"flat_index"}
    assert {id: verdict.status for id, verdict in found.items() if verdict.status != "right"} == {
        "flat_index": "wrong",
        "flatten_forward": "wrong",
    }


def test_why_there_is_no_answer_is_told(built: Course, tmp_path: Path) -> None:
    path = notebook(built, tmp_path, "amina")
    changed = nbformat.read(path, as_version=4)
    cells = {cell.id: cell for cell in changed.cells}
    cells["flat_index-answer"].source = "def flat_index(index, dims)\n    return 0"
    cells["dense_shapes-answer"].source = "import no_such_module\n" + cells["dense_shapes-answer"].source
    nbformat.write(changed, path)
    says = {verdict.exercise: verdict.says.splitlines()[1:] for verdict in check_notebook(path)[0]}
    assert says["flat_index"][0].startswith("Its cell ended with SyntaxError: expected ':' (line 1")
    ended = "Its cell ended with ModuleNotFoundError: No module named 'no_such_module'"
    assert says["dense_shapes"] == [ended]


def test_what_grading_mends_is_mended_and_named(built: Course, tmp_path: Path) -> None:
    """Two notebooks in one, turned round, without imports; answers in texts; helpers below their checks."""
    path = notebook(built, tmp_path, "amina")
    changed = nbformat.read(path, as_version=4)
    fresh = nbformat.read(built.released_notebook("01_flatten"), as_version=4)
    cells = {cell.id: cell for cell in changed.cells}
    for id, kind in (("flat_index-answer", "markdown"), ("unflat_index-answer", "raw")):
        cells[id].cell_type = kind
        del cells[id]["outputs"], cells[id]["execution_count"]
    helped = "def flatten_shapes(shape):\n    m, *dims = shape\n    return m, product(dims)"
    cells["flatten_shapes-answer"].source = helped
    below = ["import math as numbers", "def product(dims):\n    return numbers.prod(dims)"]
    imports = next(cell for cell in changed.cells if cell.source.startswith("import math"))
    changed.cells.remove(imports)
    own = [nbformat.v4.new_code_cell(source) for source in below]
    changed.cells = [*changed.cells[::-1], *fresh.cells, *own]
    path.write_text(json.dumps(changed), encoding="utf-8")
    before = path.read_bytes()
    verdicts, mended = check_notebook(path)
    assert {verdict.status for verdict in verdicts} == {"right"}, verdicts
    assert path.read_bytes() == before
    said = "\n".join(mended)
    assert "flat_index: the answer cell had another type (markdown) than code; it was set right." in said
    assert "The cells were in another order; they were put back into the released one." in said


def test_who_works_in_the_released_notebook_itself_is_told_the_same(
    own_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a clone: a lost check is put back from the solution, and the file stays as it is."""
    monkeypatch.setattr("autograder.check_notebook.PACKAGE", own_course.root / "autograder")
    path = own_course.released_notebook("01_flatten")
    notebook(own_course, path.parent, "amina")
    changed = nbformat.read(path, as_version=4)
    changed.cells = [
        cell for cell in changed.cells if cell.id not in ("flat_index", "flatten_jacobian-answer")
    ]
    nbformat.write(changed, path)
    before = path.read_bytes()
    verdicts, mended = check_notebook(path)
    found = {verdict.exercise: verdict.status for verdict in verdicts if verdict.status != "right"}
    assert found == {"flatten_jacobian": "not attempted"}
    assert "flat_index: the check cell was missing; it was put back." in mended
    assert path.read_bytes() == before


def test_a_name_that_only_a_later_cell_brings_is_found_as_in_a_grade(built: Course, tmp_path: Path) -> None:
    """Also where the notebook has a check of its own."""
    path = notebook(built, tmp_path, "amina")
    changed = nbformat.read(path, as_version=4)
    answer = next(cell for cell in changed.cells if cell.id == "flatten_shapes-answer")
    answer.source = "def flatten_shapes(shape):\n    return shape[0], reduce(mul, shape[1:], 1)"
    own = ["from operator import mul", "from functools import *", "from numpy import *"]
    changed.cells.insert(2, nbformat.v4.new_code_cell("def check(*args):\n    print('my own', args)"))
    changed.cells += [nbformat.v4.new_code_cell(source) for source in own]
    nbformat.write(changed, path)
    assert {verdict.status for verdict in check_notebook(path)[0]} == {"right"}


def test_an_exercise_that_the_released_notebook_lacks_is_said(
    built: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after it was written, and before `refold build`."""
    path = notebook(built, tmp_path, "amina")
    unit = exercises.unit("01_flatten")
    more = replace(unit.exercises[0], id="one_more")
    monkeypatch.setattr(exercises, "unit", lambda name: replace(unit, exercises=[*unit.exercises, more]))
    with pytest.raises(CourseError, match=r"one_more has no check there\. Run `refold build 01_flatten`"):
        check_notebook(path)


def test_who_asks_for_input_reads_what_to_do(built: Course, tmp_path: Path) -> None:
    """In a cell above an answer, in an answer's cell, and in an answer."""
    path = notebook(built, tmp_path, "amina")
    changed = nbformat.read(path, as_version=4)
    cells = {cell.id: cell for cell in changed.cells}
    cells["flat_index-answer"].source = "k = input()\n" + cells["flat_index-answer"].source
    cells["unflat_index-answer"].source = "def unflat_index(position, dims):\n    return k"
    cells["dense_shapes-answer"].source = "def dense_shapes(*_):\n    return input()"
    nbformat.write(changed, path)
    found = {verdict.exercise: verdict.says for verdict in check_notebook(path)[0]}
    asked = {
        id
        for id, says in found.items()
        if says.endswith("write the value into the code, in place of input().")
    }
    assert asked == {"flat_index", "unflat_index", "dense_shapes"}
    assert not any("of your cell: raise" in says for says in found.values()), "a line of the kernel's own"


def test_a_notebook_that_jupyterlab_opens_is_checked(built: Course, tmp_path: Path, recwarn) -> None:
    """Without outputs and metadata, with ids in a format that has none, two the same; a check is a text."""
    path = notebook(built, tmp_path, "amina")
    document = json.loads(path.read_text(encoding="utf-8"))
    cells = [cell for cell in document["cells"] if cell["metadata"].get("tags") != [TAG]]
    document["cells"] = cells
    for cell in cells:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    del document["metadata"], cells[0]["metadata"]
    cells[1]["id"] = cells[0]["id"]
    cells[1 + [cell.get("id") for cell in cells].index("dense_shapes-answer")]["cell_type"] = "markdown"
    document["nbformat_minor"] = 2
    path.write_text(json.dumps(document), encoding="utf-8-sig")
    verdicts, mended = check_notebook(path)
    assert {verdict.status for verdict in verdicts} == {"right"}
    assert "dense_shapes: the check cell had another type (markdown) than code; it was set right." in mended
    assert not [each for each in recwarn if "Cell" in each.category.__name__]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"text"',
        "{}",
        '{"cells": [3], "nbformat": 4, "nbformat_minor": "x"}',
        '{"cells": 3, "nbformat": 4, "nbformat_minor": 5}',
    ],
)
def test_what_is_no_notebook_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=r"broken\.ipynb"):
        check_notebook(path)


def test_a_notebook_of_another_course_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "other.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), path)
    with pytest.raises(CourseError, match="no cell of this course"):
        check_notebook(path)


@pytest.mark.parametrize("place", ["submitted", "build/autograded"])
def test_what_somebody_handed_in_is_not_run(built: Course, tmp_path: Path, place: str) -> None:
    """Its code would have the gradebook, and whatever else whoever grades may read and write."""
    (tmp_path / "course").mkdir()
    folder = tmp_path / place / "amina" / "01_flatten"
    folder.mkdir(parents=True)
    path = notebook(built, folder, "amina")
    with pytest.raises(CourseError, match=r"was handed in.*refold grade"):
        check_notebook(path)
