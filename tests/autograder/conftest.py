"""A made-up class for the tests of what people see after grading: the same students every time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.building.build import build
from autograder.course import Course
from autograder.exercise import Case, Exercise, Misconception, Unit, numbered
from autograder.judging.verdict import OutputVerdict, Verdict

ASSIGNMENT = "01_flatten"
FORTRAN = ("column-major order", "The last axis must vary fastest, yours varies slowest.", "row-major")
JOINED = ("batch axis joined too", "Every sample keeps a row of its own.", "batch-axis")
LOST = ("gradient of the wrong shape", "dX must have the shape of X.", "no-such-anchor")
SHARED = ("cache shared between two layers", "Two layers share one cache: keep it on self.", None)
#: id -> points, outputs, difficulty, misconceptions
EXERCISES: dict[str, tuple[float, tuple[str, ...], float, tuple]] = {
    "flatten_shapes": (2, ("m", "n"), -1.5, (JOINED,)),
    "flat_index": (2, ("position",), -0.3, (FORTRAN,)),
    "flatten_forward": (3, ("A",), 0.0, (FORTRAN, JOINED)),
    "flatten_backward": (3, ("dX", "twice"), 0.5, (LOST,)),
    "flatten_layer": (6, ("A", "dX", "accuracy"), 1.0, (SHARED,)),
}
PICTURE = {
    "output": "A",
    "case": "two 2 x 3 images",
    "expected": numbered(2, 6).tolist(),
    "got": numbered(2, 2, 3).transpose(0, 2, 1).reshape(2, 6).tolist(),
}


@dataclass(frozen=True)
class MadeUp:
    """A course with one unit of five exercises and a written answer, and records of its students."""

    course: Course
    assignment: str = ASSIGNMENT

    def unit(self) -> Unit:
        def never(*args: Any) -> Any:
            raise AssertionError("feedback and report judge nothing")

        def exercise(id: str) -> Exercise:
            points, _, _, mistakes = EXERCISES[id]
            known = [Misconception(name, never, says, anchor) for name, says, anchor in mistakes]
            return Exercise(id, points, never, never, [Case("one")], known)

        return Unit(ASSIGNMENT, [exercise(id) for id in EXERCISES])

    def notebook(
        self, code: str = "", written: str = "Write here.", output: str = ""
    ) -> nbformat.NotebookNode:
        """The unit's cells; `code` is every answer, `output` what each cell printed."""
        cells = [
            new_markdown_cell("# Flatten: unfold and fold back\n\nNothing but a reshape.", id="start"),
            new_markdown_cell("## Where every element goes\n\nRow-major order.", id="row-major"),
            new_markdown_cell("## The batch axis stays\n\nEvery sample keeps its row.", id="batch-axis"),
        ]
        outputs = [new_output("stream", name="stdout", text=output)] if output else []
        for number, (id, (points, *_)) in enumerate(EXERCISES.items(), 1):
            answer = {"nbgrader": {"grade_id": f"{id}-answer", "solution": True, "grade": False}}
            check = {"nbgrader": {"grade_id": id, "solution": False, "grade": True, "points": points}}
            source = code or f"def {id}(X):\n    return X.reshape(len(X), -1), X.shape"
            cells += [
                new_markdown_cell(f"## {number}. Write `{id}`", id=f"{id}-task"),
                new_code_cell(source, id=f"{id}-answer", metadata=answer, outputs=outputs),
                new_code_cell(f'check("{id}", {id})', id=id, metadata=check),
            ]
        hand = {"nbgrader": {"grade_id": "why_backward", "solution": True, "grade": True, "points": 4}}
        cells += [new_markdown_cell("## 6. In your own words", id="words")]
        cells += [new_markdown_cell(written, id="why_backward", metadata=hand)]
        return new_notebook(cells=cells)

    def verdict(self, id: str, kind: str = "right", mistake: int = 0) -> Verdict:
        """`kind` is a status, or "named" for a wrong answer whose misconception was recognised."""
        points, names, _, mistakes = EXERCISES[id]
        share = points / len(names)
        if kind in ("right", "not attempted", "stopped"):
            won = share if kind == "right" else 0.0
            says = "" if kind == "right" else f"{id}: {kind}."
            outputs = tuple(OutputVerdict(name, share, won) for name in names)
            return Verdict(id, points, won * len(names), kind, says, outputs=outputs, tried=12)  # type: ignore[arg-type]
        name, says, _ = mistakes[mistake % len(mistakes)]
        if kind == "wrong":
            name, says = None, f"{names[-1]}: expected shape (1, 10)."
        lost = OutputVerdict(names[-1], share, 0.0, says, name)
        first = OutputVerdict(names[0], share, share) if kind == "partly right" else lost
        outputs = (first, *[lost] * (len(names) - 1))
        earned = sum(output.earned for output in outputs)
        picture = PICTURE if (id, name) == ("flatten_forward", FORTRAN[0]) else None
        return Verdict(
            id, points, earned, "partly right" if earned else "wrong", says, name, outputs, 12, picture
        )

    def record(self, student: str, *kinds: str, **changes: Any) -> dict[str, Any]:
        """A record whose verdicts are of these kinds, in the unit's order; none when no kind is given."""
        verdicts = [self.verdict(id, kind) for id, kind in zip(EXERCISES, kinds, strict=False)]
        return {
            "student": student,
            "assignment": ASSIGNMENT,
            "status": "graded" if kinds else "needs you",
            "reason": "",
            "mended": [],
            "stopped": [],
            "tier": "bubblewrap",
            "earned": sum(verdict.earned for verdict in verdicts),
            "points": 16.0,
            "verdicts": [verdict.to_json() for verdict in verdicts],
            "submission": "sha-of-the-file",
            "timestamp": None,
            "unit": "hash-of-the-unit",
            "key": "id-of-the-key",
            "versions": {"refold": "0.1.0"},
            "time": "2026-11-21T09:30:00+00:00",
            **changes,
        }

    def students(self, count: int = 30) -> list[dict[str, Any]]:
        """A class with random abilities; what is hard for one is hard for all."""
        rng = np.random.default_rng(7)
        records = []
        for number in range(count):
            ability, kinds = rng.normal(0.4, 1.2), []
            for _, names, difficulty, _ in EXERCISES.values():
                knows = rng.random() < 1 / (1 + np.exp(2 * (difficulty - ability)))
                wrong = ["named", "named", "wrong", "not attempted"] + ["partly right"] * (len(names) > 1)
                kinds.append("right" if knows else str(rng.choice(wrong)))
            records.append(self.record(f"student{number:02}", *kinds))
        return records

    def save(self, records: list[dict[str, Any]]) -> None:
        """Keep the records, and a file in the place of what was handed in, unless it is "" by the record."""
        for record in records:
            path = self.course.record(record["student"], ASSIGNMENT)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(record), encoding="utf-8")
            if record["submission"]:
                folder = self.course.submission(record["student"], ASSIGNMENT)
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{ASSIGNMENT}.ipynb").touch()


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    """A course without records, its unit in the place of the real one."""
    class_ = MadeUp(Course(tmp_path))
    for module in ("feedback", "report"):
        monkeypatch.setattr(f"autograder.pages.{module}.unit", lambda name: class_.unit())
    released = class_.course.released_notebook(ASSIGNMENT)
    released.parent.mkdir(parents=True)
    nbformat.write(class_.notebook(), released)
    return class_


ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of this repository's course, built; tests read it, and copy it before they write."""
    course = Course(tmp_path_factory.mktemp("built"))
    shutil.copytree(ROOT / "solutions", course.solutions)
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    build(course)
    return course


@pytest.fixture
def own_course(built: Course, tmp_path: Path) -> Course:
    """A built course of the test's own."""
    return Course(Path(shutil.copytree(built.root, tmp_path / "course")))


@dataclass
class Opened:
    """What a real browser did with a page."""

    page: Any
    requests: list[str]
    happened: list[str]


@pytest.fixture
def open_page() -> Iterator[Any]:
    """Opens a file in Chromium: `open_page(path)` -> Opened; what scripts say or ask for is written down."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium to open the page in")
    with sync_api.sync_playwright() as playwright:
        patience = 180_000.0  # milliseconds, for a browser that starts on a busy machine
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"], timeout=patience
        )

        def open_(path: Path) -> Opened:
            opened = Opened(browser.new_page(), [], [])

            def dialog(dialog: Any) -> None:
                opened.happened.append(dialog.message)
                dialog.dismiss()

            def failed(request: Any) -> None:
                if request.failure == "csp":
                    opened.requests.remove(request.url)  # it never left the browser

            opened.page.on("request", lambda request: opened.requests.append(request.url))
            opened.page.on("requestfailed", failed)
            opened.page.on("dialog", dialog)
            opened.page.on("console", lambda message: opened.happened.append(message.text))
            opened.page.on("pageerror", lambda error: opened.happened.append(str(error)))
            opened.page.goto(path.as_uri(), timeout=patience)
            return opened

        yield open_
        browser.close()
