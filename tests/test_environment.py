"""The conda environments say what pyproject.toml says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def environment(name: str) -> tuple[list[str], list[str]]:
    """The packages from conda, and those from pip."""
    listed = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))["dependencies"]
    pip = [each["pip"] for each in listed if isinstance(each, dict)]
    assert len(pip) == 1 and isinstance(listed[-1], dict), "one pip section, at the end"
    return listed[:-1], pip[0]


def requirements(lines: list[str]) -> set[str]:
    """The lines in one spelling, under the names that pip uses."""
    parsed = [
        Requirement(re.sub(r"^[\w-]+", lambda name: CONDA_NAMES.get(name[0], name[0]), line))
        for line in lines
    ]
    return {str(each) for each in parsed}


@pytest.mark.parametrize(
    ("name", "more"), [("environment.yml", set()), ("environment-gpu.yml", {"cupy>=13.6"})]
)
def test_the_environment_has_the_packages_of_pyproject(name: str, more: set[str]) -> None:
    conda, pip = environment(name)
    assert conda[:2] == ["python=3.12", "pip"], "a range such as python>=3.12 gives an older Python"
    assert pip[-1] == "-e ."
    assert requirements(conda[2:] + pip[:-1]) == requirements(project()["dependencies"]) | more


def test_python_3_12_is_one_that_the_project_supports() -> None:
    assert project()["requires-python"] == ">=3.11,<3.14"


def test_cupy_is_in_one_extra_for_each_cuda_and_never_required() -> None:
    extras = project()["optional-dependencies"]
    cupy = {extra: [line for line in lines if "cupy" in line] for extra, lines in extras.items()}
    names = {extra: [Requirement(line).name for line in lines] for extra, lines in cupy.items() if lines}
    assert names == {"cuda12": ["cupy-cuda12x"], "cuda13": ["cupy-cuda13x"]}
    assert not [line for line in project()["dependencies"] if "cupy" in line]


def test_no_file_of_tests_needs_the_oracles_to_be_collected() -> None:
    """`make test` installs the extra `test` alone: a file that imports PyTorch first would stop the run."""
    needs = re.compile(r"^(?:import|from) (?:torch|keras)\b", re.MULTILINE)
    files = (ROOT / "tests").rglob("*.py")
    assert [path.name for path in files if needs.search(path.read_text(encoding="utf-8"))] == []
