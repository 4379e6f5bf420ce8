"""Demonstrations are left out only where nothing that is run can miss them."""

from pathlib import Path
from typing import Literal

import jupytext
import pytest

from autograder.course import Course
from autograder.exercises import unit, units
from autograder.intake.handed_in import StudentCell
from autograder.intake.skeleton import read_release, rebuild
from autograder.judging.demonstrations import LEFT_OUT, left_out
from autograder.judging.oracle import Cell, judge_notebook
from autograder.sandbox import open_box

IMPORTS = Cell("imports", "import numpy as np", "other")
SOLUTIONS = Path(__file__).parents[3] / "solutions"
PLOT = Cell("plot", "from refold.plots import draw_flatten as draw\npicture = draw()", "demonstration")
SLIDERS = Cell("sliders", "interact(draw, m=(1, 3)); moved = True", "demonstration")


def answer(source: str) -> Cell:
    return Cell("f-answer", source, "answer")


def test_what_nothing_depends_on_is_left_out() -> None:
    assert left_out([IMPORTS, PLOT, SLIDERS, answer("def f(x): return np.sum(x)")], ["f"]) == {
        "plot",
        "sliders",
    }


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return draw(x)",
        "def f(x):\n    global picture\n    return picture",
        "%time f = draw",  # no plain Python: every word counts
        "def f(x): return eval('picture')",
        "f = globals()['dr' + 'aw']",
    ],
)
def test_what_an_answer_names_is_run(source: str) -> None:
    assert "plot" not in left_out([IMPORTS, PLOT, answer(source)], ["f"])


def test_a_demonstration_that_another_needs_is_run_with_it() -> None:
    cells = [PLOT, SLIDERS, answer("f = moved")]
    assert left_out(cells, ["f"]) == set()


def test_one_that_was_merged_into_an_answer_is_taken_out_of_it() -> None:
    """It may use layers that are withheld, and stop the cell before the answer is there."""
    release = read_release(Course(SOLUTIONS.parent), "06_lstm")
    codes = [cell.source for cell in release.cells if cell.cell_type == "code"]
    merged = "\n\n".join([*codes, "def sigmoid(Z):\n    return Z"]).replace("\n    layer", "  \n    layer")
    notebook, _ = rebuild(release, [StudentCell("code", merged)])
    found = {cell.id: cell.source for cell in notebook.cells}["sigmoid-answer"]
    assert found.endswith("def sigmoid(Z):\n    return Z") and "import numpy as np" in found
    assert "LSTM(16" in merged and "LSTM(16" not in found and "check(" not in found
    assert [cell.source for cell in notebook.cells if "LSTM(16" in cell.source]


LOCAL = "def demonstrate(x):\n    X, draw = x, len\n    return [X for _ in draw(X)]\nclass Shown:\n    W = 1"


def test_what_a_demonstration_names_for_itself_is_its_own() -> None:
    answers = answer("def f(X, W):\n    draw = X @ W\n    return draw")
    assert left_out([IMPORTS, Cell("plot", LOCAL, "demonstration"), answers], ["f"]) == {"plot"}


def test_what_a_function_of_it_makes_global_is_for_others() -> None:
    shown = "def demonstrate():\n    global draw\n    draw = len\ndemonstrate()"
    assert left_out([Cell("plot", shown, "demonstration"), answer("f = draw")], ["f"]) == set()


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
def test_no_right_answer_needs_a_demonstration(unit) -> None:
    cells = [
        Cell(str(number), cell.source, _role(cell.metadata))
        for number, cell in enumerate(jupytext.read(SOLUTIONS / unit.name / f"{unit.name}.py").cells)
        if cell.cell_type == "code"
    ]
    shown = {cell.id for cell in cells if cell.role == "demonstration"}
    assert left_out(cells, [exercise.name for exercise in unit.exercises]) == shown


def _role(metadata) -> Literal["answer", "other", "demonstration"]:
    if "demonstration" in metadata.get("tags", ()):
        return "demonstration"
    return "answer" if metadata.get("nbgrader", {}).get("solution") else "other"


def test_a_name_in_a_string_is_no_use_of_it() -> None:
    assert left_out([PLOT, answer("def f(x):\n    'draw a picture'\n    return x")], ["f"]) == {"plot"}


@pytest.mark.parametrize("source", ["from numpy import *", "%matplotlib inline", "f = 1"])
def test_what_cannot_be_told_or_is_asked_for_is_run(source: str) -> None:
    assert left_out([Cell("shown", source, "demonstration"), answer("pass")], ["f"]) == set()


def test_it_is_not_run_and_the_notebook_says_so() -> None:
    cells = [Cell("shown", "raise SystemExit('it was run')", "demonstration"), IMPORTS]
    found = judge_notebook(unit("01_flatten"), cells, lambda: open_box(tier="unisolated"), b"key", "ada")
    assert found.results["shown"].stdout == LEFT_OUT and found.results["shown"].error is None
