"""Graphs with numbers in them: what the exercises on gradients are tried on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np

from autograder.exercise import Case
from autograder.exercises.autodiff.arrays import numbers
from autograder.exercises.autodiff.given import forward
from autograder.exercises.autodiff.right import backpropagate, topological_order

Graph = Mapping[str, tuple[str, ...]]
Form = Callable[[np.random.Generator], tuple[Graph, dict[str, Any]]]

CHAIN, TWICE, REPEATED = "along a chain", "where a node is used twice", "of what was repeated"
MOVED, SEVERAL, NETWORK = "through shapes and axes", "of several losses", "of a network"
CHANGED = "values, changed in place"


def sizes(rng: np.random.Generator, count: int) -> list[int]:
    """Unequal ones, so that no two axes can be mistaken for each other."""
    return [int(n) for n in rng.permutation(count) + 2]


def positive(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return np.abs(numbers(rng, *shape))


# Each form gives a graph, whose last line is the target, and the values of its leaves.


def product_and_relu(rng):
    graph = {"p": ("multiply", "x", "y"), "r": ("relu", "x"), "f": ("add", "p", "r")}
    return graph, {"x": numbers(rng, 3), "y": numbers(rng, 3)}


def dense_chain(rng):
    m, n, units = sizes(rng, 3)
    graph = {
        "z": ("matmul", "X", "W"),
        "h": ("relu", "z"),
        "q": ("multiply", "h", "V"),
        "s": ("sum", "q", "axes"),
    }
    values = {"X": numbers(rng, m, n), "W": numbers(rng, n, units), "V": numbers(rng, m, units)}
    return graph, {**values, "axes": (0, 1)}


def quotient_chain(rng):
    n = int(rng.integers(3, 6))
    graph = {
        "e": ("exp", "x"),
        "q": ("divide", "y", "e"),
        "t": ("divide", "q", "w"),
        "s": ("sum", "t", "axes"),
    }
    return graph, {"x": numbers(rng, n) / 2, "y": numbers(rng, n), "w": numbers(rng, n), "axes": (0,)}


def logarithm_chain(rng):
    n = int(rng.integers(3, 6))
    graph = {"a": ("add", "x", "y"), "l": ("log", "a"), "q": ("divide", "l", "w"), "s": ("sum", "q", "axes")}
    return graph, {"x": positive(rng, n), "y": positive(rng, n), "w": numbers(rng, n), "axes": (0,)}


def square(rng):
    n = int(rng.integers(3, 6))
    graph = {
        "p": ("multiply", "x", "x"),
        "t": ("add", "p", "p"),
        "q": ("multiply", "t", "w"),
        "s": ("sum", "q", "axes"),
    }
    return graph, {"x": numbers(rng, n), "w": numbers(rng, n), "axes": (0,)}


def shared_gradient(rng):
    """`add` hands one array on to both of its inputs, of which one hears of the other as well."""
    n = int(rng.integers(3, 6))
    graph = {
        "a": ("multiply", "b", "y"),
        "c": ("add", "a", "b"),
        "d": ("add", "c", "a"),
        "q": ("multiply", "d", "w"),
        "s": ("sum", "q", "axes"),
    }
    return graph, {"b": numbers(rng, n), "y": numbers(rng, n), "w": numbers(rng, n), "axes": (0,)}


def short_and_long(rng):
    n = int(rng.integers(3, 6))
    graph = {
        "a": ("multiply", "x", "y"),
        "b": ("relu", "a"),
        "c": ("multiply", "b", "a"),
        "d": ("add", "c", "a"),
        "q": ("multiply", "d", "x"),
        "s": ("sum", "q", "axes"),
    }
    return graph, {"x": numbers(rng, n), "y": numbers(rng, n), "axes": (0,)}


def bias_and_scale(rng):
    m, n = sizes(rng, 2)
    graph = {
        "a": ("add", "X", "row"),
        "b": ("multiply", "a", "column"),
        "c": ("divide", "b", "number"),
        "q": ("multiply", "c", "w"),
        "s": ("sum", "q", "axes"),
    }
    shapes = {"X": (m, n), "row": (n,), "column": (m, 1), "number": (), "w": (m, n)}
    return graph, {**{key: np.array(numbers(rng, *shape)) for key, shape in shapes.items()}, "axes": (0, 1)}


def shared_weights(rng):
    """A stack of matrices that all meet the same one."""
    m, steps, n, units = sizes(rng, 4)
    graph = {
        "z": ("matmul", "X", "W"),
        "a": ("add", "z", "b"),
        "h": ("relu", "a"),
        "q": ("multiply", "h", "w"),
        "s": ("sum", "q", "axes"),
    }
    shapes = {"X": (m, steps, n), "W": (n, units), "b": (units,), "w": (steps, units)}
    return graph, {**{key: numbers(rng, *shape) for key, shape in shapes.items()}, "axes": (0, 1, 2)}


def softmax(rng):
    m, n = sizes(rng, 2)
    graph = {
        "e": ("exp", "Z"),
        "t": ("sum", "e", "last"),
        "A": ("divide", "e", "t"),
        "q": ("multiply", "A", "w"),
        "s": ("sum", "q", "axes"),
    }
    values = {"Z": numbers(rng, m, n) / 2, "w": numbers(rng, m, n)}
    return graph, {**values, "last": 1, "axes": (0, 1)}


def moved(rng):
    """Axes in another order, then joined; one of the leaves leads nowhere."""
    shape = sizes(rng, 3)
    axes = (1, 2, 0) if rng.integers(2) else (2, 0, 1)
    joined = (shape[axes[0]], shape[axes[1]] * shape[axes[2]])
    graph = {
        "p": ("permute", "X", "order"),
        "r": ("reshape", "p", "shape"),
        "q": ("multiply", "r", "w"),
        "s": ("sum", "q", "axes"),
    }
    values = {"X": numbers(rng, *shape), "spare": numbers(rng, 2), "order": axes, "shape": joined}
    return graph, {**values, "w": numbers(rng, *joined), "axes": (0, 1)}


def joined_then_moved(rng):
    a, b, c = sizes(rng, 3)
    graph = {
        "r": ("reshape", "X", "shape"),
        "p": ("permute", "r", "order"),
        "t": ("sum", "p", "first"),
        "q": ("multiply", "t", "w"),
        "s": ("sum", "q", "axes"),
    }
    values = {"X": numbers(rng, a, b * c), "shape": (a, b, c), "order": (1, 2, 0), "first": 0}
    return graph, {**values, "w": numbers(rng, 1, c, a), "axes": (0, 1, 2), "spare": numbers(rng, 2)}


def several_losses(rng):
    graph = {"p": ("multiply", "x", "y"), "r": ("relu", "x"), "f": ("add", "p", "r")}
    n = int(rng.integers(3, 6))
    return graph, {"x": numbers(rng, n), "y": numbers(rng, n)}


def losses_in_rows(rng):
    m, n = sizes(rng, 2)
    graph = {
        "e": ("exp", "X"),
        "r": ("reshape", "e", "shape"),
        "q": ("multiply", "r", "w"),
        "t": ("sum", "q", "last"),
    }
    values = {"X": numbers(rng, m, n) / 2, "w": numbers(rng, n, m)}
    return graph, {**values, "shape": (n, m), "last": 1}


def network(rng):
    """Flatten, Dense, ReLU, Dense and cross-entropy, whose targets are one-hot.

    The weights are small, so that no class is nearly certain: gradients would cancel, and leave roundings.
    """
    m, height, width, units, classes = (*sizes(rng, 3), 4, 3)
    graph = {
        "flat": ("reshape", "X", "shape"),
        "z1": ("matmul", "flat", "W1"),
        "a1": ("add", "z1", "b1"),
        "h": ("relu", "a1"),
        "z2": ("matmul", "h", "W2"),
        "Z": ("add", "z2", "b2"),
        "e": ("exp", "Z"),
        "total": ("sum", "e", "last"),
        "l": ("log", "total"),
        "p": ("multiply", "Z", "Y"),
        "of label": ("sum", "p", "last"),
        "minus": ("multiply", "of label", "minus 1"),
        "losses": ("add", "l", "minus"),
        "all": ("sum", "losses", "axes"),
        "loss": ("divide", "all", "m"),
    }
    n = height * width
    shapes = {"W1": (n, units), "b1": (units,), "W2": (units, classes), "b2": (classes,)}
    values: dict[str, Any] = {key: numbers(rng, *shape) / 6 for key, shape in shapes.items()}
    values |= {"X": numbers(rng, m, height, width), "shape": (m, n), "last": 1, "axes": (0, 1)}
    values |= {
        "Y": np.eye(classes)[rng.integers(0, classes, m)],
        "minus 1": np.array(-1.0),
        "m": np.array(float(m)),
    }
    return graph, values


#: What is asked -> the forms that show it.
FORMS: Mapping[str, Sequence[Form]] = {
    CHAIN: [dense_chain, quotient_chain, logarithm_chain],
    TWICE: [product_and_relu, square, shared_gradient, short_and_long],
    REPEATED: [bias_and_scale, shared_weights, softmax],
    MOVED: [moved, joined_then_moved],
    SEVERAL: [several_losses, losses_in_rows],
    NETWORK: [network],
}


def case(ask: str, form: Form, rng: np.random.Generator, words: str) -> Case:
    """A graph with its order, the values of its leaves, and the names of the nodes that have a gradient.

    Drawn again where a gradient is next to nothing, since what is left of larger numbers is their rounding.
    """
    while True:
        graph, values = form(rng)
        order = topological_order(graph, list(graph)[-1])
        inputs = {"graph": written_anew(graph), "order": order, "values": values}
        given = Case(f"{form.__name__.replace('_', ' ')}{words}", **inputs, ask=ask)
        single = in_single_precision(given).inputs["values"]
        found = [backpropagate(graph, order, forward(graph, order, each)) for each in (values, single)]
        if not any(0 < np.abs(G).max(initial=0) < 1e-2 for every in found for G in every.values()):
            given.inputs["names"] = list(found[0])
            return given


def in_turn(forms: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, Any]]:
    """The first form of each kind, then the second of each, and so on: what is asked shows early in each."""
    for row in zip_longest(*forms.values()):
        yield from ((ask, form) for ask, form in zip(forms, row, strict=True) if form is not None)


def written_anew(graph: Graph) -> dict[str, tuple[str, ...]]:
    """The target in front: neither as it is written nor turned round is it an order to work it out in."""
    *others, target = graph
    return {name: graph[name] for name in (target, *others)}


def in_single_precision(given: Case) -> Case:
    """The same with arrays of 32 bits; settings stay as they are."""
    values = {
        name: value.astype(np.float32) if isinstance(value, np.ndarray) else value
        for name, value in given.inputs["values"].items()
    }
    return Case(f"{given.name}, in single precision", **{**given.inputs, "values": values})


def copied(values: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """The arrays among the values, as they are now."""
    return {name: value.copy() for name, value in values.items() if isinstance(value, np.ndarray)}


def is_changed(kept: Mapping[str, np.ndarray], values: Mapping[str, Any]) -> bool:
    """Whether one of the arrays is not what it was, or is not there any more.

    What was moved up and down again may differ in its last digit.
    """

    def is_kept(name: str) -> bool:
        old, new = kept[name], np.asarray(values.get(name))
        return name in values and new.shape == old.shape and np.allclose(old, new, rtol=0, atol=1e-5)

    return not all(map(is_kept, kept))
