"""Graphs for the exercise on their order: the same forms each time, under other names and written anew."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.exercise import Case

Graph = Mapping[str, tuple[str, ...]]

#: name -> (the graph, its target); x, y and z are leaves, and what the target does not need is in each. Only
#: names of one letter are changed.
FORMS: Mapping[str, tuple[Graph, str]] = {
    "a chain": (
        {
            "a": ("multiply", "x", "y"),
            "b": ("relu", "a"),
            "c": ("add", "z", "b"),
            "d": ("exp", "c"),
            "e": ("log", "d"),
            "f": ("exp", "x"),
        },
        "e",
    ),
    "a node that is called like an operation": (
        {
            "a": ("exp", "x"),
            "b": ("log", "a"),
            "c": ("add", "b", "y"),
            "log": ("relu", "a"),
        },
        "c",
    ),
    "two branches": (
        {
            "a": ("exp", "x"),
            "b": ("relu", "a"),
            "c": ("multiply", "y", "z"),
            "d": ("log", "c"),
            "e": ("add", "b", "d"),
            "f": ("relu", "e"),
            "g": ("exp", "f"),
        },
        "f",
    ),
    "a node used twice by one operation": (
        {
            "a": ("add", "x", "y"),
            "b": ("multiply", "a", "a"),
            "c": ("relu", "b"),
            "d": ("exp", "a"),
        },
        "c",
    ),
    "two ways that meet": (
        {
            "a": ("multiply", "x", "y"),
            "b": ("relu", "a"),
            "c": ("exp", "a"),
            "d": ("add", "b", "c"),
            "e": ("log", "d"),
            "f": ("log", "c"),
        },
        "e",
    ),
    "a short way and a long one": (
        {
            "a": ("exp", "x"),
            "b": ("relu", "a"),
            "c": ("log", "b"),
            "d": ("multiply", "c", "y"),
            "e": ("add", "d", "a"),
            "f": ("relu", "z"),
        },
        "e",
    ),
    "a long way and a short one": (
        {
            "a": ("exp", "x"),
            "b": ("relu", "a"),
            "c": ("log", "b"),
            "d": ("multiply", "c", "y"),
            "e": ("add", "a", "d"),
            "f": ("relu", "e"),
        },
        "e",
    ),
    "ways that part and meet again and again": (
        {
            "a": ("exp", "x"),
            "b": ("add", "a", "y"),
            "c": ("multiply", "b", "a"),
            "d": ("add", "c", "b"),
            "e": ("multiply", "d", "c"),
            "f": ("add", "e", "d"),
            "g": ("exp", "e"),
        },
        "f",
    ),
}


def written_anew(name: str, words: str, rng: np.random.Generator) -> Case:
    """A form under other names, written down in another order, which is never one to work it out in."""
    graph, target = FORMS[name]
    letters = [chr(ord("a") + int(k)) for k in rng.permutation(23)]
    new = {key: key if key[1:] else letter for key, letter in zip(graph, letters, strict=False)}
    shuffled = [list(graph)[int(k)] for k in rng.permutation(len(graph))]
    if shuffled.index(target) > shuffled.index("a"):  # so that the end stands before the beginning
        first, last = shuffled.index("a"), shuffled.index(target)
        shuffled[first], shuffled[last] = shuffled[last], shuffled[first]
    inputs = {key: [new.get(each, each) for each in node[1:]] for key, node in graph.items()}
    renamed = {new[key]: (graph[key][0], *inputs[key]) for key in shuffled}
    return Case(f"{name}{words}", graph=renamed, target=new[target])


def drawn(rng: np.random.Generator) -> Case:
    """Nine operations of inputs drawn at random, and a target that needs the last two of them."""
    names = [f"n{int(k)}" for k in rng.permutation(10)]
    graph: dict[str, tuple[str, ...]] = {}
    for name in names[:-1]:
        known = ["x", "y", *graph, *list(graph)[-2:]]
        inputs = [known[int(k)] for k in rng.integers(0, len(known), int(rng.integers(1, 3)))]
        graph[name] = ("relu" if len(inputs) == 1 else "add", *inputs)
    graph[names[-1]] = ("add", *names[-3:-1])
    return Case("operations drawn at random", graph=dict(reversed(graph.items())), target=names[-1])
