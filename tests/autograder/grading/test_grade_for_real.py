"""The real unit in real boxes, through the commands that an instructor types: slow, and therefore few."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.building.build import build
from autograder.course import Course
from autograder.sandbox.canaries import find_tier

ROOT = Path(__file__).parents[3]
UNIT = "01_flatten"

pytestmark = pytest.mark.skipif(not find_tier().holds, reason="there is no sandbox on this machine")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course as it is, with three students: all right, untouched, and one who ends the process."""
    course = Course(tmp_path_factory.mktemp("course"))
    shutil.copytree(ROOT / "solutions", course.solutions)
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    build(course)
    solution = nbformat.read(course.source / UNIT / f"{UNIT}.ipynb", as_version=4)
    hand_in(course, "ada", solution)
    # Two take so long that those before them are recorded meanwhile: a run can be killed between.
    waits = nbformat.v4.new_code_cell("import time; time.sleep(2)")
    untouched = nbformat.read(course.released_notebook(UNIT), as_version=4)
    untouched.cells.insert(0, waits)
    hand_in(course, "eve", untouched)
    solution.cells.insert(0, waits)
    next(
        cell for cell in solution.cells if cell.id == "dense_shapes-answer"
    ).source = "import os; os._exit(0)"
    hand_in(course, "max", solution)
    return course


def hand_in(course: Course, student: str, notebook: nbformat.NotebookNode) -> None:
    folder = course.submission(student, UNIT)
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{UNIT}.ipynb")


def start(course: Course, *command: str, **environment: str) -> subprocess.Popen[str]:
    """A command in the course's folder, without an activated environment."""
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=course.root,
        env=os.environ | {"PATH": "/usr/bin:/bin"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def hand_in_slow(course: Course, student: str) -> None:
    """A notebook that takes nine seconds."""
    slow = nbformat.read(course.released_notebook(UNIT), as_version=4)
    slow.cells.insert(0, nbformat.v4.new_code_cell("import time; time.sleep(9)"))
    hand_in(course, student, slow)


def scores(course: Course, students: Iterable[str]) -> dict[str, dict[str, tuple[object, object]]]:
    """Student -> cell -> score, and the comment on the answer."""
    found = {}
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        for student in students:
            notebook = gradebook.find_submission_notebook(UNIT, UNIT, student)
            comments = {str(c.name).removesuffix("-answer"): c.auto_comment for c in notebook.comments}
            found[student] = {g.name: (g.auto_score, comments[str(g.name)]) for g in notebook.grades}
    return found


def earned(course: Course, student: str) -> float:
    return sum(score or 0 for score, _ in scores(course, [student])[student].values())


def wait_for(condition, seconds: float, run: subprocess.Popen[str] | None = None) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert run is None or run.poll() is None, run.communicate()[0]
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def group_is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_killed_run_leaves_no_process_and_the_next_one_does_the_rest(course: Course) -> None:
    records = course.record("ada", UNIT).parent
    hand_in_slow(course, "bea")
    run = start(course, "autograder.cli", "grade", UNIT, "--workers", "1")
    wait_for(lambda: records.is_dir() and len(list(records.glob("[!.]*.json"))) > 0, 120, run)
    run.kill()
    run.communicate()
    done = {path.name for path in records.glob("[!.]*.json")}
    assert not done >= {"ada.json", "eve.json", "max.json"}
    shutil.rmtree(course.submitted / "bea")
    wait_for(lambda: group_is_gone(run.pid), 20)
    times = {name: (records / name).stat().st_mtime_ns for name in done}
    rest = start(course, "autograder.cli", "grade", UNIT)
    said = rest.communicate(timeout=300)[0]
    assert rest.returncode == 0, said
    assert {name: (records / name).stat().st_mtime_ns for name in done} == times, "it was graded twice"
    assert (earned(course, "ada"), earned(course, "eve")) == (26, 0)
    assert earned(course, "max") == 24
    record = json.loads(course.record("max", UNIT).read_text(encoding="utf-8"))
    assert record["status"] == "stopped" and record["tier"] == "zygote"


def test_ctrl_c_ends_a_run_at_once(course: Course) -> None:
    hand_in_slow(course, "slow")
    run = start(course, "autograder.cli", "grade", UNIT, "--regrade")
    lock = course.build / "grade.lock"
    wait_for(lambda: lock.exists() and lock.read_text("utf-8").startswith(f"process {run.pid} "), 60, run)
    time.sleep(3)
    os.killpg(run.pid, signal.SIGINT)
    said = run.communicate(timeout=20)[0]
    shutil.rmtree(course.submitted / "slow")
    # Where it came in a text that Python was evaluating, Python ends by the signal; shells say 130 of both.
    assert run.returncode in (130, -signal.SIGINT) and "the same command goes on" in said
    wait_for(lambda: group_is_gone(run.pid), 20)


def test_nbgraders_own_command_gives_the_same(course: Course) -> None:
    again = start(course, "autograder.cli", "grade", UNIT)
    assert again.wait(300) == 0
    ours = scores(course, ("ada", "eve", "max"))
    command = start(course, "nbgrader", "autograde", UNIT, "--force")
    said = command.communicate(timeout=300)[0]
    assert command.returncode == 0, said
    assert scores(course, ("ada", "eve", "max")) == ours


def test_stock_nbgrader_without_our_configuration_gives_the_same_points(
    course: Course, tmp_path: Path
) -> None:
    shutil.copytree(course.source, tmp_path / "source")
    for student in ("ada", "eve"):
        shutil.copytree(course.submission(student, UNIT), tmp_path / "submitted" / student / UNIT)
    for command in ("generate_assignment", "autograde"):
        activated = os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
        stock = start(Course(tmp_path), "nbgrader", command, UNIT, PATH=activated)
        said = stock.communicate(timeout=300)[0]
        assert stock.returncode == 0, said
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        found = [gradebook.find_submission(UNIT, student).score for student in ("ada", "eve")]
    assert found == [26, 0]


def test_nothing_that_lies_beside_a_notebook_is_imported(course: Course) -> None:
    """Whoever starts the command in a student's folder would else run the student's files outside the box."""
    folder, trace = course.submission("ada", UNIT), course.root / "ran"
    modules = [folder / f"{name}.py" for name in ("numpy", "secrets", "multiprocessing", "autograder")]
    for module in modules:
        module.write_text(f"open({str(trace)!r}, 'w').close()\nraise ImportError", encoding="utf-8")
    refold = Path(sys.executable).with_name("refold")
    command = [refold, "grade", UNIT, "--student", "ada", "--regrade"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    for module in modules:
        module.unlink()
    assert (ended.returncode, trace.exists()) == (0, False), ended.stderr
