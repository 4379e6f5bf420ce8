"""An instructor's notebook, `solutions/NN_name/NN_name.py`: read, checked, and made nbgrader's source."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.exercise import Unit
from autograder.judging.demonstrations import TAG

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
MARKERS = (BEGIN, END, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS", "BEGIN MARK SCHEME", "END MARK SCHEME")
MARK = {"grade", "grade_id", "locked", "schema_version", "solution"}
"""What nbgrader wants to find in the mark of a cell."""
ANSWER = "-answer"
"""The exercise `double` is checked in the cell with that grade id, and written in `double-answer`."""


@dataclass(frozen=True)
class SolutionCell:
    """One cell of the text, the line of its `# %%`, and nbgrader's metadata (empty for plain cells)."""

    cell: NotebookNode
    line: int

    @property
    def grade(self) -> dict[str, Any]:
        return self.cell.metadata.get("nbgrader", {})

    @property
    def grade_id(self) -> str | None:
        return self.grade.get("grade_id")

    @property
    def is_check(self) -> bool:
        return self.grade.get("grade", False) and not self.grade.get("solution", False)

    @property
    def solution_lines(self) -> list[str]:
        """The lines between BEGIN SOLUTION and END SOLUTION; all of a written answer without these marks."""
        source = self.cell.source.splitlines()
        written = self.cell.cell_type == "markdown" and self.grade.get("solution", False)
        if written and not any(BEGIN in line for line in source):
            return [line.strip() for line in source if line.strip()]
        lines, inside = [], False
        for line in source:
            if BEGIN in line or END in line:
                inside = BEGIN in line
            elif inside and line.strip():
                lines.append(line.strip())
        return lines


def read_solution(path: Path) -> list[SolutionCell]:
    """The cells of a py:percent notebook, each with its first line's number; CourseError if it is no text."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not UTF-8 text ({error}): save it as UTF-8.") from error
    cells = jupytext.reads(text, fmt="py:percent").cells
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    starts = [1] * (len(cells) - len(starts)) + starts  # text before the first marker is a cell of its own
    return [SolutionCell(cell, line) for cell, line in zip(cells, starts, strict=True)]


def check_solution(path: Path, cells: list[SolutionCell], unit: Unit) -> None:
    """Raise CourseError with every fault of the notebook, one a line, as file:line: what is wrong."""
    of_cells = chain(mark_faults(cells), duplicates(cells), anchor_faults(cells, unit))
    faults = sorted({*of_cells, *check_faults(cells, unit), *answer_faults(cells, unit)})
    if faults:
        raise CourseError("\n".join(f"{path}:{line}: {says}" for line, says in faults))


def mark_faults(cells: list[SolutionCell]) -> Iterator[tuple[int, str]]:
    """Cells whose mark cannot be read, so that a written answer would be published, or whose mark nbgrader
    would not understand; it would take them for those of an old version."""
    for each in cells:
        if unread := each.cell.metadata.get("incorrectly_encoded_metadata"):
            yield (
                each.line,
                f"the mark of this cell is no JSON (true and false, all brackets closed): {unread}",
            )
        for key, value in each.cell.metadata.items():
            if key != "nbgrader" and isinstance(value, dict) and MARK & set(value):
                yield each.line, f'the mark of this cell is called "{key}"; nbgrader reads "nbgrader" alone.'
        needed = MARK | ({"points"} if each.grade.get("grade") else set())
        missing = sorted(needed - set(each.grade)) if each.grade else []
        if missing:
            yield (
                each.line,
                f"the nbgrader mark of this cell lacks {', '.join(missing)}; copy one that is whole.",
            )
        elif each.grade and each.grade["schema_version"] != 3:
            yield each.line, f"schema_version must be 3, got {each.grade['schema_version']}."


def duplicates(cells: list[SolutionCell]) -> Iterator[tuple[int, str]]:
    """Ids that two cells share."""
    count = Counter(cell_name(each) for each in cells)
    for each in cells:
        name = cell_name(each)
        if name and count[name] > 1:
            yield each.line, f'the id "{name}" is used by {count[name]} cells; give each cell its own.'


def anchor_faults(cells: list[SolutionCell], unit: Unit) -> Iterator[tuple[int, str]]:
    """Paragraphs that a mistake names and the notebook lacks: the student would be sent nowhere."""
    known = {cell_name(each) for each in cells} | {None}
    for exercise in unit.exercises:
        for mistake in exercise.misconceptions:
            if mistake.anchor not in known:
                yield (
                    1,
                    f'the misconception "{mistake.name}" of {exercise.id} has the anchor "{mistake.anchor}", '
                    f'which no cell has: write anchor="{mistake.anchor}" after its # %% [markdown].',
                )


def check_faults(cells: list[SolutionCell], unit: Unit) -> Iterator[tuple[int, str]]:
    """Check cells that do not agree with the unit's exercises."""
    exercises = {exercise.id: exercise for exercise in unit.exercises}
    checked = [each for each in cells if each.is_check]
    for each in checked:
        exercise = exercises.get(str(each.grade_id))
        if exercise is None:
            yield (
                each.line,
                f'no Exercise "{each.grade_id}" in the unit {unit.name}: it has {", ".join(exercises)}.',
            )
        elif each.grade.get("points") != exercise.points:
            yield (
                each.line,
                (
                    f"{exercise.id} is worth {exercise.points:g} points in its Exercise and "
                    f"{each.grade.get('points')} here; make them the same."
                ),
            )
        if exercise is not None and check_call(each.cell.source) != (exercise.id, exercise.name):
            yield each.line, f'the check cell must be one line, check("{exercise.id}", {exercise.name}).'
    missing = [id for id in exercises if id not in {each.grade_id for each in checked}]
    if missing:
        yield 1, f"no check cell (grade=true, solution=false) for {', '.join(missing)}."


def answer_faults(cells: list[SolutionCell], unit: Unit) -> Iterator[tuple[int, str]]:
    """Answer cells that are missing, or whose solution is not marked."""
    for each in cells:
        marks = [line for line in each.cell.source.splitlines() if BEGIN in line or END in line]
        expected = [BEGIN, END] * (len(marks) // 2)
        if len(marks) % 2 or any(word not in line for word, line in zip(expected, marks, strict=True)):
            yield each.line, f"every ### {BEGIN} needs one ### {END} after it, in the same cell."
        elif each.grade.get("solution") and not each.solution_lines:
            yield (
                each.line,
                f'the answer cell "{each.grade_id}" has nothing between ### {BEGIN} and ### {END}.',
            )
        elif "HIDDEN TESTS" in each.cell.source:
            yield each.line, "hidden tests belong to the Exercise (hidden=...), not to the notebook."
        elif marks and not each.grade.get("solution"):
            yield (
                each.line,
                "a solution is marked in a cell that nbgrader does not know as an answer (solution=true).",
            )
    answers = {each.grade_id for each in cells if each.grade.get("solution")}
    for exercise in unit.exercises:
        if exercise.id + ANSWER not in answers:
            yield 1, f'no answer cell with grade_id "{exercise.id + ANSWER}" (solution=true).'


def check_call(source: str) -> tuple[str, str] | None:
    """The id and the answer's name when the cell is `check("id", name)` and nothing else.

    >>> check_call('check("flatten_layer", Flatten)')
    ('flatten_layer', 'Flatten')
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return None
    match body:
        case [ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(id)), ast.Name(name)], []))]:
            return id, name
    return None


def cell_name(each: SolutionCell) -> str | None:
    """The id that the text gives the cell: its grade id, else its `anchor`, else none."""
    return each.grade_id or each.cell.metadata.get("anchor")


def source_notebook(cells: list[SolutionCell]) -> NotebookNode:
    """nbgrader's source notebook: the same bytes whenever and wherever it is made."""
    used: Counter[str] = Counter()
    for each in cells:
        cell = each.cell
        cell.id = cell_name(each) or content_id(cell, used)
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k in KEPT_METADATA})
        if TAG in cell.metadata.get("tags", ()):
            # A wrong answer in it stops no check below. A tag may not come twice.
            cell.metadata.tags = sorted({*cell.metadata.tags, "raises-exception"})
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=[each.cell for each in cells])


KEPT_METADATA = ("nbgrader", "tags", "jupyter", "editable", "deletable", "slideshow")


def content_id(cell: NotebookNode, used: Counter[str]) -> str:
    """An id for a cell without a name: from what it says, so that it stays when others come or go."""
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
    used[digest] += 1
    return digest if used[digest] == 1 else f"{digest}-{used[digest]}"


def is_unit_name(name: str) -> bool:
    """Two digits and a name.

    >>> is_unit_name("01_flatten"), is_unit_name("flatten")
    (True, False)
    """
    return re.fullmatch(r"\d\d_[a-z0-9_]+", name) is not None
