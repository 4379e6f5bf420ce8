"""Grades a class: only what is new, on all cores, into nbgrader's gradebook."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import exercises, files
from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook.hand_grades import hand_grades
from autograder.gradebook.held import Held, held
from autograder.gradebook.known import known
from autograder.gradebook.penalties import Lateness, late_penalties
from autograder.gradebook.records import (
    Record,
    autograded_notebook,
    read_notebook,
    read_record,
    sweep,
)
from autograder.grading.due import Due
from autograder.grading.fitting import refuse_misfits
from autograder.grading.grade_one import Graded, Task, grade_one, ungraded
from autograder.grading.lock import only_one, only_writer
from autograder.grading.provenance import unit_hash
from autograder.grading.summary import Progress, Row, Summary, compared, row
from autograder.grading.workers import OpenExecutor, cores, local_workers, run_all
from autograder.intake import submission
from autograder.intake.skeleton import read_release
from autograder.interrupts import one_step
from autograder.judging.key import course_key
from autograder.pages.feedback import BY_HAND, page
from autograder.pages.report import still_here, write_report
from autograder.sandbox.isolation import Sandbox, find_sandbox
from autograder.settings import limits_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.gradebook.recorder import Recorder
    from autograder.grading.cluster import Cluster

OpenRecorder = Callable[[], AbstractContextManager["Recorder | None"]]


def grade(
    course: Course,
    assignment: str,
    students: Iterable[str] | None = None,
    *,
    workers: int | None = None,
    unsafe: bool = False,
    sandbox: str | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
    regrade: bool = False,
    open_executor: OpenExecutor | None = None,
    cluster: Cluster | None = None,
) -> Summary:
    """Grade what is new among the submissions of an assignment, or all of it again with `regrade`.

    Args:
        students: only these.
        workers: processes; as many as there are cores unless given.
        sandbox: the tier to grade in; the best that holds here unless given.
        unsafe: grade without a sandbox where there is none; every grade is stamped "unisolated".
        progress: called after each submission with the number done, the number to do, and its row.
        dry_run: judge, but write nothing at all; the summary says whose points would change, and why.
        open_executor: opens the `concurrent.futures` executor to use instead of local processes.
        cluster: judge on its workers, in the sandboxes that they have; this machine needs none.

    Raises:
        NoSandbox: there is no sandbox and `unsafe` was not given; nothing was run.
        CourseError: the assignment is not there, or another run is at work.
    """
    release = read_release(course, assignment)
    refuse_misfits(release, exercises.unit(assignment))
    find = cluster.find_sandbox if cluster else find_sandbox
    box = find(assignment, unsafe, sandbox, limits_of(course, assignment))
    if cluster:
        if workers:
            raise CourseError("--workers is of this machine's processes; a cluster has the workers it has.")
        workers, open_executor = cluster.workers, cluster.open_executor
    run = Run(course, assignment, box, workers, open_executor, progress)
    if dry_run:
        sys.dont_write_bytecode = True  # not even what Python makes of a late.py
        from autograder.gradebook.recorder import refuse_other_cells

        refuse_other_cells(course, assignment, release)
        key = course_key(course) if course.key.exists() else secrets.token_bytes(32)
        return run.summary(run.look(key, students, regrade), nullcontext)
    with only_one(course.build / "grade.lock"), only_writer(course):
        sweep(course, assignment)
        rows = run.look(course_key(course), students, regrade)
        summary = run.summary(rows, partial(_recorder, course, assignment, release))
        handed_in = [row.student for row in rows if row.status != "missing"]
        write_pages(course, assignment, handed_in)
        there = known(course, assignment)
        if still_here(course, assignment, there.students):
            write_report(course, assignment)
    return replace(summary, waiting=sorted(there.waiting)).with_penalties(late_penalties(course, assignment))


def _recorder(course: Course, assignment: str, release: NotebookNode) -> Recorder:
    from autograder.gradebook.recorder import Recorder  # takes most of a second

    return Recorder(course, assignment, release)


class Run:
    """One run over a class: looks who is due, has them judged, and hands what was found on."""

    def __init__(
        self,
        course: Course,
        assignment: str,
        sandbox: Sandbox,
        workers: int | None,
        open_executor: OpenExecutor | None,
        progress: Progress | None,
    ) -> None:
        self.course, self.assignment, self.sandbox = course, assignment, sandbox
        self.unit = unit_hash(course, exercises.unit(assignment), sandbox.limits)
        self.workers, self.open_executor, self.progress = workers or cores(), open_executor, progress

    @one_step()
    def look(self, key: bytes, students: Iterable[str] | None, regrade: bool) -> list[Row]:
        """The rows as far as they are known before anything is judged."""
        self.key, self.hand = key, hand_grades(self.course, self.assignment)
        self.held = held(self.course, self.assignment)
        self.lateness = Lateness(self.course, self.assignment)
        due = Due(
            self.course,
            self.assignment,
            self.unit,
            self.sandbox.tier,
            key,
            self.held,
            self.lateness,
            self.sandbox.limits.submission,
        )
        return due.rows(students, regrade, self.hand)

    def summary(self, rows: Iterable[Row], open_recorder: OpenRecorder) -> Summary:
        """Judge what is due, and record it; without a recorder only compare it with what is recorded.

        The recorder is opened, which takes a second, when workers have begun.
        """
        found = {row.student: row for row in rows}
        due = [row for row in found.values() if row.changed]
        with (
            self._warm_process(due) as begin,
            closing(self._judged(due, begin)) as judged,
            open_recorder() as recorder,  # whose error stops those
        ):
            for done, graded in enumerate(judged, 1):
                record = graded.record
                student = record["student"]
                hand = self.hand.get(student, {})
                new = row(record, found[student].why, hand)
                if recorder is not None:
                    recorder.save(graded)
                else:
                    new = compared(new, self._before(record), record, hand, self.lateness)
                found[student] = new
                if self.progress is not None:
                    self.progress(done, len(due), new)
        return Summary(self.assignment, self.sandbox.tier, list(found.values()), dry=recorder is None)

    def _before(self, record: Record) -> Record | None:
        """What a record stands for that is to be replaced: its points are those that the gradebook has."""
        student = record["student"]
        before = read_record(self.course, student, self.assignment)
        if before is None and student in self.held:
            before = record  # build/ has none
        return before and self.held.get(student, Held()).points_in(before)

    def _warm_process(self, due: Collection[Row]) -> AbstractContextManager[Callable[[], None] | None]:
        """For workers of this machine, if anything is due; others see to theirs."""
        if self.open_executor or not due:
            return nullcontext()
        return self.sandbox.warm_process(self._count(due), files=self.course.released / self.assignment)

    def _count(self, due: Collection[Row]) -> int:
        """As many workers as can have something to do."""
        return max(1, min(self.workers, len(due)))

    def _judged(self, due: Collection[Row], begin: Callable[[], None] | None) -> Generator[Graded]:
        count, box = self._count(due), self.sandbox
        tasks = [
            Task(self.course, row.student, self.assignment, self.key, self.unit, box.open_box, box.limits)
            for row in due
        ]
        open_executor = self.open_executor or local_workers(count, begin)
        return run_all(grade_one, tasks, open_executor, 2 * count, ungraded)


@one_step()
def write_pages(course: Course, assignment: str, students: Iterable[str]) -> None:
    """The feedback pages of those whose record is newer than the page, who were late, or whom a person graded
    by hand, or had graded: what was deleted in Formgrader leaves the page, too."""
    by_hand, penalties = hand_grades(course, assignment), late_penalties(course, assignment)
    for student in students:
        path = course.feedback_page(student, assignment)
        record = read_record(course, student, assignment)
        if record is None:
            continue
        for name, text in submission.exchange_files(course, student, assignment).items():
            for place in (path, autograded_notebook(course, student, assignment)):
                files.renew(place.with_name(name), text)
        if student not in by_hand.keys() | penalties.keys() and _is_current(
            path, course.record(student, assignment)
        ):
            continue
        notebook = read_notebook(course, student, assignment)
        given, penalty = by_hand.get(student, {}), penalties.get(student, 0.0)
        files.renew(path, page(exercises.unit(assignment), record, notebook, given, penalty))


def _is_current(path: Path, record: Path) -> bool:
    """Whether the page is there, is newer than its record, and shows nothing beside what the grader found."""
    newer = path.exists() and path.stat().st_mtime_ns >= record.stat().st_mtime_ns
    return newer and BY_HAND not in path.read_text(encoding="utf-8")
