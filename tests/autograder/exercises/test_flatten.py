"""What is particular to 01_flatten; what every unit has to hold stands in test_every_unit.py."""

import itertools
import math
import tracemalloc
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.flatten import dense, layer, right_layer
from autograder.judging.judge import judge, output_names

UNIT = unit("01_flatten")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "01_flatten" / "01_flatten.py"
BATCH = "dX of the right batch"


def test_the_reference_gives_every_output_of_the_layer():
    assert output_names(UNIT["flatten_layer"]) == ["shapes", "A", "dX", BATCH, "gradient below", "digits"]
    assert output_names(UNIT["dense_shapes"]) == ["output_shape", "parameters"]


def test_the_table_in_the_notebook_is_what_summary_prints():
    from refold import Activation, Dense, Flatten, Sequential

    printed: list[str] = []
    first = Dense(16, input_shape=(3, 2), name="D16")
    rest = [Activation("relu", name="A"), Flatten(name="F"), Dense(4, name="D4")]
    Sequential([first, *rest]).summary(print_fn=printed.append)
    table = [line for line in "\n".join(printed).splitlines() if "(" in line or "===" in line]
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert all(f"# {line.rstrip()}\n" in text for line in table)


def test_a_backward_is_judged_with_the_students_own_cache():
    def forward(X):
        return X.reshape(len(X), -1), {"shape": X.shape}

    def backward(dA, cache):
        return dA.reshape(cache["shape"])

    exercise = UNIT["flatten_backward"]
    assert judge(exercise, backward, others={"flatten_forward": forward}).status == "right"
    assert judge(exercise, backward).status == "wrong"  # the lent forward keeps the shape itself


def test_a_layer_that_does_not_learn_misses_the_digits_alone():
    class FailsOnLargeBatches(layer.Flatten):
        def backward(self, dA):
            dX = super().backward(dA)
            return dX if len(dX) < 32 else -5 * dX

    verdict = judge(UNIT["flatten_layer"], FailsOnLargeBatches)
    assert {output.name for output in verdict.outputs if not output.earned} == {"digits"}


def test_training_ends_after_its_epochs(monkeypatch):
    fits = []
    monkeypatch.setattr("refold.Sequential.fit", lambda *_, **__: fits.append(1))
    assert list(layer.reading_digits(layer.Flatten)) == [("digits", False)]
    assert len(fits) == layer.EPOCHS


def test_a_slow_answer_reads_the_digits(monkeypatch):
    monkeypatch.setattr("time.monotonic", itertools.count(step=100).__next__)
    assert list(layer.reading_digits(layer.Flatten)) == [("digits", True)]


def test_a_layer_is_not_told_of_a_stage_that_it_has():
    class ShapesAndGradients(layer.Flatten):
        def forward(self, X):
            raise NotImplementedError

        backward = forward

    verdict = judge(UNIT["flatten_layer"], ShapesAndGradients)
    assert "compute_gradients" not in verdict.says
    assert "A is not written yet." in verdict.says


def test_a_layer_with_neither_dims_nor_shapes_is_not_told_that_it_has_shapes():
    class OwnAttributes(layer.Flatten):
        def compute_shapes(self, X):
            self.X_shape = X.shape

        def forward(self, X):
            self.compute_shapes(X)
            return X.reshape(len(X), -1)

    verdict = judge(UNIT["flatten_layer"], OwnAttributes)
    assert verdict.misconception == "dims and shapes left empty"
    assert "Nobody looks for other names" in verdict.says


def test_a_forward_that_reads_a_shape_which_compute_shapes_leaves_out_is_not_told_to_call_it():
    class OwnShapes(right_layer.Flatten):
        def compute_shapes(self, X):
            self.dims.update(m=len(X), n=math.prod(X.shape[1:]))
            shapes = {"X": X.shape, "A": (len(X), self.dims["n"])}
            assert shapes

    verdict = judge(UNIT["flatten_layer"], OwnShapes)
    assert {output.misconception for output in verdict.outputs} == {"shapes left empty", None}


def test_a_cache_has_to_come_with_A():
    assert judge(UNIT["flatten_forward"], lambda X: (X.reshape(len(X), -1),)).earned == 0
    assert judge(UNIT["flatten_forward"], lambda X: (X.reshape(len(X), -1), None)).status == "right"


def test_the_notebook_finds_one_gradient_in_three_ways(capsys):
    answers = ["flatten_shapes", "flat_index", "unflat_index", "flatten_forward", "flatten_jacobian"]
    wanted = [f"def {name}" for name in (*answers, "flatten_backward", "show_three_ways")]
    namespace = {"np": np, "math": math}
    for cell in jupytext.read(NOTEBOOK).cells:
        if cell.source.startswith(tuple(wanted)):
            exec(cell.source, namespace)
    shown = capsys.readouterr().out
    assert shown.count("[[10. 20. 30.]\n [40. 50. 60.]]") == 3


@pytest.mark.parametrize(("kept", "got"), [({"x": 1}, "got only x"), ((2, 3), "got (2, 3)")])
def test_shapes_kept_in_another_way_are_named_as_they_are(kept, got):
    class OtherShapes(layer.Flatten):
        def compute_shapes(self, X):
            super().compute_shapes(X)
            self.dims = kept

    assert got in judge(UNIT["flatten_layer"], OtherShapes).says


def test_an_exception_is_said_once_though_it_comes_on_every_case():
    class Misspelt(layer.Flatten):
        def backward(self, dA):
            return dA.reshape(self.shape["X"])

    says = judge(UNIT["flatten_layer"], Misspelt).says
    assert says.count("no attribute 'shape'") == 1 and "four 2 x 3 images" in says


def test_half_a_return_is_a_missing_return_and_no_exception_of_the_students():
    def with_flatten_alone(input_shape, units, flatten):
        return dense.reference(input_shape, units, flatten) if flatten else None

    says = judge(UNIT["dense_shapes"], with_flatten_alone).says
    assert "raised" not in says and "Is it returned in every case?" in says


def test_a_layer_need_not_have_a_place_for_gradients_that_it_does_not_have():
    class NoPlace(layer.Flatten):
        def __init__(self):
            self.dims, self.shapes = {}, {}

    assert judge(UNIT["flatten_layer"], NoPlace).status == "right"


@pytest.mark.parametrize(
    ("private", "said"),
    [(False, "an array of shape (4, 8) was expected, got (32,)."), (True, "something else came than was")],
)
def test_a_shape_that_cannot_go_on_is_no_exception_of_the_students(private, said):
    class OneAxis(layer.Flatten):
        def forward(self, X):
            self.compute_shapes(X)
            return X.ravel()

    says = judge(UNIT["flatten_layer"], OneAxis, private=private).says
    assert f"On “between two Dense layers”, {said}" in says and "raised" not in says


def test_no_weights_are_made_for_rows_that_are_too_long():
    class Wide:
        def forward(self, X):
            return np.zeros((len(X), 1_000_000), np.int8)

    tracemalloc.start()
    with pytest.raises(ValueError, match="was expected"):
        list(layer.between_dense_layers(Wide, np.ones((4, 3))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 << 20


def overwritten(index, dims):
    position = 0
    for axis, i in enumerate(index):
        position = i * math.prod(dims[axis + 1 :])
    return position


def ended(index, dims):
    position = 0
    for axis, i in enumerate(index):
        position += i * math.prod(dims[axis + 1 :])
        return position


def ended_at_the_first_index(position, dims):
    index = []
    for axis in range(len(dims)):
        index.append(position // math.prod(dims[axis + 1 :]))
        return index
    return index


def the_last_index_overwritten(position, dims):
    index = ()
    for axis in range(len(dims)):
        i, position = divmod(position, math.prod(dims[axis + 1 :]))
        index = (i,)
    return index


@pytest.mark.parametrize("answer", [overwritten, ended, ended_at_the_first_index, the_last_index_overwritten])
def test_a_loop_that_leaves_one_axis_is_told_both_slips_that_do_so(answer):
    """From which end a loop goes, its answer does not say: the first axis is what is left of either slip."""
    exercise = UNIT["unflat_index" if "index" in answer.__name__ else "flat_index"]
    says = judge(exercise, answer).says
    assert "overwrites" in says
    assert "ends in its first turn" in says
