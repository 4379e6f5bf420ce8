"""The course's key: hidden inputs are drawn from it, so that they can be drawn again but not guessed."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets

import numpy as np

from autograder.course import Course
from autograder.errors import CourseError
from autograder.files import PART


def course_key(course: Course) -> bytes:
    """The course's 32 secret bytes, made at the first call and readable by their owner only.

    Raises:
        CourseError: the file is there and is no key.
    """
    path = course.key
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}-{os.getpid()}{PART}")
    if not path.exists():
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        os.replace(part, path)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise CourseError(
            f"{path} must hold 64 hexadecimal digits. Put back the course's key from its backup, or move the "
            "file away: a new key draws new hidden inputs, and the class is then graded anew."
        )
    return bytes.fromhex(text)


def key_id(key: bytes) -> str:
    """A short name of the key, for provenance; it tells nothing about the key.

    >>> key_id(bytes(32))
    '9bf8d7c05d37'
    """
    return hmac.new(key, b"key id", hashlib.sha256).hexdigest()[:12]


def rng(key: bytes, student: str, exercise: str) -> np.random.Generator:
    """The generator of one student's hidden inputs for one exercise: HMAC-SHA256(key, student, exercise).

    >>> [rng(bytes(32), "ada", "flat_index").integers(1000).item() for _ in range(2)]
    [452, 452]
    """
    message = f"{len(student)}:{student}/{exercise}".encode("utf-8", "surrogateescape")
    return np.random.default_rng(int.from_bytes(hmac.new(key, message, hashlib.sha256).digest(), "big"))
