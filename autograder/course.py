"""Where a course keeps its files: one object that knows every folder below the course's root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError


@dataclass(frozen=True)
class Course:
    """The folders of a course.

    Written by hand: `solutions/`. Generated and committed: `course/` (what students get). Handed in:
    `submitted/STUDENT/ASSIGNMENT/`. Everything that can be made again, and the gradebook, is below `build/`.

    >>> Course(Path("/srv/nn")).submission("ada", "01_flatten").as_posix()
    '/srv/nn/submitted/ada/01_flatten'
    """

    root: Path

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def released(self) -> Path:
        return self.root / "course"

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def source(self) -> Path:
        """nbgrader's source notebooks, made from `solutions/`."""
        return self.build / "source"

    @property
    def replaced(self) -> Path:
        """What a build found in `course/` in the place of its files, such as somebody's answers."""
        return self.build / "replaced"

    @property
    def autograded(self) -> Path:
        return self.build / "autograded"

    @property
    def feedback(self) -> Path:
        return self.build / "feedback"

    @property
    def reports(self) -> Path:
        return self.build / "reports"

    @property
    def gradebook(self) -> Path:
        return self.build / "gradebook.db"

    @property
    def key(self) -> Path:
        """The secret from which hidden inputs are drawn; keep it with the gradebook, never publish it."""
        return self.build / "course.key"

    def submission(self, student: str, assignment: str) -> Path:
        return self.submitted / student / assignment

    def released_notebook(self, assignment: str) -> Path:
        return self.released / assignment / f"{assignment}.ipynb"

    def record(self, student: str, assignment: str) -> Path:
        """What the last grading run found for one submission: verdicts and provenance, as JSON."""
        return self.build / "records" / assignment / f"{student}.json"

    def log(self, student: str, assignment: str) -> Path:
        """Where the details are when the grader itself failed on a submission."""
        return self.build / "logs" / assignment / f"{student}.txt"

    def feedback_page(self, student: str, assignment: str) -> Path:
        return self.feedback / student / assignment / f"{assignment}.html"


def refuse_what_was_handed_in(notebook: Path) -> None:
    """Raise CourseError for a notebook in a course's `submitted/`, or as it was graded: somebody else wrote
    it, and here nothing would keep it from the gradebook."""
    folders = notebook.resolve().parents
    for course in map(Course, folders):
        if course.released.is_dir() and {course.submitted, course.autograded} & set(folders):
            raise CourseError(
                f"{notebook} was handed in, and its code would run here with all your rights: "
                "`refold grade UNIT --student NAME` runs it in a sandbox, and the report says what was found."
            )
