"""Several cells for one answer: the last one counts that is written."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell

from .test_intake import DOUBLE, SPLIT, index, intake, solved, sources  # noqa: F401


def test_of_copies_the_last_filled_in_counts_and_the_stub_never(tiny, intake) -> None:  # noqa: F811
    notebook = solved(tiny)
    at = index(notebook, "double-answer")
    stub = tiny.notebook().cells[at]
    better = new_code_cell("def double(x):\n    return 2 * x", metadata=stub.metadata)
    for copies, wins in [((better, stub), better.source), ((stub,), DOUBLE)]:
        again = solved(tiny)
        again.cells[at + 1 : at + 1] = copies
        assert sources(intake(again))["double-answer"] == wins


OPEN = "def double(x):\n    # later: x + x?\n    raise NotImplementedError()"


@pytest.mark.parametrize(
    ("later", "wins"),
    [
        (OPEN, DOUBLE),
        ("def double(x):\n    if x is None:\n        raise NotImplementedError\n    return 3 * x", ""),
        ("def double(x):\n    return 3 * x\n    raise NotImplementedError()", ""),
    ],
)
def test_a_later_copy_that_is_still_open_does_not_count(tiny, intake, later: str, wins: str) -> None:  # noqa: F811
    notebook = solved(tiny)
    at = index(notebook, "double-answer")
    notebook.cells.insert(at + 1, new_code_cell(later, metadata=notebook.cells[at].metadata))
    found = intake(notebook)
    assert sources(found)["double-answer"] == (wins or later)
    which = "counts that does not raise NotImplementedError" if wins else "filled in counts"
    assert found.mended[0] == f"double: there were 2 cells for it; the last one {which}."


@pytest.mark.parametrize("above", [True, False])
def test_an_answer_beside_its_cell_that_is_still_open(tiny, intake, above: bool) -> None:  # noqa: F811
    notebook = tiny.notebook(double=OPEN, split=SPLIT)
    notebook.cells.insert(index(notebook, "double-answer") + (not above), new_code_cell(DOUBLE))
    found = intake(notebook)
    assert sources(found)["double-answer"] == DOUBLE
    assert "double: the answer was not in its own cell; it was found by the name double." in found.mended
    alone = tiny.notebook(double=OPEN)
    assert sources(intake(alone))["double-answer"] == OPEN


@pytest.mark.parametrize(
    "check",
    [
        *("check('double', mine.twice)", 'r = check(\n    "double",\n    twice,\n)'),
        "check('double', twice)  # not check('double', old)\n# check('double', old)",
    ],
)
def test_an_answer_of_another_name_is_the_one_that_its_check_is_handed(tiny, intake, check: str) -> None:  # noqa: F811
    own = new_code_cell(DOUBLE.replace("double", "twice"))
    for answer, beside in [(own.source, []), (OPEN, [own]), ("", [own])]:
        notebook = tiny.notebook(double=answer, split=SPLIT)
        at = index(notebook, "double-answer")
        notebook.cells[at + 1 : at + 1] = beside
        notebook.cells[index(notebook, "double")].source = check
        found = intake(notebook)
        handed = "mine.twice" if "mine" in check else "twice"
        code = [cell.source for cell in found.notebook.cells]
        assert (
            code.index(own.source) < code.index(f"double = {handed}") < code.index(sources(found)["double"])
        )
        assert f"double: its check was handed {handed}, which counts as double." in found.mended
    notebook = solved(tiny)  # what the released check is handed is there, too
    notebook.cells[index(notebook, "double")].source = check
    assert not any("handed" in line for line in intake(notebook).mended)


def test_an_untouched_notebook_beside_a_filled_copy_needs_a_person(tiny, intake) -> None:  # noqa: F811
    copy = tiny.hand_in("ada", solved(tiny), name="01_tiny-Copy1.ipynb")
    found = intake(tiny.notebook())
    assert (found.status, found.reason) == (
        "needs you",
        '01_tiny.ipynb is as it was released, and beside it is "01_tiny-Copy1.ipynb": which one counts? '
        "Take the other away, or rename it.",
    )
    assert intake(solved(tiny)).status == "mended", "it has answers, and the copy may be an older one"
    copy.unlink()
    alone = intake(tiny.notebook())
    assert (alone.status, alone.sha256 != found.sha256) == ("graded", True), "it is graded again"
