"""The class report: what a class understood, as plain data, as one HTML page and as a table."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat

from autograder import files
from autograder.course import Course
from autograder.errors import CourseError
from autograder.exercises import unit
from autograder.gradebook.hand_grades import hand_grades
from autograder.gradebook.known import known
from autograder.gradebook.records import Record, read_records
from autograder.gradebook.standing import as_it_stands
from autograder.intake import submission
from autograder.intake.skeleton import read_release
from autograder.pages.items import Item, checked_items, misconceptions, mistakes, teach_again, written_items
from autograder.pages.render import render
from autograder.pages.statistics import histogram, quartiles
from autograder.printable import points, printable
from autograder.sections import title

STATUSES = ("graded", "mended", "stopped", "needs you", "by hand", "missing")
TEACH = 3
"""As many paragraphs as one lesson can take up again."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula; some read the wide signs of East Asian fonts too."""


@dataclass(frozen=True)
class Report:
    """Where the report was written."""

    html: Path
    csv: Path


def write_report(course: Course, assignment: str) -> Report:
    """Write `build/reports/ASSIGNMENT.html` and `.csv` from the records and the gradebook.

    Raises:
        CourseError: nothing of this assignment has been graded yet, or there is no such assignment.
    """
    data = report_data(course, assignment)
    html, table = (course.reports / f"{assignment}.{kind}" for kind in ("html", "csv"))
    links = {
        "notebook": _link(course.released_notebook(assignment), course.reports),
        "table": quote(table.name),
        "pages": {
            student["id"]: _link(page, course.reports)
            for student in data["students"]
            if (page := course.feedback_page(student["id"], assignment)).exists()
        },
    }
    files.renew(html, render("report.html", report=data, links=links))
    files.renew(table, as_csv(data))
    return Report(html, table)


def report_data(course: Course, assignment: str) -> dict[str, Any]:
    """Everything that the report says, as plain data for `json.dumps`.

    Statistics are of the submissions that could be graded, and of what is graded automatically; a written
    answer has its own row. A score that was changed by hand counts as changed.
    """
    of_unit = unit(assignment)
    in_the_book = known(course, assignment)
    on_the_list = in_the_book.students
    records = [as_it_stands(course, each, in_the_book) for each in _records(course, assignment, on_the_list)]
    hand = hand_grades(course, assignment)
    released = course.released_notebook(assignment).exists()
    notebook = read_release(course, assignment) if released else nbformat.v4.new_notebook()
    graded = [record for record in records if record["verdicts"]]
    items = checked_items(of_unit, graded, hand, notebook)
    written = written_items(graded, hand, notebook)
    totals = [sum(item.earned.get(record["student"], 0.0) for item in items) for record in graded]
    misunderstood = misconceptions(of_unit, graded, notebook)
    students = [_student(record, items, written) for record in records]
    students += [_absent(id, [*items, *written]) for id in _missing(course, assignment, on_the_list, records)]
    return {
        "assignment": assignment,
        "title": title(notebook, assignment),
        "time": max((record["time"] for record in records), default=""),
        "points": of_unit.points,
        "written_points": sum(item.points for item in written),
        "statuses": {s: sum(student["status"] == s for student in students) for s in STATUSES},
        "unisolated": sum(record["tier"] == "unisolated" for record in graded),
        "scores": _scores(totals, of_unit.points),
        "items": [item.summary(graded, totals) for item in [*items, *written]],
        "misconceptions": misunderstood,
        "teach": teach_again(misunderstood)[:TEACH],
        "students": sorted(students, key=lambda student: student["id"]),
    }


def _records(course: Course, assignment: str, on_the_list: Collection[str]) -> list[Record]:
    records = still_here(course, assignment, on_the_list)
    if not records:
        raise CourseError(
            f"Nothing of {assignment} has been graded yet: grade it with refold grade {assignment}."
        )
    return records


def still_here(course: Course, assignment: str, on_the_list: Collection[str]) -> list[Record]:
    """What grading found, by student; not of those who left: on no list, and with nothing handed in."""
    return [
        record
        for record in read_records(course, assignment)
        if not on_the_list
        or record["student"] in on_the_list
        or submission.handed_in(course, record["student"], assignment)
    ]


def _missing(
    course: Course, assignment: str, on_the_list: Collection[str], records: Sequence[Record]
) -> list[str]:
    """Those on the list of students of whom there is nothing, neither graded nor waiting to be."""
    without = set(on_the_list) - {record["student"] for record in records}
    return [id for id in without if not submission.handed_in(course, id, assignment)]


def _scores(totals: Sequence[float], points: float) -> dict[str, Any]:
    """The distribution; every figure is None where nobody could be graded."""
    low, median, high = quartiles(totals) if totals else (None, None, None)
    return {
        "count": len(totals),
        "mean": sum(totals) / len(totals) if totals else None,
        "quartiles": [low, median, high],
        "histogram": [asdict(bin) for bin in histogram(totals, points)],
    }


def _student(record: dict[str, Any], items: Sequence[Item], written: Sequence[Item]) -> dict[str, Any]:
    """One row of the table; points are None where nothing could be graded, or a hand grade is waited for."""
    id = record["student"]
    points = {item.id: item.earned.get(id) for item in [*items, *written]}
    given = [value for value in points.values() if value is not None]
    return {
        "id": id,
        "status": record["status"],
        "total": sum(given) if given else None,
        "points": points,
        "misconceptions": [f"{exercise}: {name}" for exercise, name in mistakes(record["verdicts"])],
        "mended": record["mended"],
        "reason": "; ".join(dict.fromkeys(filter(None, [record["reason"], *record["stopped"]]))),
    }


def _absent(id: str, items: Sequence[Item]) -> dict[str, Any]:
    """The row of somebody on the list of whom there is nothing."""
    return {
        "id": id,
        "status": "missing",
        "total": None,
        "points": {item.id: None for item in items},
        "misconceptions": [],
        "mended": [],
        "reason": submission.NOTHING,
    }


def as_csv(report: dict[str, Any]) -> str:
    """One row a student, safe to open in a spreadsheet."""
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    ids = [item["id"] for item in report["items"]]
    writer.writerow(["student", "status", "total", *ids, "misconceptions", "mended", "reason"])
    for student in report["students"]:
        texts = ["; ".join(student["misconceptions"]), "; ".join(student["mended"]), student["reason"]]
        numbers = [student["total"], *(student["points"][id] for id in ids)]
        writer.writerow(
            [
                no_formula(student["id"]),
                student["status"],
                *("" if number is None else points(number) for number in numbers),
                *map(no_formula, texts),
            ]
        )
    return table.getvalue()


def no_formula(text: str) -> str:
    """Text that a spreadsheet shows as it stands, instead of computing or fetching what it says.

    >>> no_formula("=HYPERLINK(1)"), no_formula("ada")
    ("'=HYPERLINK(1)", 'ada')
    """
    text = printable(text)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _link(path: Path, start: Path) -> str:
    return quote(Path(os.path.relpath(path, start)).as_posix(), errors="surrogateescape")
