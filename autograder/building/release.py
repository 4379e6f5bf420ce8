"""What students get: the notebook, its data, the checker as a wheel, and how to install it; also as a zip."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder
from jinja2 import Environment, PackageLoader, StrictUndefined

import autograder
from autograder.building.build import build, files, mirror
from autograder.course import Course
from autograder.errors import CourseError
from autograder.files import PART, replacing

TEMPLATES = {"README.md": "release_readme.md", "environment.yml": "release_environment.yml"}
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip, so that the same release has the same bytes."""


def release(course: Course, assignment: str, to: Path) -> tuple[Path, Path]:
    """Write the folder `to/assignment` and `to/assignment.zip`; both paths are returned.

    Raises:
        CourseError: `course/` is not what the solutions give, Refold's own source tree is not there, or
            `to/assignment` holds something else than an earlier release, which would be lost.
    """
    folder, archive = to / assignment, to / f"{assignment}.zip"
    _refuse_to_overwrite(folder, assignment)
    if course.solutions.is_dir() and build(course, [assignment], check=True).changed:
        raise CourseError(f"course/{assignment} is not what its solution gives: run `refold build` first.")
    with tempfile.TemporaryDirectory(prefix="refold-release-") as name:
        made = Path(name) / assignment
        mirror(course.released / assignment, made)
        add_installation(made, assignment)
        publish(made, folder)
    write_zip(folder, archive)
    return folder, archive


def _refuse_to_overwrite(folder: Path, assignment: str) -> None:
    earlier = all((folder / name).is_file() for name in (f"{assignment}.ipynb", "requirements.txt"))
    if folder.is_dir() and any(folder.iterdir()) and not earlier:
        raise CourseError(
            f"{folder} holds something else than an earlier release, and would lose it. "
            "Say another folder with --to DIR."
        )


def publish(made: Path, folder: Path) -> None:
    """Give the folder the files of `made`; one that is not there yet appears whole or not at all."""
    if folder.is_dir() and any(folder.iterdir()):
        mirror(made, folder)
        return
    part = folder.with_name(f".{folder.name}{PART}")
    shutil.rmtree(part, ignore_errors=True)
    try:
        mirror(made, part)
        os.replace(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def add_installation(folder: Path, assignment: str) -> None:
    """The wheel of Refold, and the files that say how to install it."""
    wheel = build_wheel(folder)
    templates = Environment(
        loader=PackageLoader("autograder"), undefined=StrictUndefined, keep_trailing_newline=True
    )
    (folder / "requirements.txt").write_text(f"./{wheel.name}\n", encoding="utf-8")
    for name, template in TEMPLATES.items():
        text = templates.get_template(template).render(assignment=assignment, wheel=wheel.name)
        (folder / name).write_text(text, encoding="utf-8")


def build_wheel(folder: Path) -> Path:
    """Refold as a wheel, built without a network; the same bytes every time."""
    root = Path(autograder.__file__).resolve().parents[1]
    if not (root / "pyproject.toml").is_file():
        raise CourseError(
            f"A release holds a wheel of Refold, built from its source tree, and {root} is none. "
            "Install Refold from a clone: pip install -e ."
        )
    return Path(next(WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"])))


def write_zip(folder: Path, archive: Path) -> None:
    """The folder as a zip: sorted names, fixed times and permissions."""
    with replacing(archive) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(files(folder)):
            info = zipfile.ZipInfo(f"{folder.name}/{path.as_posix()}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            zipped.writestr(info, (folder / path).read_bytes())
