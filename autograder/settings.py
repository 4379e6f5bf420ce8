"""What an instructor sets in the course's nbgrader_config.py beside nbgrader's own settings."""

from __future__ import annotations

from autograder.command.lookup import one_of
from autograder.course import Course
from autograder.errors import CourseError
from autograder.exercises import MODULES
from autograder.nbgrader_config import read_config
from autograder.sandbox.limits import BadLimit, Limits, changed


def limits_of(course: Course, assignment: str) -> Limits:
    """What a submission of the assignment may use: `c.RefoldLimits`, and for one unit alone its `units`.

    In `nbgrader_config.py`, for instance:

        c.RefoldLimits.call = 20
        c.RefoldLimits.memory = "2 GB"
        c.RefoldLimits.units = {"01_flatten": {"notebook": 300}}

    Raises:
        CourseError: a setting makes no sense; says which, and what would.
    """
    settings = dict(read_config(course).RefoldLimits)
    units = settings.pop("units", {})
    if not isinstance(units, dict) or not all(isinstance(own, dict) for own in units.values()):
        raise CourseError(
            'nbgrader_config.py: c.RefoldLimits.units must be such as {"01_flatten": {"call": 20}}, '
            f"got {units!r}."
        )
    try:
        limits = changed(Limits(), settings, "c.RefoldLimits")
        of_units = {
            one_of(unit, MODULES, "unit"): changed(limits, own, f'c.RefoldLimits.units["{unit}"]')
            for unit, own in units.items()
        }
    except BadLimit as error:
        raise CourseError(f"nbgrader_config.py: {error}") from error
    except CourseError as error:
        raise CourseError(f"nbgrader_config.py: c.RefoldLimits.units: {error}") from error
    return of_units.get(assignment, limits)
