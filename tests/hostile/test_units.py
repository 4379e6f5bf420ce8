"""Hostile answers to the exercises of other units than the corpus's; see corpus.py for their texts."""

from __future__ import annotations

import tracemalloc
from functools import partial
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.exercises import unit
from autograder.intake.skeleton import Intake, read_release
from autograder.judging.oracle import Judged, judge_notebook
from autograder.sandbox import open_box
from autograder.sandbox.canaries import find_tier

from .conftest import ROOT, TIGHT
from .corpus import Attack

FILES = sorted((Path(__file__).parent / "units").glob("*/*.txt"))
MEMORY = 300 << 20  # bytes that judging may take beside what is there


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_it_comes_to_nothing(path: Path) -> None:
    if not (tier := find_tier()).holds:
        pytest.skip("no sandbox on this machine")
    attack = Attack(path.stem, path.read_text(encoding="utf-8"))
    tracemalloc.start()
    found = judged(path.parent.name, attack, tier.name)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(verdict.earned for verdict in found.verdicts.values()) == attack.points
    assert {found.verdicts[id].status for id in attack.answers.keys() & found.verdicts.keys()} <= {
        "wrong",
        "partly right",
    }
    assert not found.stopped and peak < MEMORY


def judged(name: str, attack: Attack, tier: str) -> Judged:
    """The verdicts on the released notebook, but for its demonstrations, with the attack's answers."""
    release = read_release(Course(ROOT), name)
    imports = next(cell for cell in release.cells if cell.cell_type == "code")
    cells = {cell.id: cell for cell in release.cells if "nbgrader" in cell.metadata}
    for title, source in attack.answers.items():
        if title != "first":
            cells[f"{title}-answer"].source = source
    first = [nbformat.v4.new_code_cell(attack.answers.get("first", ""), id="own-first")]
    release.cells = [imports, *first, *cells.values()]
    boxes = partial(open_box, TIGHT, tuple(unit(name).withheld), tier=tier)
    return judge_notebook(unit(name), Intake("graded", release).cells, boxes, b"key", attack.student)
