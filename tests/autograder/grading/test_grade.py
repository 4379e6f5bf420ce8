"""A class from submitted/ to the gradebook: what is recorded, what is left alone, what goes on."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.auth import Authenticator
from nbgrader.converters import GenerateFeedback, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash
from traitlets.config import Config

from autograder.errors import CourseError, NoSandbox
from autograder.gradebook.records import read_record
from autograder.grading.lock import only_one
from autograder.grading.summary import Row
from autograder.nbgrader_config import read_config
from autograder.sandbox.isolation import UNISOLATED, Sandbox

DOUBLE = "def double(x):\n    return x + x"
SPLIT = "def split(x):\n    return divmod(x, 2)"
SQUARED = "def double(x):\n    return x ** 2"


def by_name(summary) -> dict[str, Row]:
    return {row.student: row for row in summary.rows}


def test_scores_and_comments(tiny, grade_class) -> None:
    tiny.hand_in("ada", tiny.notebook(written="Because.", double=DOUBLE, split=SPLIT))
    tiny.hand_in("bob", tiny.notebook(double=SQUARED, split="def split(x):\n    return x // 2, 0"))
    tiny.hand_in("eve", tiny.notebook())
    rows = by_name(grade_class())
    assert {name: (row.status, row.earned, row.points) for name, row in rows.items()} == {
        "ada": ("graded", 5.0, 5.0),
        "bob": ("graded", 1.5, 5.0),
        "eve": ("graded", 0.0, 5.0),
    }
    assert rows["bob"].mistakes == ("squared",)
    assert tiny.scores("ada") == {
        "double": (2.0, None, False),
        "split": (3.0, None, False),
        "why": (None, None, True),
    }
    assert tiny.scores("bob")["split"] == (1.5, None, False)
    assert tiny.scores("eve")["why"] == (0.0, None, False)
    assert tiny.comments("ada") == {"double-answer": None, "split-answer": None, "why": None}
    assert tiny.comments("bob")["double-answer"] == "Twice x is x + x, not x times x."
    assert tiny.comments("eve")["why"] == "No response."
    assert tiny.course.feedback_page("bob", tiny.assignment).is_file()


def test_a_module_that_is_missing_stands_in_the_row_of_whoever_lost_points_by_it(tiny, grade_class) -> None:
    double = "def double(x):\n    import no_such_module\n    return x + x"
    tiny.hand_in("ada", tiny.notebook(double=double, split=SPLIT))
    assert by_name(grade_class())["ada"].reason == "wrong: double; not there: no_such_module"


def test_what_was_mended_is_in_the_comment(tiny, grade_class) -> None:
    notebook = tiny.notebook(double=DOUBLE)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "double"]
    tiny.hand_in("ada", notebook, name="01_tiny (1).ipynb")
    assert by_name(grade_class())["ada"].status == "mended"
    assert tiny.comments("ada")["double-answer"] == (
        'Mended: The notebook was called "01_tiny (1).ipynb", not 01_tiny.ipynb.\n'
        "Mended: the check cell was missing; it was put back."
    )


def test_what_nobody_can_open_is_a_zero_that_asks_for_a_person_and_the_rest_goes_on(
    tiny, grade_class
) -> None:
    tiny.hand_in("ada")
    tiny.hand_in("bad", b'{"cells": [')
    tiny.hand_in("zoe")
    summary = grade_class()
    assert [row.student for row in summary.needs_you] == ["bad"]
    assert {score for score in tiny.scores("bad").values()} == {(0.0, None, True)}
    assert all("breaks off" in (comment or "") for comment in tiny.comments("bad").values())
    assert by_name(summary)["zoe"].earned == 5.0
    autograded = tiny.course.autograded / "bad" / "01_tiny" / "01_tiny.ipynb"
    assert "could not be graded" in autograded.read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(tiny, grade_class) -> None:
    tiny.hand_in("ada")
    tiny.hand_in("bad", b"")
    grade_class()
    before, files = tiny.dump(), snapshot(tiny.course.build)
    summary = grade_class()
    assert [row.changed for row in summary.rows] == [False, False]
    assert (tiny.dump(), snapshot(tiny.course.build)) == (before, files)


def snapshot(folder) -> dict[str, int]:
    kept = ("gradebook.db", "grade.lock")
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file() and p.name not in kept}


@pytest.mark.parametrize("beside", ["", "timestamp.txt"])
def test_a_folder_that_was_empty_from_the_first_needs_a_person_in_each_run(tiny, grade_class, beside) -> None:
    if beside:
        (tiny.folder("ada") / beside).write_text("2026-11-20 11:58:03 UTC", encoding="utf-8")
    tiny.folder("ada")
    first, second = ((row.status, row.reason) for _ in range(2) for row in grade_class().rows)
    assert first == second and first[0] == "needs you"
    assert first[1].startswith("There is no notebook 01_tiny.ipynb")


def test_only_what_is_new_is_graded(tiny, grade_class) -> None:
    for name in ("ada", "bob"):
        tiny.hand_in(name, tiny.notebook(double=SQUARED))
    grade_class()
    tiny.hand_in("bob", tiny.notebook(double=DOUBLE))
    seen = []
    summary = grade_class(progress=lambda done, total, row: seen.append((done, total, row.student)))
    assert seen == [(1, 1, "bob")]
    assert {name: (row.earned, row.changed) for name, row in by_name(summary).items()} == {
        "ada": (0.0, False),
        "bob": (2.0, True),
    }
    tiny.course.key.write_text("ab" * 32, encoding="ascii")
    assert all(row.changed for row in grade_class().rows), "a new key draws new cases"
    tiny.course.gradebook.unlink()
    assert all(row.changed for row in grade_class().rows), "the gradebook was gone"


def test_what_people_graded_stays(tiny, grade_class) -> None:
    tiny.hand_in("ada", tiny.notebook(written="Because.", double=SQUARED))
    grade_class()
    with tiny.gradebook() as gradebook:
        where = (tiny.assignment, tiny.assignment, "ada")
        gradebook.find_grade("why", *where).manual_score = 3.5
        gradebook.find_grade("double", *where).extra_credit = 0.5
        gradebook.find_comment("double-answer", *where).manual_comment = "Nearly!"
        gradebook.db.commit()
    tiny.hand_in("ada", tiny.notebook(written="Because.", double=DOUBLE))
    grade_class(regrade=True)
    assert tiny.scores("ada")["why"][1] == 3.5
    assert tiny.comments("ada")["double-answer"] == "Nearly!"
    with tiny.gradebook() as gradebook:
        assert gradebook.find_submission(tiny.assignment, "ada").score == 2 + 0.5 + 3.5


def test_time_stamps_and_late_penalties_are_nbgraders(tiny, grade_class) -> None:
    (tiny.course.root / "nbgrader_config.py").write_text(
        "from autograder.nbgrader_config import configure\nc = get_config()\nconfigure(c, __file__)\n"
        "c.LateSubmissionPlugin.penalty_method = 'zero'\n",
        encoding="utf-8",
    )
    tiny.hand_in("ada")
    (tiny.folder("ada") / "timestamp.txt").write_text("2026-11-21 10:00:00 UTC", encoding="utf-8")
    tiny.hand_in("bob")
    (tiny.folder("bob") / "timestamp.txt").write_text("yesterday\n", encoding="utf-8")
    grade_class()
    with tiny.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.assignment, duedate="2026-11-20 10:00:00 UTC")
    [ada, bob] = grade_class(regrade=True).rows
    assert (ada.reason, bob.reason) == ("late: 5 taken off", "")
    with tiny.gradebook() as gradebook:
        late = gradebook.find_submission(tiny.assignment, "ada")
        assert (late.total_seconds_late, late.late_submission_penalty) == (86_400, 5.0)
        assert gradebook.find_submission(tiny.assignment, "bob").timestamp is None
        gradebook.grant_extension(tiny.assignment, "ada", days=2)
    page = tiny.course.feedback_page("ada", tiny.assignment)
    assert "Taken off for handing in late: 5. What counts: <b>0</b>." in page.read_text(encoding="utf-8")
    assert "Taken off" not in tiny.course.feedback_page("bob", tiny.assignment).read_text(encoding="utf-8")
    grade_class(regrade=True)
    assert "Taken off" not in page.read_text(encoding="utf-8"), "the extension stays, the penalty goes"
    assert "could not be read" in tiny.comments("bob")["double-answer"]


def test_without_a_sandbox_nothing_is_run(tiny, grade_class, monkeypatch) -> None:
    def none(*_):
        raise NoSandbox("There is none.")

    monkeypatch.setattr("autograder.grading.grade.find_sandbox", none)
    tiny.hand_in("ada")
    with pytest.raises(NoSandbox):
        grade_class()
    assert not tiny.course.gradebook.exists()


def test_two_runs_at_once(tiny, grade_class) -> None:
    tiny.hand_in("ada")
    with (
        only_one(tiny.course.build / "grade.lock"),
        pytest.raises(CourseError, match=f"process {os.getpid()}"),
    ):
        grade_class()
    assert grade_class().rows[0].changed


def test_students_of_the_gradebook_who_handed_nothing_in_are_missing(tiny, grade_class) -> None:
    tiny.hand_in("ada")
    with tiny.gradebook() as gradebook:
        gradebook.add_student("zoe")
    rows = by_name(grade_class())
    assert (rows["zoe"].status, rows["zoe"].changed) == ("missing", False)
    assert rows["ada"].reason == "new on the list of students", "zoe may have mistyped her name"
    assert read_record(tiny.course, "zoe", tiny.assignment) is None


def test_on_a_closed_list_of_students_a_stranger_needs_a_person(tiny, grade_class) -> None:
    with tiny.gradebook() as gradebook:
        gradebook.add_student("ada")
    (tiny.course.root / "nbgrader_config.py").write_text(
        "from autograder.nbgrader_config import configure\nc = get_config()\nconfigure(c, __file__)\n"
        "c.Autograde.create_student = False\n",
        encoding="utf-8",
    )
    tiny.hand_in("ada")
    tiny.hand_in("adda")
    for summary in (grade_class(dry_run=True), grade_class(), grade_class()):
        rows = by_name(summary)
        assert (rows["ada"].earned, rows["adda"].status) == (5.0, "needs you")
        assert "not on the list of students" in rows["adda"].reason
    with tiny.gradebook() as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]
        gradebook.add_student("adda")
    assert by_name(grade_class())["adda"].earned == 5.0


def test_a_stranger_is_named_where_all_who_were_graded_have_left(tiny, grade_class) -> None:
    tiny.hand_in("bob")
    grade_class()
    with tiny.gradebook() as gradebook:
        gradebook.remove_student("bob")
        gradebook.add_student("ada")
    shutil.rmtree(tiny.course.submitted / "bob")
    tiny.hand_in("Ada")
    rows = by_name(grade_class())
    assert {name: row.status for name, row in rows.items()} == {"Ada": "needs you", "ada": "missing"}


def test_what_a_students_cells_print_is_kept_as_text(tiny, grade_class) -> None:
    tiny.hand_in("ada", tiny.notebook(double="print('<script>' * 9)\nprint('x' * 99_999)\n" + DOUBLE))
    grade_class()
    path = tiny.course.autograded / "ada" / "01_tiny" / "01_tiny.ipynb"
    cells = {cell["id"]: cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]}
    [printed] = cells["double-answer"]["outputs"]
    assert printed["output_type"] == "stream" and len("".join(printed["text"])) < 21_000
    [points] = cells["double"]["outputs"]
    assert points["data"]["text/plain"] in ("2.0", ["2.0"])
    assert cells["split"]["metadata"]["nbgrader"]["points"] == 3


def test_a_gradebook_of_another_release_is_a_sentence(tiny, grade_class) -> None:
    tiny.hand_in("ada")
    grade_class()
    path = tiny.course.released_notebook(tiny.assignment)
    path.write_text(
        path.read_text(encoding="utf-8").replace('"grade_id": "why"', '"grade_id": "how"'), "utf-8"
    )
    for options in ({}, {"dry_run": True}):
        with pytest.raises(CourseError, match="has other cells now"):
            grade_class(**options)
    with Gradebook(f"sqlite:///{tiny.course.gradebook}") as gradebook:  # as `nbgrader db assignment remove`
        gradebook.remove_assignment(tiny.assignment)
    assert by_name(grade_class())["ada"].status == "mended"


def test_what_follows_a_check_does_not_change_what_was_checked(tiny, grade_class) -> None:
    """As in a notebook run from top to bottom: trying out a mistake below one's answer costs nothing."""
    notebook = tiny.notebook(double=DOUBLE, split=SPLIT)
    notebook.cells.append(new_code_cell(SQUARED))
    tiny.hand_in("ada", notebook)
    assert by_name(grade_class())["ada"].earned == 5.0


def test_an_unisolated_grade_says_so_and_is_made_again_in_a_sandbox(tiny, grade_class, monkeypatch) -> None:
    box = tiny.box()
    box.tier = UNISOLATED
    tiny.hand_in("ada")
    with monkeypatch.context() as patch:
        patch.setattr(
            "autograder.grading.grade.find_sandbox", lambda *_: Sandbox(UNISOLATED, lambda **_: box)
        )
        assert grade_class(unsafe=True).tier == UNISOLATED
        assert not grade_class(unsafe=True).rows[0].changed
    assert read_record(tiny.course, "ada", tiny.assignment)["tier"] == UNISOLATED
    assert grade_class().rows[0].changed
    assert read_record(tiny.course, "ada", tiny.assignment)["tier"] == "fake"


def test_nbgraders_exchange_gives_our_pages_back(tiny, grade_class, tmp_path) -> None:
    tiny.hand_in("ada")
    handed_in = tiny.course.submission("ada", tiny.assignment)
    (handed_in / "timestamp.txt").write_text("2026-11-20 11:58:03 UTC", encoding="utf-8")
    (handed_in / "submission_secret.txt").write_text("s3cret", encoding="utf-8")
    grade_class()
    config = Config()
    config.Exchange.root = str(tmp_path / "exchange")
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(tiny.course.root), "nn"
    config.CourseDirectory.assignment_id = tiny.assignment
    config.CourseDirectory.feedback_directory = "build/feedback"
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    coursedir = CourseDirectory(config=config)
    ExchangeReleaseFeedback(coursedir=coursedir, authenticator=Authenticator(), config=config).start()
    [given] = (tmp_path / "exchange" / "nn" / "feedback").glob("*.html")
    assert given.stem == notebook_hash(secret="s3cret", notebook_id=tiny.assignment)
    assert given.read_bytes() == tiny.course.feedback_page("ada", tiny.assignment).read_bytes()


def test_formgraders_generate_feedback_writes_our_pages(tiny, grade_class) -> None:
    for student in ("ada", "bob"):
        tiny.hand_in(student, tiny.notebook("Because."))
    for name in ("timestamp.txt", "submission_secret.txt"):
        (tiny.folder("ada") / name).write_text("2026-11-20 11:58:03 UTC", encoding="utf-8")
    grade_class()
    pages = [tiny.course.feedback_page(student, tiny.assignment) for student in ("ada", "bob")]
    before = [page.read_bytes() for page in pages]
    with tiny.gradebook() as gradebook:
        for row in ("grade", "comment"):
            found = getattr(gradebook, f"find_{row}")("why", tiny.assignment, tiny.assignment, "ada")
            found.manual_score, found.manual_comment, found.needs_manual_grade = (
                3.5,
                "Well <b>said</b>.",
                False,
            )
        gradebook.db.commit()
    config = read_config(tiny.course)
    config.CourseDirectory.assignment_id = tiny.assignment
    GenerateFeedback(coursedir=CourseDirectory(config=config), config=config, force=True).start()
    written = [page.read_bytes() for page in pages]
    assert b"Well &lt;b&gt;said&lt;/b&gt;." in written[0] and b"3.5" in written[0] and written[1] == before[1]
    assert {path.name for path in pages[0].parent.iterdir()} == {
        "timestamp.txt",
        "submission_secret.txt",
        pages[0].name,
    }
    grade_class()
    assert [page.read_bytes() for page in pages] == written


def test_generate_feedback_names_whom_no_record_tells_of(tiny, grade_class, caplog) -> None:
    for student in ("ada", "bob"):
        tiny.hand_in(student)
    grade_class()
    tiny.course.record("ada", tiny.assignment).unlink()
    config = read_config(tiny.course)
    config.CourseDirectory.assignment_id = tiny.assignment
    with pytest.raises(NbGraderException):
        GenerateFeedback(coursedir=CourseDirectory(config=config), config=config, force=True).start()
    assert "ada has no record of 01_tiny: run `refold grade 01_tiny`." in caplog.text
    assert tiny.course.feedback_page("bob", tiny.assignment).exists()
