"""What a check cell calls: tries an answer in the student's own notebook and says what it found."""

from __future__ import annotations

import sys
from functools import partial
from html import escape
from textwrap import wrap
from typing import Any

from autograder.errors import CourseError
from autograder.exercise import Answer, Exercise
from autograder.exercises import before, find
from autograder.judging.compare import describe
from autograder.judging.judge import judge
from autograder.judging.lending import judge_fairly, lend_here, names_used
from autograder.judging.verdict import Verdict

VERDICT_MIME = "application/vnd.refold.verdict+json"
"""Carries the verdict beside the text and the HTML, for programs that run the notebook."""

OLDER = (
    "If your notebook came with this check, the installed library is older than the notebook: "
    "the README beside it says how to put in the newer one."
)

WIDTH = 68
"""Characters to a line of an error's text, which JupyterLab breaks in the middle of a word where there is
less room: these fit half of a wide screen, beside the list of files."""


class CheckFailed(Exception):
    """Nothing of the answer is right. Notebooks show its text alone, without a traceback of ours."""

    def _render_traceback_(self) -> list[str]:
        return [line for paragraph in str(self).splitlines() for line in wrap(paragraph, WIDTH)]


class Result:
    """What a check found. Its text is the points earned, which nbgrader reads; its HTML is for people."""

    def __init__(self, verdict: Verdict, exercise: Exercise) -> None:
        self.verdict = verdict
        self.exercise = exercise

    def __repr__(self) -> str:
        return repr(float(self.verdict.earned))

    def __str__(self) -> str:
        if self.verdict.status != "right":
            return self.verdict.says
        if self.verdict.says:
            return f"Right. {self.verdict.says}"
        cases = [*self.exercise.cases, *([self.exercise.last] if self.exercise.last else [])]
        return f"Right. Tried: {', '.join(case.name for case in cases)}."

    def _repr_html_(self) -> str:
        points = "" if self.verdict.status == "right" else f"{_points(self.verdict)} "
        text = escape(points + str(self)).replace("\n", "<br>")
        return f'<div style="max-width: 50em">{text}{_picture_html(self.verdict)}</div>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            "text/plain": repr(self),
            "text/html": self._repr_html_(),
            VERDICT_MIME: self.verdict.to_json(),
        }


def check(exercise_id: str, answer: Answer) -> Result:
    """Try an answer on the exercise's cases.

    Args:
        exercise_id: such as "flatten_forward".
        answer: the function or class itself, not what it returns.

    Returns:
        the points earned, with the words for them.

    Raises:
        CheckFailed: when nothing is right, or there is no such exercise; its text says what was found.
    """
    try:
        exercise = find(exercise_id)
    except CourseError as error:
        raise CheckFailed(f"{error} {OLDER}") from None
    if not callable(answer):
        raise CheckFailed(
            f"check expects {exercise.name} itself, got {describe(answer)}: "
            f'write check("{exercise_id}", {exercise.name}), without calling it.'
        )
    caller = sys._getframe(1).f_globals
    verdict = _judge(exercise, answer, caller)
    result = Result(verdict, exercise)
    if verdict.earned == 0:
        _show_picture(verdict)
        raise CheckFailed(str(result))
    return result


def _judge(exercise: Exercise, answer: Answer, namespace: dict[str, Any]) -> Verdict:
    """The verdict, as a class's grading finds it: see `lending.py`."""
    others = own_answers(exercise, namespace)
    again = partial(judge, exercise, answer, others=others)
    verdict = again()
    if verdict.status == "right":
        return verdict
    used = set().union(*(names_used(each, namespace) for each in (answer, *others.values())))
    earlier = {
        each: callable(own := namespace.get(each.name)) and _judge(each, own, namespace).status == "right"
        for each in before(exercise)
        if each.lent and each.name in used
    }
    return judge_fairly(verdict, again, earlier, partial(lend_here, namespace))


def own_answers(exercise: Exercise, namespace: dict[str, Any]) -> dict[str, Answer]:
    """The student's own answers to the exercises that this one needs, where they are right."""
    own: dict[str, Answer] = {}
    for id in exercise.needs:
        earlier = find(id)
        answer = namespace.get(earlier.name)
        if callable(answer) and _judge(earlier, answer, namespace).status == "right":
            own[id] = answer
    return own


def _points(verdict: Verdict) -> str:
    return f"{verdict.earned:g} of {verdict.points:g} points."


def _picture_html(verdict: Verdict) -> str:
    if verdict.picture is None:
        return ""
    from autograder.pages.picture import svg

    return f"<div>{svg(verdict.picture)}</div>"


def _show_picture(verdict: Verdict) -> None:
    """In a notebook, the picture stands above the words of the error."""
    if verdict.picture is None or "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        bundle = {"text/html": _picture_html(verdict), "text/plain": verdict.says}
        display(bundle, raw=True)
