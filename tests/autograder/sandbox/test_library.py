"""The box's refold lacks what students write, and its autograder judges nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.exercise import Unit
from autograder.exercises import units
from autograder.sandbox import open_box, wall, zygote
from autograder.sandbox.inside import canary
from autograder.sandbox.library import library, stub
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import ProcessBox

from .conftest import need

WITHHELD = "layers/flatten.py"


def test_what_is_withheld_is_a_stub() -> None:
    files = library([WITHHELD])
    assert "reshape" not in files[f"refold/{WITHHELD}"]
    assert "class Flatten:" in files[f"refold/{WITHHELD}"]
    assert files["refold/layers/dense.py"] == library([])["refold/layers/dense.py"]


def test_a_stub_names_what_is_public() -> None:
    namespace: dict = {}
    exec(stub("import math\nclass A(B): x = 1\ndef f(): pass\ndef _private(): pass"), namespace)
    assert {"A", "f"} <= set(namespace) and "_private" not in namespace and "math" not in namespace
    made_of = type("MadeOfA", (namespace["A"],), {})
    for name, each in (("A", namespace["A"]), ("MadeOfA", made_of)):
        with pytest.raises(
            RuntimeError, match=f"refold's {name} is not here: this unit asks you to write it"
        ):
            each(3, units=4)


def test_a_picture_that_works_answers_out_is_left_out() -> None:
    namespace: dict = {}
    exec(stub("class Step: pass\ndef draw_step(x, y=1): return Step()"), namespace)
    assert namespace["draw_step"](1, y=2) is None
    with pytest.raises(RuntimeError, match="refold's Step is not here"):
        namespace["Step"]()


def test_a_module_that_is_not_there_cannot_be_withheld() -> None:
    for name in ("layers/flaten.py", "activations.py:sotfmax", "activations.py:FUNCTIONS"):
        with pytest.raises(FileNotFoundError, match="refold has no such module"):
            library([name])


def test_of_a_module_one_function_can_be_withheld() -> None:
    whole, found = (library(names)["refold/activations.py"] for names in ([], ["activations.py:softmax"]))
    assert "E = Z - xp.max" in whole and "E = Z - xp.max" not in found
    assert "dZ = A * (dA - xp.sum" in found


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
def test_everything_can_be_imported_whatever_is_withheld(unit: Unit) -> None:
    with open_box(withheld=list(unit.withheld), tier="unisolated") as box:
        assert box.run_cell("from refold import *").error is None


@pytest.mark.parametrize("tier", ["zygote", "bubblewrap", "unisolated"])
def test_in_the_box(tier: str) -> None:
    with open_box(withheld=[WITHHELD], tier=need(tier)) as box:
        assert (
            box.run_cell("from autograder import check\nassert check('x', print, a=1) is None").error is None
        )
        assert (
            box.run_cell("from refold import Dense, Flatten, Sequential\nSequential([Dense(3)])").error
            is None
        )
        error = box.run_cell("Flatten()").error
        assert error is not None and "this unit asks you to write it" in error.message
        for name in ("autograder.exercises", "autograder.sandbox"):
            error = box.run_cell(f"import {name}").error
            assert error is not None and error.kind == "ModuleNotFoundError"


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
def test_a_warm_box_opens_whatever_a_unit_withholds(unit: Unit) -> None:
    with open_box(withheld=unit.withheld, tier=need("zygote")) as box:
        for module in unit.withheld:
            name = module.partition(".py")[0].replace("/", ".")
            assert box.run_cell(f"import refold.{name}").error is None


def test_the_repository_is_out_of_sight() -> None:
    with open_box(tier=need("bubblewrap")) as box:
        look = "find / -path /usr -prune -o -path /proc -prune -o -name site-packages -prune -o"
        seen = box.run_cell(f"!{look} -name '*flatten*' -print")
        assert "/tmp/library/refold/layers/flatten.py" in seen.stdout
        assert len(seen.stdout.split()) < 8, seen.stdout
        libraries = "import numpy, matplotlib, sklearn, IPython\nassert matplotlib.get_backend() == 'agg'"
        assert box.run_cell(libraries).error is None


def test_the_library_is_the_boxs_own(walled: ProcessBox) -> None:
    found = walled.run_cell("import refold, autograder\nprint(refold.__file__)").stdout
    assert found.startswith(("/tmp/library/", "/refold-box/library/"))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Python that boxes show, with us and another package among its libraries, and `lib64` for `lib`."""
    for name in (*wall.OURS, "other"):
        module = tmp_path / "lib" / "python3.11" / "site-packages" / name / "__init__.py"
        module.parent.mkdir(parents=True)
        module.touch()
    (tmp_path / "lib64").symlink_to("lib")
    parts = (*wall.python_parts(), *(f"{tmp_path}/{name}" for name in ("lib", "lib64")))
    for place in (wall, zygote):
        monkeypatch.setattr(place, "python_parts", lambda: parts)
    wall._installed.cache_clear()
    yield tmp_path
    wall._installed.cache_clear()
    zygote.close()


@pytest.mark.parametrize("tier", ["zygote", "bubblewrap"])
def test_wherever_we_are_installed_a_box_does_not_show_us(tier: str, installed: Path) -> None:
    """It once did by the name `lib64`, in environments of Python's own making: all references were there."""
    with open_box(Limits(call=9.5), tier=need(tier)) as box:
        found = f"import glob\nprint(*sorted(glob.glob('{installed}/lib*/*/*/*/__init__.py')))"
        others = [f"{installed}/{lib}/python3.11/site-packages/other/__init__.py" for lib in ("lib", "lib64")]
        assert box.run_cell(found).stdout.split() == others


def test_the_canary_finds_a_copy_of_ours(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canary.sys, "base_prefix", str(installed))
    packages = [f"{installed}/{lib}/python3.11/site-packages" for lib in ("lib", "lib64")]
    assert {f"{folder}/{name}" for folder in packages for name in wall.OURS} <= set(canary._installed())
