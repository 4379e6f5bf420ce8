"""Notebooks judged from outside, in real boxes."""

from functools import partial

import pytest

from autograder.exercises import unit
from autograder.judging.causes import PYTHON
from autograder.judging.oracle import MOST_STOPS, Cell, judge_notebook
from autograder.sandbox import Limits, open_box
from autograder.sandbox.canaries import find_tier

UNIT = unit("01_flatten")
KEY = bytes(32)
FORWARD = "def flatten_forward(X):\n    return X.reshape(X.shape[0], -1), X.shape"
BACKWARD = "def flatten_backward(dA, cache):\n    return dA.reshape(cache)"
SHAPES = "def flatten_shapes(shape):\n    return shape[0], int(np.prod(shape[1:]))"
LAYER = """
class Flatten:
    def __init__(self):
        self.dims, self.shapes, self.cache, self.params, self.grads = {}, {}, {}, {}, {}
    def compute_shapes(self, X):
        self.dims.update(m=X.shape[0], n=int(np.prod(X.shape[1:])))
        self.shapes.update(X=X.shape, A=(self.dims["m"], self.dims["n"]))
    def forward(self, X):
        self.compute_shapes(X)
        return X.reshape(self.shapes["A"])
    def backward(self, dA):
        return dA.reshape(self.shapes["X"])
    def compute_gradients(self):
        pass
"""


@pytest.fixture(params=["bubblewrap", "unisolated"])
def boxes(request):
    if request.param == "bubblewrap" and not find_tier().holds:
        pytest.skip(f"no sandbox on this machine: {find_tier().findings}")
    return partial(open_box, Limits(call=2.0), UNIT.withheld, tier=request.param)


def judge(boxes, **answers):
    cells = [Cell("imports", "import numpy as np\nfrom autograder import check", "other")]
    cells += [Cell(f"{id}-answer", source, "answer") for id, source in answers.items()]
    cells += [Cell(id, f"check('{id}', {id})", "check") for id in answers]
    return judge_notebook(UNIT, cells, boxes, KEY, "ada")


def test_right_answers_earn_full_marks_and_the_rest_is_not_found(boxes):
    judged = judge(
        boxes, flatten_shapes=SHAPES, flatten_forward=FORWARD, flatten_backward=BACKWARD, flatten_layer=LAYER
    )
    right = {id for id, verdict in judged.verdicts.items() if verdict.status == "right"}
    assert right == {"flatten_shapes", "flatten_forward", "flatten_backward", "flatten_layer"}
    assert list(judged.verdicts) == [exercise.id for exercise in UNIT.exercises]
    assert "Not found" in judged.verdicts["dense_shapes"].says
    assert judged.stopped == []


def test_a_module_that_is_missing_is_named_and_a_line_that_is_no_python(boxes):
    """In the answer's own cell, in a cell above it, and in the answer."""
    judged = judge_notebook(
        UNIT,
        [
            Cell("mine", "%%writefile mine.py\nimport nowhere_to_be_found", "other"),
            Cell("mine imported", "import mine", "other"),
            Cell("imports", "import mine\nimport numpy as np, no_such_module\nimport math", "other"),
            Cell("helper", "def twice(x):\n    return (2 x)", "other"),
            Cell("scratch", "1 +", "other"),
            Cell("flatten_shapes-answer", f"import no_such_module\n{SHAPES}", "answer"),
            Cell("flat_index-answer", "x = 1\ndef flat_index(i, d)\n    return 0", "answer"),
            Cell("flatten_forward-answer", FORWARD.replace("X.shape[0]", "math.prod(X.shape[:1])"), "answer"),
            Cell("flatten_backward-answer", BACKWARD.replace("return", "import none_such; return"), "answer"),
            Cell("dense_shapes-answer", "class Error_42(Exception): pass\nraise Error_42('42')", "answer"),
        ],
        boxes,
        KEY,
        "ada",
    )
    says = {id: verdict.says.splitlines()[1:] for id, verdict in judged.verdicts.items()}
    names, advice = "no_such_module, nowhere_to_be_found", "do without them, or hand in the file where it is"
    named = f"{names} are not there when a class is graded: {advice} your own."
    assert says["flatten_shapes"] == [f"Its cell ended with ModuleNotFoundError. {named}"]
    assert says["flat_index"] == [
        f"Its cell ended with SyntaxError. Line 2 is no {PYTHON}, by which a class is graded: expected ':'."
    ]
    above = says["flatten_forward"]
    assert above[0].startswith("A cell ended with ModuleNotFoundError. nowhere_to_be_found is not there")
    assert above[1] == f"A cell ended with ModuleNotFoundError. {named}"
    assert above[2].startswith(f"A cell ended with SyntaxError. Line 2 is no {PYTHON}, by which")
    raised = judged.verdicts["flatten_backward"].says
    assert "nowhere_to_be_found, no_such_module, none_such are not there when a class is graded" in raised
    assert says["dense_shapes"] == ["Its cell ended with an exception of its own."]


ASKED = "nobody is there to answer: write the value into the code, in place of input()."


@pytest.mark.parametrize(
    ("answer", "also"),
    [
        (
            "def flatten_forward(X):\n    return X.reshape(int(input('m? ')), -1), X.shape",
            "flatten_forward asks",
        ),
        ("m = input('m? ')\n" + FORWARD, "Its cell ended with EOFError.\nA cell asks"),
        ("k = input()", "Not found"),
        ("def flatten_forward(X):\n    return X.reshape(k, -1), X.shape", "NameError"),
    ],
)
def test_who_asks_for_input_reads_what_to_do(boxes, answer, also):
    judged = judge(boxes, unflat_index="k = input()", flatten_forward=answer, flatten_shapes=SHAPES)
    says = judged.verdicts["flatten_forward"].says
    assert says.endswith(ASKED) and also in says
    assert judged.verdicts["flatten_shapes"].says == ""
    assert ASKED not in judge(boxes, flatten_forward="1 / 0").verdicts["flatten_forward"].says


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("    while True: pass", "time limit"),
        ("    import os; os._exit(0)", "the process ended"),
        ("    import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the process ended"),
    ],
)
def test_an_answer_that_stops_its_box_costs_itself_alone_and_names_its_reason(boxes, body, reason):
    judged = judge(
        boxes,
        flatten_forward=f"def flatten_forward(X):\n{body}",
        flatten_backward=BACKWARD,
        flatten_shapes=SHAPES,
    )
    stopped = judged.verdicts["flatten_forward"]
    assert (stopped.status, stopped.earned) == ("stopped", 0)
    assert reason in stopped.says
    assert judged.verdicts["flatten_backward"].status == "right"
    assert judged.verdicts["flatten_shapes"].status == "right"
    assert len(judged.stopped) == 1


def test_a_cell_that_never_ends_is_skipped_and_the_rest_counts(boxes):
    judged = judge(
        boxes, flatten_shapes=SHAPES, flatten_forward="while True: pass", flatten_backward=BACKWARD
    )
    assert judged.verdicts["flatten_forward"].status == "stopped"
    assert "time limit" in judged.verdicts["flatten_forward"].says
    assert judged.verdicts["flatten_shapes"].status == judged.verdicts["flatten_backward"].status == "right"


def test_a_cell_that_raises_stops_nothing(boxes):
    judged = judge(boxes, oops="1 / 0", flatten_forward=FORWARD)
    assert judged.verdicts["flatten_forward"].status == "right"
    error = judged.results["oops-answer"].error
    assert error is not None and error.kind == "ZeroDivisionError"


def test_every_exercise_stops_its_box_and_the_run_still_ends(boxes):
    bodies = {
        exercise.id: f"def {exercise.name}(*a, **k):\n    import os; os._exit(3)"
        for exercise in UNIT.exercises
    }
    judged = judge(boxes, **bodies)
    assert len(judged.stopped) <= MOST_STOPS
    assert all(verdict.earned == 0 for verdict in judged.verdicts.values())
    assert all(verdict.status == "stopped" for verdict in judged.verdicts.values())


def test_backward_is_judged_with_the_students_own_cache_and_forward_alone_pays_for_its_mistake(boxes):
    own = judge(
        boxes,
        flatten_forward="def flatten_forward(X):\n    return X.reshape(len(X), -1), {'like': X}",
        flatten_backward="def flatten_backward(dA, cache):\n    return dA.reshape(cache['like'].shape)",
    )
    assert own.verdicts["flatten_backward"].status == "right"
    wrong = judge(
        boxes,
        flatten_forward="def flatten_forward(X):\n    return X.reshape(len(X), -1, order='F'), X.shape",
        flatten_backward=BACKWARD,
    )
    assert wrong.verdicts["flatten_forward"].misconception == "column-major order"
    assert wrong.verdicts["flatten_backward"].status == "right"


def test_the_reference_is_not_to_be_had_inside(boxes):
    judged = judge(
        boxes,
        flatten_layer="from refold import Flatten",
        flatten_forward="""
def flatten_forward(X):
    from autograder.exercises.flatten.forward import reference
    return reference(X)
""",
    )
    assert judged.verdicts["flatten_layer"].earned == 0
    assert judged.verdicts["flatten_forward"].earned == 0


def test_an_answer_learnt_by_heart_fails_on_the_drawn_cases_and_learns_nothing_about_them(boxes):
    judged = judge(
        boxes,
        flatten_forward="""
known = {(4, 2, 3), (1, 5, 2), (3, 4), (2, 2, 3, 3)}
def flatten_forward(X):
    if X.shape in known:
        return X.reshape(X.shape[0], -1), X.shape
    raise ValueError(f"INPUT_LEAK {X.shape} {X.ravel()[:3]}")
""",
    )
    verdict = judged.verdicts["flatten_forward"]
    assert verdict.earned == 0
    assert "INPUT_LEAK" not in str(verdict)
    assert "drawn when a class is graded" in verdict.says


def test_the_time_of_a_notebook_is_that_of_all_its_boxes():
    boxes = partial(open_box, Limits(call=2.0, notebook=2.5), UNIT.withheld, tier="unisolated")
    ends = "import os, time; time.sleep(0.8)\ndef {}(*args): os._exit(0)"
    names = ("flatten_shapes", "flat_index", "unflat_index", "flatten_forward")
    judged = judge(boxes, **{name: ends.format(name) for name in names})
    assert judged.stopped[-1] == "time limit: the notebook took longer than 2.5 s in all"
    assert len(judged.stopped) < 4
    assert {verdict.status for verdict in judged.verdicts.values()} == {"stopped"}


def test_what_cells_print_and_draw_is_limited_in_all(monkeypatch):
    monkeypatch.setattr("autograder.judging.oracle.MOST_OUTPUT", 100)
    boxes = partial(open_box, tier="unisolated")
    cells = [Cell(f"cell-{number}", "print('x' * 40)", "other") for number in range(4)]
    judged = judge_notebook(UNIT, cells, boxes, KEY, "ada")
    printed = [len(judged.results[cell.id].stdout) for cell in cells]
    assert printed == [41, 41, 0, 0]
    assert "not kept" in judged.results["cell-3"].stderr


def judge_in_turn(boxes, **answers):
    """Each check stands right below its answer."""
    cells = [Cell("imports", "import numpy as np", "other")]
    for id, source in answers.items():
        cells += [Cell(f"{id}-answer", source, "answer"), Cell(id, f"check('{id}', {id})", "check")]
    return judge_notebook(UNIT, cells, boxes, KEY, "ada")


WHOLE = """
def whole(shape):
    return int(np.prod(shape[1:]))
def flatten_shapes(shape):
    return shape[0], whole(shape)
"""
WHOLE_AGAIN = """
def whole(X):
    return X.reshape(len(X), -1)
def flatten_forward(X):
    return whole(X), X.shape
"""


def test_a_helper_of_the_same_name_further_down_costs_nothing(boxes):
    """As where checks run one after the other: each answer has its own."""
    judged = judge_in_turn(boxes, flatten_shapes=WHOLE, flatten_forward=WHOLE_AGAIN)
    assert [judged.verdicts[id].status for id in ("flatten_shapes", "flatten_forward")] == ["right", "right"]
    assert judged.stopped == []


@pytest.mark.parametrize("below", ["from numpy import *", "from scipy.special import expit as largest"])
def test_what_is_imported_further_down_costs_nothing(boxes, below):
    """NumPy's `max` takes an axis where Python's takes a second number."""
    used = "from math import prod as largest\ndef flatten_shapes(shape):\n"
    used += "    return max(shape[0], 0), largest(shape[1:])"
    cells = [Cell("imports", "import numpy as np", "other"), Cell("flatten_shapes-answer", used, "answer")]
    check = Cell("flatten_shapes", "check('flatten_shapes', flatten_shapes)", "check")
    judged = judge_notebook(UNIT, [*cells, check, Cell("own", below, "other")], boxes, KEY, "ada")
    assert judged.verdicts["flatten_shapes"].status == "right"


def test_an_answer_below_its_check_does_not_count_and_that_is_said(boxes):
    def says(answer, below):
        cells = [
            Cell("imports", "import numpy as np", "other"),
            Cell("flatten_shapes-answer", answer, "answer"),
            Cell("flatten_shapes", "check('flatten_shapes', flatten_shapes)", "check"),
            Cell("extra-1", below, "other"),
        ]
        verdict = judge_notebook(UNIT, cells, boxes, KEY, "ada").verdicts["flatten_shapes"]
        return verdict.status, verdict.says

    wrong = "def flatten_shapes(shape):\n    return shape"
    status, text = says(wrong, SHAPES)
    assert status == "wrong"
    assert text.endswith("What counts is what stands above the check: write it there.")
    assert "below the check" not in says(wrong, "flatten_shapes((2, 3))")[1]
    assert says(SHAPES, wrong) == ("right", "")


SEES = """
seen = []
helper = len
def flatten_shapes(shape):
    seen.append(shape)
    return helper(shape)
"""


def test_what_is_judged_where_its_check_stands_shows_nothing_that_it_saw(boxes):
    judged = judge_in_turn(boxes, flatten_shapes=SEES, flatten_forward="helper = print\nprint(seen)")
    assert judged.verdicts["flatten_shapes"].status == "wrong"
    assert [result.stdout for result in judged.results.values() if result.stdout] == ["[]\n"]


FROM_BELOW = """
helper = len
def flatten_shapes(shape):
    try:
        return helper(shape) and flatten_forward(np.zeros(shape))[0].shape
    except Exception:
        return None
"""


def test_what_is_judged_where_its_check_stands_is_lent_nothing_that_comes_later(boxes):
    """Right answers to later exercises would give this one away."""
    judged = judge_in_turn(
        boxes, flatten_shapes=FROM_BELOW, flatten_forward="helper = print\ndef flatten_forward(X): pass"
    )
    assert judged.verdicts["flatten_shapes"].status == "wrong" and judged.stopped == []
