"""What a grading run found, on a terminal. Students' texts are shown as they are, never read as markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, JustifyMethod
from rich.table import Column, Table
from rich.text import Text

from autograder.command.lookup import some
from autograder.course import Course
from autograder.grading.summary import ASKED, ATTENTION, FIRST, UNLISTED, Row, Summary
from autograder.intake.astray import astray
from autograder.pages.report import Report
from autograder.printable import printable

MANY = 40
"""Students that are listed; of a larger class those whom a person should look at first."""
WIDEST_NAME = 30
"""Columns of a terminal that a student's id may take from the others."""
MOST_REASONS = 3


def show(console: Console, course: Course, summary: Summary) -> None:
    """What a run ends with: the students, how many of each status and why, and what to do next."""
    shown, left = listed(summary)
    if shown:
        console.print(changes(shown) if summary.dry else students(shown))
        if left:
            others = ", ".join(f"{count} {status}" for status, count in left.items())
            where = "" if summary.dry else f" ({here(course.reports / summary.assignment)}.csv lists all)"
            console.print(f"and {others}{where}", soft_wrap=True)
        console.print()
    console.print(
        f"{summary.assignment}: {len(summary.rows)} {'student' if len(summary.rows) == 1 else 'students'}"
    )
    console.print(statuses(summary))
    console.print()
    if again := graded_again(summary):
        console.print(again, soft_wrap=True)
    if found := astray(course, summary.assignment):
        console.print(
            f"Passed over: {some(found, 3)} in {here(course.submitted)}, for which nobody is graded. "
            f"A submission is expected as STUDENT/{summary.assignment}/{summary.assignment}.ipynb there.",
            soft_wrap=True,
        )
    console.print(next_step(course, summary), soft_wrap=True)


def listed(summary: Summary) -> tuple[list[Row], dict[str, int]]:
    """The rows to list, first those that a person should look at, and how many others there are of each kind.

    Of a dry run, and of a large class, what is unchanged is only counted.
    """
    rows = summary.by_attention
    if summary.dry or len(rows) > MANY:
        rows = [row for row in rows if row.changed or row.status in ("needs you", "stopped")]
    if summary.dry:
        rows = [row for row in rows if row.changed or row.status == "needs you"]
        rows.sort(key=lambda row: (not row.score_changes, row.status != "needs you", row.student))
    left = Counter(kind(row) for row in summary.rows)
    left.subtract(kind(row) for row in rows[:MANY])
    return rows[:MANY], {status: left[status] for status in (*ATTENTION, "unchanged") if left[status]}


def kind(row: Row) -> str:
    """Under what a student is counted."""
    return row.status if row.changed or row.status in ("needs you", "missing") else "unchanged"


def students(rows: Iterable[Row]) -> Table:
    """One row a student: points, status, the named mistakes, and the reason when there is one."""
    shown = _table("points", "status", "what was found")
    for row in rows:
        found = "; ".join([*row.mistakes, *([row.reason] if row.reason else [])])
        graded = row.status not in ("needs you", "missing", "new", "by hand")
        earned = f"{row.earned:g}/{row.points:g}" if graded else "-"
        shown.add_row(plain(row.student), earned, row.status, plain(found))
    return shown


def changes(rows: Iterable[Row]) -> Table:
    """One row for everyone whom a run would grade: the points now and then, the exercises, and why."""
    shown = _table("now", "then", "what would change", "why")
    for row in rows:
        found = [f"{each.exercise} {each.before:g} to {each.after:g}" for each in row.changes]
        if row.status == "needs you":
            found = [f"needs you: {row.reason}"]
        new = row.before is None
        if new and row.status != "needs you":
            found = ["not graded yet"]
        if row.penalty:
            found.append(f"late penalty {row.penalty.before:g} to {row.penalty.after:g}")
        shown.add_row(
            plain(row.student),
            "-" if new else f"{row.before:g}",
            "-" if new and row.status == "needs you" else f"{row.earned:g}/{row.points:g}",
            plain("; ".join(found) or "nothing"),
            plain("; ".join(row.why)),
        )
    return shown


def _table(*columns: str) -> Table:
    """Points and statuses are never cut, a long name is; texts share the width that is left, whole."""
    short: dict[str, JustifyMethod] = {"points": "right", "now": "right", "then": "right", "status": "left"}
    others = [
        Column(name, justify=short[name], no_wrap=True) if name in short else Column(name, overflow="fold")
        for name in columns
    ]
    return Table(Column("student", no_wrap=True, max_width=WIDEST_NAME), *others, box=None, pad_edge=False)


def statuses(summary: Summary) -> Table:
    """How many were graded, mended, stopped, need a person, or are unchanged, and why."""
    found = Counter(kind(row) for row in summary.rows)
    shown = Table(Column("", no_wrap=True), Column("", justify="right"), "", box=None, show_header=False)
    for status in filter(found.get, (*ATTENTION, "unchanged")):
        said = Counter(why for row in summary.rows if kind(row) == status for why in row.because)
        whys = [
            f"{why} ({count})" if found[status] > 1 else why for why, count in said.most_common(MOST_REASONS)
        ]
        if status in ("needs you", "stopped"):
            left = len(said) - MOST_REASONS
            more = [f"{left} more reason{'s' * (left > 1)}"] if left > 0 else []
            shown.add_row(status, str(found[status]), plain("; ".join([*whys, *more])))
        elif status == "missing" and len(summary.rows) > MANY:  # who are not listed above
            absent = [row.student for row in summary.rows if row.status == status]
            shown.add_row(status, str(found[status]), plain(some(absent)))
        else:
            shown.add_row(status, str(found[status]), "")
    if summary.dry:
        changing = sum(row.score_changes for row in summary.rows)
        shown.add_row("points change", str(changing), "")
    return shown


def graded_again(summary: Summary) -> str:
    """Why those were graded again who had been graded before; a dry run says it of each."""
    whys = Counter(why for row in summary.rows for why in row.why if why not in (FIRST, ASKED, UNLISTED))
    if summary.dry or not whys:
        return ""
    return f"Graded again: {'; '.join(f'{why} ({count})' for why, count in whys.most_common())}."


def next_step(course: Course, summary: Summary) -> str:
    """What to do now: a line, or two where somebody could not be graded."""
    if summary.dry:
        again = "the same command without --dry-run records it."
        new = any(row.changed for row in summary.rows)
        then = f"nothing was written; {again if new else 'there is nothing new to grade.'}"
    else:
        report = here(course.reports / f"{summary.assignment}.html")
        nothing = (row.student for row in summary.rows if row.status in ("needs you", "missing"))
        waiting = len(set(summary.waiting).difference(nothing))
        whose = f"{waiting} {'student' if waiting == 1 else 'students'}"
        written = f"grade the written answers of {whose} (`make lab`, Formgrader), and " if waiting else ""
        then = f"{written}read {report}."
    if summary.needs_you:
        names = ", ".join(plain(row.student).plain[:WIDEST_NAME] for row in summary.needs_you[:5])
        more = f" and {len(summary.needs_you) - 5} more" if len(summary.needs_you) > 5 else ""
        do = "mend what the reason says, ask for a new file, or grade by hand (Formgrader)"
        first = f"{names}{more} could not be graded: {do}."
        return f"Next: {first}\nThen: {then}"
    return f"Next: {then}"


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
    """A student's text on one line, with nothing in it that steers a terminal."""
    return Text(" ".join(printable(text).split()))
