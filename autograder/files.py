"""Text files, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

PART = ".part"
"""How the names of files end that are being written; they begin with a dot."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """The name of a new file to write, which then takes the place of `path`; after an error it is taken away.

    A reader sees the old file or the new one, never a part.
    """
    new = partial(tempfile.mkstemp, dir=path.parent, prefix=f".{path.name[:40]}-", suffix=PART)
    try:
        handle, name = new()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = new()
    os.close(handle)
    try:
        yield Path(name)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)  # it may have taken its place already
        if isinstance(error, OSError) and error.errno and name in (error.filename or name, error.filename2):
            error.filename, error.filename2 = str(path), None
        raise


def write(path: Path, text: str) -> Path:
    """Write a text file, whole or not at all."""
    with replacing(path) as new, open(new, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


def renew(path: Path, text: str) -> Path:
    """Write a text file unless it is there already: what did not change keeps its time."""
    same = path.is_file() and path.read_bytes() == text.encode()
    return path if same else write(path, text)
