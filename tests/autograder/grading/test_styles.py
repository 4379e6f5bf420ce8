"""Honest work scores the same wherever it runs: in the student's kernel, in boxes of every tier."""

from __future__ import annotations

from functools import partial

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.check_notebook import check_notebook
from autograder.course import Course
from autograder.demo.sample import Sample, sample_class, sample_notebook, solutions
from autograder.exercises import unit
from autograder.intake.handed_in import read_cells
from autograder.intake.skeleton import Intake, read_release, rebuild, take_in
from autograder.judging.oracle import Judged, judge_notebook
from autograder.sandbox import open_box
from autograder.sandbox.canaries import find_tier

from .styles import CELLS, notebooks

UNIT = "01_flatten"
FULL = {exercise.id: exercise.points for exercise in unit(UNIT).exercises}
TIER = find_tier().name if find_tier().holds else "unisolated"
NOTEBOOKS = list(notebooks())
HONEST = [s for s in sample_class(UNIT) if not s.attacks and not s.get("file")]


def filled_in(course: Course, answers: dict[str, str], own: list[str]) -> bytes:
    """The release with these answers, the solutions for the rest, and own cells before the first answer."""
    notebook = read_release(course, UNIT)
    texts = solutions(course, UNIT) | answers
    for cell in notebook.cells:
        cell.source = (
            texts.get(cell.id.removesuffix("-answer"), cell.source) if "-answer" in cell.id else cell.source
        )
    first = next(n for n, cell in enumerate(notebook.cells) if cell.id.endswith("-answer"))
    notebook.cells[first:first] = [new_code_cell(source, id=f"own-{n}") for n, source in enumerate(own)]
    return nbformat.writes(notebook).encode()


def judged(course: Course, data: bytes, tier: str) -> Judged:
    release = read_release(course, UNIT)
    intake = Intake("graded", rebuild(release, read_cells(data)[0])[0])
    box = partial(open_box, withheld=tuple(unit(UNIT).withheld), tier=tier)
    return judge_notebook(unit(UNIT), intake.cells, box, bytes(32), "ada")


def earned(found: Judged) -> dict[str, float]:
    return {id: verdict.earned for id, verdict in found.verdicts.items()}


@pytest.mark.parametrize("n", range(len(NOTEBOOKS)))
def test_every_style_earns_everything_in_a_box(built: Course, n: int) -> None:
    filters = ["import warnings\nwarnings.simplefilter('error')", "np.seterr(all='raise')"]
    found = judged(built, filled_in(built, NOTEBOOKS[n], filters), TIER)
    assert earned(found) == FULL, {id: v.says for id, v in found.verdicts.items() if v.status != "right"}
    assert not found.stopped


@pytest.mark.parametrize("tier", sorted({TIER, "unisolated"}))
def test_answers_in_a_module_beside_the_notebook_earn_everything(own_course: Course, tier: str) -> None:
    """As `refold check` finds them there."""
    answers = solutions(own_course, UNIT)
    imported = {id: f"from of_mine import {unit(UNIT)[id].name}" for id in answers}
    folder = own_course.submission("ada", UNIT)
    folder.mkdir(parents=True)
    (folder / f"{UNIT}.ipynb").write_bytes(filled_in(own_course, imported, []))
    module = "\n\n".join(["import math", "import numpy as np", *answers.values()])
    (folder / "of_mine.py").write_text(module, encoding="utf-8")
    intake = take_in(own_course, "ada", UNIT, read_release(own_course, UNIT))
    box = partial(open_box, withheld=tuple(unit(UNIT).withheld), tier=tier)
    assert earned(judge_notebook(unit(UNIT), intake.cells, box, bytes(32), "ada")) == FULL


@pytest.mark.parametrize("tier", sorted({TIER, "unisolated"}))
def test_what_else_stands_in_a_notebook_costs_nothing(built: Course, tier: str) -> None:
    found = judged(built, filled_in(built, NOTEBOOKS[0], CELLS), tier)
    assert (earned(found), found.stopped) == (FULL, [])


def in_a_kernel(tmp_path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> dict[str, float]:
    """What `refold check` says."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path = tmp_path / f"{UNIT}.ipynb"
    path.write_bytes(data)
    return {verdict.exercise: verdict.earned for verdict in check_notebook(path)[0]}


def test_the_same_in_the_students_kernel(built: Course, tmp_path, monkeypatch) -> None:
    assert in_a_kernel(tmp_path, monkeypatch, filled_in(built, NOTEBOOKS[3], CELLS)) == FULL


@pytest.mark.long
@pytest.mark.parametrize("n", range(len(NOTEBOOKS)))
def test_every_style_with_all_cells_everywhere(built: Course, tmp_path, monkeypatch, n: int) -> None:
    data = filled_in(built, NOTEBOOKS[n], CELLS)
    assert earned(judged(built, data, "unisolated")) == FULL
    assert earned(judged(built, data, TIER)) == FULL
    assert in_a_kernel(tmp_path, monkeypatch, data) == FULL


@pytest.mark.parametrize("sample", HONEST[:4], ids=lambda sample: sample.student)
def test_students_of_the_sample_class_score_the_same_in_every_tier(built: Course, sample: Sample) -> None:
    data = sample_notebook(built, UNIT, sample)
    found = [judged(built, data, tier).verdicts for tier in {TIER, "unisolated"}]
    assert all(verdicts == found[0] for verdicts in found)
    assert sum(verdict.earned for verdict in found[0].values()) == pytest.approx(sample.points)


@pytest.mark.long
@pytest.mark.parametrize("sample", HONEST, ids=lambda sample: sample.student)
def test_the_sample_class_scores_the_same_everywhere(
    built: Course, tmp_path, monkeypatch, sample: Sample
) -> None:
    data = sample_notebook(built, UNIT, sample)
    found = judged(built, data, TIER)
    assert earned(found) == earned(judged(built, data, "unisolated"))
    if found.stopped:  # for running on and on, which takes a minute in a kernel
        return
    assert earned(found) == in_a_kernel(tmp_path, monkeypatch, data)
