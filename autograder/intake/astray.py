"""What lies below `submitted/` where nobody looks for a submission."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.course import Course
from autograder.intake.submission import handed_in


def astray(course: Course, assignment: str) -> list[str]:
    """What lies below `submitted/` and nobody is graded for: files beside the students' folders, submissions
    in folders of groups, of names with a dot in front, and those whose student is inside the assignment."""
    entries = os.scandir(course.submitted) if course.submitted.is_dir() else ()
    found = []
    for entry in entries:
        if entry.name.startswith("."):
            if os.path.isdir(course.submission(entry.name, assignment)):
                found.append(f"{entry.name}/{assignment}")
            continue
        if not entry.is_dir():
            found.append(entry.name)
        elif not entry.is_symlink() and not handed_in(course, entry.name, assignment):
            found += [f"{entry.name}/{name}" for name in _inside(Path(entry.path), assignment)]
    return sorted(found)


def _inside(folder: Path, assignment: str) -> list[str]:
    """The submissions in a folder that is no student's."""
    try:
        folders = [entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []  # a student's, who handed in nothing of this assignment
    if folder.name == assignment:
        return folders
    return [f"{name}/{assignment}" for name in folders if (folder / name / assignment).is_dir()]
