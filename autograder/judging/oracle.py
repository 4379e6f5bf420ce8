"""Judges a notebook from outside: its cells run in a box, and what they define is tried from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from autograder.box import Box, BoxStopped, CellResult, OutOfTime, StudentError
from autograder.exercise import Exercise, Unit
from autograder.exercises import before, find
from autograder.judging.causes import say_causes
from autograder.judging.demonstrations import LEFT_OUT, left_out
from autograder.judging.judge import judge
from autograder.judging.key import rng
from autograder.judging.lending import judge_fairly, rank
from autograder.judging.rebinding import is_defined_below, is_rebound, replaced
from autograder.judging.verdict import Verdict, no_points
from autograder.judging.words import defined_below
from autograder.sandbox import plain

MOST_STOPS = 12
"""How often a submission may stop its box before the rest is left untried."""
MOST_OUTPUT = 16 << 20
"""Characters and bytes of pictures that are kept of all cells together."""


@dataclass(frozen=True)
class Cell:
    """One code cell. `id` is nbgrader's grade id where there is one, the notebook's cell id otherwise.

    Its `pictures` are drawn only where they are the student's. A `demonstration` is run only where needed.
    """

    id: str
    source: str
    role: Literal["answer", "check", "other", "demonstration"]
    pictures: bool = True


@dataclass
class Judged:
    """The verdicts by exercise, what each cell printed and drew, why boxes were stopped, and their tier.

    `replaced` names the earlier answers in whose place something else stands where an exercise is checked.
    """

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    results: dict[str, CellResult] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    tier: str = ""
    replaced: dict[str, set[str]] = field(default_factory=dict)


def judge_notebook(
    unit: Unit,
    cells: Sequence[Cell],
    open_box: Callable[[], AbstractContextManager[Box]],
    key: bytes,
    student: str,
    packages: Mapping[str, str] = MappingProxyType({}),
) -> Judged:
    """Run the cells in a box, and judge every exercise of the unit. `packages` are those that were handed
    in, by name: their code.

    A box that stops costs the cell or the exercise during which it stopped; a fresh one takes the rest.
    """
    found = Judged()
    idle = left_out(cells, [exercise.name for exercise in unit.exercises])
    found.results = {id: CellResult(LEFT_OUT) for id in idle}
    cells = [cell for cell in cells if cell.id not in idle]
    found.replaced = replaced(cells, {exercise.id: exercise.name for exercise in unit.exercises})
    skipped: dict[str, BoxStopped] = {}
    pending = list(unit.exercises)
    spent = 0.0
    try:
        while pending and len(found.stopped) < MOST_STOPS:
            with open_box() as box:
                found.tier, box.spent = box.tier, spent
                answers = _run_cells(box, unit, cells, skipped, found)
                if answers is not None:
                    _judge_exercises(box, pending, answers, skipped, found, lambda id: rng(key, student, id))
                spent = box.spent
    except OutOfTime as stop:
        found.stopped.append(stop.reason)
        found.verdicts = {exercise.id: _stopped(exercise, stop) for exercise in pending} | found.verdicts
        pending.clear()
    _judge_again(unit, cells, open_box, skipped, found, lambda id: rng(key, student, id), spent)
    for exercise in pending:
        says = f"Not tried: the notebook was stopped {len(found.stopped)} times before ({found.stopped[-1]})."
        found.verdicts[exercise.id] = no_points(exercise.id, exercise.points, "stopped", says)
    found.verdicts = {exercise.id: found.verdicts[exercise.id] for exercise in unit.exercises}
    found.verdicts = say_causes(found.verdicts, cells, found.results, packages)
    _answered_below(unit, cells, found)
    return found


def _judge_again(
    unit: Unit,
    cells: Sequence[Cell],
    open_box: Callable[[], AbstractContextManager[Box]],
    skipped: dict[str, BoxStopped],
    found: Judged,
    draws: Callable[[str], np.random.Generator],
    spent: float,
) -> None:
    """Judge what is wrong where its check stands, when later cells change what it uses; the better counts.

    No output of such a cell is kept, so nothing that it has seen gets out.
    """
    for at, cell in enumerate(cells):
        verdict = found.verdicts.get(cell.id) if cell.role == "check" else None
        if verdict is None or verdict.status not in ("wrong", "partly right"):
            continue
        exercise = unit[cell.id]
        if not is_rebound(cells, at, exercise.name):
            continue
        unseen = Judged({id: each for id, each in found.verdicts.items() if id != cell.id})
        unseen.replaced = found.replaced
        try:
            with open_box() as box:
                box.spent = spent
                answers = _run_cells(box, unit, cells[: at + 1], skipped, unseen)
                if answers is not None:
                    again = _judge_exercise(box, exercise, answers, unseen, draws)
                    found.verdicts[cell.id] = max(verdict, again, key=lambda each: each.earned)
                spent = box.spent
        except BoxStopped:
            return


def _run_cells(
    box: Box, unit: Unit, cells: Sequence[Cell], skipped: dict[str, BoxStopped], found: Judged
) -> dict[str, Any] | None:
    """Run what is not skipped, and take each answer where its check stands: later cells may try out others.

    Returns:
        exercise -> answer; None when the box stopped on the way: that cell is skipped from now on.
    """
    names = {exercise.id: exercise.name for exercise in unit.exercises}
    answers: dict[str, Any] = {}
    for cell in cells:
        if cell.id in skipped:
            continue
        try:
            if cell.role == "check" and cell.id in names:
                with suppress(
                    StudentError
                ):  # not defined yet: it is looked for again when all cells have run
                    answers[cell.id] = box.answer(names[cell.id])
            if cell.role == "check":
                continue
            result = box.run_cell(cell.source, cell.pictures)
        except OutOfTime:
            raise
        except BoxStopped as stop:
            skipped[cell.id] = stop
            found.stopped.append(stop.reason)
            found.results[cell.id] = CellResult(error=StudentError("Stopped", stop.reason))
            return None
        if cell.id not in found.results:
            found.results[cell.id] = _kept(result, found.results.values())
    return answers


def _kept(result: CellResult, before: Iterable[CellResult]) -> CellResult:
    """What a cell printed and drew, unless it is too much with what others did."""
    if sum(each.size for each in before) + result.size <= MOST_OUTPUT:
        return result
    says = f"[not kept: the cells of this notebook print and draw more than {MOST_OUTPUT >> 20} MB]\n"
    return CellResult(stderr=says, error=result.error)


def _judge_exercises(
    box: Box,
    pending: list[Exercise],
    answers: dict[str, Any],
    skipped: dict[str, BoxStopped],
    found: Judged,
    draws: Callable[[str], np.random.Generator],
) -> None:
    """Judge exercises until none is left or the box stops, which costs the exercise at hand.

    Where an earlier answer stopped one, too, it may be to blame: the next box tries with a right one lent.
    """
    while pending:
        exercise = pending[0]
        stop = skipped.get(f"{exercise.id}-answer")
        try:
            if stop is not None:
                found.verdicts[exercise.id] = _stopped(exercise, stop)
            else:
                found.verdicts[exercise.id] = _judge_exercise(box, exercise, answers, found, draws)
        except OutOfTime:
            raise
        except BoxStopped as now:
            found.stopped.append(now.reason)
            to_blame = any(found.verdicts[each.id].status == "stopped" for each in _earlier(exercise, found))
            once_more = to_blame and exercise.id not in found.verdicts
            found.verdicts.setdefault(exercise.id, _stopped(exercise, now))
            if not once_more:
                pending.pop(0)
            return
        pending.pop(0)


def _judge_exercise(
    box: Box,
    exercise: Exercise,
    answers: dict[str, Any],
    found: Judged,
    draws: Callable[[str], np.random.Generator],
) -> Verdict:
    def taken(exercise: Exercise) -> Any:
        return answers[exercise.id] if exercise.id in answers else box.answer(exercise.name)

    try:
        answer = taken(exercise)
        others = {
            id: taken(find(id))
            for id in exercise.needs
            if id in found.verdicts and found.verdicts[id].status == "right"
        }
    except StudentError:
        says = f"Not found: nothing named {exercise.name} was defined when the notebook had run."
        return no_points(exercise.id, exercise.points, "wrong", says)

    def judged(others: dict[str, Any]) -> Verdict:
        return judge(exercise, answer, others=others, rng=draws(exercise.id), plain=plain, private=True)

    verdict = found.verdicts.get(exercise.id) or judged(others)  # what stopped a box has one
    found.verdicts[exercise.id] = verdict
    earlier = _earlier(exercise, found)
    verdict = judge_fairly(verdict, partial(judged, others), earlier, box.lend)
    now = {id: other for id, other in others.items() if id not in found.replaced.get(exercise.id, ())}
    if verdict.status == "right" or len(now) == len(others):
        return verdict
    again = judge_fairly(judged(now), partial(judged, now), earlier, box.lend)
    return max(verdict, again, key=rank)


def _earlier(exercise: Exercise, found: Judged) -> dict[Exercise, bool]:
    """The answers that may be lent to this one, and whether what stands under their names is right."""
    judged = found.verdicts  # an answer that is judged again has later ones beside it
    others = found.replaced.get(exercise.id, ())
    lent = [each for each in before(exercise) if each.lent and each.id in judged]
    return {each: judged[each.id].status == "right" and each.id not in others for each in lent}


def _answered_below(unit: Unit, cells: Sequence[Cell], found: Judged) -> None:
    """Say so where another answer stands below the check of one that is not right; in place."""
    for at, cell in enumerate(cells):
        verdict = found.verdicts.get(cell.id) if cell.role == "check" else None
        if verdict and verdict.status != "right" and is_defined_below(cells, at, unit[cell.id].name):
            says = f"{verdict.says}\n{defined_below(unit[cell.id].name)}"
            found.verdicts[cell.id] = replace(verdict, says=says)


def _stopped(exercise: Exercise, stop: BoxStopped) -> Verdict:
    return no_points(exercise.id, exercise.points, "stopped", f"Stopped: {stop.reason}.")
