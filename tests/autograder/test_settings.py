"""Limits are set in nbgrader_config.py; what makes no sense is refused in a sentence that says what would."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.command.doctor import limits as limits_finding
from autograder.course import Course
from autograder.errors import CourseError
from autograder.sandbox.limits import MB, BadLimit, Limits, changed
from autograder.settings import limits_of


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


def set_up(course: Course, *lines: str) -> None:
    text = "\n".join(["c = get_config()", *lines])
    (course.root / "nbgrader_config.py").write_text(text, encoding="utf-8")


def test_without_settings_there_are_good_defaults(course: Course) -> None:
    assert limits_of(course, "01_flatten") == Limits()
    set_up(course)
    assert limits_of(course, "01_flatten") == Limits()


def test_settings_are_for_all_units_and_for_one(course: Course) -> None:
    set_up(
        course,
        "c.RefoldLimits.call = 20",
        "c.RefoldLimits.memory = '2 GB'",
        "c.RefoldLimits.submission = '512 kB'",
        "c.RefoldLimits.units = {'01_flatten': {'call': 2.5, 'disk': 10_000_000}}",
    )
    of_unit, of_others = limits_of(course, "01_flatten"), limits_of(course, "02_other")
    assert (of_unit.call, of_unit.memory, of_unit.submission, of_unit.disk) == (
        2.5,
        2 << 30,
        512 << 10,
        10**7,
    )
    assert (of_others.call, of_others.disk) == (20.0, Limits().disk)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("call = 0", "call must be at least 0.5 s, got 0"),
        ("call = -3", "call must be at least 0.5 s, got -3"),
        ("call = '10'", "call must be a number of seconds, got '10'"),
        ("call = True", "call must be a number of seconds, got True"),
        ("call = float('nan')", "call must be a number of seconds, got nan"),
        ("notebook = float('inf')", "notebook must be a number of seconds, got inf"),
        ("notebook = 5", "5 s in all, less than one call (10 s)"),
        ("memory = '2 elephants'", "memory must be a size, such as"),
        ("memory = '2'", "memory must be a size, such as"),
        ("memory = '-2 GB'", "memory must be a size, such as"),
        ("memory = 1.5", "memory must be a size, such as"),
        ("memory = '20 MB'", "memory must be at least 256 MB, got '20 MB'"),
        ("processes = 2", "processes must be at least 8, got 2"),
        ("processes = '9'", "processes must be a whole number, got '9'"),
        ("processes = None", "processes must be a whole number, got None"),
        ("output = '1 MB'", "output must be at most 64 kB, got '1 MB'"),
        ("picture = '20 MB'", "the pictures of a cell (8) may have 24 MB together"),
        ("memmory = '2 GB'", "memmory: there is no such limit. There are call, cells, disk"),
        (
            "units = {'01_flaten': {'call': 2}}",
            "c.RefoldLimits.units: There is no unit 01_flaten: did you mean 01_flatten?",
        ),
        ("units = {'01_flatten': {'call': 0}}", 'units["01_flatten"].call must be at least 0.5 s, got 0'),
        ("units = {'01_flatten': 20}", "units must be such as"),
        ("units['01_flatten'] = {'call': 2}", "cannot be read"),
        ("call = 1 / 0", "cannot be read: division by zero (line 2)"),
    ],
)
def test_what_makes_no_sense_is_refused(course: Course, line: str, says: str) -> None:
    set_up(course, f"c.RefoldLimits.{line}")
    with pytest.raises(CourseError) as refused:
        limits_of(course, "01_flatten")
    assert "nbgrader_config.py" in str(refused.value) and says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "size"), [("64 kB", 65536), ("1.5GB", 3 << 29), (" 20 MB ", 20 * MB), ("3 B", 3)]
)
def test_sizes(text: str, size: int) -> None:
    if size < 10 << 10:
        with pytest.raises(BadLimit, match="at least 10 kB"):
            changed(Limits(), {"submission": text}, "c.RefoldLimits")
    else:
        assert changed(Limits(), {"submission": text}, "c.RefoldLimits").submission == size


def test_the_doctor_shows_them(course: Course) -> None:
    set_up(course, "c.RefoldLimits.memory = '2 GB'", "c.RefoldLimits.units = {'01_flatten': {'call': 2}}")
    found = list(limits_finding(course.root))
    assert [each.state for each in found] == ["works", "works"]
    assert "memory 2 GB" in found[0].says and "call 10 s" in found[0].says
    assert found[1].name == "limits of 01_flatten" and found[1].says == "call 2 s"
    set_up(course, "c.RefoldLimits.memory = 'lots'")
    (broken,) = limits_finding(course.root)
    assert broken.state == "fails" and "got 'lots'" in broken.says
