"""`refold check`: mends a student's own notebook as for a grade, runs it, and says what is right."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograder import exercises
from autograder.building.solution import ANSWER, check_call
from autograder.check import VERDICT_MIME
from autograder.course import Course, refuse_what_was_handed_in
from autograder.errors import CourseError
from autograder.exercise import Exercise, Unit
from autograder.grading.fitting import refuse_misfits
from autograder.intake.folder import Unreadable
from autograder.intake.handed_in import StudentCell, read_cells
from autograder.intake.skeleton import Intake, read_release, rebuild
from autograder.judging.demonstrations import left_out
from autograder.judging.lending import rank
from autograder.judging.oracle import Cell
from autograder.judging.rebinding import is_defined_below, is_rebound
from autograder.judging.verdict import Status, Verdict, no_points
from autograder.judging.words import after_asking, asks, defined_below
from autograder.sections import cell_id

log = logging.getLogger(__name__)
SECONDS = 60
"""How long one cell may run; the same cell takes far less when it is right."""
PACKAGE = Path(__file__).parent


def check_notebook(path: Path, seconds: int = SECONDS) -> tuple[list[Verdict], list[str]]:
    """Mend the notebook, run it in a fresh kernel, and read what its check cells found, in the unit's order.

    It is not run in a box, so that it has what is installed here, and whatever lies beside it.

    Returns:
        the verdicts, and what was mended.

    Raises:
        CourseError: the file is no notebook, one of another course, or somebody else's, who handed it in.
    """
    refuse_what_was_handed_in(path)
    unit, notebook, mended = made_ready(path)
    cells = Intake("mended", notebook).cells
    idle = left_out(cells, [exercise.name for exercise in unit.exercises])
    notebook.cells = [cell for cell in notebook.cells if cell_id(cell) not in idle]
    again = once_more(unit, cells)
    notebook.cells += again.values()
    checks = {cell_id(cell): cell for cell in notebook.cells}
    for cell in (*(checks[exercise.id] for exercise in unit.exercises), *again.values()):
        cell.source = f'__import__("autograder").{cell.source}'  # not one of their own
    run(notebook, path, seconds)
    verdicts = [
        better(*(read_verdict(e, cell) for cell in (checks[e.id], again.get(e.id)) if cell))
        for e in unit.exercises
    ]
    verdicts = [with_cause(each, checks.get(f"{each.exercise}{ANSWER}")) for each in verdicts]
    verdicts = [answered_below(each, cells, unit[each.exercise].name) for each in verdicts]
    if any(asks(output.ename, "") for output in errors(notebook)):
        verdicts = [replace(each, says=after_asking(each.says)) for each in verdicts]
    return verdicts, mended


def made_ready(path: Path) -> tuple[Unit, NotebookNode, list[str]]:
    """The unit, the notebook as a grade would be given for it, and what was mended.

    Raises:
        CourseError: the file is no notebook, or one of another course.
    """
    try:
        cells, odd = read_cells(path.read_bytes())
        if (unit := unit_of(cells)) is None:
            raise CourseError(f"{path} has no cell of this course: is it one of its notebooks?")
        released = release(unit, path)
        notebook, mended = rebuild(released, cells)
    except (OSError, Unreadable) as error:
        raise CourseError(f"{path} cannot be read as a notebook: {error}") from error
    refuse_misfits(released, unit)
    return unit, notebook, [*odd, *mended]


def unit_of(cells: Sequence[StudentCell]) -> Unit | None:
    """The unit of which most answers and checks are there: by their ids or what the checks say, else by the
    names that cells define."""
    known = [(exercise, unit.name) for unit in exercises.units() for exercise in unit.exercises]
    ids = [(check_call(c.source) or [c.grade_id or c.id])[0].removesuffix(ANSWER) for c in cells]
    defined = [name for cell in cells if cell.kind == "code" for name in cell.defined]
    found = Counter(unit for exercise, unit in known for id in ids if id == exercise.id) or Counter(
        unit for exercise, unit in known for name in defined if name == exercise.name
    )
    return exercises.unit(found.most_common(1)[0][0]) if found else None


def release(unit: Unit, path: Path) -> NotebookNode:
    """The released notebook: an installed wheel has it inside the package, a clone beside it. There it may be
    the very file in which somebody works; then it is made anew from the solution."""
    inside, beside = Course(PACKAGE / "released"), Course(PACKAGE.parent)
    course = inside if inside.released.is_dir() else beside
    if path.resolve() != course.released_notebook(unit.name).resolve():
        return read_release(course, unit.name)
    from autograder.building.build import generate  # a second, for nbgrader

    with tempfile.TemporaryDirectory(prefix="refold-") as folder:
        return nbformat.read(generate(course, unit.name, Path(folder)) / path.name, as_version=4)


def once_more(unit: Unit, cells: Sequence[Cell]) -> dict[str, NotebookNode]:
    """Exercise -> its check again, for the end of the notebook: there is what its answer uses, and a cell
    below the check defines or imports. A grade is that of the better look, too."""
    return {
        cell.id: nbformat.v4.new_code_cell(cell.source)
        for at, cell in enumerate(cells)
        if cell.role == "check" and is_rebound(cells, at, unit[cell.id].name)
        if not is_defined_below(cells, at, unit[cell.id].name)
    }


def better(first: Verdict, second: Verdict | None = None) -> Verdict:
    """What is not written at its check is not looked at again: `%reset` may have taken its stub away."""
    return first if second is None or first.status == "not attempted" else max(first, second, key=rank)


def run(notebook: NotebookNode, path: Path, seconds: int) -> None:
    """Run all cells where the file lies, each to its end, be it an error."""
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


def errors(notebook: NotebookNode) -> list[NotebookNode]:
    """The errors with which cells ended."""
    return [error for cell in notebook.cells for error in errors_of(cell)]


def errors_of(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.get("outputs", ()) if output.output_type == "error"]


def read_verdict(exercise: Exercise, cell: NotebookNode) -> Verdict:
    """What the check cell of an exercise showed."""
    for output in cell.outputs:
        found: Mapping[str, object] | None = output.get("data", {}).get(VERDICT_MIME)
        if found is not None:
            return Verdict.from_json(dict(found))
        if output.output_type == "error":
            says = plain(output.evalue)
            if output.ename == "CheckFailed":
                return lost(exercise, "not attempted" if says.startswith("Not attempted") else "wrong", says)
            if output.ename == "KeyboardInterrupt":
                return lost(exercise, "stopped", "It ran for too long and was stopped.")
            return lost(exercise, "wrong", f"The check could not run: {output.ename}: {says}")
    return lost(exercise, "stopped", "The kernel stopped before this check.")


def with_cause(verdict: Verdict, answer: NotebookNode | None) -> Verdict:
    """What is said where there is no answer, since its cell ended with an error."""
    if answer is None or not verdict.says.startswith("The check could not run: NameError"):
        return verdict
    ended = [f"Its cell ended with {each.ename}: {plain(each.evalue)}" for each in errors_of(answer)]
    return replace(verdict, says="\n".join([verdict.says, *ended]))


def answered_below(verdict: Verdict, cells: Sequence[Cell], name: str) -> Verdict:
    """What is said where another answer stands below the check of one that is not right."""
    at = next(n for n, cell in enumerate(cells) if cell.role == "check" and cell.id == verdict.exercise)
    if verdict.status == "right" or not is_defined_below(cells, at, name):
        return verdict
    return replace(verdict, says=f"{verdict.says}\n{defined_below(name)}")


def lost(exercise: Exercise, status: Status, says: str) -> Verdict:
    return no_points(exercise.id, exercise.points, status, says)


def plain(text: str) -> str:
    """Text of a notebook without what steers a terminal, and without the numbers that IPython gives cells."""
    text = re.sub(r"\(\d+\.py, line ", "(line ", text)
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)
