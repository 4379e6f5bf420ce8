"""Attacks by the time stamp that is handed in. Each docstring is its text; see corpus.py."""

from __future__ import annotations

import os
import struct

from .corpus import Place


def time_stamp_link(place: Place) -> None:
    """# goal: leak root:x:0
    # tries: the time stamp is a link to a file of the system
    # control: nothing reads time stamps there
    # must: follow no link, and quote no time stamp
    # status: needs you
    # reason: links are not followed
    """
    os.symlink("/etc/passwd", place.folder / "timestamp.txt")


def time_stamp_nonsense(place: Place) -> None:
    """# goal: crash
    # tries: the time stamp is none, and stops whoever computes with it
    # control: nothing reads time stamps there
    # must: say that nobody knows whether it was late
    # status: mended
    # mended: could not be read
    """
    (place.folder / "timestamp.txt").write_bytes(b"9999-12-31 23:59:59 -14:00 \xff\0")


def time_stamp_that_overflows(place: Place) -> None:
    """# goal: crash
    # tries: the time stamp is a number of hundreds of digits, at which a computation gives up
    # control: nothing reads time stamps there
    # must: say that nobody knows whether it was late, in this run and in the next
    # status: mended
    # mended: could not be read
    """
    (place.folder / "timestamp.txt").write_text(f"24:00{'9' * 900}", encoding="utf-8")


def time_stamp_zone(place: Place) -> None:
    """# goal: resource
    # tries: the zone of the time stamp is the path of a file, of a hundred gigabytes, that looks like one
    # control: nothing reads time stamps there
    # must: take no part of a time stamp for a file's name
    # status: mended
    # mended: could not be read
    """
    zone = place.folder / "zone"
    zone.write_bytes(b"TZif" + bytes(16) + struct.pack(">6l", 0, 0, 0, 40_000_000, 1, 2))
    os.truncate(zone, 100 << 30)
    (place.folder / "timestamp.txt").write_text(f"2026-11-20 10:00:00 {zone}", encoding="utf-8")


def time_stamp_bomb(place: Place) -> None:
    """# goal: resource
    # tries: the time stamp has 50 MB
    # control: nothing reads time stamps there
    # must: read no more of a file than it may have
    # status: needs you
    # reason: no more than 1000 B are opened. Take it away.
    """
    (place.folder / "timestamp.txt").write_bytes(b"2026-01-01 " * 5_000_000)
