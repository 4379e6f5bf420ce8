"""What a grading run prints: short enough to read, those who need a person first."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from autograder.command import progress, show
from autograder.course import Course
from autograder.grading.summary import Change, Row, Summary, row
from autograder.intake.astray import astray
from autograder.intake.submission import students

COURSE = Course(Path("/srv/nn"))


def printed(rows: list[Row], width: int = 80, dry: bool = False, waiting: Sequence[str] = ()) -> str:
    console = Console(width=width, file=io.StringIO(), highlight=False, markup=False)
    with console.capture() as captured:
        show.show(console, COURSE, Summary("01_flatten", "zygote", rows, dry, waiting))
    assert all(
        len(line.rstrip()) <= width
        for line in captured.get().splitlines()
        if line[:5] not in ("Next:", "Then:", "Grade")
    )
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def counted(text: str) -> dict[str, str]:
    """The lines below the name of the assignment: status -> what follows."""
    lines = text.partition("01_flatten: ")[2].partition("\n\n")[0].splitlines()[1:]
    return {line[:15].rstrip(" 0123456789").strip(): " ".join(line.split()) for line in lines}


def test_a_long_name_leaves_room_for_points_and_reasons() -> None:
    text = printed([Row("x" * 200, "graded", 26.0, 26.0, mistakes=("column-major order",), changed=True)])
    assert "26/26" in text and "column-major order" in text


def test_in_a_narrow_terminal_words_are_broken_and_not_cut() -> None:
    row = Row("noor", "graded", 19.0, 26.0, "dalliance", changed=True, why=("unforeseeable",), before=19.0)
    shown = ["student points status what was found noor 19/26 graded dalliance"]
    shown += ["student now then what would change why noor 19 19/26 nothing unforeseeable"]
    for dry, words in enumerate(shown):
        table = printed([row], width=31, dry=bool(dry)).partition("\n\n")[0]
        assert sorted("".join(table.split())) == sorted(words.replace(" ", ""))


def test_who_is_graded_again_is_said_to_be_and_why() -> None:
    row = Row("noor", "graded", 19.0, 26.0, changed=True)
    key = "the course's key changed"
    whys = [("first grading",), (key,), (key, "a"), ("you asked for it",)]
    rows = [replace(row, student=f"s{number}", why=why) for number, why in enumerate(whys)]
    assert "\nGraded again: the course's key changed (2); a (1).\n" in printed(rows)
    assert "Graded again" not in printed(rows, dry=True) + printed(rows[:1]) + printed(rows[3:])


def test_what_no_known_mistake_explains_is_named() -> None:
    def verdict(exercise: str, status: str, mistake: str | None = None) -> dict:
        return {
            "exercise": exercise,
            "status": status,
            "misconception": mistake,
            "outputs": [],
            "earned": 0.0,
            "says": "",
        }

    wrong = [verdict(each, "wrong") for each in "abc"]
    others = [verdict("d", "right"), verdict("e", "wrong", "transposed"), verdict("f", "not attempted")]
    record = {"student": "ada", "status": "graded", "reason": "", "stopped": [], "earned": 1.0, "points": 6.0}
    assert row({**record, "verdicts": [*wrong[:1], *others]}, (), {}).reason == "1 not attempted; wrong: a"
    assert row({**record, "verdicts": wrong}, (), {}).reason == "wrong: a, b and 1 more"
    assert row({**record, "verdicts": others[:2]}, (), {}).reason == ""


def test_the_table_says_how_many_and_why() -> None:
    late = "time limit: a call took longer than 10 s"
    rows = [
        Row("ada", "graded", 26.0, 26.0, changed=True),
        Row("bob", "mended", 25.0, 26.0, changed=True),
        Row("cy", "stopped", 20.0, 26.0, reason=late, changed=True, because=("time limit",)),
        Row("di", "stopped", 20.0, 26.0, reason=late, changed=True, because=("time limit", "memory limit")),
        Row("eve", "needs you", reason="It breaks off.", because=("It breaks off",)),
        Row("flo", "graded", 1.0, 26.0),
        Row("gus", "missing", reason="Nothing was handed in."),
    ]
    text = printed(rows)
    assert [line.split()[0] for line in text.splitlines()[1:8]] == [
        "eve",
        "cy",
        "di",
        "bob",
        "ada",
        "flo",
        "gus",
    ]
    assert list(counted(text).values()) == [
        "needs you 1 It breaks off",
        "stopped 2 time limit (2); memory limit (1)",
        "mended 1",
        "graded 1",
        "missing 1",
        "unchanged 1",
    ]
    assert text.splitlines()[-2].startswith("Next: eve could not be graded")
    assert text.splitlines()[-1].endswith("read /srv/nn/build/reports/01_flatten.html.")


@pytest.mark.parametrize(("reasons", "says"), [(3, ""), (4, "; 1 more reason"), (5, "; 2 more reasons")])
def test_rare_reasons_are_counted(reasons: int, says: str) -> None:
    rows = [Row(str(n), "needs you", reason=f"{n}.", because=(f"{n}",)) for n in range(reasons)]
    assert counted(printed(rows))["needs you"].endswith(f"2 (1){says}")


@pytest.mark.parametrize("width", [80, 120])
def test_of_a_large_class_those_are_listed_who_need_a_person(width: int) -> None:
    rows = [Row(f"s{n:03}", "graded", 20.0, 26.0, changed=n % 2 == 0) for n in range(490)]
    rows += [Row(f"x{n}", "needs you", reason="Why. " * 30, because=("Why",)) for n in range(10)]
    text = printed(rows, width)
    listed = [line.split()[0] for line in text.splitlines() if "/26" in line or "needs you  Why" in line]
    assert listed[:10] == [f"x{n}" for n in range(10)] and len(listed) == show.MANY
    assert "and 215 graded, 245 unchanged (/srv/nn/build/reports/01_flatten.csv lists all)" in text
    assert "x0, x1, x2, x3, x4 and 5 more could not be graded" in text
    assert "missing" not in text
    rows += [Row(f"z{n}", "missing", reason="Nothing was handed in.") for n in range(12)]
    assert counted(printed(rows, 120))["missing"] == "missing 12 z0, z1, z2, z3, z4, z5, z6, z7 and 4 more"


@pytest.mark.parametrize(
    ("waiting", "says"),
    [
        (
            {"ada", "bob", "eve", "max"},
            "Then: grade the written answers of 2 students (`make lab`, Formgrader), and ",
        ),
        (("ada",), "Then: grade the written answers of 1 student (`make lab`, Formgrader), and read "),
        (("eve",), "Then: read "),
    ],
)
def test_written_answers_are_spoken_of_where_some_wait(waiting: Sequence[str], says: str) -> None:
    rows = [Row("ada", "graded"), Row("bob", "graded"), Row("eve", "needs you"), Row("max", "missing")]
    assert printed(rows, waiting=waiting).splitlines()[-1].startswith(says)


def test_files_that_lie_in_no_students_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "submitted" / "ada").mkdir(parents=True)
    for name in ("01_flatten.ipynb", "bob.zip", ".DS_Store"):
        (tmp_path / "submitted" / name).touch()
    console = Console(width=200, file=io.StringIO())
    with console.capture() as captured:
        show.show(console, Course(tmp_path), Summary("01_flatten", "zygote", [], False, ()))
    assert "Passed over: 01_flatten.ipynb, bob.zip in" in captured.get()
    assert "STUDENT/01_flatten/01_flatten.ipynb" in captured.get()


@pytest.mark.parametrize(
    "path",
    [
        "Group A/max/01_flatten/01_flatten.ipynb",
        "01_flatten/max/01_flatten.ipynb",
        ".max/01_flatten/01_flatten.ipynb",
        "all.zip",
    ],
)
def test_submissions_at_wrong_places_are_found(path: str, tmp_path: Path) -> None:
    course = Course(tmp_path)
    for name in (path, "ada/01_flatten/01_flatten.ipynb", "bob/02_dense/02_dense.ipynb", "bob/notes/x.txt"):
        (course.submitted / name).parent.mkdir(parents=True, exist_ok=True)
        (course.submitted / name).touch()
    (course.submitted / "link").symlink_to(tmp_path, target_is_directory=True)
    assert students(course, "01_flatten") == ["ada"]
    assert astray(course, "01_flatten") == [path.removesuffix("/01_flatten.ipynb")]
    assert astray(course, "02_dense") == [path] * (path == "all.zip")


def test_a_class_of_nobody_and_of_one() -> None:
    assert "01_flatten: 0 students" in printed([])
    assert "01_flatten: 1 student\n graded" in printed([Row("ada", "graded", 1.0, 2.0, changed=True)])


def test_a_dry_run_says_what_lateness_would_cost() -> None:
    late = {"changed": True, "why": ("you asked for it",)}
    rows = [
        Row("ada", "graded", 5.0, 6.0, before=5.0, penalty=Change("late", 1.0, 0.0), **late),
        Row("bob", "graded", 5.0, 6.0, penalty=Change("late", 0.0, 1.25), **late),
        Row("cy", "graded", 5.0, 6.0, before=5.0, **late),
    ]
    text = printed(rows, 120, dry=True)
    for says in ("late penalty 1 to 0", "not graded yet; late penalty 0 to 1.25", "points change 2"):
        assert says in re.sub(" +", " ", text)


def test_a_dry_run_lists_whose_points_change_and_why() -> None:
    new, other = ("first grading",), ("the submission changed", "the course's key changed")
    rows = [
        Row("ada", "graded", 20.0, 26.0, changed=True, why=other, before=20.0),
        Row(
            "bob",
            "graded",
            18.0,
            26.0,
            changed=True,
            why=other,
            before=16.5,
            changes=(Change("f", 0.5, 2.0),),
        ),
        Row("cy", "needs you", 0.0, 26.0, reason="It breaks off.", changed=True, why=new),
        Row("di", "graded", 3.0, 26.0),
    ]
    lines = printed(rows, 120, dry=True).splitlines()
    assert " ".join(lines[0].split()) == "student now then what would change why"
    assert lines[1].split()[:3] == ["cy", "-", "-"] and lines[1].endswith(
        "needs you: It breaks off.  first grading"
    )
    wanted = "bob 16.5 18/26 f 0.5 to 2 the submission changed; the course's key changed"
    assert " ".join(lines[2].split()) == wanted
    assert "nothing" in lines[3] and lines[3].startswith("ada") and "di" not in "".join(lines[:6]).split()
    assert "points change  2" in " ".join(lines) and "nothing was written" in lines[-1]


def test_a_dry_run_says_who_needs_you_even_when_nothing_is_new() -> None:
    rows = [Row("cy", "needs you", 0.0, 26.0, reason="It breaks off."), Row("di", "graded", 3.0, 26.0)]
    lines = printed(rows, 120, dry=True).splitlines()
    assert " ".join(lines[1].split()) == "cy - - needs you: It breaks off."
    assert lines[-2].startswith("Next: cy could not be graded: mend")
    assert lines[-1] == "Then: nothing was written; there is nothing new to grade."


def test_nothing_that_a_student_wrote_steers_the_terminal() -> None:
    text = printed([Row("\x1b[31mred[bold]", "needs you", reason="[red]\x07\x1b]0;title\x07")])
    assert "\x1b" not in text and "\x07" not in text and "red[bold]" in text and "[red]" in text


def test_in_a_log_progress_is_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 10.0, 31.0, 40.0, 62.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    log = io.StringIO()
    with progress.progress_bar(Console(file=log), "grading 01_flatten") as report:
        for done in (1, 2, 3, 4):
            report(done, 8, Row("ada", "graded"))
    assert log.getvalue().splitlines() == [
        "grading 01_flatten: 2 of 8, about 0:01:33 left",
        "grading 01_flatten: 4 of 8, about 0:01:02 left",
    ]
