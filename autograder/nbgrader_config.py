"""nbgrader's settings for a course of ours: where things are, and `nbgrader autograde` grading as we do."""

from __future__ import annotations

import os
import sys
import traceback
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.course import Course
from autograder.errors import CourseError

SANITIZE = [
    "autograder.preprocessor.Rebuild",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
AUTOGRADE = [
    "autograder.preprocessor.Judge",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.preprocessor.SaveComments",
    "nbgrader.preprocessors.AssignLatePenalties",
    "autograder.preprocessor.SaveRecord",
    "nbgrader.preprocessors.CheckCellMetadata",
]


_only_read = ContextVar("_only_read", default=False)


def configure(config: Any, file: str) -> None:
    """Set nbgrader up for the course whose `nbgrader_config.py` is `file`."""
    course = Course(Path(file).resolve().parent)
    if not _only_read.get():
        course.build.mkdir(exist_ok=True)  # SQLite makes the gradebook's file, but not its folder
    _find_programs_beside_python()
    config.CourseDirectory.db_url = gradebook_url(course)
    config.CourseDirectory.update(_folders(course))
    config.Autograde.pre_convert_hook = "autograder.gradebook.recorder.register"
    config.Autograde.sanitize_preprocessors = SANITIZE
    config.Autograde.autograde_preprocessors = AUTOGRADE
    config.GenerateFeedback.exporter_class = "autograder.pages.exporter.FeedbackPage"
    # Formgrader would colour a cell that begins with %%R or %%perl as such, which may never come to an end.
    config.HighlightMagicsPreprocessor.enabled = False
    config.ZipCollectApp.extractor_plugin = "autograder.intake.archives.Extractor"
    config.FileNameCollectorPlugin.valid_ext = [".ipynb", ".py", ".zip"]


def gradebook_url(course: Course) -> str:
    """The address of the gradebook that is a file: in one, "%" and "?" have a meaning of their own.

    >>> gradebook_url(Course(Path("/srv/why?")))
    'sqlite:////srv/why%3F/build/gradebook.db'
    """
    return f"sqlite:///{course.gradebook}".replace("%", "%25").replace("?", "%3F")


def _folders(course: Course) -> dict[str, str]:
    """nbgrader's settings of where things are, as `refold` has them."""
    steps = {
        "source": course.source,
        "release": course.released,
        "submitted": course.submitted,
        "autograded": course.autograded,
        "feedback": course.feedback,
    }
    folders = {f"{step}_directory": folder.relative_to(course.root) for step, folder in steps.items()}
    return {"root": str(course.root)} | {name: folder.as_posix() for name, folder in folders.items()}


def check_folders(course: Course) -> None:
    """What the course's `nbgrader_config.py` sets further down leads nbgrader to the same folders.

    Raises:
        CourseError: it leads elsewhere, where `refold` does not look.
    """
    found = read_config(course).CourseDirectory
    for name, folder in _folders(course).items():
        other = found.get(name, folder)
        if Path(course.root, other).resolve() != Path(course.root, folder).resolve():
            raise CourseError(
                f"nbgrader_config.py: c.CourseDirectory.{name} is {str(other)!r}, and must be {folder!r}, "
                "where `refold` looks, too. Take that line out."
            )


def _find_programs_beside_python() -> None:
    """nbgrader calls `alembic` to make a gradebook; without this it needs an activated environment."""
    beside = str(Path(sys.executable).parent)
    folders = os.environ.get("PATH", "").split(os.pathsep)
    if beside not in folders:
        os.environ["PATH"] = os.pathsep.join([beside, *folders])


def read_config(course: Course) -> Config:
    """The course's own `nbgrader_config.py`, else what `configure` gives; it makes no folder.

    Raises:
        CourseError: the file is a program, and fails.
    """
    path = course.root / "nbgrader_config.py"
    token = _only_read.set(True)
    try:
        if path.is_file():
            return PyFileConfigLoader(path.name, path=str(course.root)).load_config()
        config = Config()
        configure(config, str(path))
        return config
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == str(path)]
        where = f" (line {lines[-1]})" if lines else ""
        raise CourseError(f"{path} cannot be read: {error}{where}") from error
    finally:
        _only_read.reset(token)
