"""A course of two small exercises and a written answer, with a box that is none: quick, else all real."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ComputeChecksums

from autograder import exercises
from autograder.box import CellResult, StudentError
from autograder.course import Course
from autograder.exercise import Case, Exercise, Misconception, Unit
from autograder.judging.lending import lend_here
from autograder.sandbox.isolation import Sandbox

UNIT = Unit(
    "01_tiny",
    [
        Exercise(
            "double",
            points=2,
            reference=lambda x: 2 * x,
            run=lambda student, x: {"y": student(x)},
            cases=[Case("three", x=3.0)],
            hidden=lambda rng: [Case("drawn", x=float(rng.integers(5, 1000)))],
            misconceptions=[Misconception("squared", lambda x: x**2, "Twice x is x + x, not x times x.")],
        ),
        Exercise(
            "split",
            points=3,
            reference=lambda x: (x // 2, x % 2),
            run=lambda student, x: dict(zip(("half", "rest"), student(x), strict=False)),
            cases=[Case("seven", x=7)],
        ),
    ],
)
STUB = "def {0}(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
RIGHT = {"double": "def double(x):\n    return x + x", "split": "def split(x):\n    return divmod(x, 2)"}


@dataclass(frozen=True)
class Tiny:
    """The course, and how students hand something in."""

    course: Course
    assignment: str = UNIT.name

    def notebook(self, written: str | None = None, **answers: str) -> nbformat.NotebookNode:
        """The released notebook with these answers filled in."""
        notebook = nbformat.read(self.course.released_notebook(self.assignment), as_version=4)
        for cell in notebook.cells:
            cell.source = (
                answers.get(cell.id.removesuffix("-answer"), cell.source) if "-" in cell.id else cell.source
            )
            if cell.id == "why" and written is not None:
                cell.source = written
        return notebook

    def folder(self, student: str) -> Path:
        folder = self.course.submission(student, self.assignment)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def hand_in(
        self, student: str, notebook: nbformat.NotebookNode | bytes | None = None, name: str = ""
    ) -> Path:
        path = self.folder(student) / (name or f"{self.assignment}.ipynb")
        if not isinstance(notebook, bytes):
            notebook = json.dumps(self.notebook(**RIGHT) if notebook is None else notebook).encode()
        path.write_bytes(notebook)
        return path

    def box(self) -> FakeBox:
        return FakeBox()

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.course.gradebook}")

    def scores(self, student: str) -> dict[str, tuple[float | None, float | None, bool]]:
        """Cell -> auto score, manual score, and whether a person must look."""
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(self.assignment, self.assignment, student)
            return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in found.grades}

    def comments(self, student: str) -> dict[str, str | None]:
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(self.assignment, self.assignment, student)
            return {comment.name: comment.comment for comment in found.comments}

    def dump(self) -> list[str]:
        """The whole gradebook as text."""
        with self.gradebook() as gradebook:
            raw: Any = gradebook.engine.raw_connection()
            return sorted(raw.driver_connection.iterdump())


class FakeBox:
    """Runs the cells right here: for tests of what stands around the box."""

    tier = "fake"

    def __enter__(self) -> FakeBox:
        self.names: dict[str, Any] = {}
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def run_cell(self, source: str, pictures: bool = True) -> CellResult:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(source.replace("from autograder import check", "check = lambda *_: None"), self.names)
        except Exception as error:
            return CellResult(printed.getvalue(), error=StudentError(type(error).__name__, str(error)))
        return CellResult(printed.getvalue())

    def answer(self, name: str) -> Any:
        if name not in self.names:
            raise StudentError("NameError", name)
        return self.names[name]

    def lend(self, answers: Mapping[str, Any]) -> AbstractContextManager[None]:
        return lend_here(self.names, answers)


class OneThread(ThreadPoolExecutor):
    """While it judges it redirects what this process prints: whoever shuts it down waits for it."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(True, cancel_futures=cancel_futures)


def one_thread() -> OneThread:
    return OneThread(1)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tiny]:
    module = ModuleType("autograder.exercises.tiny")
    module.UNIT = UNIT  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(exercises.MODULES, UNIT.name, "tiny")
    for name in ("grading.grade", "preprocessor"):
        monkeypatch.setattr(
            f"autograder.{name}.find_sandbox", lambda *_: Sandbox("fake", lambda **_: FakeBox())
        )
    monkeypatch.setattr(
        "nbgrader.api.get_alembic_version", lambda: "a-test"
    )  # else a second for each gradebook
    tiny = Tiny(Course(tmp_path))
    path = tiny.course.released_notebook(UNIT.name)
    path.parent.mkdir(parents=True)
    tiny.course.build.mkdir()
    nbformat.write(released(), path)
    yield tiny
    exercises.unit.cache_clear()


@pytest.fixture
def grade_class(tiny: Tiny) -> Callable[..., Any]:
    """`grade` of the tiny course, in one thread."""
    from autograder.grading.grade import grade

    return lambda **options: grade(tiny.course, tiny.assignment, open_executor=one_thread, **options)


def released() -> nbformat.NotebookNode:
    """What `refold build` makes, in small."""
    cells = [
        new_markdown_cell("# Tiny", id="start"),
        new_code_cell("from autograder import check", id="setup"),
    ]
    for exercise in UNIT.exercises:
        name = exercise.id
        cells.append(new_markdown_cell(f"## Write `{name}`", id=f"{name}-task"))
        cells.append(_marked(new_code_cell(STUB.format(name)), f"{name}-answer", solution=True))
        check = new_code_cell(f'check("{name}", {name})')
        cells.append(_marked(check, name, grade=True, locked=True, points=exercise.points))
    cells.append(_marked(new_markdown_cell("YOUR ANSWER HERE"), "why", grade=True, solution=True, points=4))
    notebook = new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return ComputeChecksums()(notebook, {})[0]


def _marked(cell: nbformat.NotebookNode, id: str, **marks: Any) -> nbformat.NotebookNode:
    cell.id = id
    defaults = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata.nbgrader = {
        **defaults,
        "grade_id": id,
        "schema_version": 3,
        "cell_type": cell.cell_type,
        **marks,
    }
    return cell
