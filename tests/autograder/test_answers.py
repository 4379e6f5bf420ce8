"""What a notebook defines, as if it were a module."""

from __future__ import annotations

import inspect
import json
import sys
import traceback
from pathlib import Path
from typing import Any

import jupytext
import numpy as np
import pytest

from autograder import answers
from autograder.errors import CourseError
from autograder.exercise import Unit
from autograder.exercises import units

ROOT = Path(__file__).parents[2]


def notebook(folder: Path, *cells: str | tuple[str, dict[str, Any]]) -> Path:
    """A notebook of code cells; a pair has metadata."""
    pairs = [(each, {}) if isinstance(each, str) else each for each in cells]
    made = [
        {"cell_type": "code", "metadata": marks, "source": source, "outputs": [], "execution_count": None}
        for source, marks in pairs
    ]
    path = folder / "mine.ipynb"
    document = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def answer(source: str) -> tuple[str, dict[str, Any]]:
    return source, {"nbgrader": {"solution": True, "grade_id": "double-answer"}}


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
def test_all_that_a_unit_asks_for_is_there(unit: Unit, tmp_path: Path) -> None:
    path = tmp_path / f"{unit.name}.ipynb"
    jupytext.write(jupytext.read(ROOT / "solutions" / unit.name / f"{unit.name}.py"), path)
    released = answers(ROOT / "course" / unit.name / path.name)
    solved = answers(path)
    for exercise in unit.exercises:  # none is hidden by what a later cell imports under its name
        assert getattr(solved, exercise.name).__module__ == unit.name
        assert getattr(released, exercise.name).__module__ == unit.name


def test_answers_are_run_whole_and_of_other_cells_what_they_define(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = notebook(
        tmp_path,
        "import numpy as np\n%matplotlib inline\nSHAPE = 2, 3\nhalf = lambda x: x / 2\nslow = sum([1])",
        answer("if SHAPE:\n    def double(x):\n        return x + x\nfour = double(2)\nprint(four)"),
        "class Twice:\n    forward = staticmethod(double)\nraise SystemExit",
        'check("double", double)',
        "%%bash\nexit 1",
    )
    own = answers(str(path))
    assert own.double(2) == own.Twice().forward(2) == own.four == 4
    assert (own.SHAPE, own.half(1), own.np, own.__name__) == ((2, 3), 0.5, np, "mine")
    assert not hasattr(own, "slow") and not hasattr(own, "check")
    assert capsys.readouterr() == ("", "")


def test_the_last_definition_counts_as_in_a_notebook_run_from_top_to_bottom(tmp_path: Path) -> None:
    path = notebook(tmp_path, answer("def double(x): return x"), "def double(x): return 2 * x")
    assert answers(path).double(2) == 4


def test_annotations_are_what_the_notebook_makes_of_them(tmp_path: Path) -> None:
    """As text a dataclass's would be looked up in a module that is not imported."""
    pair = "from dataclasses import dataclass\n@dataclass\nclass Pair:\n    first: int = 1"
    path = notebook(
        tmp_path,
        answer(pair),
        "from __future__ import annotations\ndef late(x: Later): return x",
        "def later(x: Later): return x",
    )
    own = answers(path)
    assert own.Pair(2).first == 2 and own.late(1) == own.later(1) == 1


def test_what_needs_something_that_is_not_run_takes_nothing_else_away(tmp_path: Path) -> None:
    own = answers(notebook(tmp_path, "X = list([1, 2])\nfirst = X[0]\ndef double(x): return 2 * x"))
    assert own.double(2) == 4
    with pytest.raises(AttributeError, match="Its cell 1 ended with NameError: name 'X' is not defined"):
        _ = own.first


def test_what_is_not_there_is_told_with_the_cells_that_failed(tmp_path: Path) -> None:
    path = notebook(
        tmp_path,
        answer("def double(x): return 2 * x"),
        answer("three = missing + 1"),
        "def f(:",
        answer("raise SystemExit(None)"),
    )
    own = answers(path)
    assert own.double(2) == 4
    with pytest.raises(AttributeError) as raised:
        _ = own.duoble
    assert str(raised.value) == (
        f"{path} does not define duoble. Did you mean 'double'? "
        "Its cell 2 ended with NameError: name 'missing' is not defined. "
        "Its cell 3 ended with SyntaxError: invalid syntax (mine.ipynb, cell 3, line 1). "
        "Its cell 4 ended with SystemExit: None."
    )


def test_an_answer_that_is_not_written_says_so_when_it_is_called_and_where(tmp_path: Path) -> None:
    own = answers(notebook(tmp_path, answer("def double(x):\n    raise NotImplementedError  # mine")))
    with pytest.raises(NotImplementedError) as raised:
        own.double(1)
    told = "".join(traceback.format_exception(raised.value))
    assert "mine.ipynb, cell 1" in told and "raise NotImplementedError  # mine" in told
    assert "# mine" in inspect.getsource(own.double)


def test_modules_beside_the_notebook_are_found_and_the_path_is_as_before(tmp_path: Path) -> None:
    (tmp_path / "beside_the_notebook.py").write_text("two = 2", encoding="utf-8")
    before = list(sys.path)
    assert answers(notebook(tmp_path, answer("from beside_the_notebook import two"))).two == 2
    assert sys.path == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "No such file"), (b"def f(): pass", "text with Python in it"), (b"{", "JSON breaks off")],
)
def test_what_is_no_notebook_is_refused(content: bytes | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "it.ipynb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CourseError, match=r"answers: .*it\.ipynb cannot be read as a notebook: .*" + reason):
        answers(path)


def test_what_is_not_there_is_named_with_the_folder_that_was_looked_in(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError) as refused:
        answers("it.ipynb")
    where = Path("it.ipynb").resolve()
    assert str(refused.value) == f"answers: {where} cannot be read as a notebook: No such file or directory"


def test_what_somebody_handed_in_is_not_run(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "course").mkdir()
    path = tmp_path / "submitted" / "ada" / "02_dense" / "02_dense.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{", encoding="utf-8")
    monkeypatch.chdir(path.parent)
    with pytest.raises(CourseError, match=r"02_dense\.ipynb was handed in"):
        answers("02_dense.ipynb")
