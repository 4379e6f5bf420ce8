"""Why a cell ended: what is read from its source."""

import time

import pytest

from autograder.box import CellResult, StudentError
from autograder.intake.beside import packages
from autograder.judging.causes import cause, named, no_python, say_causes
from autograder.judging.oracle import Cell
from autograder.judging.verdict import no_points


@pytest.mark.parametrize(
    "line", ['print("loss = %.3f" % 1)', 's = """\nloss = %s"""', "x = 1  # = %", "%time x = 1"]
)
def test_a_cell_that_writes_numbers_into_texts_is_read_as_it_stands(line: str) -> None:
    assert cause(f"import no_such_module\n{line}", "ModuleNotFoundError").startswith(" no_such_module is not")
    assert cause(line, "SyntaxError") == ""
    assert cause(f"y = (1\n{line}", "SyntaxError").startswith(" Line 1 is no Python ")


def test_what_ipython_alone_reads_is_not_said_to_be_no_python() -> None:
    assert no_python("files = !ls\na.b, c[0] = %time 1\n!ls") is None
    fault = no_python("files = !ls\ny = (1")
    assert fault is not None and fault.lineno == 2


def test_a_long_line_takes_no_time() -> None:
    start = time.process_time()
    for text in (" " * 45_000, "a = " * 11_000, "=" * 45_000):
        no_python(f"{text}\n1 +")
    assert time.process_time() - start < 5


def test_a_file_that_was_not_handed_in_is_asked_for() -> None:
    cell = Cell("mine", "scale = open('scale.txt').read()", "other")
    results = {cell.id: CellResult(error=StudentError("FileNotFoundError", ""))}
    verdicts = {"double": no_points("double", 2, "wrong", "double raised NameError before y came.")}
    says = say_causes(verdicts, [cell], results, {})["double"].says
    assert "hand it in beside the notebook" in says and named([says]) == []


def test_a_package_that_was_handed_in_is_not_said_to_be_missing_but_what_it_imports() -> None:
    cell = Cell("double-answer", "from mine.sums import double", "answer")
    results = {cell.id: CellResult(error=StudentError("ModuleNotFoundError", ""))}
    verdicts = {"double": no_points("double", 2, "wrong", "Not found: nothing named double.")}
    says = say_causes(verdicts, [cell], results, {"mine": "import no_such_module, mine"})["double"].says
    assert "ModuleNotFoundError. no_such_module is not there" in says


def test_what_each_module_of_a_package_imports_is_looked_for() -> None:
    """What may stand first only, stands first in each."""
    code = b"from __future__ import annotations\nimport no_such_module, mine"
    files = packages(
        {"mine/a.py": code, "mine/b.py": code.replace(b"such", b"other"), "rows.csv": b"import it"}
    )
    says = cause("import mine", "ModuleNotFoundError", files)
    assert says.startswith(" no_such_module, no_other_module are not there")


def test_many_cells_that_ended_take_little_time_and_room() -> None:
    """Beside them lie long modules, which were read anew for each cell."""
    long = "import os\n" + "a = [1, (2, 3), b + c * 4]\n" * 400
    cells = [Cell(f"m{n}", f"%%writefile m{n}.py\n# {n}\n{long}", "other") for n in range(30)]
    cells += [Cell(f"c{n}", f"import m{n}, no_such_module_{n}", "other") for n in range(100)]
    results = {cell.id: CellResult(error=StudentError("ModuleNotFoundError", "")) for cell in cells[30:]}
    says = {"a": "Not found: nothing named a.", "b": "b raised ModuleNotFoundError before y came."}
    verdicts = {id: no_points(id, 2, "wrong", text) for id, text in says.items()}
    start = time.process_time()
    found = say_causes(verdicts, cells, results, {})
    assert time.process_time() - start < 20
    assert found["a"].says.count("A cell ended with ModuleNotFoundError. no_such_module_") == 5
    assert "no_such_module_0, no_such_module_1, " in found["b"].says
    assert all(len(verdict.says) < 2_000 for verdict in found.values())
