"""Finds what a student handed in, and reads the notebook."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.course import Course
from autograder.intake.beside import needed
from autograder.intake.folder import SECRET, TIMESTAMP, Folder, Unreadable, open_folder, quoted
from autograder.intake.packed import Packed
from autograder.intake.time_stamp import for_nbgrader
from autograder.printable import printable
from autograder.sandbox.limits import DEFAULTS

MAX_BYTES = DEFAULTS.submission
"""A larger notebook is not opened: answers take kilobytes; what is large are outputs, which nobody reads."""
NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
"""How its name ends, also as some browsers save it."""
NOTHING = "Nothing was handed in."
LONGEST_NAME = 120
"""Bytes: file systems allow 255, and files are named after students with a little more."""


@dataclass(frozen=True)
class Submission:
    """The notebook's bytes as handed in, what was odd about finding it, nbgrader's time stamp, the names of
    other notebooks beside it, safe to show, and the files that it needs, by path: None for what was not
    opened."""

    data: bytes
    mended: tuple[str, ...] = ()
    timestamp: str | None = None
    others: tuple[str, ...] = ()
    beside: Mapping[str, bytes | None] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        digest = hashlib.sha256(self.data)
        digest.update("".join(self.others).encode())
        for path, content in self.beside.items():
            if content is not None:
                digest.update(path.encode() + hashlib.sha256(content).digest())
        return digest.hexdigest()


def students(course: Course, assignment: str) -> list[str]:
    """Everybody with something at `submitted/STUDENT/ASSIGNMENT`, whatever it is, or like it beside."""
    if not course.submitted.is_dir():
        return []
    names = (entry.name for entry in os.scandir(course.submitted) if not entry.name.startswith("."))
    return sorted(name for name in names if handed_in(course, name, assignment))


def handed_in(course: Course, student: str, assignment: str) -> bool:
    """Whether there is anything to open, be it at a wrong place or behind a locked door."""
    try:
        os.lstat(course.submission(student, assignment))
    except (FileNotFoundError, NotADirectoryError):
        return bool(_misplaced(course, student, assignment))
    except OSError:
        return True
    return True


def is_gone(course: Course, student: str, assignment: str) -> bool:
    """Whether nothing of what was handed in is there any more, or no more than its empty folder."""
    folder = course.submission(student, assignment)
    try:
        left = folder.is_symlink() or {name for name in os.listdir(folder) if not name.startswith(".")}
    except OSError:
        return not handed_in(course, student, assignment)
    return left in (set(), {TIMESTAMP})


def _misplaced(course: Course, student: str, assignment: str) -> str:
    """What bears the assignment's name in the student's folder, but is no other assignment; else ""."""
    folder = course.submitted / student
    try:
        names = [] if folder.is_symlink() else sorted(os.listdir(folder))
    except OSError:
        return ""
    found = (name for name in names if not name.startswith(".") and _words(assignment).search(name))
    return next((name for name in found if not (course.released / name).is_dir()), "")


def endless(course: Course, assignment: str) -> list[str]:
    """Students whose submissions hold, or are, something that is neither a file, nor a folder, nor a link."""
    found = []
    for name in students(course, assignment):
        folder = course.submission(name, assignment)
        paths = [folder, *folder.rglob("*")] if os.path.lexists(folder) else []
        if any(not path.is_symlink() and not path.is_file() and not path.is_dir() for path in paths):
            found.append(printable(name))
    return found


def unfit(student: str) -> str:
    """Why nothing can be recorded under this name of a folder; empty when it can."""
    try:
        too_long = len(student.encode()) > LONGEST_NAME
    except UnicodeEncodeError:
        return "The name of the folder is not valid text, so the gradebook cannot hold it: rename it."
    if "\n" in student:
        return "The name of the folder has more than one line, which stops nbgrader's own steps: rename it."
    return f"The name of the folder is longer than {LONGEST_NAME} bytes: rename it." if too_long else ""


def open_submission(course: Course, student: str, assignment: str, max_bytes: int = MAX_BYTES) -> Submission:
    """Read the submission's notebook.

    Raises:
        Unreadable: there is none, there are several, or it is a link, no regular file, or too large.
    """
    is_there = os.path.lexists(course.submission(student, assignment))
    if name := "" if is_there else _misplaced(course, student, assignment):
        right = f"{course.submitted.name}/STUDENT/{assignment}/{assignment}.ipynb"
        raise Unreadable(f"At a wrong place: there is {quoted(name)}, and {right} is expected.")
    with open_folder(course, student, assignment) as folder:
        names = folder.names()
        timestamp = folder.read(TIMESTAMP, 1000).decode("utf-8-sig", "replace") if TIMESTAMP in names else ""
        files, taken_out = _files(folder, names, max_bytes)
        name, mended, others = _notebook(files.names(), assignment)
        data = files.read(name, max_bytes)
        beside = needed(files, name, data, course.released / assignment)
    mended = (*taken_out, *mended)
    written = timestamp.strip()
    timestamp = for_nbgrader(written) if written else None
    if written and timestamp is None:
        mended += (f"The time in {TIMESTAMP} could not be read: nobody knows whether it was late.",)
    if not data.strip():
        raise Unreadable(f"The notebook {quoted(name)} is empty ({len(data)} bytes).")
    return Submission(data, mended, timestamp, others, beside)


def _files(folder: Folder, names: list[str], max_bytes: int) -> tuple[Folder | Packed, tuple[str, ...]]:
    """Where the notebook is looked for, and what to say about it: in a zip where that was handed in alone."""
    zips = [name for name in names if name.lower().endswith(".zip") and not name.startswith(".")]
    if len(zips) != 1 or any(NOTEBOOK.search(name) for name in names):
        return folder, ()
    said = f"The notebook was handed in within {quoted(zips[0])}, and taken out."
    return Packed(zips[0], folder.read(zips[0], max_bytes)), (said,)


def exchange_files(course: Course, student: str, assignment: str) -> dict[str, str]:
    """What nbgrader's exchange laid beside the notebook.

    Its `release_feedback` wants it beside the page, where `generate_feedback` puts what is beside the graded
    notebook.
    """
    try:
        with open_folder(course, student, assignment) as folder:
            there = [name for name in (TIMESTAMP, SECRET) if SECRET in folder.names()]
            return {name: printable(folder.read(name, 1000).decode("utf-8", "replace")) for name in there}
    except (OSError, Unreadable):
        return {}


def _notebook(names: list[str], assignment: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The name of the one notebook to grade, what to say about it, and what others there are beside it."""
    expected = f"{assignment}.ipynb"
    notebooks = [name for name in names if NOTEBOOK.search(name) and not name.startswith(".")]
    if expected in notebooks:
        others = tuple(quoted(name) for name in notebooks if name != expected)
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""
        not_graded = f"Beside {expected}, and so not graded: {', '.join(others[:3])}{more}."
        return expected, (not_graded,) if others else (), others
    # What people and programs make of the name: "01_flatten (1).ipynb", "Copy of 01_flatten.ipynb".
    found = [name for name in notebooks if _words(assignment).search(name)] or notebooks
    if not found:
        there = ", ".join(quoted(name) for name in names if not name.startswith("."))[:200] or "nothing"
        raise Unreadable(
            f"There is no notebook {expected} in the submission, nor any other notebook: there is {there}."
        )
    if len(found) > 1:
        raise Unreadable(
            f"There is no notebook {expected} in the submission but {len(found)} others, "
            f"such as {quoted(found[0])}: which one counts?"
        )
    return found[0], (f"The notebook was called {quoted(found[0])}, not {expected}.",), ()


def _words(assignment: str) -> re.Pattern[str]:
    """Finds the assignment's name, however its words are joined: "01-Flatten (1)"."""
    return re.compile(r"[\W_]*".join(re.split(r"[\W_]+", assignment)), re.IGNORECASE)
