"""Opens the files of one submission: regular files only, and no link is followed."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.course import Course
from autograder.printable import printable
from autograder.sandbox.limits import size_text

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"
"""Beside a notebook that came by nbgrader's exchange: who has it is given the page with feedback."""
DEEPEST = 4
"""Folders in folders that are looked into."""


class Unreadable(Exception):
    """A submission that cannot be graded as it is; the text is the reason, in a sentence."""


class Folder:
    """One submission's folder, by its handle where the system has such handles, else by its path."""

    def __init__(self, path: Path, root: Path, handle: int | None) -> None:
        self.path = path
        self.root = root
        self.handle = handle

    def names(self) -> list[str]:
        return sorted(os.listdir(self.path if self.handle is None else self.handle))

    def below(self, notebook: str) -> Iterator[tuple[str, str]]:
        """The paths of all files, in it and in its folders that are not hidden, each as it is and as `read`
        takes it."""
        top = "." if self.handle is not None else str(self.path)
        # Neither enters links.
        walk = os.walk(top) if self.handle is None else os.fwalk(top, dir_fd=self.handle)
        for place, folders, names, *_ in walk:
            inside = place.removeprefix(top).replace(os.sep, "/").removeprefix("/")
            inside += "/" if inside else ""
            seen = sorted(folder for folder in folders if not folder.startswith("."))
            folders[:] = seen if inside.count("/") < DEEPEST else []
            yield from ((f"{inside}{name}", f"{inside}{name}") for name in sorted(names))

    def read(self, name: str, max_bytes: int) -> bytes:
        """A file, by its name, or its path with slashes; Unreadable where it cannot be opened."""
        *folders, name = name.split("/")
        if not folders:
            return self._read(name, max_bytes)
        if self.handle is None:
            return Folder(self.path.joinpath(*folders), self.root, None)._read(name, max_bytes)
        handle = os.dup(self.handle)
        try:
            for folder in folders:
                handle = _enter(handle, folder)
            return Folder(self.path.joinpath(*folders), self.root, handle)._read(name, max_bytes)
        finally:
            os.close(handle)

    def _read(self, name: str, max_bytes: int) -> bytes:
        # Without O_NONBLOCK, opening a pipe would wait for its writer for ever.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            if self.handle is None:
                _refuse_links(self.path / name, self.root)
                file = os.open(self.path / name, flags | getattr(os, "O_BINARY", 0))
            else:
                file = os.open(name, flags, dir_fd=self.handle)
        except OSError as error:
            raise Unreadable(f"{quoted(name)} {_why(error)}.") from error
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            os.close(file)
            raise Unreadable(f"{quoted(name)} is no regular file.")
        with open(file, "rb") as stream:
            data = stream.read(max_bytes + 1)
        refuse_more(name, max(status.st_size, len(data)), max_bytes)
        return data


@contextmanager
def open_folder(course: Course, student: str, assignment: str) -> Iterator[Folder]:
    path = course.submission(student, assignment)
    for name in (student, assignment):
        if name in ("", ".", "..") or os.path.basename(name) != name:
            raise Unreadable(f"{quoted(name)} is no name of a folder below {course.submitted.name}/.")
    if os.open not in os.supports_dir_fd or not hasattr(os, "O_NOFOLLOW"):
        _refuse_links(path, course.submitted)
        yield Folder(path, course.submitted, None)
        return
    try:
        handle = os.open(course.submitted, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:  # a class that was put away, whose report is asked for
        raise Unreadable(f"The folder {course.submitted.name}/ {_why(error)}.") from error
    try:
        for name in (student, assignment):
            handle = _enter(handle, name)
        yield Folder(path, course.submitted, handle)
    finally:
        os.close(handle)


def _enter(handle: int, name: str) -> int:
    """The handle of a folder inside the folder, whose own handle is closed unless this fails."""
    try:
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
    except OSError as error:
        raise Unreadable(f"The folder {quoted(name)} of the submission {_why(error)}.") from error
    os.close(handle)
    return inner


def _refuse_links(path: Path, root: Path) -> None:
    """Where the system cannot refuse links while opening: below `root` the path must be its own real path."""
    if os.path.realpath(path) != os.path.join(os.path.realpath(root), path.relative_to(root)):
        raise Unreadable("The submission is or contains a link; links are not followed.")


def _why(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.ENOTDIR, getattr(errno, "EMLINK", None)):
        return "is a link or no folder; links are not followed"
    return f"cannot be opened ({error.strerror})"


def refuse_more(name: str, size: int, max_bytes: int) -> None:
    """Raise Unreadable where the file is larger than what is opened."""
    if size > max_bytes:
        advice = "Take it away." if name == TIMESTAMP else "Clear its outputs and hand it in again."
        most = f"no more than {size_text(max_bytes)} are opened"
        raise Unreadable(f"{quoted(name)} has {size_text(size)}; {most}. {advice}")


def quoted(name: str) -> str:
    """A file name of a student's making, safe to show.

    >>> quoted("a<b>\\n.ipynb")
    '"a b .ipynb"'
    """
    return '"' + re.sub(r"[^\w.()+-]+", " ", printable(name))[:80] + '"'
