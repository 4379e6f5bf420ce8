"""Five hundred accidents to a right notebook cost nothing, and to a wrong one they give nothing."""

from __future__ import annotations

import inspect
import json
import random
import shutil
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import nbformat
import pytest

from autograder.course import Course
from autograder.demo.sample import solutions
from autograder.exercises import unit
from autograder.intake.skeleton import OWN, Intake, read_release, take_in
from autograder.judging.oracle import Cell, judge_notebook

from .conftest import FakeBox
from .documents import Document
from .programs import corrupted

UNIT = "01_flatten"
WRITTEN = "The gradient goes back the way that the number came."
KEY = bytes(32)
IMPORTS = "import itertools, math\nfrom types import SimpleNamespace\nimport numpy as np"


@dataclass
class Accidents:
    """A course, and what became of notebooks in it; the same cells are judged once."""

    course: Course
    release: nbformat.NotebookNode
    known: dict[tuple[Cell, ...], dict[str, float]] = field(default_factory=dict)

    def document(self, answers: dict[str, str]) -> Document:
        """The notebook with these answers, as JSON; every answer knows its stub."""
        document = json.loads(nbformat.writes(self.release))
        for cell in document["cells"]:
            cell["source"] = "".join(cell["source"])
            cell["stub"] = cell["source"]
            name = cell["id"].removesuffix("-answer")
            if cell["id"].endswith("-answer"):
                cell["source"] = answers.get(name, cell["source"])
            elif cell["id"] == "why_backward":
                cell["source"] = WRITTEN
        return document

    def take_in(self, data: bytes, name: str) -> Intake:
        folder = self.course.submission("ada", UNIT)
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        (folder / name).write_bytes(data)
        return take_in(self.course, "ada", UNIT, self.release)

    def earned(self, intake: Intake) -> dict[str, float]:
        """Exercise -> points."""
        cells = tuple(
            c for c in intake.cells if c.role != "other" or c.id.startswith(OWN) or "check" in c.source
        )
        if cells not in self.known:
            judged = judge_notebook(unit(UNIT), cells, cast(Any, FakeBox), KEY, "ada")
            self.known[cells] = {id: verdict.earned for id, verdict in judged.verdicts.items()}
        return self.known[cells]


@pytest.fixture(scope="module")
def accidents(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Accidents:
    course = Course(tmp_path_factory.mktemp("accidents"))
    shutil.copytree(built.released, course.released)
    return Accidents(course, read_release(course, UNIT))


def written_out(answer: Any, name: str) -> str:
    """The text of a function, or of a class with those that it is made from, under a student's name."""
    bases = (
        [base for base in inspect.getmro(answer)[::-1] if base is not object]
        if inspect.isclass(answer)
        else []
    )
    text = "\n\n\n".join(inspect.getsource(each) for each in bases or [answer])
    renamed = "" if answer.__name__ == name else f"\n\n{name} = {answer.__name__}\n"
    return f"{IMPORTS}\n\n\n{text}{renamed}"


def right_answers(course: Course, rng: random.Random) -> dict[str, str]:
    """The solutions, some written in other ways; a backward comes with the forward that it goes with."""
    answers = solutions(course, UNIT)
    for exercise in unit(UNIT).exercises:
        if exercise.id == "flatten_forward" or not exercise.alternatives or rng.random() < 0.5:
            continue
        way = rng.choice(exercise.alternatives)
        answers[exercise.id] = written_out(way.answer, exercise.name)
        answers |= {id: written_out(other, id) for id, other in way.others.items()}
    return answers


def wrong_answers(rng: random.Random) -> dict[str, str]:
    """Known mistakes, and some exercises left as they were."""
    return {
        exercise.id: written_out(rng.choice(exercise.misconceptions).answer, exercise.name)
        for exercise in unit(UNIT).exercises
        if rng.random() < 0.8
    }


@pytest.mark.parametrize("part", range(5))
def test_a_right_notebook_loses_nothing_and_what_was_mended_is_said(
    accidents: Accidents, built: Course, part: int
) -> None:
    full = {exercise.id: exercise.points for exercise in unit(UNIT).exercises}
    lost = []
    for seed in range(part, 500, 5):
        rng = random.Random(seed)
        document = accidents.document(right_answers(built, random.Random(seed % 11)))
        data, name, happened = corrupted(document, UNIT, rng)
        found = accidents.take_in(data, name)
        earned = accidents.earned(found)
        if found.status == "needs you" or earned != full:
            lost.append((seed, happened, found.reason or {id for id in full if earned[id] != full[id]}))
        elif not found.mended or found.status != "mended":
            lost.append((seed, happened, "nothing was said"))
        elif not any(WRITTEN in cell.source for cell in found.notebook.cells):
            lost.append((seed, happened, "the written answer"))
    assert not lost, "\n".join(map(str, [len(lost), *lost]))


@pytest.mark.parametrize("part", [0, 1, *(pytest.param(part, marks=pytest.mark.long) for part in (2, 3, 4))])
def test_a_wrong_notebook_gains_nothing(accidents: Accidents, part: int) -> None:
    @cache
    def unharmed(answers: int) -> dict[str, float]:
        document = accidents.document(wrong_answers(random.Random(answers)))
        return accidents.earned(accidents.take_in(json.dumps(document).encode(), f"{UNIT}.ipynb"))

    gained = []
    for seed in range(part, 500, 5):
        rng, before = random.Random(seed), unharmed(seed % 11)
        document = accidents.document(wrong_answers(random.Random(seed % 11)))
        data, name, happened = corrupted(document, UNIT, rng)
        after = accidents.earned(accidents.take_in(data, name))
        gains = {id: (before[id], after[id]) for id in before if after[id] > before[id]}
        if gains:
            gained.append((seed, happened, gains))
    assert not gained, "\n".join(map(str, [len(gained), *gained]))
