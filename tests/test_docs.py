"""The pages' Python is run as it stands."""

import re
from pathlib import Path

import numpy
import pytest

import refold

DOCS = Path(__file__).parents[1] / "docs"


def code(page: str) -> str:
    text = (DOCS / page).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))


def test_the_layer_of_the_worked_example_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict = {"__name__": "example"}
    exec(code("add_a_layer.md"), names)
    assert names["check"].passed
    for arguments, shape in names["Scale"].examples:
        X = numpy.random.default_rng(0).normal(size=shape)
        found = refold.gradient_check(names["Scale"](**arguments), X)
        assert found.passed and "s" in found.errors


@pytest.mark.parametrize("cell", ["LSTM", "GRU", "SimpleRNN"])
def test_the_network_of_the_notation_runs(cell: str) -> None:
    names: dict = {}
    exec(code("notation.md").replace("LSTM", cell), names)
    A = names["model"].predict(numpy.zeros((3, 5, 4)))
    assert A.shape == (3, 2)


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_files_that_a_page_names_are_there(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|tests|autograder|solutions|docs|benchmarks)/[\w./]+\.\w+)`", text)
    example = {
        "src/refold/layers/scale.py",
        "tests/layers/test_scale.py",
        "solutions/NN_name/NN_name.py",
    }
    assert [path for path in named if path not in example and not (DOCS.parent / path).exists()] == []
