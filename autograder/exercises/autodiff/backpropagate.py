"""backpropagate: from the target to the leaves, and what comes back on several ways is added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Unfit
from autograder.exercises.autodiff.back_sentences import BACK
from autograder.exercises.autodiff.given import forward, local_gradients
from autograder.exercises.autodiff.networks import (
    CHANGED,
    FORMS,
    MOVED,
    SEVERAL,
    TWICE,
    case,
    copied,
    in_single_precision,
    in_turn,
    is_changed,
)
from autograder.exercises.autodiff.parts_sentences import PARTS
from autograder.exercises.autodiff.right import backpropagate as back_reference
from autograder.exercises.autodiff.rules import unbroadcast
from autograder.exercises.returned import as_precise

SINGLE = np.zeros(0, np.float32)
"""All is told in single precision: the student's own rules for one operation may work in it."""
HAS_ONE = "those that have a gradient"


def run(student, graph, order, values, names, ask):
    known, target = forward(graph, order, values), order[-1]
    kept = copied(known)
    found = student(graph, [*order], known)
    if found is None:
        return {ask: None}
    if is_changed(kept, known):
        return {ask: CHANGED}
    if not hasattr(found, "keys"):
        raise Unfit("a dictionary was expected, with the names of the nodes for keys")
    asked = [name for name in names if name in found and (ask == SEVERAL or name != target)]
    gradients: dict[str, Any] = {name: as_precise(found[name], SINGLE) for name in asked}
    if ask == MOVED:
        gradients = {HAS_ONE: sorted(str(name) for name in found if name != target), **gradients}
    elif not asked:
        gradients = dict.fromkeys(map(str, found))
    return {ask: gradients}


def _of_each_kind(rng: np.random.Generator, words: str) -> list[Case]:
    return [case(ask, form, rng, words) for ask, form in in_turn(FORMS)]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = _of_each_kind(rng, ", drawn at random")
    x, y = (np.array(float(number)) for number in 1 + rng.permutation(8)[:2])
    single = Case(
        "the graph of Part 1, with other numbers", **{**_BY_HAND, "values": {"x": x, "y": y}}, ask=TWICE
    )
    return [*cases, *map(in_single_precision, cases[:3]), single]


# Right answers, written in other ways.


def in_place(graph, order, values):
    """Each gradient has an array of its own from the beginning."""
    leading = {each for name in order for each in graph[name][1:]} | {order[-1]}
    numbers = {name for name in leading if np.asarray(values[name]).dtype.kind == "f"}
    gradients = {name: np.zeros(np.shape(values[name])) for name in numbers}
    gradients[order[-1]] += 1
    for name in order[::-1]:
        inputs = graph[name][1:]
        parts = local_gradients(
            graph[name][0], gradients[name], values[name], *(values[each] for each in inputs)
        )
        for k in range(len(inputs)):
            if parts[k] is not None:
                gradients[inputs[k]] += unbroadcast(parts[k], np.shape(values[inputs[k]]))
    return gradients


def collected_first(graph, order, values):
    """What comes back is collected in lists, and added up when the node's turn comes."""
    collected = {order[-1]: [np.ones(np.shape(values[order[-1]]))]}
    gradients = {}
    for name in [*reversed(order)]:
        gradients[name] = sum(collected.pop(name))
        operation, *inputs = graph[name]
        parts = local_gradients(operation, gradients[name], values[name], *map(values.get, inputs))
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                collected.setdefault(each, []).append(unbroadcast(part, np.shape(values[each])))
    return gradients | {name: sum(parts) for name, parts in collected.items()}


def with_rules_in_single_precision(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for name in reversed(order):
        operation, *inputs = graph[name]
        parts = local_gradients(operation, gradients[name], values[name], *map(values.get, inputs))
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                part = unbroadcast(part, np.shape(values[each])).astype(np.float32).astype(np.float64)
                gradients[each] = gradients.get(each, 0) + part
    return gradients


def asked_by_each_node(graph, order, values):
    """Each node asks those that use it, which have been asked before."""
    gradients = {order[-1]: np.ones_like(values[order[-1]])}

    def heard_by(name):
        heard = []
        for user in order:
            inputs = graph[user][1:]
            if name in inputs and user in gradients:
                parts = local_gradients(
                    graph[user][0], gradients[user], values[user], *[values[each] for each in inputs]
                )
                heard += [part for each, part in zip(inputs, parts, strict=True) if each == name]
        return [unbroadcast(part, np.shape(values[name])) for part in heard if part is not None]

    leaves = {each for name in order for each in graph[name][1:] if each not in graph}
    for name in [*order[-2::-1], *sorted(leaves)]:
        if heard := heard_by(name):
            gradients[name] = np.sum(heard, axis=0)
    return gradients


_BY_HAND = {
    "graph": {"f": ("add", "p", "r"), "r": ("relu", "x"), "p": ("multiply", "x", "y")},
    "order": ["p", "r", "f"],
    "values": {"x": np.array(2.0), "y": np.array(3.0)},
    "names": ["f", "p", "r", "x", "y"],
}

backpropagate = Exercise(
    "backpropagate",
    points=6,
    reference=back_reference,
    run=run,
    cases=[
        Case("the graph of Part 1", **_BY_HAND, ask=TWICE),
        *_of_each_kind(np.random.default_rng(5), ""),
    ],
    hidden=hidden,
    sums=500,
    misconceptions=[*BACK, *PARTS],
    alternatives=[
        Alternative(in_place),
        Alternative(collected_first),
        Alternative(asked_by_each_node),
        Alternative(with_rules_in_single_precision),
    ],
)
