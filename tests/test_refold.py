"""The package's front door."""

import ast
from pathlib import Path

import pytest

import refold


def test_every_name_can_be_had() -> None:
    names: dict = {}
    exec("from refold import *", names)
    for name in refold.__all__:
        assert getattr(refold, name) is names[name]
        assert name in dir(refold)


def test_tab_offers_what_there_is() -> None:
    assert [name for name in dir(refold) if name[0] != "_"] == sorted([*refold.__all__, *refold.PARTS])


def test_what_a_type_checker_sees_is_what_there_is() -> None:
    tree = ast.parse(Path(str(refold.__file__)).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == refold._MODULES


@pytest.mark.parametrize(
    ("wrong", "right"), [("Flaten", "Flatten"), ("sequential", "Sequential"), ("Relu", "ReLU")]
)
def test_a_misspelled_name(wrong: str, right: str) -> None:
    with pytest.raises(AttributeError, match=f"refold has no '{wrong}'. Did you mean '{right}'"):
        getattr(refold, wrong)
    with pytest.raises(ImportError, match=f"refold has no '{wrong}'. Did you mean '{right}'"):
        exec(f"from refold import {wrong}")


def test_a_layer_can_be_replaced_by_a_stand_in() -> None:
    """The box where students' code runs has none of the layers that they write, and all of the others."""
    import subprocess
    import sys

    script = """
import sys, types, numpy
stand_in = types.ModuleType("refold.layers.flatten")
class Flatten:
    def __init__(self): raise RuntimeError("write it yourself")
stand_in.Flatten = Flatten
sys.modules["refold.layers.flatten"] = stand_in
from refold import *
model = Sequential([Dense(4), ReLU(), Reshape((8,)), Dense(2)])
model.compile("adam", "mse")
model.fit(numpy.ones((3, 2, 5)), numpy.ones((3, 2)))
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
