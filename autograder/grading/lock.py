"""One grading run at a time: a lock on a file, which the operating system lets go when its holder dies."""

from __future__ import annotations

import datetime
import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import CourseError

HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}
"""What systems answer when somebody else holds the lock; anything else means that there are no locks here."""


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
            raise CourseError(
                f"Another grading run is at work on this course: {holder}. "
                "Wait until it has ended; then start again: what it has done is not done twice."
            ) from error
        now = datetime.datetime.now().astimezone().isoformat(" ", "seconds")
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()} on {socket.gethostname()}, since {now}\n")
        file.flush()
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 1000, os.SEEK_SET)  # beyond the text, which stays readable
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
