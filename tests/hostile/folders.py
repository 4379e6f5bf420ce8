"""Attacks whose submission is odd itself: its files, its JSON, its cells. Each docstring is its text."""

from __future__ import annotations

import os
import shutil

from .corpus import UNIT, MakeFolder, Place

MAKERS: list[MakeFolder] = []


def attack(make: MakeFolder) -> MakeFolder:
    MAKERS.append(make)
    return make


@attack
def edit_grade_cell(place: Place) -> None:
    """# goal: marks
    # tries: replaces the source of every check by `pass`, which no test fails
    # must: take the checks from the release
    # status: mended
    # mended: the check cell had been changed
    """
    for cell in place.notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "pass"


@attack
def symlink_file(place: Place) -> None:
    """# goal: leak GRADEBOOK_CANARY_4410
    # tries: hands in notes.txt -> gradebook.db, for a grader that copies what links point to
    # must: follow no link of a submission
    """
    os.symlink(place.course.gradebook, place.folder / "notes.txt")


@attack
def symlink_directory(place: Place) -> None:
    """# goal: marks
    # tries: the submission's folder is itself a link, to that of alice
    # must: refuse links in every part of the path
    # status: needs you
    # reason: links are not followed
    """
    place.notebook = None
    shutil.rmtree(place.folder)
    os.symlink(place.course.submission("alice", UNIT), place.folder)
