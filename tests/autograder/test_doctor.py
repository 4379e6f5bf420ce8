"""The doctor: what is found, and what is to be done about it."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.command import doctor
from autograder.command.doctor import Finding
from autograder.course import Course


def test_this_machine_can_run_refold(tmp_path: Path) -> None:
    findings = {finding.name: finding for finding in doctor.examine(tmp_path)}
    for name in ("Python", "packages", "kernel", "JupyterLab extension", "server: formgrader"):
        assert findings[name].state == "works", findings[name]
    assert {"GPU", "sandbox", "disk", "extra test", "extra oracles"} <= findings.keys()


def test_the_course_is_found_and_its_limits(built: Course, tmp_path: Path) -> None:
    shutil.copytree(built.root, tmp_path / "course")
    with (tmp_path / "course" / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('c = get_config()\nc.RefoldLimits.memory = "3 GB"\n')
    for folder, state in ((tmp_path / "course" / "solutions", "works"), (tmp_path, "not here")):
        assert doctor.course(folder).state == state
        (limits,) = doctor.limits(folder)
        assert ("memory 3 GB" in limits.says) == (state == "works")


def test_a_build_that_cannot_be_written_is_found(
    built: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = Course(Path(shutil.copytree(built.root, tmp_path / "course")))
    assert list(doctor.writable(tmp_path)) == [], "there is no course"
    (found,) = doctor.writable(course.root)
    assert (found.state, found.says) == ("works", f"{course.build} can be written")
    allowed = os.access
    for shut in (course.build, course.gradebook, course.root):
        if shut == course.gradebook:
            shut.touch()
        elif shut == course.root:
            shutil.rmtree(course.build)
        with monkeypatch.context() as patch:  # a read-only disk, or somebody else's; for root, too
            patch.setattr(os, "access", lambda path, mode, shut=shut: path != shut and allowed(path, mode))
            (found,) = doctor.writable(course.root)
        assert (found.state, found.says) == ("fails", f"{shut} cannot be written") and "ls -ld" in found.do
    course.build.touch()
    (found,) = doctor.writable(course.root)
    assert (found.state, found.says) == ("fails", f"{course.build} is no folder")


def test_what_fails_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "jupytext":
            raise importlib.metadata.PackageNotFoundError(name)
        return "0.9.4" if name == "nbgrader" else "99.0"

    requires = [
        "jupytext>=1.16",
        "nbgrader==0.9.6",
        "click>=8.1",
        'torch>=2.4; extra == "oracles"',
        'absent; sys_platform == "none"',
    ]
    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: requires)
    packages, *extras = doctor.packages()
    assert packages == Finding(
        "packages", "fails", "missing or too old: jupytext>=1.16, nbgrader==0.9.6", "pip install -e ."
    )
    assert {extra.state for extra in extras} == {"works"}


def test_two_cupys_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "installed", lambda requirement: requirement.name.startswith("cupy"))
    assert doctor.gpu().state == "fails"
    assert "pip uninstall" in doctor.gpu().do


def test_a_sandbox_that_does_not_hold_says_what_got_out(monkeypatch: pytest.MonkeyPatch) -> None:
    leaky = SimpleNamespace(name="bubblewrap", holds=False, findings=("A secret could be read.",))
    monkeypatch.setattr(doctor, "find_tier", lambda: leaky)
    assert doctor.sandbox() == Finding(
        "sandbox", "fails", "bubblewrap does not hold", "A secret could be read."
    )


def test_a_disabled_extension_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "labconfig" / "page_config.json"
    page.parent.mkdir()
    page.write_text(
        json.dumps({"disabledExtensions": {"@jupyter/nbgrader:validate-assignment": True}}), encoding="utf-8"
    )
    monkeypatch.setattr(doctor, "jupyter_config_path", lambda: [str(tmp_path)])
    lab, *served = doctor.extensions()
    assert (lab.state, lab.do) == ("fails", "jupyter labextension enable @jupyter/nbgrader")
    assert [finding.state for finding in served] == ["fails"] * 3, (
        "no server extension is enabled in that folder"
    )


def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: SimpleNamespace(free=5_000_000))
    assert doctor.disk(tmp_path).state == "fails"


@pytest.mark.parametrize(("state", "code"), [("works", 0), ("not here", 0), ("fails", 1)])
def test_the_exit_code_is_1_when_something_fails(
    state: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda folder: [Finding("thing", state, "found", "do")])  # type: ignore[arg-type]
    result = CliRunner().invoke(main, ["doctor", "--json", "--course", str(tmp_path)])
    assert result.exit_code == code
    assert json.loads(result.stdout) == [{"name": "thing", "state": state, "says": "found", "do": "do"}]
