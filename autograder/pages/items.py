"""Exercise by exercise across a class: what was earned, how well it separates, which mistakes were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from autograder.exercise import Unit
from autograder.gradebook.hand_grades import HandGrade, earned
from autograder.pages.statistics import SAME, facility, item_rest_correlation, reading
from autograder.sections import cell_id, is_written, sections

HandGrades = Mapping[str, Mapping[str, HandGrade]]
Record = dict[str, Any]


@dataclass
class Item:
    """One exercise, in the word of test theory: by student, the points earned and the verdict's status."""

    id: str
    section: str
    points: float
    written: bool = False
    earned: dict[str, float] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    unrecognised: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)

    def result(self, student: str) -> str:
        """full, part or none, by points; where nothing was earned, the reason for it."""
        if student not in self.earned:
            return "waiting"
        points = self.earned[student]
        if points > SAME:
            return "full" if points >= self.points - SAME else "part"
        status = self.status.get(student, "wrong")
        return status if status in ("not attempted", "stopped") else "none"

    def summary(self, graded: Sequence[Record], totals: Sequence[float]) -> dict[str, Any]:
        """The item's row in the report; `totals` are the automatically graded points of `graded`."""
        students = [record["student"] for record in graded]
        counts: dict[str, int] = dict.fromkeys(
            ("full", "part", "none", "not attempted", "stopped", "waiting"), 0
        )
        for student in students:
            counts[self.result(student)] += 1
        pairs = [
            (self.earned[s], total) for s, total in zip(students, totals, strict=True) if s in self.earned
        ]
        ours = [own for own, _ in pairs]
        # A written answer is not in the totals: they are its rest as they stand.
        whole = [total + own if self.written else total for own, total in pairs]
        unseen = counts["waiting"] if self.written else 0  # others wait to be graded again
        unread = counts["waiting"] and not any(counts[result] for result in ("full", "part", "none"))
        correlation = item_rest_correlation(ours, whole)
        return {
            "id": self.id,
            "section": self.section,
            "points": self.points,
            "written": self.written,
            "counts": counts,
            "to_look_at": unseen + len(self.again),
            "unrecognised": sum(s in self.unrecognised for s in students),
            "facility": None if unread else facility(ours, self.points),
            "discrimination": correlation,
            "reading": reading(correlation, len(ours)),
        }


def checked_items(
    unit: Unit, graded: Sequence[Record], hand: HandGrades, notebook: NotebookNode
) -> list[Item]:
    """The exercises that are judged automatically, in the order of the unit."""
    titles = sections(notebook)
    items = {e.id: Item(e.id, titles.get(e.id, ""), e.points) for e in unit.exercises}
    for record in graded:
        for verdict in record["verdicts"]:
            if (item := items.get(verdict["exercise"])) is not None:
                given = hand.get(record["student"], {}).get(item.id)
                item.earned[record["student"]] = earned(verdict["earned"], given)
                item.again |= {record["student"]} if given and given.again else set()
                item.status[record["student"]] = verdict["status"]
                if verdict["status"] in ("wrong", "partly right") and not mistakes([verdict]):
                    item.unrecognised.add(record["student"])
    return list(items.values())


def written_items(graded: Sequence[Record], hand: HandGrades, notebook: NotebookNode) -> list[Item]:
    """The answers that people grade; who has no grade yet is waiting."""
    titles = sections(notebook)
    items = []
    for cell in filter(is_written, notebook.cells):
        id = cell_id(cell)
        item = Item(id, titles[id], float(cell.metadata.nbgrader.get("points", 0)), written=True)
        for record in graded:
            given = hand.get(record["student"], {}).get(id)
            if given is not None and given.score is not None:
                item.earned[record["student"]] = earned(0.0, given)
                item.again |= {record["student"]} if given.again else set()
                item.status[record["student"]] = "not attempted" if given.untouched else "given"
        items.append(item)
    return items


def misconceptions(unit: Unit, graded: Sequence[Record], notebook: NotebookNode) -> list[dict[str, Any]]:
    """The recognised mistakes, the most common first, each with its sentence and its paragraph."""
    students: dict[tuple[str, str], list[str]] = defaultdict(list)
    says: dict[tuple[str, str], str] = {}
    for record in graded:
        for mistake, sentence in mistakes(record["verdicts"]).items():
            students[mistake].append(record["student"])
            says.setdefault(mistake, sentence)
    known = {(e.id, m.name): m for e in unit.exercises for m in e.misconceptions}
    titles = sections(notebook)
    found = []
    for mistake, who in sorted(students.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        exercise, name = mistake
        anchor = (known[mistake].anchor if mistake in known else None) or exercise
        found.append(
            {
                "exercise": exercise,
                "name": name,
                "count": len(who),
                "students": who,
                "says": known[mistake].says if mistake in known else says[mistake],
                "anchor": anchor if anchor in titles else exercise,
                "section": titles.get(anchor) or titles.get(exercise, ""),
            }
        )
    return found


def mistakes(verdicts: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """(exercise, name) -> sentence of each recognised mistake; one mistake may show in several outputs."""
    return {
        (verdict["exercise"], part["misconception"]): part["says"]
        for verdict in verdicts
        for part in [verdict, *verdict["outputs"]]
        if part["misconception"]
    }


def teach_again(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The paragraphs by how many students made a mistake that they teach, with those mistakes."""
    by_paragraph: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mistake in found:
        by_paragraph[mistake["anchor"]].append(mistake)
    paragraphs = [
        {
            "anchor": anchor,
            "section": same[0]["section"],
            "count": len({student for mistake in same for student in mistake["students"]}),
            "mistakes": same,
        }
        for anchor, same in by_paragraph.items()
    ]
    return sorted(paragraphs, key=lambda each: (-each["count"], -len(each["mistakes"])))
