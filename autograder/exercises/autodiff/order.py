"""topological_order: the operations that lead to a target, each once, after all that it depends on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.box import StudentError
from autograder.exercise import Alternative, Case, Exercise, Unfit
from autograder.exercises.autodiff.graphs import FORMS, Graph, drawn, written_anew
from autograder.exercises.autodiff.order_sentences import MISTAKES
from autograder.exercises.autodiff.right import topological_order as order_reference

OPERATIONS, ONCE, SEVERAL = "operations", "order where each is used once", "order where some are used twice"
IN_ORDER = "each operation after those that it needs"
OF_ANOTHER = (
    "names came back that this graph does not have. Are they those of an earlier call? A list that is made "
    "outside of the function, or as its default, is made once and kept"
)


def run(student, graph, target):
    found = student(dict(graph), target)
    leading = order_reference(graph, target)
    uses = [each for name in leading for each in graph[name][1:] if each in graph]
    order = ONCE if len(set(uses)) == len(uses) else SEVERAL
    if found is None:
        return {OPERATIONS: None, order: None}
    if isinstance(found, str):
        raise Unfit("a text came back, where a list of names was expected")
    if not _has_length(found):
        raise Unfit("names came one by one, where a list of them was expected")
    names = [*found]
    if any(isinstance(name, tuple | list) for name in names):
        raise Unfit("lines came back, where a list of names was expected")
    if not all(type(name) is str for name in names):
        raise Unfit("a list of names was expected")
    known = {*graph, *(each for line in graph.values() for each in line)}
    if any(name not in known for name in names):
        raise Unfit(OF_ANOTHER)
    return {OPERATIONS: sorted(names), order: _told(graph, leading, names)}


def _has_length(found: Any) -> bool:
    """Whether it is a list or the like: what comes one by one does not come out of a box."""
    try:
        return len(found) >= 0
    except (TypeError, StudentError):
        return False


def _told(graph: Graph, leading: Sequence[str], found: Sequence[str]) -> str:
    """Whether each operation comes after those that it needs, or which is the first that does not."""
    for name in leading:
        if name not in found:
            return f"{name} is missing"
        for each in graph[name][1:]:
            if each in graph and found.index(each) > found.index(name):
                return f"{name} comes before {each}"
    return IN_ORDER


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [written_anew(name, ", written in another order", rng) for name in FORMS]
    return [*cases, *(drawn(rng) for _ in range(5))]


# Right answers, written in other ways.


def with_a_stack(graph, target):
    """Without recursion: a node stays on the stack until all that it needs is there."""
    order, stack = [], [target]
    while stack:
        name = stack[-1]
        waiting = [each for each in graph[name][1:] if each in graph and each not in order]
        if waiting:
            stack.append(waiting[0])
        else:
            stack.pop()
            if name not in order:
                order.append(name)
    return order


def those_that_are_ready(graph, target):
    """First which operations are needed; then, again and again, one whose inputs are all there."""
    needed, waiting = set(), [target]
    while waiting:
        name = waiting.pop()
        if name in graph and name not in needed:
            needed.add(name)
            waiting.extend(graph[name][1:])
    order = []
    while needed:
        ready = next(name for name in sorted(needed) if not needed.intersection(graph[name][1:]))
        needed.remove(ready)
        order.append(ready)
    return tuple(order)


def by_depth(graph, target):
    """Sorted by the longest way from a leaf."""
    depths = {}

    def depth(name):
        if name not in graph:
            return 0
        if name not in depths:
            depths[name] = 1 + max(depth(each) for each in graph[name][1:])
        return depths[name]

    depth(target)
    return sorted(depths, key=lambda name: depths[name])


def joined_lists(graph, target):
    """What each input needs, then the node itself; of what comes twice, the first stays."""
    if target not in graph:
        return []
    order = [name for each in graph[target][1:] for name in joined_lists(graph, each)]
    return list(dict.fromkeys([*order, target]))


def names_of_an_array(graph, target):
    """An array of names gives them as NumPy's own texts."""
    order = []

    def visit(name):
        if name in graph and name not in order:
            for each in graph[name][1:]:
                visit(each)
            order.append(name)

    visit(target)
    return list(np.array(order))


_BY_HAND = {
    "f": ("add", "p", "r"),
    "r": ("relu", "x"),
    "p": ("multiply", "x", "y"),
}

topological_order = Exercise(
    "topological_order",
    points=3,
    reference=order_reference,
    run=run,
    cases=[
        Case("the graph of Part 1", graph=_BY_HAND, target="f"),
        *(written_anew(name, "", np.random.default_rng(seed)) for seed, name in enumerate(FORMS)),
    ],
    hidden=hidden,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(with_a_stack),
        Alternative(those_that_are_ready),
        Alternative(by_depth),
        Alternative(joined_lists),
        Alternative(names_of_an_array),
    ],
)
