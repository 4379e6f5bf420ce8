"""`refold demo`: hands in the sample class, grades it, writes its pages; never touches real submissions."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder import files
from autograder.course import Course
from autograder.demo.sample import Sample, sample_class, sample_notebook
from autograder.errors import CourseError, NoSandbox
from autograder.gradebook.database import open_gradebook
from autograder.grading.grade import grade
from autograder.grading.summary import Progress, Summary
from autograder.pages.report import Report, write_report
from autograder.printable import printable
from autograder.sandbox.isolation import find_tier

ASSIGNMENT = "01_flatten"


@dataclass(frozen=True)
class Demo:
    """What came of it; `left_out` are those who would attack this machine, where no sandbox can be had."""

    summary: Summary
    report: Report
    left_out: tuple[str, ...]
    no_sandbox: str = ""


def demo(course: Course, progress: Progress | None = None) -> Demo:
    """Hand in, grade and report what is new of the sample class.

    Raises:
        CourseError: the course has submissions or students of its own.
    """
    refuse_real_classes(course)
    no_sandbox = why_no_sandbox()
    left_out, handing_in = [], []
    for sample in sample_class(ASSIGNMENT):
        (left_out if no_sandbox and sample.attacks else handing_in).append(sample)
    hand_in(course, handing_in)
    students = [sample.student for sample in handing_in]
    summary = grade(course, ASSIGNMENT, students, unsafe=bool(no_sandbox), progress=progress)
    report = write_report(course, ASSIGNMENT)
    return Demo(summary, report, tuple(sample.student for sample in left_out), no_sandbox)


def why_no_sandbox() -> str:
    """Why this machine has no sandbox; empty when it has one."""
    try:
        find_tier()
    except NoSandbox as error:
        return str(error)
    return ""


def hand_in(course: Course, samples: Iterable[Sample]) -> None:
    """Write what is new to `submitted/`, and note every file that is ours."""
    noted = written(course)
    for sample in samples:
        data = sample_notebook(course, ASSIGNMENT, sample)
        path = course.submission(sample.student, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
        noted[sample.student] = hashlib.sha256(data).hexdigest()
        if not path.is_file() or path.read_bytes() != data:
            files.write(note(course), json.dumps(noted, indent=1, sort_keys=True) + "\n")
            with files.replacing(path) as file:  # half of it would be taken for a student's own
                file.write(data)


def note(course: Course) -> Path:
    """Which submissions the demo wrote: students and the hashes of their files."""
    return course.build / "sample_class.json"


def written(course: Course) -> dict[str, str]:
    path = note(course)
    try:
        return {**json.loads(path.read_text(encoding="utf-8"))} if path.is_file() else {}
    except (ValueError, TypeError) as error:
        raise CourseError(
            f"{path} is damaged, which says who is of the sample class. Put a copy back. Without one, take "
            "it away: the sample class is then a class like any other, and `nbgrader db student remove` "
            "takes its students out."
        ) from error


def refuse_real_classes(course: Course) -> None:
    """Raise CourseError when somebody is in the course whom the demo did not put there."""
    strangers = sorted({*real_submissions(course), *(students(course) - set(written(course)))})
    if strangers:
        shown = ", ".join(map(printable, strangers[:3])) + (" ..." if len(strangers) > 3 else "")
        raise CourseError(
            f"{course.root} has students of its own ({shown}): the demo would mix its own with them. "
            "Run it in a fresh clone, or say where with --course DIR."
        )


def real_submissions(course: Course) -> Iterator[str]:
    """Students below `submitted/` whose work is not what the demo wrote."""
    ours = written(course)
    folders = course.submitted.iterdir() if course.submitted.is_dir() else ()
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else [folder]:
            if path.is_dir() or any(
                part.startswith(".") for part in path.relative_to(course.submitted).parts
            ):
                continue
            same = path == course.submission(folder.name, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
            if not same or hashlib.sha256(path.read_bytes()).hexdigest() != ours.get(folder.name):
                yield folder.name


def students(course: Course) -> set[str]:
    """Everybody in the gradebook."""
    with open_gradebook(course) as gradebook:
        return {str(student.id) for student in gradebook.students} if gradebook else set()


def clean(course: Course) -> int:
    """Take the sample class out again: submissions, grades, records, pages; gives the number of students.

    Whoever has handed in something else under one of its names is a student, and stays. The report goes: the
    next run writes it of those who are left.
    """
    names = sorted(set(written(course)) - set(real_submissions(course)))
    with open_gradebook(course) as gradebook:
        for name in students(course) & set(names):
            if gradebook is not None:
                gradebook.remove_student(name)
    for name in names:
        for folder in (course.submitted, course.autograded, course.feedback):
            if (folder / name).exists():
                shutil.rmtree(folder / name)
        course.record(name, ASSIGNMENT).unlink(missing_ok=True)
    for kind in ("html", "csv"):
        (course.reports / f"{ASSIGNMENT}.{kind}").unlink(missing_ok=True)
    note(course).unlink(missing_ok=True)
    return len(names)
