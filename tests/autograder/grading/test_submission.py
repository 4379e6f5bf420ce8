"""Only regular files are opened, whatever stands at the path of a submission."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from autograder.intake.submission import Unreadable, open_submission


def link_file(folder: Path) -> None:
    folder.joinpath("01_tiny.ipynb").symlink_to(folder.parents[1] / "zoe" / "01_tiny" / "01_tiny.ipynb")


def link_folder(folder: Path) -> None:
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "zoe" / "01_tiny")


def link_student(folder: Path) -> None:
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to(folder.parents[1] / "zoe")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "01_tiny.ipynb")


def subfolder(folder: Path) -> None:
    (folder / "01_tiny.ipynb").mkdir()


def two_of_them(folder: Path) -> None:
    for name in ("a.ipynb", "b\n<b>.ipynb"):
        (folder / name).write_bytes(b"{}")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (link_file, "links are not followed"),
        (link_folder, "links are not followed"),
        (link_student, "links are not followed"),
        (pipe, "is no regular file"),
        (subfolder, "is no regular file"),
        (two_of_them, "which one counts?"),
        (lambda folder: None, "There is no notebook 01_tiny.ipynb"),
    ],
)
@pytest.mark.parametrize("handles", [True, False])
def test_only_regular_files_are_opened(tiny, monkeypatch, make, says: str, handles: bool) -> None:
    if not handles:  # as on Windows
        monkeypatch.setattr(os, "supports_dir_fd", set())
        monkeypatch.delattr(os, "O_NOFOLLOW")
    tiny.hand_in("zoe")
    make(tiny.folder("ada"))
    with pytest.raises(Unreadable, match=re.escape(says)):
        open_submission(tiny.course, "ada", tiny.assignment)


def test_weird_names_beside_the_notebook(tiny) -> None:
    folder = os.fsencode(tiny.folder("ada"))
    for name in (b"\xff\xfe.txt", b"a\nb.txt", b"--config=x.py", b"x" * 255, b"\xff.ipynb"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("x")
    tiny.hand_in("ada")
    found = open_submission(tiny.course, "ada", tiny.assignment)
    assert list(found.mended) == ["1 other notebook(s) in the folder were not graded."]
