"""What the grader needs of a place to run a student's code: the words shared by all isolation tiers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from autograder.exercise import Answer


class StudentError(Exception):
    """The student's code raised; `kind` is the exception's class name, `message` its text (untrusted)."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message


class BoxStopped(Exception):
    """The box is gone: `reason` is one of the sentences that a grade's comment may name.

    Such as "time limit: one call took longer than 10 s", "memory limit", "the process ended".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OutOfTime(BoxStopped):
    """The submission has had the time that a notebook may take: it gets no other box."""


@dataclass(frozen=True)
class CellResult:
    """What running one cell gave: text and PNG pictures, both capped, and the error if one was raised."""

    stdout: str = ""
    stderr: str = ""
    pictures: tuple[bytes, ...] = ()
    error: StudentError | None = None

    @property
    def size(self) -> int:
        """Characters and bytes that are to be kept."""
        return len(self.stdout) + len(self.stderr) + sum(map(len, self.pictures))


class Box(Protocol):
    """A single-use process in which one student's cells run; leaving it as a context manager ends it."""

    tier: str
    spent: float
    """Seconds that cells and calls took; whoever opens another box for the same submission hands it on."""

    def run_cell(self, source: str, pictures: bool = True) -> CellResult:
        """Run one cell; the student's exception is in the result. Raises BoxStopped when the box is gone.

        Without `pictures`, figures are made but not drawn, which takes most of their time.
        """
        ...

    def answer(self, name: str) -> Any:
        """A stand-in for a name in the student's namespace; StudentError("NameError", ...) if missing.

        Calls, attributes, items and iteration are passed through. Arrays and plain numbers, strings, None and
        tuples of plain values come back as themselves; everything else stays in the box behind a stand-in.
        """
        ...

    def lend(self, answers: Mapping[str, Answer]) -> AbstractContextManager[None]:
        """While it is open, these names of the student's namespace call the grader's functions, out here."""
        ...

    def __enter__(self) -> Box: ...

    def __exit__(self, *exc: object) -> None: ...


def write_back(array: np.ndarray, changed: np.ndarray) -> None:
    """Give an argument the contents, and the shape, that the copy which an answer got has after a call."""
    if changed.dtype != array.dtype or changed.size != array.size or not array.flags.writeable:
        return
    if changed.shape != array.shape:
        if not array.flags.c_contiguous:
            return
        array.resize(changed.shape, refcheck=False)  # in place; it has as many elements as before
    array[...] = changed
