"""Whether an answer that is right where its check stands is changed by what comes later in the notebook."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from autograder.intake.handed_in import defined
from autograder.intake.order import changed, imported, read_by_functions

if TYPE_CHECKING:
    from autograder.judging.oracle import Cell

ANY = re.compile(
    r"(?m)^[ \t]*(%reset|%pylab|%run|from[ \t]+\S+[ \t]+import[ \t]*\*)"
    r"|^[^#\n]*\b(globals\(|exec\(|run_line_magic\(|run_cell\()"
)
"""What may change any name: the magic that takes them away, be it for some of them, such as `%reset -f` and
`%reset_selective -f x`, what gives all that a module has, such as NumPy's `sum` and `max`, and what runs code
that cannot be read here."""


Known = defaultdict[str, set[str]]
"""What has been imported: name -> what it then is, or was."""


def is_rebound(cells: Sequence[Cell], check: int, name: str) -> bool:
    """Whether a cell below `check` gives another value to what the answer `name`, made above, uses.

    Two helpers of the same name are right where each answer is checked, though the second takes the place of
    the first. So it is with what is imported, and in a notebook that ends with `%reset -f`.
    """
    above = {source: defined(source) for source in _sources(cells[:check])}
    used, waiting = set[str](), {name}
    while waiting:
        found = [source for source, names in above.items() if waiting & names]
        waiting = set[str]().union(*map(read_by_functions, found)) - used
        used |= waiting
        for source in found:
            del above[source]
    known: Known = defaultdict(set)
    for source in _sources(cells[:check]):
        _learn(known, source)
    below = _sources(cells[check + 1 :])
    return any(
        used & _new(source, known) or name in _changed(source, known) or ANY.search(source)
        for source in below
    )


def is_defined_below(cells: Sequence[Cell], check: int, name: str) -> bool:
    """Whether a cell below `check` defines what it is given."""
    return any(name in defined(source) for source in _sources(cells[check + 1 :]))


def replaced(cells: Sequence[Cell], names: Mapping[str, str]) -> dict[str, set[str]]:
    """For each check, the earlier answers in whose place, or in that of what they use, something else stands
    by then, by their exercises.

    What is tried out below a check under an answer's name is called by the answers that come.

    Args:
        names: what the answers are called, by exercise.
    """
    found: dict[str, set[str]] = {}
    uses: dict[str, set[str]] = {}  # exercise -> all that its answer uses
    reads: dict[str, set[str]] = {}  # name -> what the functions of the cells that define it read
    others: set[str] = set()
    known: Known = defaultdict(set)
    for cell in cells:
        if cell.role != "check":
            new = _new(cell.source, known)
            _learn(known, cell.source)
            others |= {id for id, used in uses.items() if used & new}
            for name in new:
                reads.setdefault(name, set()).update(read_by_functions(cell.source))
        elif cell.id in names:
            found[cell.id] = set(others)
            uses[cell.id] = _used(names[cell.id], reads)
    return found


def _learn(known: Known, source: str) -> None:
    for name, what in imported(source):
        known[name].add(what)


def _new(source: str, known: Known) -> frozenset[str]:
    """The names to which a cell gives a value, or part of one; importing what is `known` gives none."""
    brought = {name for name, what in imported(source) if what not in known.get(name, ())}
    return defined(source) | brought | _changed(source, known)


def _changed(source: str, known: Known) -> frozenset[str]:
    """What a cell changes: not by `np.sort(x)`, which is no method of a list but a module's function."""
    given, called = changed(source)
    return given | {name for name in called if name not in known}


def _used(name: str, reads: Mapping[str, set[str]]) -> set[str]:
    """The name, what it reads, what that reads, and so on."""
    used, waiting = {name}, [name]
    while waiting:
        new = reads.get(waiting.pop(), set()) - used
        used |= new
        waiting += new
    return used


def _sources(cells: Sequence[Cell]) -> list[str]:
    return [cell.source for cell in cells if cell.role != "check"]
