"""What one submission may use, as an instructor sets it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

MB = 1 << 20
DESCRIPTORS = 256  # that a process may have open
_UNITS = {"B": 1, "KB": 1 << 10, "MB": MB, "GB": 1 << 30}
_SIZE = re.compile(r"\s*(\d+(?:\.\d*)?)\s*([kKMG]?B)\s*")
_LEAST = {
    **{"call": 0.5, "notebook": 1.0, "memory": 256 * MB, "processes": 8, "output": 1 << 10, "disk": MB},
    **{"files": 100, "pictures": 0, "picture": 1 << 10, "submission": 10 << 10, "cells": 10},
}
_MOST = {"output": 64 << 10, "pictures": 100, "picture": 20 * MB}  # what one reply of a box has room for
_SIZES = ("memory", "output", "disk", "picture", "submission")
_TIMES = ("call", "notebook")


class BadLimit(ValueError):
    """A limit that cannot be kept, or that no honest work would fit in; the text says which and why."""


@dataclass(frozen=True)
class Limits:
    """The most that a submission gets: time in seconds, the rest in bytes and numbers.

    Args:
        call: seconds for one cell, or one call of an answer.
        notebook: seconds for all cells and calls of one submission together.
        memory: of all processes of the box together.
        processes: and threads, together.
        output: of each of standard output and standard error of a cell; what is more is dropped.
        disk: of the box's throw-away files, in bytes; `files` is their number.
        pictures: of one cell, each of at most `picture` bytes; what is more is dropped.
        submission: of the notebook's file; a larger one is not opened. `cells` is the most cells in it.
    """

    call: float = 10.0
    notebook: float = 180.0
    memory: int = 1536 * MB
    processes: int = 64
    output: int = 64 << 10
    disk: int = 64 * MB
    files: int = 20_000
    pictures: int = 8
    picture: int = MB
    submission: int = 20 * MB
    cells: int = 2_000

    def kernel(self, isolated: bool, beside: int = 0) -> dict[str, int]:
        """The kernel's limits on each process: a second wall behind the watchdog, which knows the reasons.

        `beside` are the other boxes whose processes the kernel takes for those of the same user.
        """
        limits = {
            "RLIMIT_AS": 2 * self.memory + (1 << 30),  # address space is more than memory
            "RLIMIT_FSIZE": self.disk * 5 // 4,
            "RLIMIT_CPU": math.ceil(self.notebook * 2),
            "RLIMIT_NOFILE": DESCRIPTORS,
            "RLIMIT_SIGPENDING": 1000,  # and timers, of all processes of the user
            # Of these some users have some: it would come before all others.
            "RLIMIT_RTPRIO": 0,
            "RLIMIT_NICE": 0,
            "RLIMIT_CORE": 1,  # byte: with 0 a program of the machine's may still be given the memory
        }
        # It counts all processes of the user: outside a user namespace those of the whole desktop, and in one
        # that boxes share those of all, each of which may have as many as this one.
        return limits | ({"RLIMIT_NPROC": (2 + beside) * self.processes} if isolated else {})

    def described(self) -> dict[str, str]:
        """Each limit by name, as people read it.

        >>> Limits().described()["memory"]
        '1.5 GB'
        """
        return {name: _said(name, value) for name, value in asdict(self).items()}


DEFAULTS = Limits()


def changed(limits: Limits, settings: Mapping[str, Any], where: str) -> Limits:
    """The limits with these settings in their place: numbers, and sizes such as "512 MB" too.

    Args:
        where: what the settings are called in error messages.

    Raises:
        BadLimit: a setting has no such name, no such value, or one that makes no sense.

    >>> changed(Limits(), {"memory": "2 GB"}, "c.RefoldLimits").memory == 2 << 30
    True
    """
    known = {field.name for field in fields(Limits)}
    for name in settings:
        if name not in known:
            raise BadLimit(f"{where}.{name}: there is no such limit. There are {', '.join(sorted(known))}.")
    new = replace(limits, **{name: _value(name, value, where) for name, value in settings.items()})
    if new.notebook < new.call:
        raise BadLimit(
            f"{where}: a notebook has {new.notebook:g} s in all, less than one call ({new.call:g} s)."
        )
    if new.pictures * new.picture > 24 * MB:
        raise BadLimit(f"{where}: the pictures of a cell ({new.pictures}) may have 24 MB together.")
    return new


def _value(name: str, value: Any, where: str) -> float | int:
    number = _size(value) if name in _SIZES else value
    right = (int, float) if name in _TIMES else (int,)
    if type(number) not in right or not math.isfinite(number):
        wanted = "a number of seconds" if name in _TIMES else "a whole number"
        wanted = 'a size, such as 512_000_000 or "512 MB" (B, kB, MB, GB)' if name in _SIZES else wanted
        raise BadLimit(f"{where}.{name} must be {wanted}, got {value!r}.")
    least, most = _LEAST[name], _MOST.get(name, math.inf)
    if not least <= number <= most:
        bound = f"at least {_said(name, least)}" if number < least else f"at most {_said(name, most)}"
        raise BadLimit(f"{where}.{name} must be {bound}, got {value!r}.")
    return float(number) if name in _TIMES else int(number)


def _size(value: Any) -> Any:
    """The bytes that a text such as "1.5 GB" stands for; anything else as it is."""
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    return int(float(match[1]) * _UNITS[match[2].upper()]) if match else value


def _said(name: str, value: float) -> str:
    if name in _TIMES:
        return f"{value:g} s"
    if name not in _SIZES:
        return f"{value:g}" if value < 1e5 else f"{value:,}"
    return size_text(value)


def size_text(size: float) -> str:
    """A number of bytes for people.

    >>> size_text(1536 << 20), size_text(1000)
    ('1.5 GB', '1000 B')
    """
    unit = next(unit for unit in ("GB", "MB", "KB", "B") if size >= _UNITS[unit] or unit == "B")
    return f"{round(size / _UNITS[unit], 2):g} {unit.replace('KB', 'kB')}"
