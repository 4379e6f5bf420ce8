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
from importlib.util import find_spec
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
ASKED_IPYTHON = re.compile(r"(?m)^([\w.,*\[\] \t]+=[ \t]*)[!%](?!.*(?:'''|\"{3})).*$")
"""A line that gives a name what a %magic or a !command says, as in `files = !ls`, and ends no long text."""
NOT_THERE = "not there when a class is graded"
NAMED = re.compile(rf" ([\w, ]+) (?:is|are) {NOT_THERE}:")
"""The modules of which that is said."""
WRITTEN = re.compile(r"%%writefile\s+(\w+)\.py\s")
"""How a cell begins that brings a module."""
MOST = 20
"""Modules of a cell that are looked for."""


def say_causes(
    verdicts: Mapping[str, Verdict], cells: Sequence[Cell], results: Mapping[str, CellResult]
) -> dict[str, Verdict]:
    """The verdicts by exercise, and with them why cells ended, where that is known."""
    errors = {cell.id: result.error for cell in cells if (result := results.get(cell.id)) and result.error}
    ended = [cell for cell in cells if cell.id in errors and (defined(cell.source) or imported(cell.source))]
    files = filter(None, (WRITTEN.match(cell.source) for cell in cells))
    beside = {file[1]: file.string[file.end() :] for file in files}
    why = {cell.id: cause(cell.source, errors[cell.id].kind, beside) for cell in ended}
    asked = any(asks(error.kind, error.message) for error in errors.values())
    found = {}
    for id, verdict in verdicts.items():
        own, says = f"{id}-answer", verdict.says
        if says.startswith("Not found:") and own in errors:
            says += f"\nIts cell ended with {known(errors[own].kind)}.{why.get(own, '')}"
        elif LACKS.search(says):
            kinds = (f"\nA cell ended with {errors[each].kind}.{why[each]}" for each in why if why[each])
            says += "".join(dict.fromkeys(kinds))
        elif "raised ModuleNotFoundError" in says:
            says += not_there(missing((cell.source for cell in cells), beside))
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
        return not_there(missing([source, *beside.values()], beside))
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
    nodes = [node for each in sources if is_python(each) for node in ast.walk(_parsed(each))]
    names = [each.name for node in nodes if isinstance(node, ast.Import) for each in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    first = dict.fromkeys(name.partition(".")[0] for name in names)
    looked_for = [name for name in first if len(name) <= 40 and name not in beside][:MOST]
    return [name for name in looked_for if not _is_here(name)]


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
