"""What students read of their answers to 11_language_model: it is true, and the grade says the same."""

import numpy as np
import pytest

from autograder.exercises import unit
from autograder.judging.judge import judge

UNIT = unit("11_language_model")


def reference(id, *inputs):
    return UNIT[id].reference(*inputs)


def test_no_mistake_is_blamed_that_gives_the_same_by_chance():
    def one_hot(z, temperature, top_k):
        return (z == z.max()) * 1.0  # which is also what is counted from the wrong end, where all stay

    def at_half_the_temperature(z, temperature, top_k):
        return reference("next_probabilities", z, 0.5, top_k)

    for answer in (one_hot, at_half_the_temperature):
        says = judge(UNIT["next_probabilities"], answer).says
        assert "wrong end" not in says and "gets hotter" not in says
    says = judge(UNIT["merge_pair"], lambda ids, pair, new: reference("merge_pair", ids, (1, 3), new)).says
    assert "Is a list compared" not in says and "that of the example" in says


@pytest.mark.parametrize("item", UNIT["merge_pair"].misconceptions, ids=lambda item: item.name)
def test_a_mistake_is_recognised_in_an_array_of_ids_too(item):
    def in_an_array(ids, pair, new):
        merged = item.answer(ids, pair, new)
        return np.array(merged, dtype=int) if isinstance(merged, list) else merged

    assert judge(UNIT["merge_pair"], in_an_array).misconception == item.name


def test_a_student_sees_where_the_root_of_the_example_will_cost_points():
    def divided_by_two(q, k, v, keys, values):
        return reference("attend_next", q * np.sqrt(q.shape[-1]) / 2, k, v, keys, values)

    for rng in (None, np.random.default_rng(0)):
        assert judge(UNIT["attend_next"], divided_by_two, rng=rng).earned == 3


def test_in_one_case_of_large_scores_no_two_sizes_are_alike():
    """Numbers of a flattened text that are looked up along another axis would pass where these are."""
    shapes = [case.inputs["Z"].shape for case in UNIT["next_token_loss"].cases if "large" in case.name]
    assert any(len({m, steps, steps - 1, m * (steps - 1), n}) == 5 for m, steps, n in shapes)
