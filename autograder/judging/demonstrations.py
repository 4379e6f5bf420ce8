"""Which of the release's own cells a class's grading can leave out: demonstrations that no answer depends on.

A unit's author tags a cell `demonstration` when it only shows something: a picture, sliders, a training run.
They take most of a notebook's time, and nobody looks at the thousand pictures. One is run all the same when a
cell that is run names something that it defines, or may reach any name.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.judging.oracle import Cell

TAG = "demonstration"
REACHES_ALL = frozenset({"eval", "exec", "globals", "locals", "vars", "get_ipython"})
LEFT_OUT = "(A demonstration: not run while grading, since no answer depends on it.)\n"


def left_out(cells: Sequence[Cell], answers: Iterable[str]) -> set[str]:
    """The ids of the demonstrations that need not run; `answers` are the names that will be asked for."""
    waiting = {cell.id: _defined(cell.source) for cell in cells if cell.role == "demonstration"}
    used = set(answers).union(*(_used(cell.source) for cell in cells if cell.id not in waiting))
    needed = True
    while needed:
        needed = {id for id, names in waiting.items() if names is None or used & (names | REACHES_ALL)}
        for cell in cells:
            if cell.id in needed:
                used |= _used(cell.source)
                del waiting[cell.id]
    return set(waiting)


def _defined(source: str) -> set[str] | None:
    """The names that a cell may define for others; None when that cannot be told.

    What a function or class names for itself is not among them, unless it says `global`.
    """
    nodes = _nodes(source)
    if nodes is None:
        return None
    names: set[str] = set()
    for node in at_the_top(nodes[0]):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
    names.update(name for node in nodes if isinstance(node, ast.Global) for name in node.names)
    return None if "*" in names else names


def at_the_top(tree: ast.AST) -> Iterator[ast.AST]:
    """The parts of a cell that are not inside one of its functions or classes."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(part))


def _used(source: str) -> set[str]:
    """The names that a cell uses; every word in it when it is not plain Python."""
    nodes = _nodes(source)
    if nodes is None:
        return set(re.findall(r"\w+", source))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _nodes(source: str) -> list[ast.AST] | None:
    """All of its syntax tree; None where it is no plain Python, a magic perhaps, or too nested to be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
