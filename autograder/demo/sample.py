"""The sample class: small texts of answers, one a student, made into notebooks as if they had been handed in.

A file `sample_class/ASSIGNMENT/STUDENT.txt` is py:percent text. Its first comment has `# key: value` lines:

    points    what it must earn of the automatic part, such as 21.5
    mistake   an exercise and the misconception that must be named in it (a line for each)
    status    what intake and grading must say of it, "graded" unless given
    base      "solution": what is not here is answered as in solutions/; "stub": it is left as released
    file      "truncated": the notebook breaks off in the middle
    sandbox   "needed": this one attacks the grader, and is left out where no sandbox can be had

Then come the answers: `# %% flatten_forward` begins the code for it, `# %% why_backward [markdown]` a
written one. A cell `# %%` without a name is put before the first answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.building.solution import ANSWER, BEGIN, END
from autograder.course import Course
from autograder.errors import CourseError
from autograder.intake.skeleton import read_release


@dataclass(frozen=True)
class Sample:
    """One student of the sample class."""

    student: str
    text: str

    @cached_property
    def _cells(self) -> list[NotebookNode]:
        return jupytext.reads(self.text, fmt="py:percent").cells

    @cached_property
    def header(self) -> dict[str, list[str]]:
        """The values of the first comment, by key."""
        found: dict[str, list[str]] = {}
        for line in self._cells[0].source.splitlines():
            key, colon, value = line.removeprefix("#").partition(":")
            if colon:
                found.setdefault(key.strip(), []).append(value.strip())
        return found

    def get(self, key: str, default: str = "") -> str:
        return self.header.get(key, [default])[0]

    @property
    def points(self) -> float:
        return float(self.get("points"))

    @property
    def mistakes(self) -> set[tuple[str, str]]:
        """Pairs of exercise and misconception."""
        pairs = (value.partition(": ") for value in self.header.get("mistake", []))
        return {(exercise, misconception) for exercise, _, misconception in pairs}

    @property
    def attacks(self) -> bool:
        return self.get("sandbox") == "needed"

    @property
    def answers(self) -> dict[str, str]:
        """The text of the answers, by exercise or id of the written answer."""
        return {cell.metadata["title"]: cell.source for cell in self._cells[1:] if "title" in cell.metadata}

    @property
    def own_cells(self) -> list[str]:
        return [cell.source for cell in self._cells[1:] if "title" not in cell.metadata]


def sample_class(assignment: str) -> list[Sample]:
    """The students in alphabetical order; none when the assignment has no sample class."""
    folder = files("autograder.demo") / "sample_class" / assignment
    if not folder.is_dir():
        return []
    texts = {path.name.removesuffix(".txt"): path for path in folder.iterdir() if path.name.endswith(".txt")}
    return [Sample(student, texts[student].read_text(encoding="utf-8")) for student in sorted(texts)]


def sample_notebook(course: Course, assignment: str, sample: Sample) -> bytes:
    """The file that the student hands in."""
    notebook = read_release(course, assignment)
    answers = {
        **(solutions(course, assignment) if sample.get("base") == "solution" else {}),
        **sample.answers,
    }
    cells = {cell.id: cell for cell in notebook.cells}
    for exercise, text in answers.items():
        cell = cells.get(exercise + ANSWER) or cells.get(exercise)
        if cell is None:
            raise CourseError(
                f"The sample of {sample.student} answers {exercise}, which {assignment} does not ask."
            )
        cell.source = text
    first = next(n for n, cell in enumerate(notebook.cells) if cell.id.endswith(ANSWER))
    own = [nbformat.v4.new_code_cell(text, id=f"own-{n}") for n, text in enumerate(sample.own_cells, 1)]
    notebook.cells[first:first] = own
    data = (nbformat.writes(notebook) + "\n").encode()
    return data[: len(data) * 2 // 3] if sample.get("file") == "truncated" else data


def solutions(course: Course, assignment: str) -> dict[str, str]:
    """The solutions by exercise, without nbgrader's marks; written answers are not among them."""
    path = course.source / assignment / f"{assignment}.ipynb"
    if not path.is_file():
        raise CourseError(f"{path} is missing: run `refold build` first.")
    notebook = nbformat.read(path, as_version=4)
    return {
        cell.id.removesuffix(ANSWER): unmarked(cell.source)
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.id.endswith(ANSWER)
    }


def unmarked(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if BEGIN not in line and END not in line)
