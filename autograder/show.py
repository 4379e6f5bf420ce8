"""What a grading run found, on a terminal. Students' texts are shown as they are, never read as markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich import progress
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from autograder.course import Course
from autograder.grade import Progress
from autograder.pages import printable
from autograder.report import Report
from autograder.summary import Row, Summary

MANY = 60
"""In a larger class only those are listed whom a person should look at; the rest is counted."""


WIDEST_NAME = 30
"""Columns of a terminal that a student's id may take from the others."""


@contextmanager
def progress_bar(console: Console, assignment: str) -> Iterator[Progress]:
    """A bar with the number done and an estimate of the time left; gives what to call after each one."""
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
        progress.TextColumn("left"),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=console) as bar:
        task = bar.add_task(f"grading {assignment}", total=None)

        def report(done: int, total: int, row: Row) -> None:
            bar.update(task, completed=done, total=total)

        yield report
        if bar.tasks[0].total is None:
            bar.update(task, visible=False)


def table(summary: Summary) -> Table:
    """One row a student: points, status, the named mistakes, and the reason when there is one."""
    rows: Sequence[Row] = summary.rows
    if len(rows) > MANY:
        rows = [row for row in rows if row.status in ("needs you", "stopped")]
    points = Column("points", justify="right", no_wrap=True)
    shown = Table(
        Column("student", no_wrap=True, max_width=WIDEST_NAME),
        points,
        "status",
        "what was found",
        box=None,
        pad_edge=False,
    )
    for row in rows:
        found = "; ".join([*row.mistakes, *([row.reason] if row.reason else [])])
        graded = row.status not in ("needs you", "missing", "new")
        earned = f"{row.earned:g}/{row.points:g}" if graded else "-"
        shown.add_row(plain(row.student), earned, row.status, plain(found))
    return shown


def counts(summary: Summary) -> str:
    """How many were graded, mended, stopped, need a person, or are unchanged, in one sentence."""
    new = Counter(row.status for row in summary.rows if row.changed)
    unchanged = sum(not row.changed for row in summary.rows)
    parts = [f"{count} {status}" for status, count in sorted(new.items())]
    return ", ".join([*parts, *([f"{unchanged} unchanged"] if unchanged else [])]) or "no submissions"


def next_step(course: Course, summary: Summary) -> str:
    """One line on what to do now."""
    if summary.needs_you:
        names = ", ".join(printable(row.student) for row in summary.needs_you[:5])
        more = f" and {len(summary.needs_you) - 5} more" if len(summary.needs_you) > 5 else ""
        return f"Next: {names}{more} could not be graded; ask for a new file, or grade by hand (Formgrader)."
    report = course.reports / f"{summary.assignment}.html"
    return f"Next: grade the written answers (`make lab`, Formgrader), and read {report}."


def where_to_look(course: Course, summary: Summary, report: Report) -> str:
    """The places that a newcomer should open, relative to where they are."""
    page = course.feedback_page(summary.rows[0].student, summary.assignment)
    return (
        f"\nLook at\n  the class report        {here(report.html)}\n"
        f"  a student's feedback    {here(page)}\n"
        f"  the grades              make lab, then Nbgrader > Formgrader: the written answers wait there\n"
        f"  the students' notebook  {here(course.released_notebook(summary.assignment))}"
    )


def here(path: Path) -> Path:
    """The path from the working directory, when it is below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def plain(text: str) -> Text:
    """A student's text, with nothing in it that steers a terminal."""
    return Text(printable(text))
