"""Finds out whose submission is due to be graded, and says why."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isclose

from autograder.course import Course
from autograder.gradebook.hand_grades import HandGrade
from autograder.gradebook.held import Held
from autograder.gradebook.known import Known, known
from autograder.gradebook.penalties import Lateness
from autograder.gradebook.records import Record, autograded_notebook, read_record
from autograder.gradebook.standing import as_it_stands
from autograder.grading.provenance import changed_parts, versions
from autograder.grading.summary import ASKED, FIRST, UNLISTED, Row, row
from autograder.intake import submission
from autograder.judging.key import key_id
from autograder.nbgrader_config import read_config
from autograder.printable import printable
from autograder.sandbox.isolation import UNISOLATED

UNRECORDED = "build/ has no record of it"


@dataclass(frozen=True)
class Due:
    """What a submission's record is compared with: this run's exercises (see `unit_hash`), tier and key, and
    what the gradebook holds."""

    course: Course
    assignment: str
    unit: str
    tier: str
    key: bytes
    held: Mapping[str, Held]
    lateness: Lateness
    max_bytes: int = submission.MAX_BYTES

    def rows(
        self, students: Iterable[str] | None, regrade: bool, hand: Mapping[str, Mapping[str, HandGrade]]
    ) -> list[Row]:
        """The rows as far as they are known before the run; `why` says why somebody is to be graded."""
        there = known(self.course, self.assignment)
        handed_in = submission.students(self.course, self.assignment)
        names = {*handed_in, *there.students} if students is None else set(students)
        closed = not may_add_students(self.course)
        absent = {_folded(name): name for name in there.students.difference(handed_in)}
        alike = {name: absent.get(_folded(name), "") for name in names - there.students}
        rows = [
            stranger(name, alike[name])
            if name in alike and (closed or alike[name])
            else self._row(name, there, regrade, hand.get(name, {}))
            for name in sorted(names)
        ]
        unlisted = alike if absent else ()  # one of those who are missing may have mistyped the name
        return [
            replace(row, why=(*row.why, UNLISTED)) if row.status == "new" and row.student in unlisted else row
            for row in rows
        ]

    def _row(self, student: str, known: Known, regrade: bool, hand: Mapping[str, HandGrade]) -> Row:
        if why := submission.unfit(student):
            name = printable(student)[: submission.LONGEST_NAME]
            return Row(name, "needs you", reason=why, because=("the name of the folder",))
        record = read_record(self.course, student, self.assignment)
        if record is None:
            if submission.handed_in(self.course, student, self.assignment):
                why = UNRECORDED if student in known.recorded else FIRST
                return Row(student, "new", changed=True, why=(why,))
            return Row(student, "missing", reason=submission.NOTHING)
        there = not submission.is_gone(self.course, student, self.assignment)
        why = tuple(self._why(student, record, student in known.recorded, hand)) if there else ()
        if not why and not (there and regrade):
            return row(as_it_stands(self.course, record, known), (), hand)
        return row(record, why or (ASKED,), hand)

    def _why(
        self, student: str, record: Record, recorded: bool, hand: Mapping[str, HandGrade]
    ) -> Iterator[str]:
        """What has changed since the record was written."""
        yield from self._new_submission(student, record)
        unit = str(record["unit"])
        if unit != self.unit:
            yield f"{_and(changed_parts(unit, self.unit))} changed{_other_versions(record['versions'])}"
        if record["key"] != key_id(self.key):
            yield "the course's key changed"
        if record["tier"] == UNISOLATED != self.tier:
            yield "it was graded without a sandbox"
        if not recorded:
            yield "the gradebook does not have it"
        elif not self.held.get(student, Held()).is_of(record):
            yield "the gradebook has another grade"
        elif not isclose(self.lateness.now(student), self.lateness.then(record, hand), abs_tol=1e-9):
            yield "its late penalty changed"
        if not autograded_notebook(self.course, student, self.assignment).exists():
            yield "its graded notebook is gone"

    def _new_submission(self, student: str, record: Record) -> Iterator[str]:
        try:
            found = submission.open_submission(self.course, student, self.assignment, self.max_bytes)
        except submission.Unreadable as error:
            if str(error) != record["reason"]:
                yield "the submission changed"
            return
        if not record["submission"]:
            yield "it was left ungraded"
            return
        if found.sha256 != record["submission"]:
            yield "the submission changed"
        if found.timestamp != record["timestamp"]:
            yield "its time stamp changed"


def may_add_students(course: Course) -> bool:
    """nbgrader's own setting: whether those who hand in are put on the list of students by themselves."""
    return bool(read_config(course).Autograde.get("create_student", True))


def _folded(name: str) -> str:
    """The same for names that look the same, or differ in capitals alone: macOS writes ü as two letters.

    >>> _folded("Zoe\u0308") == _folded("zo\u00eb")
    True
    """
    return unicodedata.normalize("NFKC", name).casefold()


def stranger(student: str, alike: str = "") -> Row:
    """The row of somebody not on the list, which is closed or has one `alike` who handed in nothing."""
    name = printable(student)[: submission.LONGEST_NAME]
    why = ", which c.Autograde.create_student closes"
    if alike:
        why = f" in this spelling, but {printable(alike)} is, and has handed in nothing"
    do = f"Put them on it (`nbgrader db student add {name}`), or rename the folder to whom it belongs to."
    reason = f"{name} is not on the list of students{why}. {do}"
    return Row(name, "needs you", reason=reason, because=("not on the list of students",))


def _other_versions(before: dict[str, str]) -> str:
    """Which versions are others now, in brackets."""
    now = versions()
    changed = [f"{name} {before.get(name)} to {now[name]}" for name in now if before.get(name) != now[name]]
    return f" ({', '.join(changed)})" if changed else ""


def _and(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
