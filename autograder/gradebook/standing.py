"""What a record stands for by now: what was handed in may be gone, and a person may have graded it."""

from __future__ import annotations

from autograder.course import Course
from autograder.gradebook.known import Known
from autograder.gradebook.records import Record
from autograder.intake import submission

GONE = "What was handed in is not there any more"


def as_it_stands(course: Course, record: Record, known: Known) -> Record:
    """The record with its status and reason of now. Its points stay, though what was handed in be gone."""
    gone = _is_gone(course, record)
    if record["verdicts"]:
        return record | {"reason": f"{GONE}, but its grade stays"} if gone else record
    if record["student"] in known.recorded - known.waiting:
        return record | {"status": "by hand", "reason": "A person has graded it."}
    return record | {"status": "missing", "reason": f"{GONE}, and it was not graded."} if gone else record


def _is_gone(course: Course, record: Record) -> bool:
    """Whether it is not there any more: an empty folder may be all that ever was."""
    where = (course, record["student"], record["assignment"])
    if not submission.is_gone(*where):
        return False
    try:
        submission.open_submission(*where)
    except submission.Unreadable as error:
        return str(error) != record["reason"]
    return True
