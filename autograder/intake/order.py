"""What cells need of each other: helpers of an answer, and in which order a student's own cells must run."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import warnings
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from nbformat import NotebookNode

from autograder.intake.handed_in import MAX_CELLS, MAX_PARSED, symbols, without_magics

DEFINED = re.compile(r"(?m)^(?:async\s+def|def|class)\s+(\w+)")
ALIAS = re.compile(r"\w+ = ([^\W\d]\w*)\s*")
"""A cell that gives something another name, such as an answer the one that is asked for."""
PART = (ast.Attribute, ast.Subscript)
CHANGE = {"add", "append", "clear", "discard", "extend", "fill", "insert", "pop", "popitem"}
CHANGE |= {"remove", "reverse", "setdefault", "sort", "update"}
"""Methods that change what has them."""


def put_first_what_is_needed(cells: list[NotebookNode], own: str) -> int:
    """Move cells whose ids begin with `own`, in place, up to the first that needs one of their names at once.

    Whoever runs cells in any order can leave a decorator below the function that it decorates.

    Returns:
        how many were moved.
    """
    moved = 0
    names = {id(cell): _names(cell.source) for cell in cells if cell.cell_type == "code"}  # each is read once
    bound: set[str] = set(dir(builtins))
    place = 0
    while place < len(cells):
        here = names.get(id(cells[place]), Names())
        needs = here.at_once - bound if moved < len(cells) else frozenset()
        below = _first_that_binds(cells, place + 1, own, needs, names) if needs else None
        if below is None:
            bound |= here.bound
            place += 1
        else:
            cells.insert(place, cells.pop(below))
            moved += 1
    return moved


def helpers(cells: list[NotebookNode], own: str) -> dict[str, list[str]]:
    """Cell id -> the functions and classes that it uses, and only cells whose ids begin with `own` define.

    >>> code = lambda id, source: NotebookNode(cell_type="code", id=id, source=source)
    >>> cells = [code("own-1", "def g(): pass\\ndef f(): pass"), code("f", "def f(): g()"), code("h", "f()")]
    >>> helpers(cells, "own-")
    {'f': ['g']}
    """
    theirs, others = set[str](), set[str]()
    for cell in cells:
        if cell.cell_type == "code":
            (theirs if cell.id.startswith(own) else others).update(DEFINED.findall(cell.source))
    theirs -= others
    found = {
        cell.id: sorted(_names(cell.source).read & theirs)
        for cell in cells
        if cell.cell_type == "code" and not cell.id.startswith(own)
    }
    return {id: names for id, names in found.items() if names}


def _first_that_binds(
    cells: list[NotebookNode], start: int, own: str, needs: frozenset[str], names: Mapping[int, Names]
) -> int | None:
    for n in range(start, len(cells)):
        found = names.get(id(cells[n]))
        if found and needs & found.bound and cells[n].id.startswith(own):
            return n
    return None


@lru_cache(maxsize=MAX_CELLS + 500)
def read_by_functions(source: str) -> frozenset[str]:
    """The global names that a cell's functions read when they are called, or what it gives another name.

    >>> sorted(read_by_functions("start = now()\\ndef f(x): return g(x) + start"))
    ['g', 'start']
    >>> read_by_functions("f = g")
    frozenset({'g'})
    """
    if (alias := ALIAS.fullmatch(source)) is not None:
        return frozenset([alias[1]])
    table = symbols(source)
    children = table.get_children() if table else []
    return frozenset(name for child in children for name in _read(child, ("class", "function")))


@lru_cache(maxsize=MAX_CELLS + 500)
def imported(source: str) -> frozenset[tuple[str, str]]:
    """The names that a cell's import statements bind, each with what it then is.

    >>> sorted(imported("import numpy as np, os.path\\nfrom math import prod"))
    [('np', 'numpy'), ('os', 'os.path'), ('prod', 'math.prod')]
    """
    found = set[tuple[str, str]]()
    for node in _nodes(source) if "import" in source else ():
        if isinstance(node, ast.Import | ast.ImportFrom):
            place = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names = [(each.asname or each.name, place + each.name) for each in node.names]
            found.update((name.partition(".")[0], what) for name, what in names)
    return frozenset(found)


@lru_cache(maxsize=MAX_CELLS + 500)
def changed(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a cell changes and leaves its name: by giving a value to a part of it, and by a method of its own.

    >>> changed("how['order'] = 'F'; del x[0]; names.a.clear()") == ({"how", "x"}, {"names"})
    True
    """
    given, called = set[str](), set[str]()
    for node in _nodes(source):
        if isinstance(node, PART) and not isinstance(node.ctx, ast.Load):
            found, whole = given, node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGE:
            found, whole = called, node.func
        else:
            continue
        while isinstance(whole, PART):
            whole = whole.value
        if isinstance(whole, ast.Name):
            found.add(whole.id)
    return frozenset(given), frozenset(called)


def _nodes(source: str) -> Iterator[ast.AST]:
    """All of its syntax tree; nothing where it is no Python, or too long or too nested to be looked at."""
    if len(source) > MAX_PARSED:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield from ast.walk(tree)


class Names(NamedTuple):
    """What a cell binds, what it reads at once without binding it, and what its functions read too."""

    bound: frozenset[str] = frozenset()
    at_once: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()


@lru_cache(maxsize=512)
def _names(source: str) -> Names:
    """The names of a cell; none where it is no Python.

    >>> names = _names("import math\\n@cached\\ndef f(x=start): y = later(x)")
    >>> sorted(names.bound), sorted(names.at_once), sorted(names.read)
    (['f', 'math'], ['cached', 'start'], ['cached', 'later', 'start'])
    """
    table = symbols(source)
    if table is None:
        return Names()
    bound = frozenset(s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported())
    at_once, read = (
        frozenset(_read(table, inside)) - bound for inside in (("class",), ("class", "function"))
    )
    return Names(bound, at_once, read)


def _read(table: symtable.SymbolTable, inside: Collection[str]) -> Iterator[str]:
    """The global names that the module's own lines read, and those inside its classes or functions."""
    waiting = [table]  # a function that called itself would run out of stack before the parser does
    while waiting:
        table = waiting.pop()
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
                yield symbol.get_name()
        waiting += [child for child in table.get_children() if child.get_type() in inside]
