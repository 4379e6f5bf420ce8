"""Why a cell ended before it defined what an answer needs: a question, a missing module, other Python.

The details come from the cells' sources alone: what students' code says could carry hidden inputs.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from autograder.box import CellResult
from autograder.intake.handed_in import MAX_PARSED, defined, is_python, without_magics
from autograder.intake.order import imported
from autograder.judging.verdict import Verdict
from autograder.judging.words import after_asking, asks, known
from autograder.printable import printable

if TYPE_CHECKING:
    from autograder.judging.oracle import Cell

PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
LACKS = re.compile(r"^Not found:|\bNameError\b", re.MULTILINE)
"""What is said of an answer that lacks a name, or is itself not there."""
RAISED = "raised ModuleNotFoundError"
"""What is said of an answer that imports what is missing."""
ASKED_IPYTHON = re.compile(r"(?m)^([\w.,*\[\] \t]+=[ \t]*)[!%](?!.*(?:'''|\"{3})).*$")
"""A line that gives a name what a %magic or a !command says, as in `files = !ls`, and ends no long text."""
NOT_THERE = "not there when a class is graded"
NAMED = re.compile(rf" ([\w, ]+) (?:is|are) {NOT_THERE}:")
"""The modules of which that is said."""
WRITTEN = re.compile(r"%%writefile\s+(\w+)\.py\s")
"""How a cell begins that brings a module."""
MOST = 20
"""Modules of a cell that are looked for, and modules beside it that are read for what they import."""
SAID = 5
"""Cells of which an answer's comment says why they ended."""


def say_causes(
    verdicts: Mapping[str, Verdict],
    cells: Sequence[Cell],
    results: Mapping[str, CellResult],
    packages: Mapping[str, str],
) -> dict[str, Verdict]:
    """The verdicts by exercise, and with them why cells ended, where that is known.

    Args:
        packages: those that were handed in, by name: their code.
    """
    errors = {cell.id: result.error for cell in cells if (result := results.get(cell.id)) and result.error}
    ended = [cell for cell in cells if cell.id in errors and (defined(cell.source) or imported(cell.source))]
    files = filter(None, (WRITTEN.match(cell.source) for cell in cells))
    beside = {**packages, **{file[1]: file.string[file.end() :] for file in files}}
    why = {cell.id: cause(cell.source, errors[cell.id].kind, beside) for cell in ended}
    above = dict.fromkeys(f"\nA cell ended with {errors[each].kind}.{why[each]}" for each in why if why[each])
    asked = any(asks(error.kind, error.message) for error in errors.values())
    raised = any(RAISED in verdict.says for verdict in verdicts.values())
    sources = [*(cell.source for cell in cells), *packages.values()]
    lacks = not_there(missing(sources, beside)) if raised else ""
    found = {}
    for id, verdict in verdicts.items():
        own, says = f"{id}-answer", verdict.says
        if says.startswith("Not found:") and own in errors:
            says += f"\nIts cell ended with {known(errors[own].kind)}.{why.get(own, '')}"
        elif LACKS.search(says):
            says += "".join(islice(above, SAID))
        elif RAISED in says:
            says += lacks
        found[id] = replace(verdict, says=after_asking(says) if asked else says)
    return found


def cause(source: str, kind: str, beside: Mapping[str, str] = MappingProxyType({})) -> str:
    """What there is to say about an error of this kind, with a space in front; "" where that is nothing.

    Args:
        beside: the modules that were handed in, by name.

    >>> cause("import numpy, no_such_module", "ModuleNotFoundError").partition(":")[0]
    ' no_such_module is not there when a class is graded'
    >>> cause("x = 1\\ny = (1", "SyntaxError").partition(" is no Python ")[0]
    ' Line 2'
    """
    if kind == "ModuleNotFoundError":
        return not_there(missing([source, *islice(beside.values(), MOST)], beside))
    if kind == "FileNotFoundError":
        return f" A file that it names is {NOT_THERE}; hand it in beside the notebook and name it from there."
    fault = no_python(source) if kind in ("SyntaxError", "IndentationError", "TabError") else None
    if fault is None:
        return ""
    return f" Line {fault.lineno} is no {PYTHON}, by which a class is graded: {printable(fault.msg)[:200]}."


def not_there(names: Sequence[str]) -> str:
    """What is said of modules that are missing."""
    if not names:
        return ""
    are, it = ("is", "it") if len(names) == 1 else ("are", "them")
    advice = f"do without {it}, or hand in the file where it is your own."
    return f" {', '.join(names)} {are} {NOT_THERE}: {advice}"


def named(says: Iterable[str]) -> list[str]:
    """The modules that are said to be missing, each once.

    >>> named(["It raised ModuleNotFoundError before A came." + not_there(["seaborn", "mine"])])
    ['seaborn', 'mine']
    """
    found = (names.split(", ") for each in says for names in NAMED.findall(each))
    return list(dict.fromkeys(name for names in found for name in names))


def missing(sources: Iterable[str], beside: Collection[str] = ()) -> list[str]:
    """The modules that import statements name and that are neither here nor `beside`."""
    first = dict.fromkeys(name for each in sources for name in _named(each))
    looked_for = [name for name in first if len(name) <= 40 and name not in beside][:MOST]
    return [name for name in looked_for if not _is_here(name)]


@lru_cache(maxsize=256)
def _named(source: str) -> tuple[str, ...]:
    """The modules that a source's import statements name, without what is inside of them."""
    nodes = list(ast.walk(_parsed(source))) if "import" in source and is_python(source) else []
    names = [each.name for node in nodes if isinstance(node, ast.Import) for each in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names))


def _is_here(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return name in sys.modules


def no_python(source: str) -> SyntaxError | None:
    """What Python says of a source that it cannot read, neither as it stands nor without `files = !ls`."""
    if is_python(source):
        return None
    try:
        _parsed(ASKED_IPYTHON.sub(r"\g<1>0", source))
    except SyntaxError as error:
        return error if error.lineno else None
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _parsed(source: str) -> ast.Module:
    """Raises ValueError where it is too long to be looked at."""
    if len(source) > MAX_PARSED:
        raise ValueError(f"{len(source)} characters")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(without_magics(source))
