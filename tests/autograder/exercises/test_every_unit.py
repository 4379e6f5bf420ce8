"""The checks of every unit are fair: right answers earn everything, wrong ones nothing undeserved."""

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder import exercises
from autograder.errors import CourseError
from autograder.exercise import Case, Exercise
from autograder.exercises import MODULES, find, unit, units
from autograder.judging.attempt import Value, attempt
from autograder.judging.judge import judge, output_names

SEEDS = range(12)

# For each unit a table of what a mistake leaves right, where an exercise has several outputs.
DESERVED = {
    exercise: table
    for path in (Path(__file__).parent / "deserved").glob("*.toml")
    for exercise, table in tomllib.loads(path.read_text(encoding="utf-8")).items()
}

EXERCISES = [exercise for unit in units() for exercise in unit.exercises]


def each(kind):
    """One test for each item of a kind, such as each misconception, of each exercise."""
    pairs = [(exercise, item) for exercise in EXERCISES for item in getattr(exercise, kind)]
    names = [getattr(item, "name", None) or item.answer.__name__ for _, item in pairs]
    return pytest.mark.parametrize(
        ("exercise", "item"),
        pairs,
        ids=[f"{e.id}: {name}" for (e, _), name in zip(pairs, names, strict=True)],
    )


every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
every_unit = pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)


def notebook(name: str) -> Path:
    return Path(__file__).parents[3] / "solutions" / name / f"{name}.py"


def test_an_exercise_is_found_by_its_id_and_an_unknown_one_is_named():
    assert find("flat_index") is unit("01_flatten")["flat_index"]
    with pytest.raises(CourseError, match=r"no exercise 'flat_indices'.*flat_index"):
        find("flat_indices")
    with pytest.raises(CourseError, match=r"no unit '1_flatten'.*01_flatten"):
        unit("1_flatten")


@pytest.mark.parametrize(
    ("exercise", "others"), [("flat_index", set()), ("sigmoid", {"softmax"}), ("train", set())]
)
def test_a_students_first_check_waits_for_no_other_unit(exercise, others):
    """It loads the units in whose files the id stands."""
    code = f"import sys; from autograder import exercises; exercises.find({exercise!r}); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    own = next(MODULES[unit.name] for unit in units() if exercise in [e.id for e in unit.exercises])
    assert {name for name in MODULES.values() if f"autograder.exercises.{name}" in loaded} == {own} | others


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("UNIT = Unit(", r"half_written.py:1: .* It is no Python yet"),
        ("UNITS = []", "holds no UNIT"),
        (
            "from autograder.exercise import Unit\nUNIT = Unit('42_halve', [])",
            r"says Unit\('42_halve', ...\) and MODULES '42_half': make them the same",
        ),
    ],
)
def test_a_module_that_is_half_written_is_a_sentence(monkeypatch, tmp_path, text, says):
    (tmp_path / "half_written.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(exercises, "__path__", [str(tmp_path)])
    monkeypatch.setitem(MODULES, "42_half", "half_written")
    try:
        with pytest.raises(CourseError, match=says):
            unit("42_half")
    finally:
        sys.modules.pop("autograder.exercises.half_written", None)


@pytest.mark.parametrize("module", ["nowhere", "flatten.nothing"])
def test_a_unit_without_its_module_is_named(monkeypatch, module):
    monkeypatch.setitem(MODULES, "00_nothing", module)
    with pytest.raises(CourseError, match=f"00_nothing stands in MODULES with '{module}'"):
        unit("00_nothing")


@every_exercise
def test_the_reference_earns_everything(exercise: Exercise):
    for seed in SEEDS:
        verdict = judge(exercise, exercise.reference, rng=np.random.default_rng(seed))
        assert (verdict.status, verdict.earned) == ("right", exercise.points), verdict.says


@every_exercise
def test_the_reference_raises_nothing_and_changes_nothing(exercise: Exercise):
    others = {id: find(id).reference for id in exercise.needs}
    cases = [*exercise.cases, *([exercise.last] if exercise.last else [])]
    for case in [*cases, *(case for seed in SEEDS for case in exercise.hidden(np.random.default_rng(seed)))]:
        found = attempt(exercise, exercise.reference, case, others)
        assert found.error is None
        assert all(isinstance(outcome, Value) for outcome in found.outcomes.values())


@pytest.mark.parametrize(
    "id",
    [
        *("flatten_forward", "divide_gradients", "matmul_gradients"),
        *("rmsprop_step", "adam_step", "batch_statistics"),
    ],
)
def test_a_dict_that_was_returned_is_told_as_what_it_is_and_not_as_an_error(id):
    def answer(*args):
        return {f"result {n}": value for n, value in enumerate(find(id).reference(*args))}

    says = judge(find(id), answer).says
    assert "got a dict" in says and "KeyError" not in says and "did not come back" not in says


@pytest.mark.parametrize(
    "id",
    [
        *("flatten_forward", "dense_shapes", "dense_gradients", "output_size", "attention_forward"),
        *("batch_statistics", "layer_norm_forward", "adam_step", "adamw_step", "train", "matmul_gradients"),
    ],
)
def test_one_thing_too_many_costs_nothing_and_is_said(id):
    def answer(*args):
        return (*find(id).reference(*args), "more")

    verdict = judge(find(id), answer, rng=np.random.default_rng(0), private=True)
    assert verdict.status == "right"
    assert re.fullmatch(
        "More came back than [^.]+ and [^.]+\\. That costs nothing, yet .* meets an error\\.", verdict.says
    )


@pytest.mark.parametrize("id", ["flatten_forward", "adam_step", "layer_norm_forward", "adamw_step", "train"])
def test_one_thing_too_few_is_no_error_of_the_students(id):
    def answer(*args):
        return find(id).reference(*args)[:1]

    verdict = judge(find(id), answer)
    assert verdict.status != "right" and "raised" not in verdict.says


# Hidden cases of many more seeds are tried in test_hidden_cases.py: that all points follow, three show.
@each("alternatives")
@pytest.mark.parametrize("seeds", [SEEDS[:3], pytest.param(SEEDS[3:], marks=pytest.mark.long)], ids=str)
def test_right_answers_written_in_other_ways_earn_everything(exercise, item, seeds):
    for seed in seeds:
        verdict = judge(exercise, item.answer, others=item.others, rng=np.random.default_rng(seed))
        assert (verdict.status, verdict.earned) == ("right", exercise.points), verdict.says


@each("misconceptions")
@pytest.mark.parametrize("seed", [None, 0])
def test_a_mistake_is_named_as_itself_and_earns_nothing_undeserved(exercise, item, seed):
    verdict = judge(exercise, item.answer, rng=None if seed is None else np.random.default_rng(seed))
    assert verdict.misconception == item.name
    assert item.says in verdict.says
    right = {output.name for output in verdict.outputs if output.earned}
    assert right == set(DESERVED.get(exercise.id, {}).get(item.name, ()))
    assert verdict.earned == pytest.approx(exercise.points * len(right) / len(verdict.outputs))


@every_exercise
def test_the_stub_earns_nothing_and_is_not_attempted(exercise: Exercise):
    class Stub:
        def __init__(self, *params):
            self.params, self.grads, self.buffers = {}, {}, {}

        def compute_shapes(self, X, training=False):
            raise NotImplementedError

        forward = backward = compute_shapes

    def stub(*inputs):
        raise NotImplementedError

    answer = Stub if inspect.isclass(exercise.reference) else stub
    verdict = judge(exercise, answer, rng=np.random.default_rng(0))
    assert (verdict.status, verdict.earned) == ("not attempted", 0)


@every_exercise
def test_there_are_mistakes_and_other_ways_enough(exercise: Exercise):
    assert len(exercise.misconceptions) >= 3
    assert len({item.name for item in exercise.misconceptions}) == len(exercise.misconceptions)
    many = exercise.id.endswith(("_forward", "_backward")) or exercise.id == "softmax"
    assert len(exercise.alternatives) >= (5 if many else 2)


@each("misconceptions")
def test_the_sentence_about_one_output_praises_no_other(exercise, item):
    """It is said also where another mistake spoiled the others; what is right is said in front of it."""
    names = [*output_names(exercise), "small scores", "your formula"]
    praise = re.compile(rf"(^|\. )({'|'.join(map(re.escape, names))}) (is|are) right", re.IGNORECASE)
    assert len(names) == 3 or not praise.search(item.says)


@each("misconceptions")
def test_the_sentence_is_short_helps_and_gives_nothing_away(exercise, item):
    assert 40 < len(item.says) < 300
    assert len(re.findall(r"[.?](?: |$)", item.says)) <= 3
    assert not re.search(r"\(-1|order=|\breturn\b.*\(|\.shape\[|\breshape\(|moveaxis|\*dims", item.says)


@every_unit
def test_the_headings_of_the_notebook_state_the_exercises_in_order_and_their_points(unit):
    text = notebook(unit.name).read_text(encoding="utf-8")
    stated = re.findall(r"### Exercise (\d) · `(\w+)` \(\d+ minutes, (\d+) points?\)", text)
    assert stated == [(f"{n}", e.name, f"{e.points}") for n, e in enumerate(unit.exercises, 1)]


@every_unit
def test_what_a_notebook_trains_comes_out_as_its_text_says(unit):
    """Samples come in the same order each time: either the model has a seed, or what trains it."""
    calls = [
        n for n in ast.walk(ast.parse(notebook(unit.name).read_text("utf-8"))) if isinstance(n, ast.Call)
    ]

    def seeded(name):
        named = [
            call for call in calls if name in (getattr(call.func, "attr", 0), getattr(call.func, "id", 0))
        ]
        return ["seed" in [each.arg for each in call.keywords] for call in named]

    assert all(seeded("fit")) or any(seeded("Sequential"))


@cache
def anchors(name: str) -> set[str | None]:
    """The names that the paragraphs of a unit's notebook bear, which is read once for all its mistakes."""
    return {cell.metadata.get("anchor") for cell in jupytext.read(notebook(name)).cells}


@each("misconceptions")
def test_the_paragraph_to_teach_again_is_in_the_notebook(exercise, item):
    name = next(unit.name for unit in units() if exercise in unit.exercises)
    assert item.anchor is None or item.anchor in anchors(name)


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
