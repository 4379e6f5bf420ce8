"""The command `refold`: sentences, and exit codes that mean something."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.command.lookup import find_course
from autograder.course import Course
from autograder.demo.sample import sample_class, sample_notebook
from autograder.errors import NoSandbox
from autograder.grading import grade as grade_module
from autograder.grading.summary import Row, Summary

COMMANDS = ("build", "release", "check", "grade", "report", "doctor", "demo")
HERE = {"build": [], "release": ["01_flaten", "--to", "x"], "grade": ["01_flaten"], "report": ["01_flaten"]}


def refold(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def hand_in(course: Course, *students: str) -> None:
    samples = {sample.student: sample for sample in sample_class("01_flatten")}
    for student in students:
        path = course.submission(student, "01_flatten") / "01_flatten.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(sample_notebook(course, "01_flatten", samples[student]))


def test_help_names_every_command_and_each_has_its_own() -> None:
    shown = refold("--help").output
    assert [name for name in COMMANDS if f"\n  {name} " in shown] == list(COMMANDS)
    for name in COMMANDS:
        result = refold(name, "--help")
        assert result.exit_code == 0 and "Usage:" in result.output


@pytest.mark.parametrize("command", HERE)
def test_outside_of_a_course_is_said_so(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = refold(command, *HERE[command])
    assert result.exit_code == 2
    assert "is no course" in result.output and "--course DIR" in result.output


def test_the_course_is_found_from_a_folder_inside(built: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.released / "01_flatten")
    assert find_course(None).root == built.root.resolve()


@pytest.mark.parametrize("command", ["release", "grade", "report"])
def test_a_mistyped_assignment_gets_the_nearest_name(command: str, built: Course) -> None:
    result = refold(command, *HERE[command], "--course", built.root)
    assert (result.exit_code, result.output) == (
        2,
        "Error: There is no unit 01_flaten: did you mean 01_flatten?\n",
    )


def test_build_check_tells_what_is_stale(own_course: Course) -> None:
    assert refold("build", "--check", "--course", own_course.root).exit_code == 0
    (own_course.released / "01_flatten" / "old.csv").write_text("", encoding="utf-8")
    result = refold("build", "--check", "--course", own_course.root)
    assert result.exit_code == 1
    assert "stale: course/01_flatten/old.csv" in result.output
    result = refold("build", "--course", own_course.root)
    assert result.exit_code == 0 and "is in build/replaced/" in result.output
    assert "up to date" in refold("build", "--check", "--course", own_course.root).output


def test_build_names_a_unit_whose_solution_is_gone_and_deletes_nothing(own_course: Course) -> None:
    left = [own_course.released / "99_old", own_course.source / "99_old"]
    for folder in left:
        folder.mkdir(parents=True)
    hidden = own_course.released / ".ipynb_checkpoints"
    hidden.mkdir()
    result = refold("build", "--check", "--course", own_course.root)
    assert result.exit_code == 1
    assert "left over: course/99_old has no solution. Delete it, or" in result.output
    assert "build/source" not in result.output, "it is not in what is committed"
    result = refold("build", "--course", own_course.root)
    assert (result.exit_code, "up to date" in result.output, "checkpoints" in result.output) == (
        0,
        False,
        False,
    )
    assert (
        "left over: build/source/99_old has" in result.output and "left over: course/99_old" in result.output
    )
    assert [folder.is_dir() for folder in left] == [True, True]
    assert "left over" not in refold("build", "01_flatten", "--course", own_course.root).output


def test_a_unit_that_is_named_twice_is_built_once(own_course: Course) -> None:
    result = refold("build", "01_flatten", "01_flatten", "--course", own_course.root)
    assert (result.exit_code, result.output) == (0, "course/ is up to date: 01_flatten.\n")


def test_release_says_where_the_zip_is(built: Course, tmp_path: Path) -> None:
    result = refold("release", "01_flatten", "--to", tmp_path, "--course", built.root)
    assert result.exit_code == 0
    assert str(tmp_path / "01_flatten.zip") in result.output


def test_a_folder_that_cannot_be_written_is_a_sentence(built: Course, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = refold("release", "01_flatten", "--to", tmp_path / "file" / "out", "--course", built.root)
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {tmp_path / 'file'}") and "Not a directory" in result.output


def test_nothing_handed_in_is_a_sentence(built: Course) -> None:
    result = refold("grade", "01_flatten", "--course", built.root)
    assert (result.exit_code, "nothing to grade" in result.output) == (1, True)


def test_what_was_handed_in_elsewhere_is_named(own_course: Course) -> None:
    other = own_course.submitted / "ada" / "02_dense"
    other.mkdir(parents=True)
    (own_course.submitted / "ada" / "homework.ipynb").write_text("{}", encoding="utf-8")
    result = refold("grade", "01_flatten", "--course", own_course.root)
    assert result.exit_code == 1
    assert "submitted/STUDENT/01_flatten/01_flatten.ipynb" in result.output
    assert "there is submitted/ada/02_dense, submitted/ada/homework.ipynb." in result.output


def test_of_many_students_a_few_are_named(own_course: Course) -> None:
    for number in range(200):
        own_course.submission(f"s{number:03}", "01_flatten").mkdir(parents=True)
    result = refold("grade", "01_flatten", "--student", "zoe", "--course", own_course.root)
    assert result.exit_code == 2 and "s011 and 188 more" in result.output
    result = refold("grade", "01_flatten", "--student", "", "--course", own_course.root)
    assert result.exit_code == 2 and "of '': there is" in result.output


def test_ctrl_c_says_that_nothing_is_lost(own_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(grade_module, "grade", interrupted)
    hand_in(own_course, "amina")
    result = refold("grade", "01_flatten", "--course", own_course.root)
    assert (result.exit_code, "the same command goes on" in result.output) == (130, True)


def test_a_terminal_that_knows_no_umlauts_gets_the_table(graded: Course) -> None:
    run = CliRunner(charset="ascii").invoke(main, ["grade", "01_flatten", "--course", str(graded.root)])
    assert run.exit_code == 1 and "zo? " in run.output


def test_an_unknown_student_gets_the_nearest_name(own_course: Course) -> None:
    hand_in(own_course, "amina")
    result = refold("grade", "01_flatten", "--student", "anima", "--course", own_course.root)
    assert (result.exit_code, "did you mean amina?" in result.output) == (2, True)


def test_a_dry_run_writes_nothing(own_course: Course) -> None:
    hand_in(own_course, "amina", "ivan")

    def everything() -> dict[Path, int]:
        return {path: path.lstat().st_mtime_ns for path in [own_course.root, *own_course.root.rglob("*")]}

    before = everything()
    result = refold("grade", "01_flatten", "--dry-run", "--course", own_course.root)
    assert result.exit_code == 0, result.output
    assert "points change  2" in result.output and "first grading" in result.output
    assert everything() == before


def test_without_a_sandbox_nothing_is_run(own_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_sandbox(*args: Any, **kwargs: Any) -> None:
        raise NoSandbox("There is no sandbox here. Install one.")

    monkeypatch.setattr(grade_module, "find_sandbox", no_sandbox)
    hand_in(own_course, "amina")
    result = refold("grade", "01_flatten", "--course", own_course.root)
    assert (result.exit_code, "Install one." in result.output) == (3, True)


@pytest.fixture
def graded(own_course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course whose grading finds what is written here."""
    rows = [
        Row("amina", "graded", 26.0, 26.0, changed=True),
        Row("emil", "mended", 8.0, 26.0, mistakes=("column-major [red]order",), changed=True),
        Row("lucia", "needs you", reason="The file breaks off.\x1b[31m", changed=True),
        Row("noor", "graded", 19.0, 26.0),
        Row("zoë", "graded", 19.0, 26.0),
    ]
    summary = Summary("01_flatten", "bubblewrap", rows, waiting=["amina"])
    monkeypatch.setattr(grade_module, "grade", lambda *args, **kwargs: summary)
    hand_in(own_course, "amina")
    return own_course


def test_grade_shows_points_mistakes_and_what_to_do(graded: Course) -> None:
    result = refold("grade", "01_flatten", "--course", graded.root)
    assert result.exit_code == 1, "lucia needs a person"
    assert "column-major [red]order" in result.output, "a student's text was read as markup"
    assert "\x1b" not in result.output
    for count in ("graded +1", "mended +1", "needs you +1", "unchanged +2"):
        assert re.search(f"^ {count} ", result.output, re.MULTILINE)
    assert "Next: lucia could not be graded" in result.output


def test_grade_gives_json(graded: Course) -> None:
    result = CliRunner().invoke(main, ["grade", "01_flatten", "--json", "--course", str(graded.root)])
    found = json.loads(result.stdout)
    assert [row["student"] for row in found["rows"]] == ["amina", "emil", "lucia", "noor", "zoë"]
    assert found["waiting"] == ["amina"]
    assert result.exit_code == 1


def test_check_says_what_is_right(built: Course, tmp_path: Path) -> None:
    sample = next(sample for sample in sample_class("01_flatten") if sample.student == "ivan")
    path = tmp_path / "01_flatten.ipynb"
    path.write_bytes(sample_notebook(built, "01_flatten", sample))
    result = refold("check", path)
    assert result.exit_code == 1
    assert "0 of 9 exercises are right, 0 of 26 points" in result.output
    assert result.output.count("not attempted") == 9


def test_check_says_where_an_answer_must_stand(built: Course, tmp_path: Path) -> None:
    changed = nbformat.read(built.released_notebook("01_flatten"), as_version=4)
    answer = next(cell for cell in changed.cells if cell.id == "flatten_shapes-answer")
    answer.source = "def flatten_shapes(shape):\n    return shape"
    changed.cells.append(nbformat.v4.new_code_cell("def flatten_shapes(shape):\n    pass"))
    nbformat.write(changed, tmp_path / "01_flatten.ipynb")
    shown = " ".join(refold("check", tmp_path / "01_flatten.ipynb").output.split())
    assert "A cell below the check defines flatten_shapes, too." in shown
    assert "NotImplementedError" not in shown


def test_ctrl_c_ends_a_check_in_a_sentence(built: Course, tmp_path: Path) -> None:
    notebook = nbformat.read(built.released_notebook("01_flatten"), as_version=4)
    begun = tmp_path / "begun"
    cell = nbformat.v4.new_code_cell(f"open({str(begun)!r}, 'w').close()\nwhile True: pass")
    notebook.cells.insert(0, cell)
    nbformat.write(notebook, tmp_path / "slow.ipynb")
    command = [sys.executable, "-m", "autograder.cli", "check", str(tmp_path / "slow.ipynb")]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not begun.exists():
        assert run.poll() is None
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    said = run.communicate(timeout=60)[1]
    assert (run.returncode, said.startswith("Error: stopped."), len(said.splitlines())) == (130, True, 1)


@pytest.mark.parametrize("command", ["grade", "report"])
def test_a_damaged_release_is_a_sentence(command: str, own_course: Course) -> None:
    hand_in(own_course, "ivan")
    assert refold("grade", "01_flatten", "--course", own_course.root).exit_code == 0
    own_course.released_notebook("01_flatten").write_text("{", encoding="utf-8")
    result = refold(command, "01_flatten", "--course", own_course.root)
    assert result.exit_code == 2
    assert "is no notebook: `refold build 01_flatten` makes it anew." in result.output


def test_help_cuts_no_sentence_off() -> None:
    help = CliRunner().invoke(main, ["--help"], terminal_width=80).output
    assert "..." not in help.partition("Commands:")[2]


def test_check_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{", encoding="utf-8")
    assert refold("check", tmp_path / "a.ipynb").exit_code == 2
    assert refold("check", tmp_path / "b.ipynb").exit_code == 2


def test_a_report_before_any_grade_is_a_sentence(built: Course) -> None:
    result = refold("report", "01_flatten", "--course", built.root)
    assert result.exit_code == 2
    assert "refold grade 01_flatten" in result.output


def test_settings_that_fail_are_a_sentence(own_course: Course) -> None:
    config = own_course.root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + "\nprice = 1 / 0\n", encoding="utf-8")
    result = refold("report", "01_flatten", "--course", own_course.root)
    assert result.exit_code == 2 and "nbgrader_config.py cannot be read: division by zero" in result.output


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("submitted_directory = 'handed_in'", "submitted_directory is 'handed_in', and must be 'submitted'"),
        ("root = '/srv/another'", "root is '/srv/another', and must be"),
        ("submitted_directory = './submitted/'", "nothing to grade"),
    ],
)
def test_folders_in_which_we_would_not_look_are_refused(own_course: Course, line: str, says: str) -> None:
    with (own_course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c = get_config()\nc.CourseDirectory.{line}\n")
    result = refold("grade", "01_flatten", "--course", own_course.root)
    assert says in " ".join(result.output.split())


def test_a_damaged_gradebook_is_a_sentence(tmp_path: Path) -> None:
    for name in ("course", "solutions"):
        shutil.copytree(Path(__file__).parents[2] / name, tmp_path / name)
    shutil.copy(Path(__file__).parents[2] / "nbgrader_config.py", tmp_path)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "gradebook.db").write_text("junk", encoding="utf-8")
    (tmp_path / "submitted" / "ada" / "01_flatten").mkdir(parents=True)
    result = CliRunner().invoke(main, ["grade", "01_flatten", "--course", str(tmp_path)])
    assert result.exit_code == 2
    assert "The gradebook cannot be used" in result.output and "Traceback" not in result.output
