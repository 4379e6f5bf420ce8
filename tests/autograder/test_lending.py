"""One mistake costs once, in the student's notebook and in every tier of the sandbox."""

import textwrap
import tracemalloc
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from functools import partial
from inspect import signature
from itertools import product
from random import Random

import numpy as np
import pytest

from autograder.check import Result, _judge, check
from autograder.exercise import Answer, Exercise
from autograder.exercises import before, find, unit, units
from autograder.judging.lending import is_little, judge_fairly, lend_here, names_used
from autograder.judging.oracle import Cell, Judged, judge_notebook
from autograder.judging.verdict import no_points
from autograder.sandbox import Limits, open_box
from autograder.sandbox.inside.values import Encoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.lent import call

UNIT = unit("01_flatten")
WRONG_SHAPES = "def flatten_shapes(shape): return shape[0], sum(shape[1:])"
RIGHT_SHAPES = "import math\ndef flatten_shapes(shape): return shape[0], math.prod(shape[1:])"
FORWARD = "def flatten_forward(X): return X.reshape(flatten_shapes(X.shape)), X.shape"
BACKWARD = "def flatten_backward(dA, cache): return dA.reshape(cache)"
LAYER = """
class Flatten:
    def __init__(self):
        self.dims, self.shapes, self.cache, self.params, self.grads = {}, {}, {}, {}, {}

    def compute_shapes(self, X):
        m, n = flatten_shapes(X.shape)
        self.dims.update(m=m, n=n)
        self.shapes.update(X=X.shape, A=(m, n))

    def forward(self, X):
        self.compute_shapes(X)
        A, self.cache["X"] = flatten_forward(X)
        return A

    def backward(self, dA):
        return flatten_backward(dA, self.cache["X"])

    def compute_gradients(self):
        pass
"""
NOTE = "Tried with right answers in place of flatten_shapes: one mistake costs once."


def judged(tier: str, *answers: str) -> Judged:
    """The answers in cells of their own; a text without spaces is the check of that exercise."""
    cells = [
        Cell(f"answer-{i}", textwrap.dedent(text), "answer") if " " in text else Cell(text, "", "check")
        for i, text in enumerate(answers)
    ]
    return judge_notebook(UNIT, cells, lambda: open_box(tier=tier, withheld=UNIT.withheld), b"key", "ada")


def in_notebook(*answers: str) -> dict:
    names: dict = {"check": check}
    for text in answers:
        exec(textwrap.dedent(text), names)
    return names


def check_in(names: dict, id: str) -> Result:
    return eval(f"check({id!r}, {find(id).name})", names)


@pytest.mark.parametrize("mistake", ["import os; os._exit(0)", "while True: pass"])
def test_an_answer_that_calls_one_that_stops_its_box_loses_nothing(mistake: str) -> None:
    answers = (f"def flatten_shapes(shape):\n    {mistake}", FORWARD, BACKWARD, LAYER)
    cells = [Cell(f"answer-{i}", text, "answer") for i, text in enumerate(answers)]
    box = partial(open_box, Limits(call=1.5), UNIT.withheld, tier="zygote")
    found = judge_notebook(UNIT, cells, box, b"key", "ada")
    assert (found.verdicts["flatten_shapes"].status, len(found.stopped)) == ("stopped", 4)
    assert found.verdicts["flatten_backward"].status == "right"
    for id in ("flatten_forward", "flatten_layer"):
        assert (found.verdicts[id].status, found.verdicts[id].says) == ("right", NOTE)


def test_an_answer_that_stops_its_box_by_itself_is_tried_again_only_where_another_did() -> None:
    stops = "def {}(X):\n    import os; os._exit(0)"
    for shapes, stopped in ((WRONG_SHAPES, 1), (stops.format("flatten_shapes"), 3)):
        found = judged("zygote", shapes, stops.format("flatten_forward"))
        assert found.verdicts["flatten_forward"].says == "Stopped: the process ended."
        assert len(found.stopped) == stopped


WRONG_SIZE = "def output_size(n, kernel, stride, padding): return 0, 0, 0"
WINDOWS = """
import numpy as np

def windows(X, kernel, strides):
    (m, *sizes, channels), (kh, kw), (sh, sw) = X.shape, kernel, strides
    height, width = (output_size(*each, "valid")[0] for each in zip(sizes, kernel, strides))
    found = np.zeros((m, height, width, kh, kw, channels))
    for y in range(height):
        for x in range(width):
            found[:, y, x] = X[:, y * sh : y * sh + kh, x * sw : x * sw + kw]
    return found
"""


def test_what_is_lent_takes_words() -> None:
    cells = [Cell(f"answer-{i}", text, "answer") for i, text in enumerate((WRONG_SIZE, WINDOWS))]
    found = judge_notebook(unit("04_conv2d"), cells, lambda: open_box(tier="unisolated"), b"key", "ada")
    assert found.verdicts["windows"].status == "right"


def test_a_second_try_that_calls_nothing_that_is_lent_is_none() -> None:
    later = (
        "tries = [None]\ndef flatten_forward(X): return tries.pop() if tries else (X.reshape(len(X), -1), 0)"
    )
    found = judged("unisolated", WRONG_SHAPES, later)
    assert found.verdicts["flatten_forward"].status == "wrong"


@pytest.mark.parametrize("tier", ["zygote", "unisolated"])
def test_an_answer_that_calls_a_wrong_one_loses_nothing(tier: str) -> None:
    found = judged(tier, WRONG_SHAPES, FORWARD, BACKWARD, LAYER).verdicts
    assert found["flatten_shapes"].earned < 2 and "Tried" not in found["flatten_shapes"].says
    for id in ("flatten_forward", "flatten_backward", "flatten_layer"):
        assert found[id].status == "right" and found[id].says == NOTE


def test_the_check_in_the_notebook_finds_the_same() -> None:
    names = in_notebook(WRONG_SHAPES, FORWARD, BACKWARD, LAYER)
    own = names["flatten_shapes"]
    for id in ("flatten_forward", "flatten_backward", "flatten_layer"):
        result = check_in(names, id)
        assert result.verdict.status == "right" and str(result) == f"Right. {NOTE}"
    assert names["flatten_shapes"] is own


def test_an_experiment_below_a_check_costs_the_answers_that_call_it_nothing() -> None:
    """In a class, as in the notebook, where the name stands for the experiment when these are checked."""
    indices = """
        import numpy as np
        def flat_index(index, dims): return int(np.ravel_multi_index(index, dims))
        def unflat_index(position, dims): return tuple(map(int, np.unravel_index(position, dims)))
    """
    cells = (RIGHT_SHAPES, "flatten_shapes", indices, WRONG_SHAPES, FORWARD, "flatten_forward")
    found = judged("unisolated", *cells).verdicts
    assert [found[id].status for id in ("flatten_shapes", "flatten_forward")] == ["right", "right"]
    here = check_in(in_notebook(RIGHT_SHAPES, WRONG_SHAPES, FORWARD), "flatten_forward").verdict
    assert found["flatten_forward"].says == here.says == NOTE


def test_helpers_of_one_name_cost_nothing_where_answers_call_each_other() -> None:
    cells = []
    for id, text in (
        ("flatten_shapes", RIGHT_SHAPES),
        ("flatten_forward", FORWARD),
        ("flatten_backward", BACKWARD),
    ):
        helper = text.replace(f"def {id}(", "def helper(")
        cells += [f"{helper}\ndef {id}(*args): return helper(*args)", id]
    verdicts = judged("unisolated", *cells).verdicts
    assert [verdicts[id].status for id in cells[1::2]] == ["right"] * 3


STUB_SHAPES = "def flatten_shapes(shape): raise NotImplementedError()"


@pytest.mark.parametrize("where", ["class", "notebook"])
def test_an_answer_that_calls_a_stub_was_attempted(where: str) -> None:
    wrong = "def flatten_forward(X): return X.reshape(flatten_shapes(X.shape), order='F'), X.shape"
    found = []
    for forward in (FORWARD, wrong, "def flatten_forward(X): raise NotImplementedError()"):
        if where == "class":
            found.append(judged("unisolated", STUB_SHAPES, forward, BACKWARD).verdicts["flatten_forward"])
        else:
            names = in_notebook(STUB_SHAPES, forward, BACKWARD)
            found.append(_judge(find("flatten_forward"), names["flatten_forward"], names))
    assert (found[0].status, found[0].says) == ("right", NOTE)
    assert found[1].misconception == "column-major order"
    assert found[2].status == "not attempted" and "Tried" not in found[2].says


@pytest.mark.parametrize("where", ["class", "notebook"])
def test_a_cache_of_its_own_kind_is_kept_when_a_third_answer_is_lent(where: str) -> None:
    forward = "def flatten_forward(X): return X.reshape(flatten_shapes(X.shape)), {'was': X.shape}"
    backward = "def flatten_backward(dA, cache): return dA.reshape(cache['was'])"
    if where == "class":
        verdict = judged("unisolated", WRONG_SHAPES, forward, backward).verdicts["flatten_backward"]
    else:
        verdict = check_in(in_notebook(WRONG_SHAPES, forward, backward), "flatten_backward").verdict
    assert (verdict.status, verdict.says) == ("right", NOTE)


def test_what_is_wrong_of_itself_stays_wrong_and_keeps_its_own_sentence() -> None:
    wrong = "def flatten_forward(X): return X.reshape(flatten_shapes(X.shape), order='F'), X.shape"
    with_right = judged("unisolated", RIGHT_SHAPES, wrong).verdicts["flatten_forward"]
    with_wrong = judged("unisolated", WRONG_SHAPES, wrong).verdicts["flatten_forward"]
    assert with_right.earned == with_wrong.earned < 3
    assert with_right.misconception == with_wrong.misconception == "column-major order"


def test_a_right_partner_of_its_own_kind_gives_way_to_the_usual_one() -> None:
    forward = "def flatten_forward(X): return X.reshape(len(X), -1), {'was': X.shape}"
    backward = "def flatten_backward(dA, cache): return dA.reshape(cache['was'], order='F')"
    found = judged("unisolated", RIGHT_SHAPES, forward, backward, LAYER).verdicts
    assert found["flatten_backward"].earned < 3 and found["flatten_layer"].status == "right"


def test_a_loop_while_it_is_tried_again_costs_no_more_than_the_answer() -> None:
    shapes = "def flatten_shapes(shape): raise ValueError"
    forward = f"{FORWARD}\nif callable(flatten_shapes): pass"
    loops = "def flatten_backward(dA, cache):\n    import os; os._exit(0)"
    found = judged("unisolated", shapes, forward, loops)
    assert found.verdicts["flatten_forward"].status == "right" and found.stopped


def test_a_name_that_is_lent_can_be_called_only_while_it_is() -> None:
    with open_box(tier="unisolated") as box:
        box.run_cell("def area(a, b): return 0\ndef volume(a, b, c): return area(a, b) * c\nkept = []")
        volume = box.answer("volume")
        with box.lend({"area": lambda a, b: a * b}):
            assert volume(2, 3, 4) == 24
            box.run_cell("kept.append(area)")
        assert volume(2, 3, 4) == 0
        error = box.run_cell("kept[0](2, 3)").error
        assert error is not None and error.kind == "RuntimeError"
    with open_box(tier="unisolated") as box:
        box.run_cell("def f(x): return g(x)")
        with box.lend({"g": lambda x: [][x]}), pytest.raises(Exception, match="IndexError"):
            box.answer("f")(1)


@pytest.mark.parametrize(
    "message",
    [
        {"call": "g", "args": [], "kwargs": {}},
        {"call": ["f"], "args": [], "kwargs": {}},
        {"call": "f", "args": {}, "kwargs": {}},
        {"call": "f", "args": [], "kwargs": []},
        {"call": "f"},
        {"call": "f", "args": [["h", 1, "object"]], "kwargs": {}},
        {"call": "f", "args": [["a", 100, True]], "kwargs": {}},
    ],
    ids=str,
)
def test_a_call_may_be_a_lie(message: dict) -> None:
    with pytest.raises(WireError):
        call({"f": lambda *args: 1}, message, bytearray())


@pytest.mark.parametrize(
    "value",
    [10**13, "%9d", "w" * 65, tuple(range(65)), (1, (2, 3)), (np.ones(2), 1), np.ones((0, 9)), {"a": 1}],
    ids=str,
)
def test_only_small_arguments_are_taken(value: object) -> None:
    called = []
    encode = Encoder(lambda value, encode: ["d", *encode.pairs(value)])
    message = {"call": "f", "args": [encode(value)], "kwargs": {}}
    reply, _ = call({"f": called.append}, message, bytearray(b"".join(encode.blobs)))
    assert reply["e"][0] == "ValueError" and not called


def test_the_names_that_an_answer_uses_also_by_way_of_helpers() -> None:
    names = in_notebook(
        "def one(): return two()",
        "def two(): return [three for _ in range(2)]",
        "class Four:\n    def f(self): one()",
    )
    assert {"one", "two", "three"} <= names_used(names["Four"], names)
    assert names_used(len, names) == set()


DECORATOR = "def decorated(f):\n    def inner(*args): return f(*args)\n    return inner\n"
SHAPED = "X.reshape(flatten_shapes(X.shape)), X.shape"
IN_OTHER_WORDS = {
    "closure": f"{DECORATOR}@decorated\n{FORWARD}",
    "partial": f"import functools\nflatten_forward = functools.partial(lambda _, X: ({SHAPED}), 1)",
    "object": f"class Op:\n    def __call__(self, X): return {SHAPED}\nflatten_forward = Op()",
    "object of": "class Op:\n    def __init__(self, f): self.f = f\n"
    f"    def __call__(self, X): return self.f(X)\nflatten_forward = Op(lambda X: ({SHAPED}))",
    "method": f"class Own:\n    @classmethod\n    def f(cls, X): return {SHAPED}\nflatten_forward = Own.f",
    "property": f"class Own:\n    @property\n    def f(self): return lambda X: ({SHAPED})\n"
    "    def __call__(self, X): return self.f(X)\nflatten_forward = Own()",
}


@pytest.mark.parametrize("way", IN_OTHER_WORDS)
def test_what_an_answer_uses_is_lent_however_it_is_wrapped(way: str) -> None:
    """In a class everything earlier is lent; in a notebook, what the answer uses."""
    there = judged("unisolated", WRONG_SHAPES, IN_OTHER_WORDS[way]).verdicts["flatten_forward"]
    names = in_notebook(WRONG_SHAPES, IN_OTHER_WORDS[way])
    here = _judge(find("flatten_forward"), names["flatten_forward"], names)
    assert (here.status, here.says) == (there.status, there.says) == ("right", NOTE)


def test_what_a_class_inherits_is_lent_to() -> None:
    inherits = LAYER.replace("Flatten", "Base") + "\nclass Flatten(Base): pass"
    found = check_in(in_notebook(WRONG_SHAPES, FORWARD, BACKWARD, inherits), "flatten_layer").verdict
    assert (found.status, found.says) == ("right", NOTE)


def test_lent_names_are_put_back_after_an_error_too() -> None:
    names = {"f": 1}
    with pytest.raises(ZeroDivisionError), lend_here(names, {"f": min, "g": max}):
        assert names == {"f": min, "g": max}
        raise ZeroDivisionError
    assert names == {"f": 1}


def test_only_functions_that_do_little_are_lent() -> None:
    assert [each.id for each in UNIT.exercises if each.lent] == [
        *("flatten_shapes", "flat_index", "unflat_index", "flatten_forward", "flatten_backward"),
    ]
    assert [each.id for each in before(find("flatten_forward"))] == [
        *("flatten_shapes", "flat_index", "unflat_index"),
    ]


LARGE = [
    np.ones(shape) for shape in ((6000, 1), (1, 6000), (6000,), (1, 1), (1,), (2, 3000, 1), (2, 1, 3000))
]
LARGE += [(2, (1, 2), 1 << 26), ((0,), (1,)), (0, 1 << 26), (2, 3), np.int16(20_000), 1 << 26]


def large_arguments(count: int) -> Iterable[Sequence[object]]:
    """All that so many arguments can be together; of four and more some, in which all pairs occur often."""
    if count < 4:
        return product(LARGE, repeat=count)
    rng = Random(0)
    return (rng.choices(LARGE, k=count) for _ in range(5000))


def stays_small(exercise: Exercise, calls: Iterable[Sequence[object]]) -> None:
    lent: dict[str, Answer] = {}

    @contextmanager
    def lend(answers):
        lent.update(answers)
        yield

    wrong = no_points(exercise.id, exercise.points, "wrong", "")
    judge_fairly(wrong, lambda: wrong, {exercise: False}, lend)
    sent = {}
    for value in LARGE:  # once for all the calls that it occurs in
        encode = Encoder(lambda value, encode: ["l", *encode.all(value)])
        sent[id(value)] = encode(value), b"".join(encode.blobs)
    tracemalloc.start()
    for arguments in calls:
        nodes, blobs = zip(*[sent[id(value)] for value in arguments], strict=True)
        message = {"call": exercise.name, "args": list(nodes), "kwargs": {}}
        with np.errstate(all="ignore"):
            call(lent, message, bytearray(b"".join(blobs)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 << 20


LENT = {
    each: len(signature(each.reference).parameters)
    for unit in units()
    for each in unit.exercises
    if each.lent
}


@pytest.mark.parametrize("exercise", LENT, ids=lambda each: each.id)
def test_what_is_lent_makes_nothing_large_of_small_arguments(exercise: Exercise) -> None:
    stays_small(exercise, large_arguments(LENT[exercise]))


@pytest.mark.long
@pytest.mark.parametrize("exercise", [each for each in LENT if LENT[each] == 4], ids=lambda each: each.id)
def test_what_is_lent_makes_nothing_large_of_any_four_arguments(exercise: Exercise) -> None:
    stays_small(exercise, product(LARGE, repeat=4))


@pytest.mark.parametrize(("W", "b"), [((1, 1, 1, 2000), (2000, 1, 1, 1, 1)), ((1, 1, 1, 1, 50_000), (1,))])
def test_a_convolution_is_not_lent_for_axes_that_it_does_not_have(W: tuple, b: tuple) -> None:
    arguments = np.ones((1, 2000, 1, 1)), np.ones(W), np.ones(b), (1, 1)
    try:
        little = is_little(find("conv2d_forward"), *arguments)
    except ValueError:
        little = False
    assert not little
