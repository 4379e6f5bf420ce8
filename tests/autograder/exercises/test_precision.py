"""Numbers of fewer digits: single precision costs no point, and what rounding costs is told at once."""

import inspect
import re
from dataclasses import replace

import numpy as np
import pytest

from autograder.exercise import Answer, Case, Exercise
from autograder.exercises import units
from autograder.judging.attempt import Raised, agree, attempt, quietly
from autograder.judging.judge import judge

SEEDS = range(3)
EXERCISES = [exercise for unit in units() for exercise in unit.exercises]
OTHERS = {exercise.id: exercise.reference for exercise in EXERCISES}
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)


def of_type(value, dtype):
    """The same value, its floating numbers of another type."""
    if isinstance(value, tuple | list):
        return type(value)(of_type(each, dtype) for each in value)
    if isinstance(value, dict):
        return {key: of_type(each, dtype) for key, each in value.items()}
    return value.astype(dtype) if getattr(getattr(value, "dtype", None), "kind", "") == "f" else value


def in_single_precision(value):
    """The same value, its numbers with 7 digits."""
    return of_type(value, np.float32)


def layer_in_single_precision(layer):
    """The same class, which hands on numbers with 7 digits, and keeps gradients of as many."""

    class Single(layer):
        def forward(self, *args, **options):
            return in_single_precision(super().forward(*args, **options))

        def backward(self, dA):
            return in_single_precision(super().backward(dA))

        def compute_gradients(self):
            super().compute_gradients()
            self.grads.update(in_single_precision(self.grads))

    return Single


@every_exercise
def test_a_right_answer_in_single_precision_earns_everything(exercise: Exercise):
    def answer(*args, **options):
        return in_single_precision(exercise.reference(*args, **options))

    if inspect.isclass(exercise.reference):
        answer = layer_in_single_precision(exercise.reference)

    verdicts = [judge(exercise, answer)]
    verdicts += [judge(exercise, answer, rng=np.random.default_rng(seed)) for seed in SEEDS]
    assert {verdict.earned for verdict in verdicts} == {exercise.points}, verdicts


def told_in_single_precision(exercise: Exercise, answer: Answer, cases: list[Case]) -> bool:
    """Whether an output of the answer, rounded to 7 digits, is wrong in one of the cases."""
    for case in cases:
        expected, found = (attempt(exercise, each, case, OTHERS) for each in (exercise.reference, answer))
        for name, outcome in expected.outcomes.items():
            got = found[name]
            if not isinstance(got, Raised):
                got = replace(got, value=in_single_precision(got.value))
            if not agree(outcome, got, exercise.terms(name)):
                return True
    return False


@every_exercise
def test_no_mistake_passes_for_rounding_in_single_precision(exercise: Exercise):
    for seed in SEEDS:
        cases = list(exercise.hidden(np.random.default_rng(seed)))
        with quietly(silent=True):
            passed = [
                each.name
                for each in exercise.misconceptions
                if not told_in_single_precision(exercise, each.answer, cases)
            ]
        assert not passed


def worked_out_in_single_precision(answer):
    """The same function or class, whose numbers have 7 digits on the way, and 16 in the end."""
    if inspect.isclass(answer):

        class Between(answer):
            def forward(self, X, *options):
                return of_type(super().forward(in_single_precision(X), *options), np.float64)

            def backward(self, dA):
                return of_type(super().backward(in_single_precision(dA)), np.float64)

        return Between
    return lambda *args: of_type(answer(*in_single_precision(args)), np.float64)


# Large scores are exponents, in which the seventh digit counts; so it does in a difference of two losses.
LOST_IN_SINGLE_PRECISION = re.compile("of large scores$|^gradient of")


@every_exercise
def test_an_answer_that_works_in_single_precision_on_the_way_loses_nothing(exercise: Exercise):
    answer = worked_out_in_single_precision(exercise.reference)
    for rng in (None, *map(np.random.default_rng, SEEDS)):
        verdict = judge(exercise, answer, rng=rng)
        wrong = {output.name for output in verdict.outputs if not output.earned}
        assert all(map(LOST_IN_SINGLE_PRECISION.search, wrong)), verdict.says


def rounded(value, decimals):
    """The same value, as a student may round it who compares it with the text."""
    if isinstance(value, tuple | list):
        return type(value)(rounded(each, decimals) for each in value)
    if isinstance(value, dict):
        return {key: rounded(each, decimals) for key, each in value.items()}
    is_float = isinstance(value, float) or getattr(value, "dtype", None) == np.float64
    return np.round(value, decimals) if is_float else value


@pytest.mark.parametrize("decimals", [2, 3])
@pytest.mark.parametrize(
    "exercise", [e for e in EXERCISES if not inspect.isclass(e.reference)], ids=lambda e: e.id
)
def test_a_student_sees_where_rounding_will_cost_points(exercise: Exercise, decimals: int):
    def answer(*args, **options):
        return rounded(exercise.reference(*args, **options), decimals)

    seen, graded = judge(exercise, answer), judge(exercise, answer, rng=np.random.default_rng(0))
    assert seen.earned == graded.earned


def as_it_is(value):
    return value


def in_half(value):
    """The same value, its numbers with 3 digits."""
    return of_type(value, np.float16)


def through_half(value):
    """The same, and of 64 bits again."""
    return of_type(in_half(value), np.float64)


HALVES = {
    "what is given stays so": (in_half, as_it_is),
    "what is given is rounded": (through_half, as_it_is),
    "what comes stays so": (as_it_is, in_half),
    "what comes is rounded": (as_it_is, through_half),
}


def wrapped(answer, given, came):
    """The same function or class, with `given` done to what goes into it, and `came` to what comes out."""
    if inspect.isclass(answer):

        class Wrapped(answer):
            def forward(self, *args):
                return came(super().forward(*given(args)))

            def backward(self, *args):
                return came(super().backward(*given(args)))

        return Wrapped
    return lambda *args: came(answer(*given(args)))


@pytest.mark.parametrize("half", HALVES)
@every_exercise
def test_a_student_sees_where_half_precision_will_cost_points(exercise: Exercise, half: str):
    answer = wrapped(exercise.reference, *HALVES[half])
    seen, graded = judge(exercise, answer), judge(exercise, answer, rng=np.random.default_rng(5))
    assert seen.earned == graded.earned
