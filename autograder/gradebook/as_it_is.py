"""nbgrader's gradebook, opened to be read."""

from __future__ import annotations

from nbgrader.api import Gradebook
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker


class AsItIs(Gradebook):
    """A gradebook in which nothing is changed by being opened.

    nbgrader's own adds tables that it misses, and a row for the course, which `nbgrader db` leaves out: a dry
    run would have written, and one whose gradebook is read-only would have failed.
    """

    def __init__(self, db_url: str) -> None:
        self.engine = create_engine(db_url)
        self.db = scoped_session(sessionmaker(bind=self.engine))
        self.authenticator = None
