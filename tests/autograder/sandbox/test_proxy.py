"""Stand-ins behave like what they stand in for."""

import copy
import math
import pickle
from typing import Any

import numpy as np
import pytest

from autograder.box import StudentError
from autograder.sandbox import Proxy, open_box, plain
from autograder.sandbox.process import ProcessBox

GIVEN = """
import numpy as np
def same(x, *rest, **named): return x
class Layer:
    made = 0
    def __init__(self, units=3, seed=0):
        type(self).made += 1
        self.grads = {}
        self.units = units
        self.W = np.random.default_rng(seed).normal(size=(2, units))
    def forward(self, X):
        self.cache = {"X": X, "shape": X.shape}
        return X @ self.W
    def backward(self, dA):
        self.grads["W"] = self.cache["X"].T @ dA
        return dA @ self.W.T
def forward(X): return X.reshape(len(X), -1), {"shape": X.shape}
def backward(dA, cache): return dA.reshape(cache["shape"])
def nested(arguments): return arguments["layers"][0] is arguments["again"][1]
def doubles(X, other=None): X *= 2; return X
def reshapes(X): X.shape = (-1,)
def endless():
    while True: yield 0
def refuses(x): raise NotImplementedError("write me")
"""


@pytest.fixture(scope="module")
def student(box: ProcessBox) -> Any:
    """Answers by name."""
    assert box.run_cell(GIVEN).error is None
    return box.answer


PLAIN = [
    None, True, False, 0, -7, 1 << 64, -(1 << 3000), 0.1, -0.0, math.inf, -math.inf, 1e-320, 2 + 3j, "",
    "naïve", "\ud800", "\0", (), (1, (2.0, ("three", None))), np.float64(0.1), np.float32(0.1), np.int8(-3),
    np.bool_(True), np.complex64(1j), np.uint64(2**64 - 1),
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_come_back_as_themselves(student: Any, value: Any) -> None:
    back = student("same")(value)
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_a_text_of_numpy_comes_back_as_a_text(student: Any) -> None:
    back = plain(student("same")([np.str_("naïve"), ("x", np.str_(""))]))
    assert back == ["naïve", ("x", "")] and type(back[0]) is type(back[1][1]) is str


def test_nan_comes_back(student: Any) -> None:
    assert math.isnan(student("same")(math.nan))


@pytest.mark.parametrize("dtype", ["?", "i1", "<u2", ">i4", "i8", "f2", "f4", ">f8", "c8", "c16", "g"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_arrays_come_back_to_the_bit(student: Any, dtype: str, shape: tuple[int, ...]) -> None:
    array = np.asarray(np.random.default_rng(0).normal(size=shape) * 10).astype(dtype)
    back = student("same")(array)
    assert type(back) is np.ndarray
    assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert back.flags.writeable


def test_the_order_of_memory_is_kept(student: Any) -> None:
    back = student("same")(np.asfortranarray(np.arange(6.0).reshape(2, 3)))
    assert back.flags.f_contiguous and not back.flags.c_contiguous


@pytest.mark.parametrize(
    "value", [np.array([None]), np.array(["text"]), np.array([(1, 2)], dtype="i4,i4")], ids=repr
)
def test_arrays_of_other_things_are_not_sent(student: Any, value: Any) -> None:
    with pytest.raises(TypeError, match="numbers, text, arrays"):
        student("same")(value)


def test_arrays_of_objects_stay_in_the_box(box: ProcessBox, student: Any) -> None:
    box.run_cell("class Evil:\n    def __reduce__(self): return (print, ())\nevil = np.array([Evil()])")
    assert type(box.answer("evil")) is Proxy
    with pytest.raises(StudentError, match="TypeError"):
        plain(box.answer("evil"))


def test_a_cache_of_free_form_stays_and_can_be_handed_back(student: Any) -> None:
    X = np.arange(12.0).reshape(2, 3, 2)
    A, cache = student("forward")(X)
    assert type(cache) is Proxy
    assert np.array_equal(student("backward")(A, cache), X)
    assert cache["shape"] == (2, 3, 2) and "shape" in cache and len(cache) == 1 and list(cache) == ["shape"]
    assert plain(cache) == {"shape": (2, 3, 2)}


def test_a_class_with_state(student: Any) -> None:
    Layer = student("Layer")
    first, second = Layer(4, seed=1), Layer(units=4, seed=1)
    X = np.ones((5, 2))
    assert np.array_equal(first.forward(X), second.forward(X))
    assert first.backward(np.ones((5, 4))).shape == (5, 2)
    assert first.grads["W"].shape == (2, 4)
    assert not second.grads and first.grads
    assert Layer.made == 2


def test_the_same_thing_has_the_same_stand_in(student: Any) -> None:
    layer = student("Layer")()
    assert layer.grads is layer.grads
    assert student("same")(layer) is layer
    assert student("nested")({"layers": [layer], "again": (0, layer)}) is True


def test_stand_ins_that_are_gone_are_forgotten(box: ProcessBox, student: Any) -> None:
    box.run_cell(
        "import gc, weakref\nalive = weakref.WeakSet()\nclass Big:\n    def __init__(self): alive.add(self)"
    )
    Big, count = box.answer("Big"), box.answer("alive")
    for _ in range(5):
        Big()
    student("same")(0)
    assert len(count) <= 1


def test_an_array_changed_in_place_changes_here(student: Any) -> None:
    X, other = np.ones((2, 3)), np.ones(3)
    assert np.array_equal(student("doubles")(X, other=other), np.full((2, 3), 2.0))
    assert np.array_equal(X, np.full((2, 3), 2.0)) and np.array_equal(other, np.ones(3))
    view = np.zeros((4, 4))[::2, ::2]
    view[...] = 3
    student("doubles")(view)
    assert np.array_equal(view, np.full((2, 2), 6.0))
    student("reshapes")(X)
    assert X.shape == (6,)


def test_an_array_that_must_not_be_written_cannot_be(student: Any) -> None:
    X = np.ones(3)
    X.flags.writeable = False
    with pytest.raises(StudentError, match="read-only"):
        student("doubles")(X)


def test_what_is_missing_can_be_asked_for(box: ProcessBox, student: Any) -> None:
    layer = student("Layer")()
    assert (
        not hasattr(layer, "missing")
        and getattr(layer, "missing", 7) == 7
        and not hasattr(layer, "__dlpack__")
    )
    with pytest.raises(KeyError):
        layer.grads["b"]
    with pytest.raises(StudentError) as caught:
        box.answer("nowhere")
    assert caught.value.kind == "NameError"


def test_the_students_exceptions_come_through(student: Any) -> None:
    with pytest.raises(StudentError) as caught:
        student("refuses")(1)
    assert (caught.value.kind, caught.value.message) == ("NotImplementedError", "write me")


def test_iteration_ends(student: Any) -> None:
    with pytest.raises(StudentError, match="more than 10000 items"):
        iter(student("endless")())


def test_plain_gives_copies_of_structure(box: ProcessBox, student: Any) -> None:
    box.run_cell("made = {'list': [1, (2.5, np.eye(2))], 'matrix': np.matrix([[1, 2]]), 3: True}")
    copied = plain(box.answer("made"))
    assert copied["list"][0] == 1 and np.array_equal(copied["list"][1][1], np.eye(2)) and copied[3] is True
    assert type(copied["matrix"]) is np.ndarray
    assert plain([1, (student("same"),)][0]) == 1


@pytest.mark.parametrize(
    "source", ["object()", "lambda: 0", "{1, 2}", "np.array([None])", "(l := []).append(l) or l"]
)
def test_what_has_no_plain_form_says_so(box: ProcessBox, source: str) -> None:
    box.run_cell(f"odd = {source}")
    with pytest.raises(StudentError):
        plain(box.answer("odd"))
    assert box.run_cell("print('alive')").stdout == "alive\n"


def test_what_has_no_plain_form_stays_behind_a_stand_in_among_what_has(box: ProcessBox) -> None:
    box.run_cell("mixed = {'W': np.array([None]), 'more': [np.ones(2), object()]}")
    copied = plain(box.answer("mixed"))
    assert type(copied["W"]) is type(copied["more"][1]) is Proxy
    assert np.array_equal(copied["more"][0], np.ones(2))


def test_a_torch_tensor_becomes_an_array(box: ProcessBox) -> None:
    pytest.importorskip("torch")
    result = box.run_cell("import torch\ntensor = torch.ones(2, 3, requires_grad=True) * 2")
    assert result.error is None, result.stderr
    assert np.array_equal(plain(box.answer("tensor")), np.full((2, 3), 2.0, np.float32))


def test_what_warns_when_it_becomes_an_array_becomes_one(box: ProcessBox) -> None:
    """As a torch tensor does beside a newer NumPy, whatever the notebook makes of warnings."""
    warns = "def __array__(self, *args, **kwargs): warnings.warn('old'); return np.ones(2)"
    box.run_cell(f"import warnings; warnings.simplefilter('error')\nclass Old:\n    {warns}\nold = Old()")
    assert np.array_equal(plain(box.answer("old")), np.ones(2))
    box.run_cell("warnings.resetwarnings()")


def test_a_result_that_is_too_large_is_refused_and_the_box_lives_on(box: ProcessBox) -> None:
    box.run_cell("def large(n): return np.zeros(n)\ndef long(n): return tuple(range(n))")
    for name in ("large", "long"):
        with pytest.raises(StudentError, match="ValueError"):
            box.answer(name)(10_000_000)
    assert box.answer("large")(3).shape == (3,)


def test_stand_ins_belong_to_their_box(student: Any) -> None:
    layer = student("Layer")()
    with pytest.raises(TypeError, match="box"):
        pickle.dumps(layer)
    with pytest.raises(TypeError):
        copy.deepcopy(layer)
    with open_box(tier="unisolated") as other:
        other.run_cell("def same(x): return x")
        with pytest.raises(TypeError, match="another box"):
            other.answer("same")(layer)
