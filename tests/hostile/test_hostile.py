"""Every hostile submission, between two honest ones: nothing earned, seen, damaged or left behind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.grade import grade

from .conftest import Class, processes_with, snapshot
from .corpus import ESCAPED, FULL, UNIT, Attack, corpus

CORPUS = corpus()
SHORT = [attack for attack in CORPUS if not attack.get("long")]
LONG = [attack for attack in CORPUS if attack.get("long")]
DROPPED = ("/dev/shm/refold_drop", "/tmp/refold_drop")
MEMORY = 700 << 20  # bytes that a worker of the grader may ever hold
PATIENCE = 6.0  # seconds a submission, on average, on a busy machine


@pytest.fixture(scope="session", params=["", pytest.param("bubblewrap", marks=pytest.mark.long)])
def short_class(make_class: Any, request: pytest.FixtureRequest) -> Class:
    """Graded in the tier that this machine's classes are graded in, and in the slower one."""
    return make_class(SHORT, tier=request.param)


@pytest.fixture(scope="session")
def long_class(make_class: Any) -> Class:
    return make_class(LONG)


def named(attacks: Iterable[Attack]) -> Any:
    return pytest.mark.parametrize("attack", attacks, ids=lambda attack: attack.name)


@named(SHORT)
def test_it_comes_to_nothing(short_class: Class, attack: Attack) -> None:
    comes_to_nothing(short_class, attack)


@pytest.mark.long
@named(LONG)
def test_in_full_it_comes_to_nothing(long_class: Class, attack: Attack) -> None:
    comes_to_nothing(long_class, attack)


def comes_to_nothing(made: Class, attack: Attack) -> None:
    """What the corpus says must become of it, and no mark of its goal."""
    record = made.record(attack.student)
    found = (record["status"], record["earned"], made.scores[attack.student])
    assert found == (attack.get("status") or "graded", attack.points, attack.points), record
    assert ESCAPED not in made.seen(attack.student)
    if attack.leaks:
        assert attack.leaks not in made.seen(attack.student)
    assert attack.get("reason") in record["reason"]
    assert record["reason"] in " ".join(made.comments[attack.student].values())
    assert any(attack.get("mended") in line for line in ["", *record["mended"]]), record["mended"]
    is_stopped_for_its_reason(made, attack, record)


def is_stopped_for_its_reason(made: Class, attack: Attack, record: dict[str, Any]) -> None:
    reasons = tuple(filter(None, attack.get("stopped").split(" | ")))
    assert bool(record["stopped"]) == bool(reasons), record["stopped"]
    if reasons:
        assert all(line.startswith(reasons) for line in record["stopped"]), record["stopped"]
        comments = " ".join(made.comments[attack.student].values())
        assert any(reason in comments for reason in reasons)


def test_the_honest_lose_nothing_and_the_class_is_graded_in_time(short_class: Class) -> None:
    class_is_whole(short_class, SHORT)


@pytest.mark.long
def test_in_full_the_honest_lose_nothing(long_class: Class) -> None:
    class_is_whole(long_class, LONG)


def class_is_whole(made: Class, attacks: list[Attack]) -> None:
    scores = made.scores
    for student in ("alice", "zoe"):
        assert (made.record(student)["status"], made.record(student)["earned"]) == ("graded", FULL)
        assert scores[student] == FULL
    assert made.summary is not None and len(made.summary.rows) == len(attacks) + 2
    assert made.memory < MEMORY
    assert made.seconds < PATIENCE * len(attacks) + 30


def test_a_second_run_reads_them_all_and_finds_nothing_new(short_class: Class) -> None:
    again = grade(short_class.course, UNIT, workers=2)
    assert [row for row in again.rows if row.changed] == []


def test_nothing_is_damaged_or_left_behind(short_class: Class) -> None:
    nothing_is_left(short_class)


@pytest.mark.long
def test_in_full_nothing_is_damaged_or_left_behind(long_class: Class) -> None:
    nothing_is_left(long_class)


def nothing_is_left(made: Class) -> None:
    home = Path(made.values["HOME"])
    now = snapshot(made.course.submitted, made.course.released, home)
    assert {path: now.get(path) for path in made.before} == made.before
    assert [path for path in now.keys() - made.before.keys() if not is_our_own(path)] == []
    assert list(Path(made.values["SITE"]).glob("refold_poison*")) == []
    for start in DROPPED:
        assert list(Path(start).parent.glob(f"{Path(start).name}*")) == []
    assert processes_with(made.values["TOKEN"]) == {}
    assert not (made.course.build / "logs" / UNIT).exists(), "the grader itself failed on one of them"


def is_our_own(path: str) -> bool:
    """What Python's and matplotlib's own caches write to the home."""
    return "/.cache/" in path or "/matplotlib/fontlist" in path
