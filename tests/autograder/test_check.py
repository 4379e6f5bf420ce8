"""The check as a student meets it: in a real IPython, on the unit's own exercises."""

import json

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder import check
from autograder.check import VERDICT_MIME, CheckFailed, Result, own_answers
from autograder.exercise import Case, Exercise
from autograder.exercises import find, units
from autograder.judging.attempt import attempt

EXERCISES = [exercise for unit in units() for exercise in unit.exercises]


@pytest.fixture
def shell():
    shell = InteractiveShell()
    shell.run_cell("import numpy as np\nfrom autograder import check")
    yield shell
    InteractiveShell.clear_instance()


def flatten_forward(X):
    return X.reshape(len(X), -1), X.shape


def fortran(X):
    return X.reshape(len(X), -1, order="F"), X.shape


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_a_right_answer_gets_one_quiet_line_and_its_points_as_text(exercise):
    result = check(exercise.id, exercise.reference)
    assert repr(result) == repr(float(exercise.points))
    assert str(result).startswith("Right. Tried: ")
    assert "\n" not in str(result)
    for case in exercise.cases:
        assert case.name in str(result)


def test_a_named_mistake_raises_its_sentence():
    with pytest.raises(CheckFailed, match="column-major"):
        check("flatten_forward", fortran)


def test_partly_right_returns_the_points_so_that_nbgrader_counts_them():
    class NoBackward(find("flatten_layer").reference):
        def backward(self, dA):
            raise NotImplementedError

    result = check("flatten_layer", NoBackward)
    assert 0 < float(repr(result)) < 6
    assert "Right: shapes, A" in str(result)
    bundle = result._repr_mimebundle_()
    assert bundle["text/plain"] == repr(result)
    assert json.loads(json.dumps(bundle[VERDICT_MIME]))["status"] == "partly right"


@pytest.mark.parametrize("wrong", [np.zeros((2, 3)), (1, 2), None, "flatten_forward"])
def test_handing_in_the_result_instead_of_the_function(wrong):
    with pytest.raises(CheckFailed, match="without calling it"):
        check("flatten_forward", wrong)


def test_a_misspelled_exercise_is_answered_with_the_known_ones():
    with pytest.raises(CheckFailed, match=r"flatten_forward.*library is older than the notebook"):
        check("flaten_forward", flatten_forward)


def test_backward_is_tried_with_the_students_own_cache(shell):
    shell.run_cell("def flatten_forward(X):\n    return X.reshape(len(X), -1), {'dims': X.shape[1:]}")
    shell.run_cell("def flatten_backward(dA, cache):\n    return dA.reshape(len(dA), *cache['dims'])")
    found = shell.run_cell("check('flatten_backward', flatten_backward)")
    assert isinstance(found.result, Result)
    assert found.result.verdict.status == "right"


def test_a_wrong_forward_costs_backward_nothing():
    forward, backward = find("flatten_forward"), find("flatten_backward")
    assert own_answers(backward, {"flatten_forward": fortran}) == {}
    assert own_answers(backward, {"flatten_forward": flatten_forward}) == {"flatten_forward": flatten_forward}
    assert own_answers(forward, {}) == {}


def test_an_earlier_answer_that_is_missing_costs_once(shell, capsys):
    """As when a class is graded."""
    shell.run_cell("import numpy as np\nfrom autograder import check")
    shell.run_cell(
        "def flatten_forward(X):\n    return X.reshape(flatten_shapes(X.shape)), X.shape\n"
        'print(check("flatten_forward", flatten_forward))'
    )
    assert "Tried with right answers in place of flatten_shapes" in capsys.readouterr().out


def test_a_failed_check_shows_no_traceback_of_ours(shell, capsys):
    shell.run_cell("def flatten_forward(X):\n    return X.reshape(len(X), -1, order='F'), X.shape")
    found = shell.run_cell("check('flatten_forward', flatten_forward)")
    out = capsys.readouterr().out
    assert isinstance(found.error_in_exec, CheckFailed)
    assert "column-major" in out
    assert "Traceback" not in out and "autograder" not in out and "judge" not in out


def test_an_exception_is_shown_with_the_students_line(shell, capsys):
    shell.run_cell("def flatten_forward(X):\n    rows = len(X)\n    return X.reshape(rows, nothing), X.shape")
    shell.run_cell("check('flatten_forward', flatten_forward)")
    out = capsys.readouterr().out
    assert "NameError: name 'nothing' is not defined" in " ".join(out.split())
    assert "line 3 of your cell: return X.reshape(rows, nothing), X.shape" in out


def test_not_attempted(shell, capsys):
    shell.run_cell("def flatten_forward(X):\n    # YOUR CODE HERE\n    raise NotImplementedError()")
    shell.run_cell("check('flatten_forward', flatten_forward)")
    assert "Not attempted yet" in capsys.readouterr().out


class Doubling:
    def __init__(self):
        self.params = {"W": 2}

    def forward(self, X):
        return keep(X) if X.ndim > 1 else X * W if len(X) > 1 else X * self.W  # noqa: F821

    def keep(self, X):
        return X


@pytest.mark.parametrize(
    ("shape", "says"),
    [((2, 2), "it is self.keep."), ((2,), 'it is self.params["W"].'), ((1,), 'it is self.params["W"].')],
)
def test_a_name_without_self_is_answered_with_the_way_to_it(shape, says):
    def run(student, X):
        return {"A": student().forward(X)}

    exercise = Exercise("doubling", 1, Doubling, run, [Case("some", X=np.ones(shape))])
    found = attempt(exercise, Doubling, exercise.cases[0], {}).error
    assert found is not None and found.where.endswith(f"In a method {says}")
