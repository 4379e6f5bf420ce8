"""What students read of their answers to 10_autodiff: it is true, and nothing else is blamed."""

import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.autodiff.networks import FORMS as NETWORKS
from autograder.judging.judge import judge

UNIT = unit("10_autodiff")


def test_names_that_are_left_from_an_earlier_call_are_told():
    def kept(graph, target, order=[]):  # noqa: B006
        if target in graph and target not in order:
            for each in graph[target][1:]:
                kept(graph, each, order)
            order.append(target)
        return order

    says = judge(UNIT["topological_order"], kept).says
    assert "names came back that this graph does not have. Are they those of an earlier call?" in says


@pytest.mark.parametrize("turned_round", [False, True])
def test_operations_in_an_order_of_their_own_are_not_said_to_be_as_they_were_written(turned_round):
    def of_them_all(graph, target):
        return sorted(graph, reverse=turned_round)

    says = judge(UNIT["topological_order"], of_them_all).says
    assert "written down" not in says and "in order, and" not in says


def test_the_order_of_the_example_is_not_said_to_be_kinds():
    assert "kinds" not in judge(UNIT["topological_order"], lambda graph, target: ["p", "r", "f"]).says


def test_leaves_are_arrays_as_in_the_notebook_and_settings_are_not():
    for form in [form for forms in NETWORKS.values() for form in forms]:
        for name, value in form(np.random.default_rng(0))[1].items():
            assert isinstance(value, np.ndarray | tuple | int), name


def test_a_student_sees_that_differences_are_no_rule():
    def by_differences(G, X, Y, h=1e-5):
        dX = G * ((X + h) / Y - (X - h) / Y) / (2 * h)
        return dX, G * (X / (Y + h) - X / (Y - h)) / (2 * h)

    for rng in (None, np.random.default_rng(0)):
        assert judge(UNIT["divide_gradients"], by_differences, rng=rng).earned == 0
