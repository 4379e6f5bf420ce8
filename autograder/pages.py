"""Pages that are one file: templates compiled once, everything escaped, written whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
PART = ".part"
"""How the names of files end that are being written; they begin with a dot."""
TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*\x07")
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def render(template: str, **values: Any) -> str:
    """The page that a template of `autograder/templates/` makes of `values`."""
    return _environment().get_template(template).render(csp=CONTENT_SECURITY_POLICY, **values)


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
        os.unlink(name)
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


def points(value: float) -> str:
    """Points as people write them.

    >>> points(3.0), points(1.5), points(2 / 3)
    ('3', '1.5', '0.67')
    """
    return f"{round(value, 2):g}"


def printable(text: str) -> str:
    """Text without colour codes, control characters and what turns the writing direction around.

    >>> printable("\\x1b[31mred\\x1b[0m \\u202eabc\\x00 ok\\r\\n")
    'red �abc� ok\\n'
    """
    return INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", TERMINAL.sub("", text).replace("\r\n", "\n"))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(points=points, printable=printable)
    return environment
