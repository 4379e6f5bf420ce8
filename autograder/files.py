"""Text files, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

PART = ".part"
"""How the names of files end that are being written; they begin with a dot."""


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file to write, which then takes the place of `path`; after an error it is taken away.

    A reader sees the old file or the new one, never a part.
    """
    new = path.with_name(f".{path.name[:40]}-{secrets.token_hex(4)}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(new, "xb") as file:
            yield file
        os.chmod(new, 0o644)
        os.replace(new, path)
    except BaseException as error:
        new.unlink(missing_ok=True)  # it may have taken its place already
        name = str(new)
        if isinstance(error, OSError) and error.errno and name in (error.filename or name, error.filename2):
            error.filename, error.filename2 = str(path), None
        raise


def write(path: Path, text: str) -> Path:
    """Write a text file, whole or not at all."""
    content = text.encode()
    with replacing(path) as file:
        file.write(content)
    return path


def renew(path: Path, text: str) -> Path:
    """Write a text file unless it is there already: what did not change keeps its time."""
    same = path.is_file() and path.read_bytes() == text.encode()
    return path if same else write(path, text)
