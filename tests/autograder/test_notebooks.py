"""Every notebook in a real kernel: the solution runs clean and earns all, the release earns nothing."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.check_notebook import errors, read_verdict
from autograder.course import Course
from autograder.exercise import Unit
from autograder.exercises import units


def executed(path: Path) -> NotebookNode:
    """The notebook with its outputs; a cell without the tag "raises-exception" that fails ends the test."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.comm_open_handlers.clear()  # which now and then lose a reply: see `check_notebook`
    client.execute()
    return notebook


def verdicts(notebook: NotebookNode, unit: Unit) -> list[tuple[str, float]]:
    cells = {cell.id: cell for cell in notebook.cells}
    found = [read_verdict(exercise, cells[exercise.id]) for exercise in unit.exercises]
    return [(verdict.status, verdict.earned) for verdict in found]


@pytest.fixture(scope="module", params=units(), ids=lambda unit: unit.name)
def unit(request: pytest.FixtureRequest) -> Unit:
    return request.param


@pytest.fixture(scope="module")
def solution(built: Course, unit: Unit) -> NotebookNode:
    return executed(built.source / unit.name / f"{unit.name}.ipynb")


def test_the_solution_runs_clean_and_earns_everything(solution: NotebookNode, unit: Unit) -> None:
    assert errors(solution) == []
    assert verdicts(solution, unit) == [("right", exercise.points) for exercise in unit.exercises]
    shown = [output for cell in solution.cells for output in cell.get("outputs", ())]
    assert [output.text for output in shown if output.get("name") == "stderr"] == []


def test_every_picture_says_in_words_what_it_shows(solution: NotebookNode) -> None:
    shown = [output.get("data", {}) for cell in solution.cells for output in cell.get("outputs", ())]
    pictures = [data for data in shown if "image/png" in data or "<img" in data.get("text/html", "")]
    assert pictures
    for picture in pictures:
        words = re.findall(r'<img alt="([^"]*)"', picture.get("text/html", ""))
        assert words and all(len(each) > 20 for each in words)


def test_no_line_of_an_example_breaks_in_a_window_of_1000_pixels(built: Course, unit: Unit) -> None:
    notebook = nbformat.read(built.released_notebook(unit.name), as_version=4)
    texts = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    examples = texts.split("```")[1::2]
    assert examples
    assert [line for example in examples for line in example.splitlines() if len(line) > 86] == []


def test_a_folded_hint_keeps_its_distance_from_what_follows(built: Course, unit: Unit) -> None:
    notebook = nbformat.read(built.released_notebook(unit.name), as_version=4)
    texts = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    hints = texts.count("<details><summary>Hint</summary>\n\n")
    assert hints == texts.count("</details>") == len(unit.exercises)
    assert hints == texts.count("\n</details><p></p>\n\n**Going further.**")  # an empty paragraph is space


def test_the_untouched_release_earns_nothing_and_its_demonstrations_wait(built: Course, unit: Unit) -> None:
    notebook = executed(built.released_notebook(unit.name))
    assert verdicts(notebook, unit) == [("not attempted", 0)] * len(unit.exercises)
    assert len(errors(notebook)) == len(unit.exercises)


def test_a_wrong_answer_keeps_no_check_from_running(built: Course, unit: Unit) -> None:
    notebook = nbformat.read(built.released_notebook(unit.name), as_version=4)
    shown = [cell for cell in notebook.cells if "demonstration" in cell.metadata.get("tags", ())]
    checks = [cell for cell in notebook.cells if cell.id in {exercise.id for exercise in unit.exercises}]
    assert shown and all("raises-exception" in cell.metadata.tags for cell in shown + checks)
