"""A made-up class for the tests of what people see after grading: the same 30 students every time."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.course import Course
from autograder.exercise import Case, Exercise, Misconception, Unit, numbered
from autograder.verdict import OutputVerdict, Verdict

ASSIGNMENT = "01_flatten"
FORTRAN = "Right shape, wrong order: the last axis must vary fastest (C order), yours varies slowest."
JOINED = "The batch axis was joined too: every sample keeps a row of its own, so A has m rows."
#: id -> points, outputs, difficulty, ((misconception, sentence, anchor), ...)
EXERCISES = {
    "flatten_shapes": (2, ("m", "n"), -1.5, (("batch axis joined too", JOINED, "batch-axis"),)),
    "flat_index": (2, ("position",), -0.3, (("column-major order", FORTRAN, "row-major"),)),
    "flatten_forward": (3, ("A",), 0.0, (("column-major order", FORTRAN, "row-major"), ("batch axis joined too", JOINED, "batch-axis"))),
    "flatten_backward": (3, ("dX", "twice"), 0.5, (("gradient of the wrong shape", "dX must have the shape of X, which the cache remembers.", "no-such-anchor"),)),
    "flatten_layer": (6, ("A", "dX", "accuracy"), 1.0, (("cache shared between two layers", "Two layers share one cache: keep it on self, not on the class.", None),)),
}  # fmt: skip
PICTURE = {
    "output": "A",
    "case": "two 2 x 3 images",
    "expected": numbered(2, 6).tolist(),
    "got": numbered(2, 3, 2).transpose(0, 2, 1).reshape(2, 6).tolist(),
}


def _unit() -> Unit:
    def never(*args):
        raise AssertionError("feedback and report judge nothing")

    def exercise(id, points, outputs, difficulty, mistakes):
        known = [Misconception(name, never, says, anchor) for name, says, anchor in mistakes]
        return Exercise(id, points, never, never, [Case("one")], known)

    return Unit(ASSIGNMENT, [exercise(id, *what) for id, what in EXERCISES.items()])


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """An empty course whose unit 01_flatten is EXERCISES, with its released notebook."""
    for module in ("feedback", "report"):
        monkeypatch.setattr(f"autograder.{module}.unit", lambda name: _unit())
    course = Course(tmp_path)
    released = course.released_notebook(ASSIGNMENT)
    released.parent.mkdir(parents=True)
    nbformat.write(made_up_notebook(), released)
    return course


def made_up_notebook(code: str | None = None, written: str = "Write your answer here.", output: str = ""):
    """The skeleton of the unit; `code` is every answer, `written` the written one, `output` what cells printed."""
    cells = [
        new_markdown_cell(
            "# Flatten: unfold and fold back\n\nA layer that is nothing but a reshape.", id="start"
        ),
        new_markdown_cell(
            "## Where every element goes\n\nRow-major: the last axis varies fastest.", id="row-major"
        ),
        new_markdown_cell("## The batch axis stays\n\nEvery sample keeps its row.", id="batch-axis"),
    ]
    for number, id in enumerate(EXERCISES, 1):
        source = (
            code or f"def {id}(X):\n    # (m, *dims) -> (m, n)\n    return X.reshape(len(X), -1), X.shape"
        )
        outputs = [new_output("stream", name="stdout", text=output)] if output else []
        answer = {"nbgrader": {"grade_id": f"{id}-answer", "solution": True, "grade": False}}
        check = {"nbgrader": {"grade_id": id, "solution": False, "grade": True, "points": EXERCISES[id][0]}}
        cells += [
            new_markdown_cell(f"## {number}. Write `{id}`", id=f"{id}-task"),
            new_code_cell(source, id=f"{id}-answer", metadata=answer, outputs=outputs),
            new_code_cell(f'check("{id}", {id})', id=id, metadata=check),
        ]
    hand = {"nbgrader": {"grade_id": "why_backward", "solution": True, "grade": True, "points": 4}}
    cells += [
        new_markdown_cell("## 10. In your own words", id="words"),
        new_markdown_cell(written, id="why_backward", metadata=hand),
    ]
    return new_notebook(cells=cells)


def made_up_verdict(id: str, kind: str = "right", mistake: int = 0) -> Verdict:
    """A verdict of the unit: "right", "not attempted", "stopped", "wrong" (unrecognised), "partly right" or "named"."""
    points, names, _, mistakes = EXERCISES[id]
    share = points / len(names)
    if kind in ("right", "not attempted", "stopped"):
        won = float(points) if kind == "right" else 0.0
        outputs = tuple(OutputVerdict(name, share, won / len(names)) for name in names)
        says = {
            "right": "",
            "not attempted": "Not attempted yet.",
            "stopped": "time limit: a call took longer than 10 s.",
        }
        return Verdict(id, float(points), won, kind, says[kind], outputs=outputs, tried=12)
    name, says, _ = mistakes[mistake % len(mistakes)]
    if kind == "wrong":
        name, says = None, f"On “one sample”, {names[-1]}: expected shape (1, 10), got (10,)."
    wrong = OutputVerdict(names[-1], share, 0.0, says, name)
    outputs = (
        *(
            OutputVerdict(
                n,
                share,
                share if kind == "partly right" else 0.0,
                "" if kind == "partly right" else says,
                None if kind == "partly right" else name,
            )
            for n in names[:-1]
        ),
        wrong,
    )
    earned = float(sum(output.earned for output in outputs))
    status = "partly right" if earned else "wrong"
    picture = PICTURE if name == "column-major order" and id == "flatten_forward" else None
    return Verdict(id, float(points), earned, status, says, name, outputs, 12, picture)


def made_up_record(student: str, verdicts: list[Verdict], **changes) -> dict:
    return {
        "student": student,
        "assignment": ASSIGNMENT,
        "status": "graded",
        "reason": "",
        "mended": [],
        "stopped": [],
        "tier": "bubblewrap",
        "earned": sum(verdict.earned for verdict in verdicts),
        "points": float(sum(points for points, *_ in EXERCISES.values())),
        "verdicts": [verdict.to_json() for verdict in verdicts],
        "submission": hashlib.sha256(student.encode("utf-8", "replace")).hexdigest(),
        "unit": "5f0c",
        "key": "9a1b",
        "versions": {"refold": "0.1.0"},
        "time": "2026-11-21T09:30:00+00:00",
        **changes,
    }


def made_up_class(students: int = 30) -> list[dict]:
    """Records of a class with random abilities; the last two need a look when the class is large enough."""
    rng = np.random.default_rng(7)
    records = []
    for number in range(students):
        ability = rng.normal(0.4, 1.2)
        verdicts = []
        for id, (_, names, difficulty, _) in EXERCISES.items():
            kinds = ["named", "named", "wrong", "not attempted"] + ["partly right"] * (len(names) > 1)
            knows = rng.random() < 1 / (1 + np.exp(2 * (difficulty - ability)))
            kind = "right" if knows else str(rng.choice(kinds))
            verdicts.append(made_up_verdict(id, kind, int(rng.integers(2))))
        records.append(made_up_record(f"student{number:02}", verdicts))
    if students > 5:
        records[3].update(
            status="mended", mended=["We took your answer to flatten_forward from a cell without its id."]
        )
        records[4].update(
            status="stopped", stopped=["flatten_layer: time limit: one call took longer than 10 s."]
        )
        records[4]["verdicts"][-1] = made_up_verdict("flatten_layer", "stopped").to_json()
        records[-2].update(
            status="needs you",
            reason="The notebook is no valid JSON: it ends after 812 bytes.",
            verdicts=[],
            earned=0.0,
        )
        records[-1].update(status="missing", verdicts=[], earned=0.0)
    return records


def save(course: Course, records: list[dict]) -> None:
    for record in records:
        path = course.record(record["student"], ASSIGNMENT)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record), encoding="utf-8")
