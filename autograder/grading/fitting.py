"""Whether the released notebook and the exercises of its unit belong together."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.exercise import Unit
from autograder.sections import cell_id


def refuse_misfits(release: NotebookNode, unit: Unit) -> None:
    """Raise CourseError where the notebook asks for other exercises than the unit has, or for other points.

    An exercise was edited, and `refold build` has not been run since. Record and page would say other points
    than the gradebook, where a check without an exercise earns all of its points.
    """
    if faults := list(_misfits(release, unit)):
        raise CourseError(
            f"{unit.name}: the exercises do not fit the notebook in course/: {'; '.join(faults)}. "
            f"Run `refold build {unit.name}`, then start again. Nothing was graded."
        )


def _misfits(release: NotebookNode, unit: Unit) -> Iterator[str]:
    exercises = {exercise.id: float(exercise.points) for exercise in unit.exercises}
    checks = dict(_checks(release))
    for id in checks.keys() - exercises.keys():
        yield f"{id} has a check there and is no exercise of the unit"
    for id, points in exercises.items():
        if id not in checks:
            yield f"{id} has no check there"
        elif checks[id] != points:
            yield f"{id} is worth {points:g} points in its Exercise and {checks[id]:g} there"


def _checks(release: NotebookNode) -> Iterator[tuple[str, float]]:
    """The cells that are judged automatically, and their points."""
    for cell in release.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and marks.get("grade") and not marks.get("solution"):
            yield cell_id(cell), float(marks.get("points", 0))
