"""Many submissions in one transaction: all of them or none, and no record before they are there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event

from autograder.gradebook import recorder as recording
from autograder.gradebook.recorder import Recorder, known
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
    return kept


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


def test_a_late_submission_gets_its_penalty(tiny, graded) -> None:
    config = tiny.course.root / "nbgrader_config.py"
    config.write_text(
        "from autograder.nbgrader_config import configure\nc = get_config()\nconfigure(c, __file__)\n"
        "c.LateSubmissionPlugin.penalty_method = 'zero'\n",
        encoding="utf-8",
    )
    with open_recorder(tiny):
        pass
    with Gradebook(f"sqlite:///{tiny.course.gradebook}") as opened:
        opened.update_or_create_assignment(tiny.assignment, duedate="2026-01-01 12:00:00 UTC")
    with open_recorder(tiny) as recorder:
        late = graded[0].record | {"timestamp": "2026-01-02 12:00:00 UTC"}
        recorder.save(replace(graded[0], record=late))
    with tiny.gradebook() as opened:
        found = opened.find_submission_notebook(tiny.assignment, tiny.assignment, "ada")
        assert found.late_submission_penalty == found.score > 0
