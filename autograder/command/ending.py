"""How a command of `refold` ends when something is not right: a sentence on stderr, and an exit code."""

from __future__ import annotations

import errno
import io
import sys
from typing import Any

import click

from autograder.errors import CourseError, NoSandbox
from autograder.gradebook.database import in_words
from autograder.interrupts import insisting

RIGHT, NOT_RIGHT, WRONG_USE, NO_SANDBOX = 0, 1, 2, 3
"""What the exit codes mean."""


class Stop(click.ClickException):
    """Ends the command with a sentence on stderr."""

    exit_code = WRONG_USE


class Refused(click.ClickException):
    """The same, when nothing was run for want of a sandbox."""

    exit_code = NO_SANDBOX


class NotRight(click.ClickException):
    """The same, when what was asked about is not right."""

    exit_code = NOT_RIGHT


class Interrupted(click.ClickException):
    """The same, when somebody pressed Ctrl-C; the number is the one that shells give."""

    exit_code = 130


class Commands(click.Group):
    """A group that turns into a sentence what a course, or a disk, may have wrong with it."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a name that this terminal cannot show stops nothing
                stream.reconfigure(errors="replace")
        try:
            with insisting():
                return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Interrupted("stopped. What was done is kept, and the same command goes on.") from error
        except NoSandbox as error:
            raise Refused(str(error)) from error
        except CourseError as error:
            raise Stop(str(error)) from error
        except OSError as error:
            if error.strerror is None or error.errno == errno.EPIPE:
                raise
            raise Stop(_said(error)) from error
        except Exception as error:
            if not (says := in_words(error)):
                raise
            raise Stop(says) from error


def _said(error: OSError) -> str:
    """What the system said, of which file, and what to do where that is known."""
    kept = "then start again: what was done is kept."
    do = {
        errno.ENOSPC: f" Make room on the disk (`df -h` says which is full), {kept}",
        errno.EDQUOT: f" Your quota of the disk is used up: make room, {kept}",
        errno.EROFS: f" Make it writable, {kept}",
        errno.EACCES: f" See whose it is (`ls -l`) and make it yours, {kept}",
    }
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror}.{do.get(error.errno or 0, '')}"
