"""All that a grading run has written, in a form that two runs can be compared by."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

TIME = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\+00:00)?")
ID = re.compile(r"^[0-9a-f]{32}$")


def tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the gradebook, its rows sorted; for an id, which is drawn, what it stands for."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}
        found.pop("sqlite_stat1", None)
    known: dict[str, str] = {}
    for _ in range(4):  # what an id stands for may itself hold ids
        named = {
            name: [tuple(_named(value, known) for value in row) for row in rows]
            for name, rows in found.items()
        }
        for name, rows in named.items():
            for row, meant in zip(found[name], rows, strict=True):
                own = [value for value in row if isinstance(value, str) and ID.match(value)]
                if own and row[0] == own[0]:
                    known[own[0]] = f"{name}{tuple('' if value == row[0] else value for value in meant)}"
    return {name: sorted(rows, key=repr) for name, rows in named.items()}


def _named(value: Any, known: dict[str, str]) -> Any:
    return known.get(value, "id") if isinstance(value, str) and ID.match(value) else value


def files(folder: Path) -> dict[str, str]:
    """Every file below the folder as text, times of day aside, but for the gradebook and the lock."""
    return {
        path.relative_to(folder).as_posix(): TIME.sub("TIME", path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("gradebook.db", "grade.lock")
    }


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Name -> what was found and what was wanted, where they are not the same."""
    return {
        name: (found.get(name), wanted.get(name))
        for name in found.keys() | wanted
        if found.get(name) != wanted.get(name)
    }
