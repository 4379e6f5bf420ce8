"""Where nbgrader's gradebook is, in a file or on a server, and what to say when it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.errors import CourseError
from autograder.nbgrader_config import gradebook_url, read_config

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


AGAIN = "then start again: what was graded is not graded twice."
FILE = "its file and its folder (build/gradebook.db, unless c.CourseDirectory.db_url names another)"
RESTORE = (
    "Put back a copy of build/gradebook.db, or move it away to begin a new one "
    "(grades given by hand are in it)."
)
SQLITE = {
    "locked": f"Another program is writing into it, such as Formgrader: wait until it has ended, {AGAIN}",
    "full": f"Make room on the disk (`df -h` says which is full), {AGAIN}",
    "disk I/O": f"See whether the disk of build/ is full or broken, {AGAIN}",
    "readonly": f"Make {FILE} writable for you, {AGAIN}",
    "unable to open": f"Make {FILE} readable and writable for you, {AGAIN}",
    "no such column": f"It is of another version of nbgrader: run `nbgrader db upgrade`, {AGAIN}",
}
"""What SQLite says -> what to do."""


def db_url(course: Course) -> str:
    """The gradebook's address, `c.CourseDirectory.db_url`; it may hold a password, so that nothing prints it.

    Raises:
        CourseError: it is no address of a database, or the driver is not installed.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    address = str(read_config(course).CourseDirectory.get("db_url") or gradebook_url(course))
    try:
        url = make_url(address)
        url.get_dialect().import_dbapi()
    except ArgumentError:
        raise CourseError(
            "c.CourseDirectory.db_url in nbgrader_config.py is no address of a database. For PostgreSQL it "
            "looks like postgresql+psycopg://USER@HOST/DATABASE; without it, the gradebook is a file."
        ) from None  # its text may hold the address
    except ImportError as error:
        raise CourseError(
            f"c.CourseDirectory.db_url in nbgrader_config.py needs {error.name}, which is not installed. "
            "For PostgreSQL: pip install '.[postgresql]'."
        ) from error
    if url.get_backend_name() == "sqlite" and url.database:  # nbgrader is started in the course's root
        return url.set(database=str(course.root / url.database)).render_as_string(hide_password=False)
    return address


@contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook | None]:
    """The course's gradebook as it is; None where there is none yet. None is made, nothing is added to it."""
    address = db_url(course)
    if not _exists(address):
        yield None
        return
    from autograder.gradebook.as_it_is import AsItIs  # takes a second: only where there is one to read

    with AsItIs(address) as gradebook:
        yield gradebook


def _exists(address: str) -> bool:
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.engine import make_url

    url = make_url(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return False  # SQLite would make the file
    engine = create_engine(url)
    try:
        return inspect(engine).has_table("assignment")
    finally:
        engine.dispose()


def patient(address: str, seconds: float) -> str:
    """The address of a gradebook in a file with the time to wait while another program writes into it."""
    from sqlalchemy.engine import make_url

    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return address
    return url.update_query_dict({"timeout": str(seconds)}).render_as_string(hide_password=False)


def in_words(error: Exception) -> str:
    """What a database said, through SQLAlchemy, and what to do; empty when it is no error of a database."""
    said = getattr(error, "orig", None)
    if said is None:
        return ""
    text = " ".join(str(said).split()).removesuffix(".")  # psycopg writes several lines
    if type(said).__module__.startswith("sqlite3"):
        do = next((do for words, do in SQLITE.items() if words in text), RESTORE)
    else:
        do = (
            "c.CourseDirectory.db_url in nbgrader_config.py says where it is. "
            "When the database answers, start again: what was graded is not graded twice."
        )
    return f"The gradebook cannot be used: {text}. {do}"
