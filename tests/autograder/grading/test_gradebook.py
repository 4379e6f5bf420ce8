"""Many submissions in one transaction: all of them or none, and no record before they are there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event

from autograder.errors import CourseError
from autograder.gradebook import recorder as recording
from autograder.gradebook.known import Known, known
from autograder.gradebook.recorder import Recorder
from autograder.intake.skeleton import read_release


@pytest.fixture
def graded(tiny, grade_class, monkeypatch):
    """Records and notebooks of three students, who are then taken out again."""
    kept = []
    save = Recorder.save

    def keep(self, graded):
        kept.append(graded)
        save(self, graded)

    monkeypatch.setattr(Recorder, "save", keep)
    for student in ("ada", "bob", "eve"):
        tiny.hand_in(student)
    grade_class()
    monkeypatch.undo()
    tiny.course.gradebook.unlink()
    for each in kept:
        tiny.course.record(each.record["student"], tiny.assignment).unlink()
    return sorted(kept, key=lambda each: each.record["student"])  # they come as they are done


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "SECONDS", 1e9)
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "a-test")


def open_recorder(tiny) -> Recorder:
    return Recorder(tiny.course, tiny.assignment, read_release(tiny.course, tiny.assignment))


def test_nothing_is_there_before_all_of_it_is(tiny, graded) -> None:
    with open_recorder(tiny) as recorder:
        for each in graded:
            recorder.save(each)
            assert not tiny.course.record(each.record["student"], tiny.assignment).exists()
        assert known(tiny.course, tiny.assignment).recorded == frozenset()
    assert known(tiny.course, tiny.assignment).recorded == {"ada", "bob", "eve"}
    assert tiny.scores("eve")["double"] == (2.0, None, False)
    assert all(tiny.course.record(name, tiny.assignment).exists() for name in ("ada", "bob", "eve"))


def test_an_error_half_way_leaves_nothing_half_written(tiny, graded, monkeypatch) -> None:
    def full(self, student, timestamp):
        if student == "eve":
            raise OSError("No space left on device")
        return submission(self, student, timestamp)

    submission = recording.Batch.submission
    monkeypatch.setattr(recording.Batch, "submission", full)
    with pytest.raises(OSError, match="No space"), open_recorder(tiny) as recorder:
        for each in graded:
            recorder.save(each)
    assert known(tiny.course, tiny.assignment).students == frozenset()
    assert not any(tiny.course.record(name, tiny.assignment).exists() for name in ("ada", "bob", "eve"))


@pytest.mark.parametrize("known_before", [False, True])
def test_more_submissions_cost_no_more_queries(tiny, graded, known_before: bool) -> None:
    queries: list[str] = []
    with open_recorder(tiny) as recorder:
        for each in graded if known_before else ():
            recorder.save(each)
        recorder.write()
        engine = recorder.engine
        event.listen(engine, "before_cursor_execute", lambda *args: queries.append(args[2]))
        counts = []
        for batch in (graded[:1], graded[1:]):
            queries.clear()
            for each in batch:
                recorder.save(each)
            recorder.write()
            counts.append(sum(not query.startswith("ANALYZE") for query in queries))
        assert counts[0] == counts[1] > 0


def configured(tiny, *lines: str) -> None:
    """An `nbgrader_config.py` with these lines below those that are always there."""
    first = ("from autograder.nbgrader_config import configure", "c = get_config()", "configure(c, __file__)")
    (tiny.course.root / "nbgrader_config.py").write_text("\n".join((*first, *lines)), encoding="utf-8")


PLUGIN = """
from nbgrader.plugins import BasePlugin
class Everything(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score
class Broken(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 0
"""


def test_what_cannot_be_used_for_late_submissions_is_said_at_the_beginning(tiny) -> None:
    for setting, says in {
        "LateSubmissionPlugin.penalty_method = 'half'": "trait expected any of ['none', 'zero']",
        "AssignLatePenalties.plugin_class = 'nowhere.Late'": "'nowhere.Late' could not be imported.",
    }.items():
        configured(tiny, f"c.{setting}")
        with pytest.raises(CourseError) as raised:
            open_recorder(tiny)
        assert says in str(raised.value) and " at 0x" not in str(raised.value)


def test_a_penalty_that_fails_says_for_whom(tiny, graded) -> None:
    (tiny.course.root / "late_in_the_course.py").write_text(PLUGIN, encoding="utf-8")
    configured(tiny, "c.AssignLatePenalties.plugin_class = 'late_in_the_course.Broken'")
    make_late = partial(late, tiny, graded)
    with pytest.raises(CourseError, match=r"failed for ada \(ZeroDivisionError: "):
        make_late()
    configured(tiny, "c.AssignLatePenalties.plugin_class = 'late_in_the_course.Everything'")
    assert make_late() == 5.0


def test_a_gradebook_elsewhere_is_found_from_everywhere(tiny, tmp_path, monkeypatch) -> None:
    """As nbgrader, which is started in the course's root, understands the address."""
    configured(tiny, "c.CourseDirectory.db_url = 'sqlite:///own.db'")
    for folder in (tiny.course.root, tiny.course.released):
        monkeypatch.chdir(folder)
        with open_recorder(tiny):
            pass
        assert known(tiny.course, tiny.assignment) == Known()
    assert [path.relative_to(tiny.course.root).as_posix() for path in tmp_path.rglob("*.db")] == ["own.db"]


def test_a_late_submission_gets_its_penalty(tiny, graded) -> None:
    configured(tiny, "c.LateSubmissionPlugin.penalty_method = 'zero'")
    assert late(tiny, graded) == 5.0


def late(tiny, graded) -> float:
    """The penalty of a submission that came a day after its due date."""
    with open_recorder(tiny):
        pass
    with Gradebook(f"sqlite:///{tiny.course.gradebook}") as opened:
        opened.update_or_create_assignment(tiny.assignment, duedate="2026-01-01 12:00:00 UTC")
    with open_recorder(tiny) as recorder:
        record = graded[0].record | {"timestamp": "2026-01-02 12:00:00 UTC"}
        recorder.save(replace(graded[0], record=record))
    with tiny.gradebook() as opened:
        found = opened.find_submission_notebook(tiny.assignment, tiny.assignment, "ada")
        assert found.late_submission_penalty == found.score
        return found.score
