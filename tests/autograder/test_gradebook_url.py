"""Where the gradebook is: in the course, whatever its folder is called."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from autograder.course import Course
from autograder.gradebook.database import db_url, patient
from autograder.nbgrader_config import read_config

from .conftest import ROOT


@pytest.mark.parametrize("configured", [True, False])
@pytest.mark.parametrize(
    "name", ["nn", "Köurse 'x' \"y\" [1] $z & #", "50%20", "why?", "why?mode=ro&uri=true"]
)
def test_the_gradebook_is_in_the_course(name: str, configured: bool, tmp_path: Path) -> None:
    """In "why?" it was a file called "why" beside the course."""
    course = Course(tmp_path / name)
    course.root.mkdir()
    if configured:
        shutil.copy(ROOT / "nbgrader_config.py", course.root)
        by_nbgrader = make_url(read_config(course).CourseDirectory.db_url)
        assert (by_nbgrader.database, by_nbgrader.query) == (str(course.gradebook), {})
    assert make_url(db_url(course)).database == str(course.gradebook)
    assert make_url(patient(db_url(course), 60)).database == str(course.gradebook)
