"""On honest work nbgrader itself and our grader give the same: scores, comments, penalties, exports."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from autograder.course import Course
from autograder.demo.sample import solutions
from autograder.intake.skeleton import read_release
from autograder.sandbox.canaries import find_tier

from .test_corruptions import UNIT, right_answers, unit, written_out

pytestmark = pytest.mark.skipif(not find_tier().holds, reason="there is no sandbox on this machine")

ROOT = Path(__file__).parents[3]
STUDENTS = """id,first_name,last_name,email
ada,Ada,Lovelace,ada@example.org
bob,Bob,Ross,bob@example.org
zoe,Zoe,Missing,zoe@example.org
"""
DUE = "2026-11-20 10:00:00 UTC"
HANDED_IN = {
    "ada": "2026-11-20 09:59:59 UTC",
    "bob": "2026-11-20 13:00:01 UTC",  # three hours late: 1.5 points
    "cho": "2026-11-25 10:00:00 UTC",  # so late that nothing is left
    "dee": "2026-11-20 10:00:01.500000 UTC",
}
PLUGIN = """
from nbgrader.plugins import BasePlugin

class HalfAPointAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return min(score, total_seconds_late // 3600 * 0.5)
"""
LATE = "c.AssignLatePenalties.plugin_class = 'late.HalfAPointAnHour'\n"
BY_HAND = {
    ("ada", "why_backward"): (3.5, 0.0),
    ("bob", "why_backward"): (4.0, 0.5),
    ("bob", "flat_index"): (1.0, 0.0),
}


@dataclass(frozen=True)
class Place:
    """A course's folder and its gradebook."""

    root: Path
    gradebook: Path

    def run(self, *command: str) -> None:
        """A command of an activated environment, started in the course's folder."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
        ran = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]

    def prepare(self) -> None:
        """The list of students, the deadline, and the plugin for those who are late."""
        (self.root / "students.csv").write_text(STUDENTS, encoding="utf-8")
        (self.root / "late.py").write_text(PLUGIN, encoding="utf-8")
        self.run("nbgrader", "db", "student", "import", "students.csv")
        with Gradebook(f"sqlite:///{self.gradebook}") as gradebook:
            gradebook.update_or_create_assignment(UNIT, duedate=DUE)  # pyright: ignore[reportArgumentType]

    def grade_by_hand(self) -> None:
        with Gradebook(f"sqlite:///{self.gradebook}") as gradebook:
            for (student, cell), (score, extra) in BY_HAND.items():
                grade: Any = gradebook.find_grade(cell, UNIT, UNIT, student)
                grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, False
            comment: Any = gradebook.find_comment("why_backward", UNIT, UNIT, "ada")
            comment.manual_comment = "Nearly: say where the number goes."
            gradebook.db.commit()

    def grades(self) -> dict[tuple[str, str], tuple[object, ...]]:
        """(student, cell) -> everything that its grade says."""
        with Gradebook(f"sqlite:///{self.gradebook}") as gradebook:
            found: Any = [s.notebooks[0] for s in gradebook.assignment_submissions(UNIT)]
            return {
                (n.student.id, g.name): (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                for n in found
                for g in n.grades
            }

    def comments(self) -> dict[tuple[str, str], str | None]:
        with Gradebook(f"sqlite:///{self.gradebook}") as gradebook:
            found: Any = [s.notebooks[0] for s in gradebook.assignment_submissions(UNIT)]
            return {(n.student.id, c.name): c.comment for n in found for c in n.comments}

    def export(self) -> list[str]:
        """The rows of nbgrader's table, sorted."""
        table = self.root / "grades.csv"
        with Gradebook(f"sqlite:///{self.gradebook}") as gradebook:
            CsvExportPlugin(to=str(table)).export(gradebook)
        return sorted(table.read_text(encoding="utf-8").splitlines())


def submissions(course: Course) -> dict[str, dict[str, str]]:
    """Student -> answers: right, right in other ways, half done, wrong here and there, untouched."""
    right = {**solutions(course, UNIT), "why_backward": "Every number goes back the way that it came."}
    mistakes = {e.id: written_out(e.misconceptions[0].answer, e.name) for e in unit(UNIT).exercises}
    names = {mistake.name: mistake.answer for mistake in unit(UNIT)["flatten_layer"].misconceptions}
    partly = written_out(names["gradient of the wrong shape"], "Flatten")
    half = dict(list(right.items())[:5])
    return {
        "ada": right,
        "bob": right | right_answers(course, random.Random(1)),
        "cho": right | right_answers(course, random.Random(2)),
        "dee": right | {"flatten_layer": partly},
        "eve": {},
        "fay": half,
        "gus": half | {"flat_index": mistakes["flat_index"]},
        "hal": mistakes,
    }


def hand_in(root: Path, release: nbformat.NotebookNode, answers: dict[str, dict[str, str]]) -> None:
    for student, texts in answers.items():
        notebook = nbformat.from_dict(release)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = texts.get(cell.id.removesuffix("-answer"), cell.source)
        folder = root / "submitted" / student / UNIT
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{UNIT}.ipynb")
        if student in HANDED_IN:
            (folder / "timestamp.txt").write_text(HANDED_IN[student], encoding="utf-8")


def without_demonstrations(path: Path) -> None:
    """Stock would run them for every student: seconds, for nothing that is compared here."""
    notebook = nbformat.read(path, as_version=4)
    imports = next(cell for cell in notebook.cells if cell.cell_type == "code")
    notebook.cells = [imports, *(cell for cell in notebook.cells if "nbgrader" in cell.metadata)]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def graded(built: Course, tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Place]:
    """The same class, graded by nbgrader alone and by us."""
    root = tmp_path_factory.mktemp("parity")
    course = Course(shutil.copytree(built.root, root / "ours"))
    for path in (course.released_notebook(UNIT), course.source / UNIT / f"{UNIT}.ipynb"):
        without_demonstrations(path)
    stock, ours = Place(root / "stock", root / "stock" / "gradebook.db"), Place(course.root, course.gradebook)
    shutil.copytree(course.source, stock.root / "source")
    (stock.root / "nbgrader_config.py").write_text(f"c = get_config()\n{LATE}", encoding="utf-8")
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(LATE)
    answers, release = submissions(course), read_release(course, UNIT)

    def grade(place: Place, *commands: str) -> None:
        hand_in(place.root, release, answers)
        place.prepare()
        for command in commands:
            place.run(*command.split(), UNIT)

    with ThreadPoolExecutor() as pool:
        by_stock = pool.submit(grade, stock, "nbgrader generate_assignment", "nbgrader autograde")
        by_us = pool.submit(grade, ours, "autograder.cli grade")
        for each in (by_stock, by_us):
            each.result()
    return stock, ours


CONFIG_ONLY = """
c.Autograde.autograde_preprocessors = [
    "autograder.preprocessor.Judge",  # in place of nbgrader.preprocessors.Execute
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.preprocessor.SaveComments",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""


def test_the_lines_for_those_who_stay_with_nbgrader_give_the_same(graded: tuple[Place, Place]) -> None:
    """In a course with its own folders and its own configuration, as docs/instructors.md says."""
    stock, ours = graded
    documented = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    assert all(line.strip() in documented for line in CONFIG_ONLY.splitlines())
    before, texts = stock.grades(), ours.comments()
    with (stock.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(CONFIG_ONLY)
    stock.run("nbgrader", "autograde", UNIT, "--force")
    assert stock.grades() == before
    assert stock.comments() == texts
    assert len(list((stock.root / "autograded").rglob("*.ipynb"))) == 8


def test_scores_are_those_of_nbgrader(graded: tuple[Place, Place]) -> None:
    stock, ours = (place.grades() for place in graded)
    assert len(stock) == 8 * 10, "students and cells"
    assert ours == stock


def test_comments_are_those_of_nbgrader_and_say_what_is_wrong(graded: tuple[Place, Place]) -> None:
    stock, ours = (place.comments() for place in graded)
    assert stock.keys() == ours.keys()
    for place, says in stock.items():
        if says == "No response." and place[1].endswith("-answer"):
            assert (ours[place] or "").startswith("Not attempted yet"), place
        elif ours[place] != says:
            assert says is None and place[0] in ("dee", "gus", "hal"), place


def test_after_grading_by_hand_the_exports_are_equal_row_for_row(graded: tuple[Place, Place]) -> None:
    for place in graded:
        place.grade_by_hand()
    stock, ours = graded[0].export(), graded[1].export()
    assert ours == stock
    assert len(stock) == 1 + 8 + 1, "the heading, those who handed in, and one who did not"
    rows = {line.split(",")[3]: line.split(",")[-4:] for line in stock}
    assert rows["bob"] == ["29.5", "1.5", "28.0", "30.0"]
    assert rows["zoe"] == ["0.0", "0.0", "0.0", "30.0"]
    graded[1].run("autograder.cli", "grade", UNIT, "--regrade")
    assert graded[1].export() == stock
