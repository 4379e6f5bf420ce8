"""Judges an answer: tries it on every case, recognises the mistake, and finds the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from autograder.exercise import NOTE, Answer, Case, Exercise, Misconception
from autograder.exercises import find
from autograder.judging.attempt import (
    Attempt,
    Changed,
    Outcome,
    Plain,
    Raised,
    Value,
    agree,
    attempt,
    quietly,
)
from autograder.judging.local import Local
from autograder.judging.verdict import OutputVerdict, Status, Verdict
from autograder.judging.words import Trial, paragraph, picture, sentence


def judge(
    exercise: Exercise,
    answer: Answer,
    *,
    others: Mapping[str, Answer] | None = None,
    rng: np.random.Generator | None = None,
    plain: Plain | None = None,
    private: bool = False,
) -> Verdict:
    """The verdict on an answer.

    Args:
        others: the student's own answers to `exercise.needs`; what is missing is the reference's part.
        rng: draws the hidden cases; without it only the visible cases are tried.
        plain: turns stand-ins into plain values when the answer lives in a box.
        private: leave out of the words all that the student's code made (values, exception texts), because it
            could carry hidden inputs. A student's own check says more.
    """
    trials = _try_cases(exercise, answer, others or {}, rng, plain)
    if _not_attempted(trials):
        says = f"Not attempted yet: {exercise.name} still raises NotImplementedError."
        says += "" if private else " Write your answer in place of that line, run its cell, then this check."
        return Verdict(exercise.id, exercise.points, 0.0, "not attempted", says, tried=len(trials))
    wrong = _first_failures(exercise, trials)
    named = _recognise(exercise, trials, wrong)
    return _verdict(exercise, trials, wrong, named, private)


def _try_cases(
    exercise: Exercise,
    answer: Answer,
    others: Mapping[str, Answer],
    rng: np.random.Generator | None,
    plain: Plain | None,
) -> list[Trial]:
    """One trial a case. Nothing written yet stops it; the costly last case needs the rest to be right."""
    with quietly(silent=True):
        hidden = list(exercise.hidden(rng)) if rng is not None else []
    own = others if plain else {id: Local(other) for id, other in others.items()}
    theirs = {**_references(exercise), **own}
    trials: list[Trial] = []

    def try_case(case: Case, is_hidden: bool) -> None:
        if is_hidden:
            with quietly(silent=True):
                expected = attempt(exercise, exercise.reference, case, _references(exercise))
        else:
            expected = _known_attempt(exercise, exercise.reference, case)
        with quietly(silent=False):
            got = attempt(exercise, answer, case, theirs, plain)
        trials.append(Trial(case, is_hidden, expected, got))

    for case, is_hidden in [(c, False) for c in exercise.cases] + [(c, True) for c in hidden]:
        try_case(case, is_hidden)
        if _not_attempted(trials):
            return trials
    if exercise.last is not None and not _first_failures(exercise, trials):
        try_case(exercise.last, False)
    return trials


def _references(exercise: Exercise) -> dict[str, Answer]:
    return {id: find(id).reference for id in exercise.needs}


@lru_cache(maxsize=512)
def _known_attempt(exercise: Exercise, answer: Answer, case: Case) -> Attempt:
    """A reference or misconception on a visible case: always the same, so it is tried once."""
    with quietly(silent=True):
        return attempt(exercise, answer, case, _references(exercise))


def _not_attempted(trials: Sequence[Trial]) -> bool:
    """Whether nothing came but NotImplementedError, as from the released notebook."""
    return bool(trials) and all(
        not trial.got.outcomes
        and trial.got.error is not None
        and trial.got.error.kind == "NotImplementedError"
        for trial in trials
    )


def output_names(exercise: Exercise) -> list[str]:
    """The exercise's outputs in the order in which `run` gives them; those of the last case at the end."""
    cases = [*exercise.cases, *([exercise.last] if exercise.last else [])]
    attempts = [_known_attempt(exercise, exercise.reference, case) for case in cases]
    return list(dict.fromkeys(name for known in attempts for name in known.outcomes))


def _first_failures(exercise: Exercise, trials: Iterable[Trial]) -> dict[str, Trial]:
    """For each output that is wrong somewhere, the first trial where it is."""
    wrong: dict[str, Trial] = {}
    for trial in trials:
        for name, expected in trial.expected.outcomes.items():
            if name not in wrong and not agree(expected, trial.got[name], exercise.terms(name)):
                wrong[name] = trial
    return wrong


def _recognise(
    exercise: Exercise, trials: Sequence[Trial], wrong: Mapping[str, Trial]
) -> dict[str, Misconception]:
    """The misconception behind each wrong output: one that gives just the same, else one that explains more.

    What is not written yet has one reason, so it is explained as a whole or not at all.
    """
    unwritten = {name for name, trial in wrong.items() if _unwritten(trial.got[name])}
    right = {name for trial in trials for name in trial.expected.outcomes} - set(wrong)
    explained: dict[Misconception, set[str]] = {}
    for misconception in exercise.misconceptions if wrong else ():
        outputs = _explained_outputs(exercise, misconception, trials, set(wrong))
        if outputs == set(wrong) and _explained_outputs(exercise, misconception, trials, right) == right:
            return dict.fromkeys(wrong, misconception)
        explained[misconception] = outputs if unwritten <= outputs else outputs - unwritten
    named: dict[str, Misconception] = {}
    for misconception in sorted(explained, key=lambda each: -len(explained[each])):
        enough = len(explained[misconception]) >= misconception.least
        for name in explained[misconception] if enough else ():
            named.setdefault(name, misconception)
    return named


def _unwritten(outcome: Outcome) -> bool:
    return isinstance(outcome, Raised) and outcome.kind == "NotImplementedError"


def _explained_outputs(
    exercise: Exercise, misconception: Misconception, trials: Sequence[Trial], outputs: set[str]
) -> set[str]:
    """The outputs that a misconception gives just as the student does, on every case."""
    for trial in trials:
        if not outputs:
            break
        if trial.hidden:
            with quietly(silent=True):
                theirs = attempt(exercise, misconception.answer, trial.case, _references(exercise))
        else:
            theirs = _known_attempt(exercise, misconception.answer, trial.case)
        for name in outputs & set(trial.expected.outcomes):
            if not _alike(theirs[name], trial.got[name], exercise.terms(name)):
                outputs = outputs - {name}
    return outputs


def _alike(a: Outcome, b: Outcome, sums: int) -> bool:
    """Whether each agrees with the other: neither is a dict that has more keys. Digits that cost nothing tell
    mistakes apart, such as a number with 1e-12 added from one that is 1e-12 at least."""
    return agree(a, b, sums, off=0) and agree(b, a, sums, off=0)


def _verdict(
    exercise: Exercise,
    trials: Sequence[Trial],
    wrong: Mapping[str, Trial],
    named: Mapping[str, Misconception],
    private: bool,
) -> Verdict:
    names = output_names(exercise)
    tried = {name for trial in trials for name in trial.expected.outcomes}
    right = [name for name in names if name in tried and name not in wrong]
    share = exercise.points / len(names)
    outputs = tuple(
        OutputVerdict(
            name,
            share,
            share if name in right else 0.0,
            "" if name in right else sentence(exercise, name, wrong, named, private),
            named[name].name if name in named else None,
        )
        for name in names
    )
    earned = exercise.points if len(right) == len(names) else share * len(right)
    status: Status = "right" if len(right) == len(names) else "partly right" if right else "wrong"
    mistakes = [output.misconception for output in outputs if output.misconception]
    told = [trial.got.outcomes.get(NOTE) for trial in trials]
    notes = dict.fromkeys(note.value for note in told if isinstance(note, Value | Changed))
    return Verdict(
        exercise.id,
        exercise.points,
        earned,
        status,
        "\n".join(filter(None, [paragraph(right, outputs), *notes])),
        mistakes[0] if mistakes else None,
        outputs,
        len(trials),
        picture(wrong, named, private),
    )
