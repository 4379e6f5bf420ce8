"""What an answer does beside its work is seen alike in the student's notebook and when a class is graded."""

import inspect
from contextlib import redirect_stdout
from io import StringIO

import numpy as np
import pytest

from autograder.exercises import units
from autograder.judging.judge import judge
from autograder.sandbox import open_box, plain

from .test_in_a_box import IMPORTS, source

EXERCISES = [exercise for unit in units() for exercise in unit.exercises]

HELPERS = """
import copy, warnings

kept = []

def arrays(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from arrays(each)

def spoil(value):
    for array in arrays(value):
        if array.flags.writeable and array.dtype.kind in "iuf":
            array += 1

def changed(value, change):
    if isinstance(value, dict):
        return {key: changed(each, change) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return type(value)([changed(each, change) for each in value])
    return change(value) if isinstance(value, np.ndarray) else value

class Mine(np.ndarray):
    pass

def before(args): pass

def after(args, result): return result
"""

#: What it does -> how: `before` the work, with its arguments, and `after` it, with what came.
EFFECTS = {
    "changes its arguments": """
def after(args, result): result = copy.deepcopy(result); spoil(args); return result
""",
    "changes the arguments of the call before": """
def before(args): spoil(kept); kept.clear()
def after(args, result): result = copy.deepcopy(result); kept.extend(args); return result
""",
    "changes what it returned before": """
def before(args): spoil(kept); kept.clear()
def after(args, result): kept.append(result); return result
""",
    "sets errors and warnings": """
def before(args): warnings.warn("careful"); warnings.simplefilter("error"); np.seterr(all="raise")
def after(args, result): np.seterr(all="raise"); return result
""",
    "sets the seed, and prints": """
def before(args): np.random.seed(1); np.set_printoptions(precision=1); print("x" * 5000)
""",
    "returns arrays of objects": """
def after(args, result): return changed(result, lambda array: array.astype(object))
""",
    "returns a class of its own": "def after(args, result): return changed(result, lambda a: a.view(Mine))",
    "returns masked arrays": "def after(args, result): return changed(result, np.ma.masked_array)",
    "returns iterators": """
def after(args, result): return iter(result) if isinstance(result, tuple | list) else result
""",
    "returns lists": "def after(args, result): return changed(result, np.ndarray.tolist)",
    "returns half precision": """
def after(args, result): return changed(result, lambda a: a.astype(np.float16) if a.dtype.kind == "f" else a)
""",
}

FUNCTION = """
def answer(*args):
    before(args)
    return after(args, original(*args))
"""

LAYER = """
class answer(original):
    def forward(self, *args):
        before(args)
        return after(args, super().forward(*args))

    def backward(self, *args):
        before(args)
        return after(args, super().backward(*args))

    def compute_gradients(self):
        super().compute_gradients()
        self.grads.update(after((), dict(self.grads)))
"""


def text(exercise, effect):
    """A right answer that does something beside its work."""
    original = exercise.alternatives[0].answer
    form = LAYER if inspect.isclass(original) else FUNCTION
    named = f"original = {original.__name__}"
    return "\n".join([IMPORTS, HELPERS, source(original), named, EFFECTS[effect], form])


@pytest.fixture(scope="module")
def box():
    with open_box(
        withheld=[module for unit in units() for module in unit.withheld], tier="unisolated"
    ) as box:
        yield box


@pytest.fixture(autouse=True)
def as_before():
    """The kernel's own settings stay as they were."""
    options = np.get_printoptions()
    yield
    np.set_printoptions(**options)


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize(
    "exercise",
    [
        pytest.param(exercise, id=exercise.id, marks=() if number % 4 == 1 else pytest.mark.long)
        for number, exercise in enumerate(EXERCISES)
    ],
)
def test_the_notebook_and_the_grade_agree(box, exercise, effect):
    others = exercise.alternatives[0].others
    names: dict = {"__name__": "notebook"}
    exec(text(exercise, effect), names)
    with redirect_stdout(StringIO()):
        options = {"others": others, "private": True}
        here = judge(exercise, names["answer"], rng=np.random.default_rng(3), **options)
    result = box.run_cell(text(exercise, effect))
    assert result.error is None, result.error
    answer = box.answer("answer")
    theirs = {}
    for id, other in others.items():
        assert box.run_cell(source(other)).error is None
        theirs[id] = box.answer(other.__name__)
    options = {"others": theirs, "private": True, "plain": plain}
    there = judge(exercise, answer, rng=np.random.default_rng(3), **options)
    assert there == here


def writes_into_arguments(answer):
    """The same function or class, which leaves its results in arguments of their shape, too."""
    names: dict = {"np": np}
    exec(HELPERS, names)

    def left(args, result):
        for came in names["arrays"](result):
            for given in names["arrays"](args):
                if given.shape == came.shape and given.flags.writeable and given.dtype.kind == "f":
                    given[...] = came
                    return result
        return result

    if not inspect.isclass(answer):
        return lambda *args: left(args, answer(*args))

    class Writes(answer):
        def forward(self, *args):
            return left(args, super().forward(*args))

        def backward(self, *args):
            return left(args, super().backward(*args))

    return Writes


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_a_student_sees_that_a_result_is_not_written_into_an_argument(exercise):
    answer = writes_into_arguments(exercise.reference)
    seen, graded = judge(exercise, answer), judge(exercise, answer, rng=np.random.default_rng(5))
    assert (seen.status == "right") == (graded.status == "right")
    if not inspect.isclass(answer):  # a layer has been told so when one of its outputs is wrong
        assert seen.earned == graded.earned
