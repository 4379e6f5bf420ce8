"""Grades a class: only what is new, on all cores, into nbgrader's gradebook."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from autograder import exercises, gradebook, pages, submission
from autograder.course import Course
from autograder.feedback import page
from autograder.grade_one import Graded, Task, grade_one, ungraded
from autograder.gradebook import Recorder
from autograder.hand_grades import hand_grades
from autograder.intake import read_release
from autograder.isolation import UNISOLATED, Sandbox, find_sandbox
from autograder.key import course_key, key_id
from autograder.lock import only_one
from autograder.provenance import unit_hash
from autograder.records import Record, autograded_notebook, read_notebook, read_record
from autograder.workers import OpenExecutor, cores, local_workers, run_all


@dataclass(frozen=True)
class Row:
    """One student in the summary. `changed` tells whether this run graded (or, dry, would grade) them."""

    student: str
    status: str
    earned: float = 0.0
    points: float = 0.0
    reason: str = ""
    mistakes: tuple[str, ...] = ()
    changed: bool = False


@dataclass(frozen=True)
class Summary:
    """What a run found, by student."""

    assignment: str
    tier: str
    rows: Sequence[Row] = field(default_factory=tuple)

    @property
    def needs_you(self) -> list[Row]:
        """Those that a person has to look at before they have a grade."""
        return [row for row in self.rows if row.status == "needs you"]


Progress = Callable[[int, int, Row], None]


def grade(
    course: Course,
    assignment: str,
    students: Iterable[str] | None = None,
    *,
    workers: int | None = None,
    unsafe: bool = False,
    progress: Progress | None = None,
    dry_run: bool = False,
    regrade: bool = False,
    open_executor: OpenExecutor | None = None,
) -> Summary:
    """Grade what is new among the submissions of an assignment, or all of it again with `regrade`.

    Args:
        students: only these.
        workers: processes; as many as there are cores unless given.
        unsafe: grade without a sandbox where there is none; every grade is stamped "unisolated".
        progress: called after each submission with the number done, the number to do, and its row.
        dry_run: run nothing and grade nothing; the summary says what would be graded.
        open_executor: opens the `concurrent.futures` executor to use instead of local processes.

    Raises:
        NoSandbox: there is no sandbox and `unsafe` was not given; nothing was run.
        CourseError: the assignment is not there, or another run is at work.
    """
    release = read_release(course, assignment)
    sandbox = None if dry_run else find_sandbox(assignment, unsafe)
    run = Run(course, assignment, unit_hash(course, exercises.unit(assignment)), sandbox)
    if sandbox is None:
        return Summary(assignment, "", run.look(students, regrade))
    with only_one(course.build / "grade.lock"):
        rows = {row.student: row for row in run.look(students, regrade)}
        todo = [name for name, row in rows.items() if row.changed]
        count = max(1, min(workers or cores(), len(todo)))
        with Recorder(course, assignment, release) as recorder:
            tasks = run.tasks(todo, sandbox)
            results = run_all(grade_one, tasks, open_executor or local_workers(count), 2 * count, ungraded)
            for done, graded in enumerate(results, 1):
                row = rows[graded.record["student"]] = save(recorder, graded)
                if progress is not None:
                    progress(done, len(tasks), row)
        write_pages(course, assignment, [name for name, row in rows.items() if row.status != "missing"], todo)
    return Summary(assignment, sandbox.tier, list(rows.values()))


@dataclass(frozen=True)
class Run:
    """What a submission's record is compared with: the unit's hash, and the sandbox of this run, if any."""

    course: Course
    assignment: str
    unit: str
    sandbox: Sandbox | None

    def look(self, students: Iterable[str] | None, regrade: bool) -> list[Row]:
        """The rows as far as they are known before the run, `changed` where there is something to grade."""
        known = gradebook.known(self.course, self.assignment)
        handed_in = submission.students(self.course, self.assignment)
        names = {*handed_in, *known.students} if students is None else set(students)
        return [self._row(name, regrade or name not in known.recorded) for name in sorted(names)]

    def tasks(self, students: Iterable[str], sandbox: Sandbox) -> list[Task]:
        """What the workers are given."""
        key = course_key(self.course)
        return [
            Task(self.course, name, self.assignment, key, self.unit, sandbox.open_box) for name in students
        ]

    def _row(self, student: str, changed: bool) -> Row:
        if why := submission.unfit(student):
            return Row(pages.printable(student)[: submission.LONGEST_NAME], "needs you", reason=why)
        if not os.path.lexists(self.course.submission(student, self.assignment)):
            return Row(student, "missing", reason="Nothing was handed in.")
        record = read_record(self.course, student, self.assignment)
        if record is None:
            return Row(student, "new", changed=True)
        return row(record, changed or not self._is_current(student, record))

    def _is_current(self, student: str, record: Record) -> bool:
        """Whether the record is of this file, unit and key, and boxed if that is possible now."""
        try:
            found = submission.open_submission(self.course, student, self.assignment)
            same = (found.sha256, found.timestamp) == (record.get("submission"), record.get("timestamp"))
        except submission.Unreadable as error:
            same = str(error) == record.get("reason")
        isolated_now = self.sandbox is not None and self.sandbox.tier != UNISOLATED
        return (
            same
            and record.get("unit") == self.unit
            and self.course.key.exists()
            and record.get("key") == key_id(course_key(self.course))
            and not (isolated_now and record.get("tier") == UNISOLATED)
            and autograded_notebook(self.course, student, self.assignment).exists()
        )


def save(recorder: Recorder, graded: Graded) -> Row:
    """Hand it to the recorder."""
    recorder.save(graded.record, graded.notebook)
    return row(graded.record, changed=True)


def row(record: Record, changed: bool) -> Row:
    """The row of a record."""
    found = [
        each["misconception"] for verdict in record["verdicts"] for each in (verdict, *verdict["outputs"])
    ]
    return Row(
        record["student"],
        record["status"],
        record["earned"],
        record["points"],
        "; ".join(filter(None, _why(record))),
        tuple(dict.fromkeys(filter(None, found))),
        changed,
    )


def _why(record: Record) -> Iterator[str]:
    """Why points may be missing, beside the mistakes."""
    yield record["reason"]
    yield from dict.fromkeys(record["stopped"])
    untouched = sum(verdict["status"] == "not attempted" for verdict in record["verdicts"])
    if untouched:
        yield f"{untouched} not attempted"


def write_pages(course: Course, assignment: str, students: Iterable[str], changed: Collection[str]) -> None:
    """The feedback pages of those who were graded now, who have none yet, or whom a person graded by hand."""
    by_hand = hand_grades(course, assignment)
    for student in students:
        path = course.feedback_page(student, assignment)
        record = read_record(course, student, assignment)
        if record is None or (path.exists() and student not in changed and student not in by_hand):
            continue
        notebook = read_notebook(course, student, assignment)
        text = page(exercises.unit(assignment), record, notebook, by_hand.get(student, {}))
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            pages.write(path, text)
