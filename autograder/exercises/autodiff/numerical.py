"""numerical_gradient: every number is moved a little to both sides, and the loss is looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.autodiff.given import forward
from autograder.exercises.autodiff.networks import (
    CHANGED,
    Form,
    bias_and_scale,
    copied,
    dense_chain,
    in_single_precision,
    in_turn,
    is_changed,
    logarithm_chain,
    network,
    quotient_chain,
    shared_weights,
    short_and_long,
    softmax,
    square,
    written_anew,
)
from autograder.exercises.autodiff.numerical_sentences import MISTAKES
from autograder.exercises.autodiff.right import numerical_gradient as numerical_reference
from autograder.exercises.autodiff.right import topological_order

VECTOR, MATRIX, SEVERAL = "gradient of a vector", "gradient of a matrix", "gradient of what is used twice"

#: What is asked -> forms, and the leaf in each that is moved.
FORMS: dict[str, list[tuple[Form, str]]] = {
    VECTOR: [(logarithm_chain, "x"), (quotient_chain, "x"), (shared_weights, "b"), (network, "b1")],
    MATRIX: [(softmax, "Z"), (network, "W2"), (bias_and_scale, "column"), (dense_chain, "W")],
    SEVERAL: [(square, "x"), (short_and_long, "x"), (short_and_long, "y")],
}


def run(student, graph, order, values, leaf, h, ask):
    kept = copied(values)
    found = student(graph, order, values, leaf, h)
    return {ask: CHANGED if is_changed(kept, values) else found}


def _case(ask: str, form: Form, leaf: str, rng: np.random.Generator, words: str) -> Case:
    """A cube is added, so that a step to one side and steps to both differ, and neither is the slope."""
    graph, values = form(rng)
    target = list(graph)[-1]
    graph = {
        **graph,
        "square": ("multiply", target, target),
        "cube": ("multiply", "square", target),
        "scaled": ("divide", "cube", "scale"),
        "loss of all": ("add", "scaled", target),
    }
    values["scale"] = np.array(64.0)
    order = topological_order(graph, "loss of all")
    h = float(rng.choice([0.0625, 0.125]))
    return Case(
        f"{leaf} of {form.__name__.replace('_', ' ')}{words}",
        graph=written_anew(graph),
        order=order,
        values=values,
        leaf=leaf,
        h=h,
        ask=ask,
    )


def _of_each_kind(rng: np.random.Generator, words: str) -> list[Case]:
    return [_case(ask, form, leaf, rng, words) for ask, (form, leaf) in in_turn(FORMS)]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = _of_each_kind(rng, ", drawn at random")
    return [*cases, *map(in_single_precision, cases[:3])]


# Right answers, written in other ways.


def with_ones_at_one_place(graph, order, values, name, h):
    X, slopes = values[name], []
    for k in range(X.size):
        there = np.zeros(X.size)
        there[k] = h
        there = there.reshape(X.shape)
        above = forward(graph, order, {**values, name: X + there})[order[-1]]
        below = forward(graph, order, {**values, name: X - there})[order[-1]]
        slopes.append(((above - below) / (2 * h)).item())
    return np.array(slopes).reshape(X.shape)


def with_a_function_of_the_loss(graph, order, values, name, h):
    def loss(X):
        return forward(graph, order, values | {name: X})[order[-1]].item()

    found = np.empty(values[name].shape)
    X = np.array(values[name], dtype=float)
    for index, x in np.ndenumerate(values[name]):
        X[index] = x + h
        above = loss(X)
        X[index] = x - h
        found[index] = (above - loss(X)) / h / 2
        X[index] = x
    return found


def moved_and_put_back(graph, order, values, name, h):
    """In the array that was given, where each number is put back as it was."""
    X = values[name]
    found = np.zeros_like(X)
    for index in np.ndindex(*X.shape):
        x = X[index]
        X[index] = x + h
        above = np.sum(forward(graph, order, values)[order[-1]])
        X[index] = x - h
        below = np.sum(forward(graph, order, values)[order[-1]])
        X[index] = x
        found[index] = 0.5 * (above - below) / h
    return found


def moved_and_moved_back(graph, order, values, name, h):
    """In the array that was given: what is moved back may differ in its last digit."""
    X = values[name]
    found = np.zeros_like(X)
    for index in np.ndindex(*X.shape):
        X[index] += h
        above = forward(graph, order, values)[order[-1]].item()
        X[index] -= 2 * h
        below = forward(graph, order, values)[order[-1]].item()
        X[index] += h
        found[index] = (above - below) / (2 * h)
    return found


_BY_HAND = {"q": ("multiply", "x", "x"), "c": ("multiply", "q", "x")}

numerical_gradient = Exercise(
    "numerical_gradient",
    points=3,
    reference=numerical_reference,
    run=run,
    cases=[
        Case(
            "the cube of the example",
            graph=_BY_HAND,
            order=["q", "c"],
            values={"x": np.array([2.0])},
            leaf="x",
            h=0.5,
            ask=SEVERAL,
        ),
        *_of_each_kind(np.random.default_rng(1), ""),
    ],
    hidden=hidden,
    sums=500,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(with_ones_at_one_place),
        Alternative(with_a_function_of_the_loss),
        Alternative(moved_and_put_back),
        Alternative(moved_and_moved_back),
    ],
)
