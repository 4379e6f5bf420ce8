"""What `nbgrader autograde` runs in place of its own Execute, so that it grades as `refold grade` does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Unicode

from autograder import exercises
from autograder.course import Course
from autograder.gradebook.bulk import Submission
from autograder.gradebook.comments import comments
from autograder.gradebook.records import Record, save_fault, save_record
from autograder.grading.fitting import refuse_misfits
from autograder.grading.grade_one import Task, grade_one
from autograder.grading.provenance import unit_hash
from autograder.intake.skeleton import read_release, take_in
from autograder.judging.key import course_key
from autograder.sandbox.isolation import find_sandbox
from autograder.settings import limits_of

Processed = tuple[NotebookNode, Any]


@dataclass(frozen=True)
class FoldersOfNbgrader(Course):
    """A course whose `nbgrader_config.py` says where things are; the key and records are below `build/`."""

    release_step: Path
    submitted_step: Path
    autograded_step: Path

    @property
    def released(self) -> Path:
        return self.release_step

    @property
    def submitted(self) -> Path:
        return self.submitted_step

    @property
    def autograded(self) -> Path:
        return self.autograded_step


class Rebuild(NbGraderPreprocessor):
    """Puts the answers that were handed in on the release's skeleton, before nbgrader looks at them."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        course, student, assignment = submission(self, resources)
        drop_links(course, student, assignment)
        return take_in(
            course, student, assignment, read_release(course, assignment), limits_of(course, assignment)
        ).notebook, resources


class Judge(NbGraderPreprocessor):
    """Judges the file that was handed in, in a box, and gives every check cell its points as output."""

    unsafe = Bool(False, help="Grade without a sandbox; every grade is stamped 'unisolated'.").tag(
        config=True
    )
    sandbox = Unicode(
        "", help="The tier to grade in, such as 'podman'; the best that holds unless given."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        course, student, assignment = submission(self, resources)
        sandbox = find_sandbox(assignment, self.unsafe, self.sandbox, limits_of(course, assignment))
        refuse_misfits(read_release(course, assignment), exercises.unit(assignment))
        unit = unit_hash(course, exercises.unit(assignment), sandbox.limits)
        graded = grade_one(
            Task(course, student, assignment, course_key(course), unit, sandbox.open_box, sandbox.limits)
        )
        save_fault(course, student, assignment, graded.fault)
        resources["refold"] = graded.record
        return graded.notebook, resources


class SaveComments(NbGraderPreprocessor):
    """Writes comments after nbgrader's SaveAutoGrades, which clears them; leaves alone what people wrote."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            write_comments(gradebook, nb, resources["nbgrader"], resources["refold"])
            gradebook.db.commit()
        return nb, resources


def write_comments(
    gradebook: Gradebook | Submission, nb: NotebookNode, names: dict[str, Any], record: Record
) -> None:
    """Give the submission's answers our comments, and its checks to a person where it needs one."""
    where = names["notebook"], names["assignment"], names["student"]
    texts = comments(record)
    for cell in nb.cells:
        if "nbgrader" not in cell.metadata:
            continue
        grade_id = cell.metadata.nbgrader.get("grade_id", "")
        text = record["reason"] or texts.get(grade_id.removesuffix("-answer"))
        if text and is_solution(cell):
            comment: Any = gradebook.find_comment(grade_id, *where)
            comment.auto_comment = text
        if record["status"] == "needs you" and is_grade(cell):
            grade: Any = gradebook.find_grade(grade_id, *where)
            grade.needs_manual_grade = True


class SaveRecord(NbGraderPreprocessor):
    """Keeps the record, the last step: what has one is done."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> Processed:
        save_record(submission(self, resources)[0], resources["refold"])
        return nb, resources


def drop_links(course: Course, student: str, assignment: str) -> None:
    """Take out again what nbgrader has copied from where links point: it would be given to the student."""
    real = os.path.realpath(course.submitted)
    for path in (course.autograded / student / assignment).rglob("*"):
        name = path.relative_to(course.autograded)
        if path.is_file() and os.path.realpath(course.submitted / name) != os.path.join(real, name):
            path.unlink()


def submission(preprocessor: NbGraderPreprocessor, resources: Any) -> tuple[Course, str, str]:
    """The course, the student and the assignment of what nbgrader is converting."""
    exporter: Any = preprocessor.parent
    folders: CourseDirectory = exporter.parent.coursedir
    names = resources["nbgrader"]
    root = Path(folders.root)
    steps = (folders.release_directory, folders.submitted_directory, folders.autograded_directory)
    return FoldersOfNbgrader(root, *(root / step for step in steps)), names["student"], names["assignment"]
