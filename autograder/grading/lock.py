"""One grading run at a time: a lock on a file, and on a gradebook that is on a server.

The operating system, or the server, lets it go when its holder dies.
"""

from __future__ import annotations

import datetime
import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook.database import db_url

if TYPE_CHECKING:
    from sqlalchemy import Connection

HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}
"""What systems answer when somebody else holds the lock; anything else means that there are no locks here."""
NUMBER = int.from_bytes(b"refold")
"""Of the lock in a database of PostgreSQL, which holds one course."""
HOLDER = """
SELECT application_name || ', since ' || date_trunc('second', backend_start)
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND pg_locks.database = datid AND datname = current_database()
AND (classid::bigint << 32) + objid::bigint = :number
"""


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock while the block runs.

    It holds between machines too, where their shared folder has such locks (NFS 4 has them).

    Raises:
        CourseError: another process holds it, or the file system has no locks.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            if error.errno not in HELD:
                raise CourseError(
                    f"{path} cannot be locked ({error.strerror}), so nothing would keep two runs apart. "
                    "Keep the course on a file system with locks, such as a local disk or NFS 4."
                ) from error
            file.seek(0)
            holder = file.read(300).strip() or "a process that has not said its number yet"
            raise _busy("course", holder) from error
        now = datetime.datetime.now().astimezone().isoformat(" ", "seconds")
        file.seek(0)
        file.truncate()
        file.write(f"{_this_process()}, since {now}\n")
        file.flush()
        yield


@contextmanager
def only_writer(course: Course) -> Iterator[None]:
    """Hold a lock in the gradebook's database, where that is PostgreSQL, while the block runs.

    Raises:
        CourseError: a run on another machine, or in another folder, holds it.
    """
    from sqlalchemy import NullPool, create_engine
    from sqlalchemy.engine import make_url

    url = make_url(db_url(course))
    if url.get_backend_name() != "postgresql":
        yield
        return
    told = {"application_name": _this_process()}
    engine = create_engine(url, poolclass=NullPool, pool_reset_on_return=None, connect_args=told)
    with engine.connect() as connection:
        _take(connection.execution_options(isolation_level="AUTOCOMMIT"))
        yield


def _take(connection: Connection) -> None:
    from sqlalchemy import text

    number = {"number": NUMBER}
    if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), number):
        raise _busy("gradebook", connection.scalar(text(HOLDER), number) or "that of another user")


def _this_process() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}"


def _busy(what: str, holder: str) -> CourseError:
    return CourseError(
        f"Another grading run is at work on this {what}: {holder}. "
        "Wait until it has ended; then start again: what it has done is not done twice."
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 1000, os.SEEK_SET)  # beyond the text, which stays readable
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
