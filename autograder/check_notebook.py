"""`refold check`: runs a student's own notebook, as Validate would, and says which exercises are right."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import subprocess
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import nbformat.validator
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograder import exercises
from autograder.building.solution import check_call
from autograder.check import VERDICT_MIME
from autograder.errors import CourseError
from autograder.exercise import Exercise
from autograder.intake.handed_in import defined
from autograder.judging.verdict import Status, Verdict, no_points
from autograder.judging.words import after_asking, asks, defined_below

log = logging.getLogger(__name__)
SECONDS = 60
"""How long one cell may run; the same cell takes far less when it is right."""


def check_notebook(path: Path, seconds: int = SECONDS) -> list[Verdict]:
    """Run the notebook in a fresh kernel and read what its check cells found, in the unit's order.

    Raises:
        CourseError: the file is no notebook, or holds no check cell of a unit.
    """
    notebook = read_notebook(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    checks = {call[0]: cell for cell in code if (call := check_call(cell.source))}
    unit = next((unit for unit in exercises.units() if checks.keys() & {e.id for e in unit.exercises}), None)
    if unit is None:
        raise CourseError(f"{path} has no check cell of this course: is it one of its notebooks?")
    client = NotebookClient(
        notebook,
        timeout=seconds,
        kernel_name="python3",
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # what it warns of is not the student's concern
        allow_errors=True,
        interrupt_on_timeout=True,
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    # nbclient answers widgets on the channel that carries the replies, and now and then a reply is lost.
    client.comm_open_handlers.clear()
    try:
        client.execute(stderr=subprocess.DEVNULL)  # where a kernel that is stopped as it starts complains
    except (asyncio.CancelledError, AssertionError) as error:  # what nbclient makes of Ctrl-C
        raise KeyboardInterrupt from error
    except DeadKernelError:
        log.info("The kernel of %s died; what ran before it keeps its outputs.", path)
    verdicts = [read_verdict(exercise, checks.get(exercise.id)) for exercise in unit.exercises]
    for n, exercise in enumerate(unit.exercises):
        if verdicts[n].status != "right" and is_below(notebook.cells, checks.get(exercise.id), exercise.name):
            verdicts[n] = replace(verdicts[n], says=f"{verdicts[n].says}\n{defined_below(exercise.name)}")
    if not any(asks(output.ename, "") for output in errors(notebook)):
        return verdicts
    return [replace(each, says=after_asking(each.says)) for each in verdicts]


def errors(notebook: NotebookNode) -> list[NotebookNode]:
    """The errors with which cells ended."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [output for output in outputs if output.output_type == "error"]


def read_notebook(path: Path) -> NotebookNode:
    """The notebook without its old outputs; CourseError when it is none."""
    try:
        data = completed(json.loads(path.read_text(encoding="utf-8-sig")))
        nbformat.validate(data)
        notebook = nbformat.reads(json.dumps(data), as_version=4)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, nbformat.ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise CourseError(f"{path} cannot be read as a notebook: {reason}") from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def completed(data: Any) -> Any:
    """A notebook's JSON with what programs leave out of it, and JupyterLab opens it without, in place.

    Databricks writes no outputs, and VS Code ids in formats that have none.
    """
    if not isinstance(data, dict) or data.get("nbformat") != 4 or not isinstance(data.get("cells"), list):
        return data
    minor = data.get("nbformat_minor")
    data["nbformat_minor"] = max(minor, 5) if isinstance(minor, int) else 5
    data.setdefault("metadata", {})
    for cell in filter(lambda cell: isinstance(cell, dict), data["cells"]):
        cell.setdefault("metadata", {})
        if cell.get("cell_type") == "code":
            cell |= {"outputs": [], "execution_count": None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two cells with one id, of which one gets another
        return nbformat.validator.normalize(data)[1]


def read_verdict(exercise: Exercise, cell: NotebookNode | None) -> Verdict:
    """What the check cell of an exercise showed."""
    if cell is None:
        return lost(exercise, "wrong", "Its check cell is gone; copy it from a fresh notebook.")
    for output in cell.outputs:
        found = output.get("data", {}).get(VERDICT_MIME)
        if found is not None:
            return Verdict.from_json(found)
        if output.output_type == "error":
            says = plain(output.evalue)
            if output.ename == "CheckFailed":
                return lost(exercise, "not attempted" if says.startswith("Not attempted") else "wrong", says)
            if output.ename == "KeyboardInterrupt":
                return lost(exercise, "stopped", "It ran for too long and was stopped.")
            return lost(exercise, "wrong", f"The check could not run: {output.ename}: {says}")
    return lost(exercise, "stopped", "The kernel stopped before this check.")


def is_below(cells: list[NotebookNode], check: NotebookNode | None, name: str) -> bool:
    """Whether a cell below the check defines what it is given."""
    at = next((n for n, cell in enumerate(cells) if cell is check), len(cells))
    return any(cell.cell_type == "code" and name in defined(cell.source) for cell in cells[at:])


def lost(exercise: Exercise, status: Status, says: str) -> Verdict:
    return no_points(exercise.id, exercise.points, status, says)


def plain(text: str) -> str:
    """Text of a notebook's own making without the codes that steer a terminal."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
