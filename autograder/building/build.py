"""From `solutions/` to `course/`: what instructors write becomes what students open."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config

from autograder import exercises
from autograder.building.exercise_faults import check_exercises
from autograder.building.solution import (
    MARKERS,
    SolutionCell,
    check_solution,
    is_unit_name,
    read_solution,
    source_notebook,
)
from autograder.course import Course
from autograder.errors import CourseError
from autograder.files import replacing
from autograder.interrupts import one_step

TELLING = 20
"""Solution lines of at least so many characters must not be found in what students get."""


@dataclass(frozen=True)
class Built:
    """What the build changed in `course/`, what it found that no solution gives any more, and where it kept
    what it replaced.

    Paths are relative to the course's root.
    """

    assignments: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...] = ()
    kept: str = ""


def assignments(course: Course) -> list[str]:
    """The units that have a solution, in order."""
    if not course.solutions.is_dir():
        return []
    return sorted(
        path.name for path in course.solutions.iterdir() if path.is_dir() and is_unit_name(path.name)
    )


def build(course: Course, names: Iterable[str] | None = None, check: bool = False) -> Built:
    """Make `build/source/` and `course/` from `solutions/`; with `check`, only find what is stale.

    Where all units are built, folders without a solution are named. They are never deleted here: the notebook
    that a class was given is what its answers are graded by. What is replaced in `course/`, or taken away
    there, is kept below `build/replaced/`: somebody may have written their answers into it.

    Raises:
        CourseError: a solution has faults (each with file and line), or a solution would be published.
    """
    left = leftovers(course, [course.released] if check else [course.released, course.source])
    names, left = (tuple(assignments(course)), left) if names is None else (tuple(names), ())
    if not names:
        raise CourseError(f"There is nothing to build: {course.solutions} holds no NN_name/NN_name.py.")
    changed: list[str] = []
    kept = course.replaced / f"{datetime.now():%Y-%m-%d-%H%M%S-%f}"
    with tempfile.TemporaryDirectory(prefix="refold-build-") as folder:
        for name in names:
            made = generate(course, name, Path(folder))
            target = course.released / name
            changed += [f"{target.relative_to(course.root)}/{file}" for file in differences(made, target)]
            if not check:
                mirror(Path(folder) / "source" / name, course.source / name)
                keep(made, target, kept / name)
                mirror(made, target)
    where = kept.relative_to(course.root).as_posix() if kept.exists() else ""
    return Built(names, tuple(changed), left, where)


def leftovers(course: Course, places: Iterable[Path]) -> tuple[str, ...]:
    """The folders of assignments without a solution. nbgrader takes every folder for an assignment."""
    known = assignments(course)
    folders = (path for place in places for path in place.glob("[!.]*") if path.is_dir())
    return tuple(
        sorted(path.relative_to(course.root).as_posix() for path in folders if path.name not in known)
    )


def generate(course: Course, name: str, folder: Path) -> Path:
    """Make one unit's release below `folder/release`, and nbgrader's source below `folder/source`."""
    text = course.solutions / name / f"{name}.py"
    if not text.is_file():
        raise CourseError(f"{text} is missing: the solution of a unit has its folder's name.")
    cells = read_solution(text)
    check_solution(text, cells, exercises.unit(name))
    check_exercises(exercises.unit(name))
    write_source(text.parent, folder / "source" / name, cells)
    generate_assignment(name, folder)
    made = folder / "release" / name
    rewrite(made / f"{name}.ipynb")
    refuse_leaks(made / f"{name}.ipynb", text, cells)
    return made


def write_source(solution: Path, source: Path, cells: list[SolutionCell]) -> None:
    """nbgrader's source folder: the notebook and the data. A .py in it would be published."""
    hidden = shutil.ignore_patterns("*.py", "__pycache__", ".*")
    shutil.copytree(solution, source, ignore=hidden)
    nbformat.write(source_notebook(cells), source / f"{solution.name}.ipynb")


@one_step()  # nbgrader would take Ctrl-C for a fault of its own
def generate_assignment(name: str, folder: Path) -> None:
    """nbgrader's own generate_assignment, `folder/source` to `folder/release`, without a gradebook."""
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.source_directory = "source"
    config.CourseDirectory.release_directory = "release"
    config.CourseDirectory.assignment_id = name
    config.SaveCells.enabled = False
    converter = GenerateAssignment(CourseDirectory(config=config), config=config, no_database=True)
    result = capture_log(converter)
    if not result["success"]:
        raise CourseError(f"nbgrader could not make {name}:\n{result.get('error')}\n{result.get('log')}")
    for leftover in (folder / "release" / name).rglob(".*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def rewrite(path: Path) -> None:
    """Write the notebook as nbformat does (sorted keys, newline at the end), without outputs."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def refuse_leaks(path: Path, text: Path, cells: list[SolutionCell]) -> None:
    """Raise CourseError when a marker or a telling line of a solution is in what students get."""
    notebook = nbformat.read(path, as_version=4)
    lines = {line.strip() for cell in notebook.cells for line in cell.source.splitlines()}
    for marker in MARKERS:
        if any(marker in line for line in lines):
            raise CourseError(f'{text}: "{marker}" would be published in {path.name}; nothing was written.')
    for each in cells:
        for line in each.solution_lines:
            if len(line) >= TELLING and line in lines:
                raise CourseError(
                    f"{text}:{each.line}: the solution's line `{line}` would be published: another cell "
                    "says the same outside of its solution. Nothing was written."
                )


def files(folder: Path) -> set[Path]:
    """Every file below the folder, relative to it."""
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def differences(made: Path, target: Path) -> list[str]:
    """The files that are new, changed or gone in `target` against `made`, JupyterLab's checkpoints apart."""
    both = files(made) & files(target)
    changed = {path for path in both if not filecmp.cmp(made / path, target / path, shallow=False)}
    changed |= files(made) ^ files(target)
    return sorted(path.as_posix() for path in changed if ".ipynb_checkpoints" not in path.parts)


def keep(made: Path, target: Path, kept: Path) -> None:
    """Copy the files of `target` that `mirror` replaces or takes away."""
    for file in differences(made, target):
        if (target / file).exists():
            (kept / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(target / file, kept / file)


def mirror(made: Path, target: Path) -> None:
    """Give `target` the files of `made`, each in one step, and take away what is not in it."""
    for path in sorted(files(target) - files(made)):
        (target / path).unlink()
    for file in differences(made, target):
        with open(made / file, "rb") as old, replacing(target / file) as new:
            shutil.copyfileobj(old, new)
