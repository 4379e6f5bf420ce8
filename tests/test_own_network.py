"""The network of the docs, of layers out of several notebooks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import numpy
import pytest
from threadpoolctl import threadpool_limits

import refold

from .test_docs import code

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    names: dict[str, Any] = {}
    folder = tmp_path_factory.mktemp("solved")
    for solution in (ROOT / "solutions").glob("*/*.py"):
        solved = folder / "course" / solution.stem / f"{solution.stem}.ipynb"
        solved.parent.mkdir(parents=True)
        jupytext.write(jupytext.read(solution), solved)
    with threadpool_limits(1), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(code("own_network.md"), names)
        yield names


def test_it_reads_digits(page: dict[str, Any]) -> None:
    assert page["accuracy"] > 0.95


def test_every_layer_is_the_student_s_own_and_right(page: dict[str, Any]) -> None:
    assert not any(type(layer).__module__.startswith("refold") for layer in page["layers"])
    rng = numpy.random.default_rng(0)
    X = rng.normal(size=(2, 8, 8, 1))
    in_float64 = page["conv2d"].Conv2D(8, (3, 3), "same", seed=1)
    for layer in [in_float64, *page["layers"][1:]]:
        assert refold.gradient_check(layer, X).passed
        X = rng.normal(size=layer.forward(X).shape)  # after a ReLU many are equally large
    assert X.shape == (2, 10)
