"""What a grading run found, by student, and what a dry run would change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.gradebook.hand_grades import HandGrade, earned
from autograder.gradebook.penalties import Lateness
from autograder.gradebook.records import Record
from autograder.judging.causes import named

ATTENTION = ("needs you", "stopped", "mended", "graded", "by hand", "missing")
"""Statuses, in the order in which a person should look at them; what needed you and had you is "by hand"."""

FIRST, ASKED = "first grading", "you asked for it"
"""Why somebody is graded of whom nothing has changed."""
UNLISTED = "new on the list of students"
"""Said of whoever hands something in without being on it, where others who are on it did not."""


@dataclass(frozen=True)
class Change:
    """What a dry run found to change: the points of an exercise, with what a person gave by hand, or what is
    taken off for being late."""

    exercise: str
    before: float
    after: float


@dataclass(frozen=True)
class Row:
    """One student in the summary. `changed` tells whether this run graded (or, dry, would grade) them.

    Attributes:
        reason: what costs points, beside the mistakes; why a person is needed.
        why: why they are graded in this run; empty when nothing is new.
        before: in a dry run, the points that count now; None where nothing was graded yet.
        changes: in a dry run, the exercises whose points would change.
        penalty: in a dry run, what is taken off for being late, where that would change.
        because: why they were stopped, or need a person, in few words: the same for many.
    """

    student: str
    status: str
    earned: float = 0.0
    points: float = 0.0
    reason: str = ""
    mistakes: tuple[str, ...] = ()
    changed: bool = False
    why: tuple[str, ...] = ()
    before: float | None = None
    changes: tuple[Change, ...] = ()
    penalty: Change | None = None
    because: tuple[str, ...] = ()

    @property
    def score_changes(self) -> bool:
        """In a dry run: whether other points would count than now."""
        return self.changed and (self.earned != self.before or self.penalty is not None)


Progress = Callable[[int, int, Row], None]
"""Called after each submission with the number done, the number to do, and its row."""


@dataclass(frozen=True)
class Summary:
    """What a run found, by student; `dry` when it has written nothing.

    Attributes:
        waiting: those of whom a person has to grade something, a written answer for instance.
    """

    assignment: str
    tier: str
    rows: Sequence[Row] = field(default_factory=tuple)
    dry: bool = False
    waiting: Sequence[str] = ()

    @property
    def needs_you(self) -> list[Row]:
        """Those that a person has to look at before they have a grade."""
        return [row for row in self.rows if row.status == "needs you"]

    def with_penalties(self, taken_off: Mapping[str, float]) -> Summary:
        """The same, which says in each row what nbgrader has taken off for being late."""
        late = {student: f"late: {points:g} taken off" for student, points in taken_off.items()}
        rows = [
            replace(row, reason="; ".join(filter(None, [row.reason, late.get(row.student)])))
            for row in self.rows
        ]
        return replace(self, rows=rows)

    @property
    def by_attention(self) -> list[Row]:
        """The rows, first those that a person should look at; what is unchanged comes last among its like."""
        order = {status: number for number, status in enumerate(ATTENTION)}
        return sorted(self.rows, key=lambda row: (order.get(row.status, 0), not row.changed, row.student))


def row(record: Record, why: Sequence[str], hand: Mapping[str, HandGrade]) -> Row:
    """The row of a record, with the points that count; `why` it is graded in this run."""
    found = [
        each["misconception"] for verdict in record["verdicts"] for each in (verdict, *verdict["outputs"])
    ]
    return Row(
        record["student"],
        record["status"],
        counting(record, hand),
        record["points"],
        "; ".join(filter(None, [*_reasons(record), *(UNLISTED for each in why if each == UNLISTED)])),
        tuple(dict.fromkeys(filter(None, found))),
        bool(why),
        tuple(why),
        because=tuple(dict.fromkeys(_short(text) for text in (record["reason"], *record["stopped"]) if text)),
    )


def counting(record: Record, hand: Mapping[str, HandGrade]) -> float:
    """The points of what is graded automatically, with what a person gave for it."""
    auto = {verdict["exercise"]: verdict["earned"] for verdict in record["verdicts"]}
    return record["earned"] + sum(earned(auto[id], hand.get(id)) - auto[id] for id in auto)


def compared(
    new: Row, before: Record | None, now: Record, hand: Mapping[str, HandGrade], lateness: Lateness
) -> Row:
    """The row of a dry run: the points that count, `before` and now, and where they differ."""
    student = now["student"]
    late = Change("late", lateness.now(student), lateness.then(now, hand))
    new = replace(new, penalty=late if late.before != late.after else None)
    found = {verdict["exercise"]: verdict["earned"] for verdict in now["verdicts"]}
    old = {verdict["exercise"]: verdict["earned"] for verdict in before["verdicts"]} if before else {}
    changes = [
        Change(each, earned(old.get(each, 0.0), hand.get(each)), earned(found.get(each, 0.0), hand.get(each)))
        for each in dict.fromkeys([*found, *old])
    ]
    if before is None:
        return replace(new, earned=sum((each.after for each in changes), 0.0))
    return replace(
        new,
        earned=sum((each.after for each in changes), 0.0),
        before=sum((each.before for each in changes), 0.0),
        changes=tuple(each for each in changes if each.before != each.after),
    )


def _short(reason: str) -> str:
    """A reason without what differs from student to student.

    >>> _short("time limit: a call took 10 s"), _short('"a.ipynb" is empty (0 bytes).')
    ('time limit', 'is empty')
    """
    words = re.sub(r'"[^"]*"|\([^)]*\)', "", reason.partition(": ")[0].partition(". ")[0])
    return re.sub(r"\s+", " ", words).strip(" .;")


def _reasons(record: Record) -> Iterator[str]:
    """Why points may be missing, beside the mistakes."""
    yield record["reason"]
    yield from dict.fromkeys(record["stopped"])
    untouched = sum(verdict["status"] == "not attempted" for verdict in record["verdicts"])
    if untouched:
        yield f"{untouched} not attempted"
    unknown = [verdict["exercise"] for verdict in record["verdicts"] if _no_known_mistake(verdict)]
    if unknown:
        more = f" and {len(unknown) - 2} more" if len(unknown) > 2 else ""
        yield f"wrong: {', '.join(unknown[:2])}{more}"
    if lacking := named(verdict["says"] for verdict in record["verdicts"]):
        yield f"not there: {', '.join(lacking)}"


def _no_known_mistake(verdict: dict[str, Any]) -> bool:
    """Whether points are missing in an answer that was tried, and no mistake that is known gives the same."""
    named = [verdict["misconception"], *(output["misconception"] for output in verdict["outputs"])]
    return verdict["status"] in ("wrong", "partly right") and not any(named)
