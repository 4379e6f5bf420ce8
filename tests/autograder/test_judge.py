"""The judging core on a small exercise of its own, so that no unit's content hides a fault of it."""

import numpy as np
import pytest

from autograder.box import BoxStopped, StudentError
from autograder.exercise import WHOLE, Case, Exercise, Misconception, distinct, numbered
from autograder.judging import attempt as attempts
from autograder.judging.judge import judge
from autograder.judging.verdict import Verdict


def double_and_sum(X):
    return {"double": 2 * X, "sum": X.sum()}


def halved(X):
    return {"double": X / 2, "sum": X.sum()}


def transposed(X):
    return {"double": 2 * X.T, "sum": X.sum()}


def reversed_order(X):
    return {"double": (2 * X).ravel()[::-1].reshape(X.shape), "sum": -X.sum()}


def run(student, X):
    answer = student(X)
    yield "double", answer["double"]
    yield "sum", answer["sum"]


EXERCISE = Exercise(
    "double_and_sum",
    points=3,
    reference=double_and_sum,
    run=run,
    cases=[Case("two by three", X=numbered(2, 3)), Case("a row", X=numbered(1, 4) + 1)],
    hidden=lambda rng: [Case("drawn", X=distinct(rng, 3, 5))],
    misconceptions=[
        Misconception("halved", halved, "Twice as much, not half."),
        Misconception("transposed", transposed, "The axes stay where they are."),
        Misconception("reversed", reversed_order, "The order stays."),
    ],
    sums=6,
)


def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize("draw", [None, rng])
def test_the_reference_earns_full_marks(draw):
    verdict = judge(EXERCISE, double_and_sum, rng=draw and draw())
    assert (verdict.status, verdict.earned, verdict.says) == ("right", 3, "")
    assert verdict.tried == (3 if draw else 2)


@pytest.mark.parametrize("misconception", EXERCISE.misconceptions, ids=lambda m: m.name)
@pytest.mark.parametrize("draw", [None, rng])
def test_a_misconception_is_named_and_earns_only_what_is_right(misconception, draw):
    verdict = judge(EXERCISE, misconception.answer, rng=draw and draw())
    assert verdict.misconception == misconception.name
    assert misconception.says in verdict.says
    assert verdict.earned == (0 if misconception.name == "reversed" else 1.5)


def test_each_output_is_explained_by_its_own_mistake():
    def mixed(X):
        return {"double": X / 2, "sum": -X.sum()}

    verdict = judge(EXERCISE, mixed)
    assert [output.misconception for output in verdict.outputs] == ["halved", "reversed"]
    assert verdict.earned == 0


def in_three(*misconceptions):
    """An exercise with three outputs: once, twice and three times X."""

    def reference(X):
        return X, 2 * X, 3 * X

    return Exercise(
        "in_three",
        points=3,
        reference=reference,
        run=lambda student, X: dict(zip(("once", "twice", "thrice"), student(X), strict=True)),
        cases=[Case("two by three", X=numbered(2, 3) + 1)],
        misconceptions=misconceptions,
    )


LAST_FIRST = Misconception("last first", lambda X: (3 * X, 2 * X, X), "The order.", least=WHOLE)


def said_of(answer, *misconceptions):
    return [output.misconception for output in judge(in_three(*misconceptions), answer).outputs]


def test_what_is_true_of_the_whole_answer_is_said_of_no_part_of_it():
    assert said_of(lambda X: (3 * X, 2 * X, X), LAST_FIRST) == ["last first", None, "last first"]
    assert said_of(lambda X: (3 * X, 2 * X, 5 * X), LAST_FIRST) == [None, None, None]
    assert said_of(lambda X: (3 * X, 5 * X, X), LAST_FIRST) == [None, None, None]


def test_a_mistake_that_gives_the_same_throughout_comes_before_one_that_explains_what_is_wrong():
    shifted = Misconception("shifted", lambda X: (3 * X, X, X), "Shifted.")
    assert said_of(lambda X: (3 * X, 2 * X, X), shifted) == ["shifted", None, "shifted"]
    assert said_of(lambda X: (3 * X, 2 * X, X), shifted, LAST_FIRST) == ["last first", None, "last first"]


def test_the_mistake_that_explains_more_is_named_and_one_that_explains_too_little_is_not():
    one = Misconception("one", lambda X: (7 * X, X, X), "One.")
    two = Misconception("two", lambda X: (7 * X, 8 * X, X), "Two.")
    assert said_of(lambda X: (7 * X, 8 * X, 9 * X), one, two) == ["two", "two", None]
    few = Misconception("few", lambda X: (7 * X, X, X), "Few.", least=2)
    assert said_of(lambda X: (7 * X, 8 * X, 9 * X), few) == [None, None, None]


@pytest.mark.parametrize("product", [np.matmul, np.dot])
def test_factors_that_do_not_fit_are_the_same_mistake_only_where_their_sizes_are(product):
    def misfit(rows):
        return lambda X: product(X, np.ones((rows, 2)))

    known = Misconception("four rows", lambda X: X @ np.ones((4, 2)), "Four rows.")
    assert said_of(misfit(4), known) == ["four rows"] * 3
    assert said_of(misfit(5), known) == [None] * 3


def test_an_unknown_mistake_is_shown_where_it_first_differs():
    verdict = judge(EXERCISE, lambda X: {"double": 2 * X + (X == 5), "sum": X.sum()})
    assert "“two by three”" in verdict.says and "expected 10 at [1, 2], got 11" in verdict.says
    assert verdict.says.startswith("Right: sum.")


def test_what_came_before_an_error_counts_and_the_line_is_not_made_up():
    class Half(dict):
        pass

    verdict = judge(EXERCISE, lambda X: Half(double=2 * X))
    assert verdict.earned == 1.5
    assert "KeyError" in verdict.says


@pytest.mark.parametrize(("left", "right"), [((3, 2), (3, 4)), ((5,), (4,)), ((2, 3, 4), (2, 5, 6))])
def test_factors_that_do_not_fit_are_named_with_their_sizes(left, right):
    says = judge(EXERCISE, lambda X: np.ones(left) @ np.ones(right)).says
    met = right[0] if len(right) == 1 else right[-2]
    assert f"do not fit: {left[-1]} numbers on the last axis of the left one, {met} to meet them" in says
    assert "gufunc" not in says


def test_an_if_of_an_array_is_explained_in_words_of_a_lesson():
    says = judge(EXERCISE, lambda X: X if X > 0 else -X).says
    assert "comparing an array gives one for each of its numbers" in says and "a.any()" not in says


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda X: X ^ 2, "raised TypeError: a power is written with **, as in x**2"),
        (lambda X: X * 0.9 ^ 2, "raised TypeError: a power is written with **, as in x**2"),
        (lambda X: 0.9 * X.size ^ 2, "raised TypeError: a power is written with **, as in x**2"),
        (lambda X: X.sum(dim=0), "raised TypeError: NumPy calls axis what PyTorch calls dim"),
        (lambda X: X.max(dim=0), "raised TypeError: NumPy calls axis what PyTorch calls dim"),
        (
            lambda X: X.sum(0, keepdim=True),
            "raised TypeError: NumPy calls keepdims what PyTorch calls keepdim",
        ),
    ],
)
def test_what_is_written_otherwise_elsewhere_is_explained(answer, says):
    assert says in judge(EXERCISE, answer).says


def test_not_attempted():
    def stub(X):
        raise NotImplementedError()

    verdict = judge(EXERCISE, stub, rng=rng())
    assert (verdict.status, verdict.earned) == ("not attempted", 0)
    assert "Not attempted" in verdict.says and "run its cell" in verdict.says
    assert "run its cell" not in judge(EXERCISE, stub, rng=rng(), private=True).says


def test_an_input_changed_in_place_is_named_and_costs_that_output_alone():
    def doubles_in_place(X):
        total = X.sum()
        X *= 2
        return {"double": X, "sum": total}

    verdict = judge(EXERCISE, doubles_in_place)
    assert verdict.earned == 1.5
    assert "the input X was changed in place" in verdict.says


def test_warnings_and_prints_cost_nothing(capsys):
    def noisy(X):
        np.log(np.zeros(1))
        print("hello")
        return double_and_sum(X)

    assert judge(EXERCISE, noisy).status == "right"
    assert capsys.readouterr().err == ""


def test_right_on_the_visible_cases_only():
    known = {(2, 3), (1, 4)}

    def hard_coded(X):
        return double_and_sum(X) if X.shape in known else double_and_sum(X * 0)

    assert judge(EXERCISE, hard_coded).status == "right"
    verdict = judge(EXERCISE, hard_coded, rng=rng(), private=True)
    assert verdict.earned == 0
    assert "drawn when a class is graded" in verdict.says


def test_private_words_hold_nothing_that_the_student_made():
    secret = 987654321.0

    def leaky(X):
        return {"double": 2 * X, "sum": int(secret)}

    def raises(X):
        raise ValueError(f"leak {secret}")

    class Leak987654321(Exception):
        pass

    def raises_own(X):
        raise Leak987654321

    for answer in (leaky, raises, raises_own):
        assert "987654321" not in judge(EXERCISE, answer, rng=rng(), private=True).says
        assert "987654321" in judge(EXERCISE, answer).says


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize(
    ("double", "says"),
    [
        (lambda X: (2 * X, "cache"), "double came with something behind it, and alone it is right."),
        (lambda X: (2 * X,), "double came in a tuple by itself, which a comma behind it makes."),
    ],
)
def test_what_came_in_a_tuple_is_told_from_what_is_wrong(double, says, private):
    verdict = judge(EXERCISE, lambda X: {"double": double(X), "sum": X.sum()}, private=private)
    assert verdict.says == f"Right: sum.\nOn “two by three”, {says}"
    wrong = judge(EXERCISE, lambda X: {"double": (3 * X, "cache"), "sum": X.sum()}, private=private)
    assert "expected an array of shape (2, 3)" in wrong.says


def test_a_picture_comes_with_numbers_at_other_places_and_only_then():
    shuffled = judge(EXERCISE, lambda X: {"double": (2 * X)[:, ::-1], "sum": X.sum()})
    assert shuffled.picture is not None and shuffled.picture["got"] == [[4, 2, 0], [10, 8, 6]]
    assert judge(EXERCISE, halved).picture is None
    hidden = judge(EXERCISE, lambda X: {"double": (2 * X)[:, ::-1], "sum": X.sum()}, private=True)
    assert hidden.picture is None


def test_a_verdict_survives_json():
    verdict = judge(EXERCISE, halved)
    assert Verdict.from_json(verdict.to_json()) == verdict


@pytest.mark.parametrize("value", [None, "text", object(), [[1, 2]], np.array([None]), {1: 2}, 3 + 4j])
def test_any_return_value_gets_a_sentence(value):
    verdict = judge(EXERCISE, lambda X: {"double": value, "sum": value})
    assert verdict.earned == 0 and verdict.says


def test_exceptions_of_the_box_pass_through_or_become_outcomes():
    def stops(X):
        raise BoxStopped("time limit")

    def raises(X):
        raise StudentError("ValueError", "text")

    with pytest.raises(BoxStopped):
        judge(EXERCISE, stops)
    assert "ValueError" in judge(EXERCISE, raises, private=True).says


def test_exceptions_without_a_text_with_a_long_one_or_with_a_broken_one_are_told_in_a_sentence():
    class Broken(Exception):
        def __str__(self):
            raise RuntimeError

    def said(error):
        def raises(X):
            raise error

        return judge(EXERCISE, raises).says.splitlines()[0]

    assert said(ValueError()) == "On “two by three”, double_and_sum raised ValueError."
    assert said(Broken()) == "On “two by three”, double_and_sum raised Broken."
    assert len(said(ValueError("x" * 10_000))) < 600


def test_what_a_box_cannot_hand_over_is_no_exception_of_the_answer():
    def plain(value):
        raise StudentError("TypeError", "generator has no plain form")

    says = judge(EXERCISE, double_and_sum, plain=plain).says
    assert "raised" not in says and "got a value of another kind" in says


def test_the_last_case_is_tried_only_when_the_rest_is_right():
    calls = []

    def run_with_last(student, X, costly=False):
        if costly:
            calls.append(student)
            yield "fast", True
        else:
            yield "double", student(X)["double"]

    exercise = Exercise(
        "with_last",
        2,
        double_and_sum,
        run_with_last,
        EXERCISE.cases,
        last=Case("long", X=numbered(2), costly=True),
    )
    wrong = judge(exercise, halved)
    assert halved not in calls
    assert [output.earned for output in wrong.outputs] == [0, 0]
    assert judge(exercise, double_and_sum).earned == 2


def test_inputs_reach_the_answer_as_fresh_copies():
    seen = []

    def keeps(X):
        seen.append(X)
        X[...] = 0
        return double_and_sum(X)

    attempts.attempt(EXERCISE, keeps, EXERCISE.cases[0], {})
    assert EXERCISE.cases[0].inputs["X"].sum() == 15
