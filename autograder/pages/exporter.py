"""What `nbgrader generate_feedback` and Formgrader's button write: the pages of `refold grade`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import default

from autograder import exercises
from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook.hand_grades import hand_grades
from autograder.gradebook.penalties import late_penalties
from autograder.gradebook.records import read_notebook, read_record
from autograder.pages.feedback import page


class FeedbackPage(Exporter):
    """Gives for a graded notebook the student's page, with what a person has given by now.

    nbgrader makes one for each run, so that the gradebook is asked once for the whole class.
    """

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._hand_grades, self._penalties = cache(hand_grades), cache(late_penalties)

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> Any:
        """The page of the student and assignment that `resources` name, as text, and the resources.

        Raises:
            CourseError: `refold grade` has not graded this submission, nor has `nbgrader autograde`.
        """
        converter: Any = self.parent
        course = Course(Path(converter.coursedir.root))
        student, assignment = (resources["nbgrader"][name] for name in ("student", "assignment"))
        record = read_record(course, student, assignment)
        if record is None:
            raise CourseError(f"{student} has no record of {assignment}: run `refold grade {assignment}`.")
        given = self._hand_grades(course, assignment).get(student, {})
        penalty = self._penalties(course, assignment).get(student, 0.0)
        notebook = read_notebook(course, student, assignment)
        text = page(exercises.unit(assignment), record, notebook, given, penalty)
        return text, {**resources, "output_extension": self.file_extension}
