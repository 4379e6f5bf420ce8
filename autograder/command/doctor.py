"""`refold doctor`: what works on this machine, and what to do about what does not."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_config_path, jupyter_path
from jupyter_server.extension.config import ExtensionConfigManager
from packaging.requirements import Requirement

from autograder.command.lookup import find_course
from autograder.course import Course
from autograder.errors import CourseError
from autograder.exercises import MODULES
from autograder.sandbox.canaries import find_tier
from autograder.settings import limits_of

State = Literal["works", "fails", "not here"]
FREE = 1_000_000_000
"""Bytes that grading a class may need: boxes, feedback pages, the gradebook."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. "not here" is for what nobody needs; `do` says what to do about it."""

    name: str
    state: State
    says: str
    do: str = ""


def examine(folder: Path) -> list[Finding]:
    """Look at everything; `folder` is where the course is."""
    machine = [python(), *packages(), gpu(), sandbox(), kernel(), *extensions()]
    return [*machine, course(folder), *writable(folder), *limits(folder), disk(folder)]


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info < (3, 14):
        return Finding("Python", "works", f"{version} at {sys.executable}")
    return Finding("Python", "fails", version, "Use Python 3.11, 3.12 or 3.13.")


def packages() -> Iterator[Finding]:
    """What Refold requires, and the extras."""
    wanted = [Requirement(text) for text in importlib.metadata.requires("refold") or []]
    missing = [str(each) for each in wanted if applies(each) and not installed(each)]
    if missing:
        yield Finding("packages", "fails", f"missing or too old: {', '.join(missing)}", "pip install -e .")
    else:
        yield Finding(
            "packages", "works", f"everything that refold {importlib.metadata.version('refold')} needs"
        )
    for extra in ("cluster", "postgresql", "test", "oracles"):
        missing = [str(each) for each in wanted if applies(each, extra) and not installed(each)]
        if missing:
            names = ", ".join(Requirement(each).name for each in missing)
            yield Finding(f"extra {extra}", "not here", f"missing: {names}", f"pip install -e '.[{extra}]'")
        else:
            yield Finding(f"extra {extra}", "works", "all installed")


def applies(requirement: Requirement, extra: str = "") -> bool:
    """Whether the requirement is of the base (extra "") or of that extra, on this system."""
    marker = requirement.marker
    if marker is None:
        return not extra
    return marker.evaluate({"extra": extra}) and not (extra and marker.evaluate({"extra": ""}))


def installed(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(importlib.metadata.version(requirement.name), prereleases=True)
    except importlib.metadata.PackageNotFoundError:
        return False


def gpu() -> Finding:
    """CuPy and a device; only GPU users need them."""
    both = [name for name in ("cupy-cuda12x", "cupy-cuda13x") if installed(Requirement(name))]
    if len(both) == 2:
        return Finding(
            "GPU", "fails", "two CuPy packages are installed", f"pip uninstall {both[0]} or {both[1]}"
        )
    if importlib.util.find_spec("cupy") is None:
        return Finding(
            "GPU",
            "not here",
            "CuPy is not installed",
            "With CUDA 12: pip install -e '.[cuda12]'; with 13: cuda13.",
        )
    import cupy  # pyright: ignore[reportMissingImports]

    if not cupy.cuda.is_available():
        return Finding(
            "GPU",
            "not here",
            f"CuPy {cupy.__version__} sees no device",
            "nvidia-smi says whether the driver works.",
        )
    name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    return Finding("GPU", "works", f"{name}, CuPy {cupy.__version__}")


def sandbox() -> Finding:
    """The tier of isolation, found by running canaries in it."""
    tier = find_tier()
    if tier.holds:
        return Finding("sandbox", "works", f"{tier.name}: code in it tried to get out, and did not")
    return Finding("sandbox", "fails", f"{tier.name} does not hold", " ".join(tier.findings))


def course(folder: Path) -> Finding:
    """The course that other commands of `refold` would find from the folder."""
    try:
        return Finding("course", "works", str(find_course(None, folder).root))
    except CourseError as error:
        return Finding("course", "not here", str(error))


def writable(folder: Path) -> Iterator[Finding]:
    """Whether what a run makes can be written: `build/`, what is in it, and, without it, its course."""
    try:
        found = find_course(None, folder)
    except CourseError:
        return
    build = found.build
    do = "Make it yours and writable (`ls -ld` says whose it is): gradebook, records and pages go there."
    if not build.exists():
        shut = [path for path in (found.root,) if not os.access(path, os.W_OK)]
    elif not build.is_dir():
        yield Finding("build", "fails", f"{build} is no folder", "Move it away: a run makes the folder.")
        return
    else:
        shut = [path for path in (build, *sorted(build.glob("*"))) if not os.access(path, os.R_OK | os.W_OK)]
    if shut:
        more = f" and {len(shut) - 1} more" if len(shut) > 1 else ""
        yield Finding("build", "fails", f"{shut[0]}{more} cannot be written", do)
    else:
        yield Finding("build", "works", f"{build} can be written")


def limits(folder: Path) -> Iterator[Finding]:
    """What a submission may use, and what is otherwise for one unit."""
    try:
        root = find_course(None, folder)
    except CourseError:  # what holds where nothing is set
        root = Course(folder)
    try:
        usual = limits_of(root, "")
        of_units = {name: limits_of(root, name).described() for name in MODULES}
    except CourseError as error:
        yield Finding("limits", "fails", str(error), "Correct the setting; docs/instructors.md lists them.")
        return
    yield Finding("limits", "works", _listed(usual.described()))
    for name, described in of_units.items():
        others = {key: said for key, said in described.items() if said != usual.described()[key]}
        if others:
            yield Finding(f"limits of {name}", "works", _listed(others))


def _listed(described: dict[str, str]) -> str:
    return ", ".join(f"{name} {said}" for name, said in described.items())


def kernel() -> Finding:
    spec = KernelSpecManager().get_all_specs().get("python3")
    if spec is None:
        return Finding("kernel", "fails", "there is no kernel python3", "pip install ipykernel")
    return Finding("kernel", "works", spec["resource_dir"])


def extensions() -> Iterator[Finding]:
    """nbgrader in JupyterLab: its pages (Formgrader, Validate, Create assignment), and the server's part."""
    found = [Path(path, "@jupyter", "nbgrader") for path in jupyter_path("labextensions")]
    there = next((path for path in found if (path / "package.json").is_file()), None)
    disabled = any("@jupyter/nbgrader" in text for text in disabled_extensions())
    if there is None or disabled:
        do = (
            "pip install --force-reinstall nbgrader"
            if there is None
            else "jupyter labextension enable @jupyter/nbgrader"
        )
        yield Finding(
            "JupyterLab extension",
            "fails",
            "nbgrader's is disabled" if disabled else "nbgrader's is missing",
            do,
        )
    else:
        yield Finding("JupyterLab extension", "works", str(there))
    served = server_extensions()
    for name in ("formgrader", "validate_assignment", "assignment_list"):
        module = f"nbgrader.server_extensions.{name}"
        if served.get(module):
            yield Finding(f"server: {name}", "works", "enabled")
        else:
            yield Finding(
                f"server: {name}",
                "fails",
                "not enabled",
                f"jupyter server extension enable {module} --sys-prefix",
            )


def disabled_extensions() -> list[str]:
    """What `jupyter labextension disable` left in page_config.json, wherever that file is."""
    texts = []
    for folder in jupyter_config_path():
        path = Path(folder, "labconfig", "page_config.json")
        if path.is_file():
            listed = json.loads(path.read_text(encoding="utf-8")).get("disabledExtensions", {})
            texts += [name for name, off in listed.items() if off]
    return texts


def server_extensions() -> dict[str, bool]:
    """The server's extensions and whether they are enabled; what comes first on the path decides."""
    manager = ExtensionConfigManager(read_config_path=jupyter_config_path())
    return manager.get_jpserver_extensions()


def disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB free in {folder}"
    if free < FREE:
        return Finding(
            "disk", "fails", says, "Grading a class needs about 1 GB: make room, or move the course."
        )
    return Finding("disk", "works", says)
