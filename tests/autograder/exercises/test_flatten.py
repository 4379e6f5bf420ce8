"""The check of 01_flatten is fair: right answers earn everything, wrong ones nothing undeserved."""

import math
import re
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder.errors import CourseError
from autograder.exercise import Case, Exercise
from autograder.exercises import find, unit
from autograder.exercises.flatten import dense, layer
from autograder.judging.judge import judge, output_names

UNIT = unit("01_flatten")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "01_flatten" / "01_flatten.py"
SEEDS = range(12)

POINTS = {
    "flatten_shapes": 2,
    "flat_index": 2,
    "unflat_index": 2,
    "flatten_forward": 3,
    "flatten_jacobian": 3,
    "flatten_backward": 3,
    "flatten_layer": 6,
    "dense_shapes": 2,
    "flatten_channels_first": 3,
}

BATCH = "dX of the right batch"

# What a mistake leaves right, where an exercise has several outputs. Everything else earns nothing.
DESERVED = {
    "cache shared by all layers of the class": {"shapes", "A", "dX", "gradient below"},
    "shapes of the first batch kept": {"shapes", "A", "dX", "gradient below"},
    "cache of the first batch kept": {"shapes", "A", "dX", "gradient below"},
    "column-major order in backward": {"shapes", "A"},
    "column-major order": {"shapes"},
    "gradient of the wrong shape": {"shapes", "A"},
    "dA averaged over the batch": {"shapes", "A"},
    "cache returned by forward": {"shapes", "dX", BATCH},
    "nothing returned by backward": {"shapes", "A"},
    "nothing returned by forward": {"shapes", "dX", BATCH},
    "compute_shapes not called by forward": {"shapes"},
    "batch axis joined too": {"dX", BATCH},
    "dims hard-coded": {"shapes", "A"},
    "shapes of one sample": {"A", "dX", BATCH, "gradient below"},
    "dims left empty": {"A", "dX", BATCH, "gradient below"},
    "compute_gradients not written": {"shapes", "A", "dX", BATCH},
    "input changed in place": {"shapes", "dX"},
    "bias forgotten": {"output_shape"},
    "one bias for the whole layer": {"output_shape"},
    "one unit too many": {"output_shape"},
    "weights for every step": {"output_shape"},
    "every element connected": {"output_shape"},
    "a bias for every step": {"output_shape"},
    "batch left out": {"parameters"},
}


def each(kind):
    """One test for each item of a kind, such as each misconception, of each exercise."""
    pairs = [(exercise, item) for exercise in UNIT.exercises for item in getattr(exercise, kind)]
    names = [getattr(item, "name", None) or item.answer.__name__ for _, item in pairs]
    return pytest.mark.parametrize(
        ("exercise", "item"),
        pairs,
        ids=[f"{e.id}: {name}" for (e, _), name in zip(pairs, names, strict=True)],
    )


every_exercise = pytest.mark.parametrize("exercise", UNIT.exercises, ids=lambda exercise: exercise.id)


def test_the_exercises_are_those_of_the_notebook_in_order_with_their_points():
    assert {exercise.id: exercise.points for exercise in UNIT.exercises} == POINTS
    assert [exercise.id for exercise in UNIT.exercises] == list(POINTS)


def test_an_exercise_is_found_by_its_id_and_an_unknown_one_is_named():
    assert find("flat_index") is UNIT["flat_index"]
    with pytest.raises(CourseError, match=r"no exercise 'flat_indices'.*flat_index"):
        find("flat_indices")
    with pytest.raises(CourseError, match=r"no unit '1_flatten'.*01_flatten"):
        unit("1_flatten")


def test_the_reference_gives_every_output_of_the_layer():
    assert output_names(UNIT["flatten_layer"]) == ["shapes", "A", "dX", BATCH, "gradient below", "digits"]
    assert output_names(UNIT["dense_shapes"]) == ["output_shape", "parameters"]


@every_exercise
def test_the_reference_earns_everything(exercise: Exercise):
    for seed in SEEDS:
        verdict = judge(exercise, exercise.reference, rng=np.random.default_rng(seed))
        assert (verdict.status, verdict.earned) == ("right", exercise.points), verdict.says


@each("alternatives")
def test_right_answers_written_in_other_ways_earn_everything(exercise, item):
    for seed in SEEDS:
        verdict = judge(exercise, item.answer, others=item.others, rng=np.random.default_rng(seed))
        assert (verdict.status, verdict.earned) == ("right", exercise.points), verdict.says


@each("misconceptions")
@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_a_mistake_is_named_as_itself_and_earns_nothing_undeserved(exercise, item, seed):
    verdict = judge(exercise, item.answer, rng=None if seed is None else np.random.default_rng(seed))
    assert verdict.misconception == item.name
    assert item.says in verdict.says
    right = {output.name for output in verdict.outputs if output.earned}
    several = len(verdict.outputs) > 1
    assert right == (DESERVED.get(item.name, set()) if several else set())
    assert verdict.earned == pytest.approx(exercise.points * len(right) / len(verdict.outputs))


@every_exercise
def test_the_stub_earns_nothing_and_is_not_attempted(exercise: Exercise):
    class Stub:
        def compute_shapes(self, X):
            raise NotImplementedError

        forward = backward = compute_shapes

    def stub(*inputs):
        raise NotImplementedError

    answer = Stub if exercise.name == "Flatten" else stub
    verdict = judge(exercise, answer, rng=np.random.default_rng(0))
    assert (verdict.status, verdict.earned) == ("not attempted", 0)


@every_exercise
def test_there_are_mistakes_and_other_ways_enough(exercise: Exercise):
    assert len(exercise.misconceptions) >= 3
    assert len({item.name for item in exercise.misconceptions}) == len(exercise.misconceptions)
    many = exercise.id in ("flatten_forward", "flatten_backward")
    assert len(exercise.alternatives) >= (5 if many else 2)


@each("misconceptions")
def test_the_sentence_is_short_helps_and_gives_nothing_away(exercise, item):
    assert 40 < len(item.says) < 300
    assert len(re.findall(r"[.?](?: |$)", item.says)) <= 3
    assert not re.search(r"\(-1|order=|\breturn\b.*\(|\.shape\[|\breshape\(|moveaxis|\*dims", item.says)


def test_the_headings_of_the_notebook_state_the_points():
    text = NOTEBOOK.read_text(encoding="utf-8")
    stated = re.findall(r"### Exercise (\d) · `(\w+)` \(\d+ minutes, (\d) points\)", text)
    expected = [(f"{n}", e.name, f"{e.points}") for n, e in enumerate(UNIT.exercises, 1)]
    assert stated == expected


def test_the_table_in_the_notebook_is_what_summary_prints():
    from refold import Activation, Dense, Flatten, Sequential

    printed: list[str] = []
    first = Dense(16, input_shape=(3, 2), name="D16")
    rest = [Activation("relu", name="A"), Flatten(name="F"), Dense(4, name="D4")]
    Sequential([first, *rest]).summary(print_fn=printed.append)
    table = [line for line in "\n".join(printed).splitlines() if "(" in line or "===" in line]
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert all(f"# {line.rstrip()}\n" in text for line in table)


def test_the_notebook_finds_one_gradient_in_three_ways(capsys):
    answers = ["flatten_shapes", "flat_index", "unflat_index", "flatten_forward", "flatten_jacobian"]
    wanted = [f"def {name}" for name in (*answers, "flatten_backward", "show_three_ways")]
    namespace = {"np": np, "math": math}
    for cell in jupytext.read(NOTEBOOK).cells:
        if cell.source.startswith(tuple(wanted)):
            exec(cell.source, namespace)
    shown = capsys.readouterr().out
    assert shown.count("[[10. 20. 30.]\n [40. 50. 60.]]") == 3


@each("misconceptions")
def test_the_paragraph_to_teach_again_is_in_the_notebook(exercise, item):
    cells = jupytext.read(NOTEBOOK).cells
    anchors = {cell.metadata.get("anchor") for cell in cells}
    assert item.anchor is None or item.anchor in anchors


@every_exercise
def test_hidden_cases_follow_from_the_generator_and_are_small(exercise: Exercise):
    def drawn(seed) -> list[Case]:
        return list(exercise.hidden(np.random.default_rng(seed)))

    first, again, other = drawn(7), drawn(7), drawn(8)
    assert len(first) >= 12
    assert repr([case.inputs for case in first]) == repr([case.inputs for case in again])
    assert repr([case.inputs for case in first]) != repr([case.inputs for case in other])
    arrays = [value for case in first for value in case.inputs.values() if isinstance(value, np.ndarray)]
    assert all(array.size < 4000 for array in arrays)


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


def test_training_ends_when_its_time_is_up(monkeypatch):
    monkeypatch.setattr(layer, "SECONDS", 0.0)
    fits = []
    monkeypatch.setattr("refold.Sequential.fit", lambda *_, **__: fits.append(1))
    assert list(layer.reading_digits(layer.Flatten)) == [("digits", False)]
    assert len(fits) == 1


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
    assert verdict.misconception is None
    assert "shapes: expected an entry 'm' in 'dims', got an empty dict." in verdict.says


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
    assert "raised" not in says and "got None" in says


def test_a_cache_has_to_come_with_A():
    assert judge(UNIT["flatten_forward"], lambda X: (X.reshape(len(X), -1),)).earned == 0
    assert judge(UNIT["flatten_forward"], lambda X: (X.reshape(len(X), -1), None)).status == "right"
