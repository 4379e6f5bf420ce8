"""A class from submitted/ to the gradebook: what is recorded, what is left alone, what goes on."""

from __future__ import annotations


def test_right_wrong_and_untouched_answers(tiny, grade_class) -> None:
    tiny.hand_in(
        "ada", tiny.notebook(written="Because.", double=tiny_right("double"), split=tiny_right("split"))
    )
    tiny.hand_in("bob", tiny.notebook(double="def double(x):\n    return x ** 2"))
    tiny.hand_in("eve", tiny.notebook())
    summary = grade_class()
    assert [(row.student, row.status, row.earned) for row in summary.rows] == [
        ("ada", "graded", 5.0),
        ("bob", "graded", 0.0),
        ("eve", "graded", 0.0),
    ]
    assert summary.rows[1].mistakes == ("squared",)
    assert tiny.scores("ada") == {
        "double": (2.0, None, False),
        "split": (3.0, None, False),
        "why": (None, None, True),
    }
    assert tiny.scores("eve")["why"] == (0.0, None, False)
    assert tiny.comments("bob")["double-answer"] == "Twice x is x + x, not x times x."
    assert tiny.comments("eve")["why"] == "No response."


def tiny_right(name: str) -> str:
    return {"double": "def double(x):\n    return x + x", "split": "def split(x):\n    return divmod(x, 2)"}[
        name
    ]
