"""The corpus: hostile submissions, each a small text with what it is after and what must become of it.

A file `submissions/NAME.txt` is py:percent text. Its first comment has `# key: value` lines:

    goal      marks (points that were not earned), leak TEXT (seen by a student), damage, poison, dos,
              resource, crash or xss
    tries     what it does
    must      what an honest grader does about it
    status    what the record must say: "graded" unless given
    stopped   how the reasons must begin for which its boxes were stopped, the first of them at least once
    mended    part of a sentence that the record must have among what was mended
    reason    part of the reason for which a person must look at it
    points    what it earned honestly: 0 unless given
    control   why it is left out of the positive control, where nothing holds it
    long      why it is left to `make test-long`

Then come the answers, `# %% flatten_forward` and so on, in the place of the stubs that were released
(`HONEST` is the right one), and `# %% first` and `# %% last`, cells of its own. `@COURSE@`, `@HOME@`,
`@SITE@`, `@PORT@` and `@TOKEN@` stand for the course, the grading user's home, the site-packages, a loopback
port on which somebody listens, and a word that marks a process as ours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import cleandoc
from itertools import count
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.course import Course
from autograder.demo.sample import Sample
from autograder.exercises import find
from autograder.intake.skeleton import read_release
from autograder.judging.key import rng

UNIT = "01_flatten"
FULL = 26.0  # points of its exercises
KEY = "5e" * 32
HIDDEN = (3, 4, 5)  # the shape of a hidden input that students without marks would like to know
RIGHT = {
    "flatten_forward": "def flatten_forward(X):\n    return X.reshape(X.shape[0], -1), X.shape",
    "flatten_backward": "def flatten_backward(dA, cache):\n    return dA.reshape(cache)",
}
ESCAPED = "GOT AWAY" + " WITH IT"  # printed by an attack that reached what it was after

FOLDERS = Path(__file__).parent / "submissions"

MakeFolder = Callable[["Place"], None]


@dataclass
class Place:
    """What an attack with a folder of its own making has at hand; `notebook` None is not written."""

    course: Course
    folder: Path
    notebook: Any

    def write(self, text: str | bytes, name: str = f"{UNIT}.ipynb") -> None:
        """Hand in this file, and no other notebook."""
        self.notebook = None
        (self.folder / name).write_bytes(text.encode() if isinstance(text, str) else text)

    def text(self) -> str:
        return json.dumps(self.notebook)

    def json(self) -> dict[str, Any]:
        """The notebook as JSON, to be damaged."""
        return json.loads(self.text())

    @property
    def cells(self) -> list[NotebookNode]:
        return self.notebook.cells


@dataclass(frozen=True)
class Attack:
    """One hostile student. `make` changes the folder that holds the notebook."""

    name: str
    text: str
    make: MakeFolder | None = field(default=None, repr=False)

    @cached_property
    def _sample(self) -> Sample:
        return Sample(self.name, self.text)

    def get(self, key: str) -> str:
        return self._sample.get(key)

    @property
    def goal(self) -> str:
        return self.get("goal").partition(" ")[0]

    @property
    def leaks(self) -> str:
        """The text that nobody must see."""
        return self.get("goal").partition(" ")[2]

    @property
    def points(self) -> float:
        return float(self.get("points") or 0)

    @property
    def answers(self) -> dict[str, str]:
        return self._sample.answers

    @cached_property
    def student(self) -> str:
        """A name between alice's and zoe's, one that draws a hidden input of the shape to be leaked."""
        return next(
            name
            for n in count()
            if HIDDEN in hidden_shapes(name := f"m-{self.name}".replace("_", "-") + f"-{n}")
        )

    def hand_in(self, course: Course, values: Mapping[str, str]) -> None:
        """Put the submission where it is graded."""
        folder = course.submission(self.student, UNIT)
        folder.mkdir(parents=True)
        place = Place(course, folder, notebook(course, self.filled(course, values)))
        if self.make is not None:
            self.make(place)
        if place.notebook is not None:
            (folder / f"{UNIT}.ipynb").write_text(place.text(), encoding="utf-8")

    def filled(self, course: Course, values: Mapping[str, str]) -> dict[str, str]:
        """The cells by title, with everything that stands for something put in its place."""
        filled = {}
        for title, source in self.answers.items():
            source = source.replace("HONEST", RIGHT.get(title, ""))
            for name, value in values.items():
                source = source.replace(f"@{name}@", value)
            filled[title] = source
        return filled


def hidden_shapes(student: str) -> set[tuple[int, ...]]:
    """The shapes of the inputs that this student's flatten_forward is tried on when a class is graded."""
    drawn = find("flatten_forward").hidden(rng(bytes.fromhex(KEY), student, "flatten_forward"))
    return {case.inputs["X"].shape for case in drawn}


def notebook(course: Course, answers: Mapping[str, str]) -> NotebookNode:
    """The released notebook with these answers; those called first and last are cells of their own."""
    made = read_release(course, UNIT)
    cells = {cell.id: cell for cell in made.cells}
    for title, source in answers.items():
        if title in ("first", "last"):
            cell = nbformat.v4.new_code_cell(source, id=f"own-{title}")
            made.cells.insert(1 if title == "first" else len(made.cells), cell)
        else:
            (cells.get(f"{title}-answer") or cells[title]).source = source
    return made


def corpus() -> list[Attack]:
    """All of it: the texts, and the functions whose docstring is one."""
    from . import folders, forms, notebooks, texts, time_stamps

    written = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDERS.glob("*.txt"))}
    makers = [
        make
        for module in (folders, forms, notebooks, texts, time_stamps)
        for make in vars(module).values()
        if (make.__doc__ or "").startswith("# goal:")
    ]
    found = [Attack(name, text) for name, text in written.items()]
    return found + [Attack(make.__name__, cleandoc(make.__doc__), make) for make in makers]
