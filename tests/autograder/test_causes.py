"""Why a cell ended: what is read from its source."""

import time

import pytest

from autograder.judging.causes import cause, no_python


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
    start = time.perf_counter()
    for text in (" " * 45_000, "a = " * 11_000, "=" * 45_000):
        no_python(f"{text}\n1 +")
    assert time.perf_counter() - start < 5
