"""The build: deterministic, leaks nothing, and says where a fault is."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import exercises
from autograder.building import build as builder
from autograder.building.build import build
from autograder.building.solution import read_solution, source_notebook
from autograder.course import Course
from autograder.errors import CourseError
from autograder.exercise import Case, Exercise, Misconception, Unit

DOUBLE = Exercise(
    "double", 2, lambda x: 2 * x, lambda student, x: {"y": student(x)}, cases=[Case("a three", x=3)]
)
UNIT = Unit("01_tiny", [DOUBLE])
ANSWER = {"grade": False, "grade_id": "double-answer", "solution": True, "locked": False, "schema_version": 3}
CHECK = {
    "grade": True,
    "grade_id": "double",
    "solution": False,
    "points": 2,
    "locked": True,
    "schema_version": 3,
}
TEXT = f'''# %% [markdown] anchor="twice"
# # Twice

# %%
from autograder import check

# %% nbgrader={json.dumps(ANSWER)}
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x + 0 * x + 0 * x
    ### END SOLUTION

# %% nbgrader={json.dumps(CHECK)}
check("double", double)

# %%
1 + 1

# %%
1 + 1
'''


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setattr(exercises, "unit", lambda name: UNIT, raising=False)
    course = Course(tmp_path)
    write(course, TEXT)
    return course


def write(course: Course, text: str) -> Path:
    path = course.solutions / "01_tiny" / "01_tiny.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults(course: Course, text: str) -> str:
    write(course, text)
    with pytest.raises(CourseError) as error:
        build(course)
    assert not course.released.exists(), "a faulty solution published something"
    return str(error.value)


def released(course: Course) -> nbformat.NotebookNode:
    return nbformat.read(course.released_notebook("01_tiny"), as_version=4)


def test_students_get_the_stub_and_not_the_solution(course: Course) -> None:
    (course.solutions / "01_tiny" / "data.csv").write_text("1,2\n", encoding="utf-8")
    build(course)
    folder = course.released / "01_tiny"
    assert sorted(path.name for path in folder.rglob("*")) == ["01_tiny.ipynb", "data.csv"]
    answer = next(cell for cell in released(course).cells if cell.id == "double-answer")
    assert (
        answer.source
        == 'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )
    assert "x + x" not in course.released_notebook("01_tiny").read_text(encoding="utf-8")


def test_the_source_folder_holds_no_text_that_nbgrader_would_publish(course: Course) -> None:
    build(course)
    assert [path.name for path in (course.source / "01_tiny").iterdir()] == ["01_tiny.ipynb"]


def test_cell_ids_are_grade_ids_and_anchors_and_stay_when_cells_are_added(course: Course) -> None:
    build(course)
    before = [cell.id for cell in released(course).cells]
    assert before[0] == "twice" and before[2:4] == ["double-answer", "double"]
    assert len(set(before)) == len(before) == 6
    write(course, TEXT.replace("# %% nbgrader", "# %%\nprint('new')\n\n# %% nbgrader", 1))
    build(course)
    assert [cell.id for cell in released(course).cells if "new" not in cell.source] == before


def test_two_builds_give_the_same_bytes(course: Course, tmp_path: Path) -> None:
    assert build(course).changed == ("course/01_tiny/01_tiny.ipynb",)
    notebook = course.released_notebook("01_tiny")
    first, time = notebook.read_bytes(), notebook.stat().st_mtime_ns
    assert build(course).changed == ()
    assert (notebook.read_bytes(), notebook.stat().st_mtime_ns) == (first, time)
    notebook.unlink()
    build(course)
    assert notebook.read_bytes() == first
    assert first.endswith(b"}\n") and json.loads(first)["metadata"].keys() == {"kernelspec", "language_info"}


def test_ctrl_c_while_nbgrader_is_at_work_is_no_fault_of_the_unit(course: Course, monkeypatch) -> None:
    capture = builder.capture_log

    def interrupted(converter: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return capture(converter)

    monkeypatch.setattr(builder, "capture_log", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(course)


def test_check_finds_what_is_stale_and_writes_nothing(course: Course) -> None:
    build(course)
    stale = course.released / "01_tiny" / "old.csv"
    stale.write_text("old", encoding="utf-8")
    notebook = course.released_notebook("01_tiny")
    notebook.write_text("{}", encoding="utf-8")
    assert build(course, check=True).changed == ("course/01_tiny/01_tiny.ipynb", "course/01_tiny/old.csv")
    assert stale.exists() and notebook.read_text(encoding="utf-8") == "{}"
    build(course)
    assert not stale.exists()
    assert build(course, check=True).changed == ()


def test_answers_that_somebody_wrote_in_course_are_kept_when_it_is_made_anew(course: Course) -> None:
    assert build(course).kept == ""
    notebook = course.released_notebook("01_tiny")
    notebook.write_text("answers", encoding="utf-8")
    helper = notebook.with_name("helper.py")
    helper.write_text("mine = 1", encoding="utf-8")
    kept = course.root / build(course).kept / "01_tiny"
    assert (kept / notebook.name).read_text(encoding="utf-8") == "answers"
    assert (kept / helper.name).read_text(encoding="utf-8") == "mine = 1"
    assert "YOUR CODE HERE" in notebook.read_text(encoding="utf-8") and not helper.exists()
    assert build(course).kept == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"points": 2', '"points": 3', "14: double is worth 2 points in its Exercise and 3 here"),
        (
            'check("double", double)',
            "assert double(2) == 4",
            '14: the check cell must be one line, check("double", double).',
        ),
        (
            '"grade_id": "double"',
            '"grade_id": "dbl"',
            '14: no Exercise "dbl" in the unit 01_tiny: it has double.',
        ),
        (
            '"grade_id": "double"',
            '"grade_id": "dbl"',
            ":1: no check cell (grade=true, solution=false) for double.",
        ),
        (
            '"grade_id": "double"',
            '"grade_id": "double-answer"',
            '7: the id "double-answer" is used by 2 cells',
        ),
        ('anchor="twice"', 'anchor="double"', ':1: the id "double" is used by 2 cells'),
        ("    ### END SOLUTION\n", "", "7: every ### BEGIN SOLUTION needs one ### END SOLUTION"),
        ("### BEGIN", "### begin", "7: every ### BEGIN SOLUTION needs one"),
        ("double-answer", "dbl-answer", ':1: no answer cell with grade_id "double-answer"'),
        (
            "# %%\n1 + 1\n",
            "# %%\n### BEGIN SOLUTION\n2\n### END SOLUTION\n",
            "17: a solution is marked in a cell",
        ),
        ("# %%\n1 + 1\n", "# %%\nreturn x + x + 0 * x + 0 * x\n", "7: the solution's line `return x + x"),
        ('"locked": true, ', "", "14: the nbgrader mark of this cell lacks locked; copy one that is whole."),
        ('"grade": true', '"grade": True', "14: the mark of this cell is no JSON"),
        ('"schema_version": 3', '"schema_version": 2', "schema_version must be 3, got 2."),
        ("# %%\n1 + 1\n", "# %%\n### BEGIN HIDDEN TESTS\n2\n", "17: hidden tests belong to the Exercise"),
    ],
)
def test_faults_are_named_with_file_and_line(course: Course, old: str, new: str, says: str) -> None:
    assert TEXT.count(old), old
    assert says in faults(course, TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cases": []}, "double: it has no case for students to see."),
        (
            {"cases": [Case("a three", x=3), Case("mistyped", y=3)]},
            "the reference fails on “mistyped”: TypeError: ",
        ),
        ({"reference": lambda x: [][x]}, "the reference fails on “a three”: IndexError: "),
        ({"hidden": lambda rng: [Case("drawn", z=1)]}, "the reference fails on “drawn”: TypeError: "),
        ({"run": lambda student, x: {}}, 'run must give outputs by name, such as {"A": ...}'),
        ({"run": lambda student, x: {1: student(x)}}, 'run must give outputs by name, such as {"A": ...}'),
        (
            {"misconceptions": [Misconception("added", lambda x: x + x, "Times two, not plus two.")]},
            'the misconception "added" is right: it gives what the reference gives.',
        ),
        (
            {"misconceptions": [Misconception("two more", lambda x: x + 2, "Times two.", "nowhere")]},
            'the misconception "two more" of double has the anchor "nowhere", which no cell has',
        ),
    ],
)
def test_what_does_not_fit_in_an_exercise_is_named(
    course: Course, monkeypatch: pytest.MonkeyPatch, change: dict, says: str
) -> None:
    unit = Unit("01_tiny", [replace(DOUBLE, **change)])
    monkeypatch.setattr(exercises, "unit", lambda name: unit)
    assert says in faults(course, TEXT)


def test_a_model_answer_whose_mark_cannot_be_read_is_not_published(course: Course) -> None:
    written = {**CHECK, "grade_id": "why", "solution": True}
    mark = json.dumps(written)
    for broken in (mark.replace("true", "True", 1), mark[:-1], mark.replace(",", "", 1)):
        text = f"{TEXT}\n# %% [markdown] nbgrader={broken}\n# Because two is twice one.\n"
        assert "23: the mark of this cell is no JSON" in faults(course, text)


def test_a_model_answer_whose_mark_has_another_name_is_not_published(course: Course) -> None:
    mark = json.dumps({**CHECK, "grade_id": "why", "solution": True})
    text = f"{TEXT}\n# %% [markdown] nbgradr={mark}\n# Because two is twice one.\n"
    assert '23: the mark of this cell is called "nbgradr"' in faults(course, text)


def test_a_solution_in_another_encoding_is_a_sentence(course: Course) -> None:
    write(course, TEXT).write_bytes(f"{TEXT}\n# Müller\n".encode("latin-1"))
    with pytest.raises(CourseError, match="is not UTF-8 text"):
        build(course)


def test_an_empty_course_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="nothing to build"):
        build(Course(tmp_path))


def test_a_tag_comes_once_however_often_it_is_given(course: Course) -> None:
    path = course.root / "tagged.py"
    path.write_text('# %% tags=["demonstration", "raises-exception"]\n1 + 1\n', encoding="utf-8")
    cells = read_solution(path)
    for _ in range(2):
        [cell] = source_notebook(cells).cells
        assert cell.metadata.tags == ["demonstration", "raises-exception"]
