"""Only regular files are opened, whatever stands at the path of a submission."""

from __future__ import annotations

import json
import os
import re
import struct
import time
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from autograder.intake.beside import FILE_BYTES, MOST_FILES, MOST_NAMES
from autograder.intake.folder import Unreadable
from autograder.intake.submission import endless, open_submission, students

# A zone of one kind of time, "X", at no distance from UTC, as zone files are written.
ZONE = b"TZif" + bytes(16) + struct.pack(">6l", 0, 0, 0, 0, 1, 2) + struct.pack(">lbb", 0, 0, 0) + b"X\0"


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


def long_time_stamp(folder: Path) -> None:
    (folder / "01_tiny.ipynb").write_bytes(b"{}")
    (folder / "timestamp.txt").write_bytes(b"2026 " * 1000)


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
        (long_time_stamp, "no more than 1000 B are opened. Take it away."),
        (lambda folder: folder.rename(folder.with_name("01-Tiny (1)")), 'place: there is "01-Tiny (1)"'),
        (lambda folder: folder.rename(folder.with_name("01_tiny.ipynb")), 'place: there is "01_tiny.ipynb"'),
        (lambda folder: None, "There is no notebook 01_tiny.ipynb"),
        (lambda folder: (folder / "all.pdf").touch(), 'nor any other notebook: there is "all.pdf".'),
        (
            lambda folder: (folder / "all.zip").touch(),
            '"all.zip" is damaged, or no zip: ask for the',
        ),
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


def test_who_handed_in(tiny, monkeypatch) -> None:
    """At the wrong place, or where nobody may look: each has a row, for nobody loses points in silence."""
    (tiny.course.released / "02_tiny").mkdir()
    for student, name in {
        "amy": "01_tiny",
        "bob": "01_tiny.ipynb",
        "cy": "01 Tiny",
        "di": "02_tiny",
        "eve": "01_tiny",
        "fay": "homework.ipynb",
    }.items():
        (tiny.course.submitted / student / name).mkdir(parents=True)
    look = os.lstat

    def locked(path, **options):
        if "eve" in str(path):
            raise PermissionError(13, "Permission denied")
        return look(path, **options)

    monkeypatch.setattr(os, "lstat", locked)
    assert students(tiny.course, tiny.assignment) == ["amy", "bob", "cy", "eve"]
    assert students(tiny.course, "02_tiny") == ["di", "eve"]
    assert endless(tiny.course, tiny.assignment) == [], "what is not there is no pipe"


def test_weird_names_beside_the_notebook(tiny) -> None:
    folder = os.fsencode(tiny.folder("ada"))
    for name in (b"\xff\xfe.txt", b"a\nb.txt", b"--config=x.py", b"x" * 255, b"\xff.ipynb"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("x")
    tiny.hand_in("ada")
    found = open_submission(tiny.course, "ada", tiny.assignment)
    assert list(found.mended) == ['Beside 01_tiny.ipynb, and so not graded: " .ipynb".']


def code(text: str) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": text}]}).encode()


def test_modules_beside_the_notebook_are_opened_and_nothing_else_is_taken_for_one(tiny) -> None:
    tiny.hand_in("ada", code("import linked, folder, long, mine"))
    folder = tiny.folder("ada")
    (folder / "secret.txt").write_text("x = 1", encoding="utf-8")
    (folder / "linked.py").symlink_to(folder / "secret.txt")
    (folder / "folder.py").mkdir()
    (folder / "long.py").write_text("#" * 98_305, encoding="utf-8")
    before = open_submission(tiny.course, "ada", tiny.assignment)
    assert before.beside == dict.fromkeys(["folder.py", "linked.py", "long.py"])
    (folder / "01_tiny.py").write_text("the pair of a notebook, as jupytext writes it", encoding="utf-8")
    (folder / "README.md").write_text("what no code names", encoding="utf-8")
    assert open_submission(tiny.course, "ada", tiny.assignment) == before
    (folder / "mine.py").write_text("x = 1", encoding="utf-8")
    found = open_submission(tiny.course, "ada", tiny.assignment)
    assert found.beside == {**before.beside, "mine.py": b"x = 1"}
    assert found.sha256 != before.sha256, "a class is graded again when a module changes"


def test_files_in_folders_are_opened_and_no_link_is_followed(tiny, tmp_path) -> None:
    tiny.hand_in("ada", code("import mine, linked, git, pycache; 'a.txt', '/1'"))
    folder, elsewhere = tiny.folder("ada"), tmp_path / "elsewhere"
    for path in (elsewhere / "secret.txt", folder / "mine" / "deep" / "rows.csv", folder / "mine" / "a.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1", encoding="utf-8")
    (folder / "linked").symlink_to(elsewhere)
    (folder / "mine" / "linked").symlink_to(elsewhere)
    (folder / "mine" / "secret.txt").symlink_to(elsewhere / "secret.txt")
    os.mkfifo(folder / "mine" / "pipe.txt")
    (folder / "mine" / "long.txt").write_text("x" * (FILE_BYTES + 1), encoding="utf-8")
    for hidden in (".git", "__pycache__", "1/2/3/4/5"):
        (folder / hidden).mkdir(parents=True)
        (folder / hidden / "a.txt").touch()
    for n in range(MOST_NAMES):
        (folder / ".git" / f"{n}.txt").touch()
    assert open_submission(tiny.course, "ada", tiny.assignment).beside == {
        "mine/a.py": b"x = 1",
        "mine/long.txt": None,
        "mine/pipe.txt": None,
        "mine/secret.txt": None,
        "mine/deep/rows.csv": b"x = 1",
    }


def test_no_more_files_are_opened_than_a_notebook_needs(tiny) -> None:
    """What no code names takes no room."""
    tiny.hand_in("ada", code("open('1.txt'); np.load(f'{n}.npy'); import mine0, mine1, mine2, mine3, mine4"))
    for n in range(MOST_FILES + 20):
        (tiny.folder("ada") / f"{n}.txt").touch()
        (tiny.folder("ada") / f"{n}.md").touch()
    for n in range(6):
        (tiny.folder("ada") / f"mine{n}.py").write_text("#", encoding="utf-8")
        (tiny.folder("ada") / f"{n}.npy").write_bytes(bytes(900_000))
        (tiny.folder("ada") / f"{n}.mp4").write_bytes(bytes(900_000))
    beside = open_submission(tiny.course, "ada", tiny.assignment).beside
    assert sum(data is not None for data in beside.values()) == MOST_FILES - 2
    assert [name for name in beside if name.endswith(".npy") and beside[name] is None] == ["4.npy", "5.npy"]
    assert beside["mine4.py"] == b"#" and "mine5.py" not in beside, "modules come first"


@pytest.mark.parametrize(
    ("source", "there"),
    [
        ("%run mine.ipynb", {"mine.ipynb", "by mine.txt"}),
        ("plt.savefig('plot.png')", set()),
        ("plt.savefig('plot.png'); plt.imread('plot.png')", {"plot.png"}),
        ("np.save('a.npy', np.load('b.npy'))", {"b.npy"}),
        ("open('größe')", {"größe"}),
        ("open(folder / 'my rows')", {"my rows"}),
        ("os.listdir('rows')", {"rows/1.tsv"}),
        ("np.load(f'rows/{n}')", {"rows/1.tsv"}),
        ("rows = 1", set()),
        ("glob('*.txt'); open('submission_secret.txt')", {"by mine.txt"}),
    ],
)
def test_what_code_names_is_taken_along(tiny, source: str, there: set[str]) -> None:
    tiny.hand_in("ada", code(source))
    for name in ("plot.png", "b.npy", "gro\u0308ße", "my rows", "by mine.txt", "submission_secret.txt"):
        (tiny.folder("ada") / name).touch()
    (tiny.folder("ada") / "rows").mkdir()
    (tiny.folder("ada") / "rows" / "1.tsv").touch()
    (tiny.folder("ada") / "mine.ipynb").write_bytes(code("open('by mine.txt')"))
    assert open_submission(tiny.course, "ada", tiny.assignment).beside.keys() == there


def test_names_that_look_alike_are_told_apart_in_no_time(tiny) -> None:
    """Each was looked for in all of the code, and in each place for as long as it fitted."""
    names = [f"{'a ' * 40}{n}" for n in range(1000)]
    tiny.hand_in("ada", code(f"{'a ' * 150_000}\n" + "".join(f"x{name}\n" for name in names)))
    for name in names:
        (tiny.folder("ada") / name).touch()
    start = time.process_time()
    assert not open_submission(tiny.course, "ada", tiny.assignment).beside
    assert time.process_time() - start < 5


def test_notebooks_that_are_not_graded_are_named(tiny) -> None:
    for name in ("", *(f"01_tiny ({n}).ipynb" for n in range(1, 6))):
        tiny.hand_in("ada", name=name)
    [says] = open_submission(tiny.course, "ada", tiny.assignment).mended
    assert says.endswith(': "01_tiny (1).ipynb", "01_tiny (2).ipynb", "01_tiny (3).ipynb" and 2 more.')


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-11-20 10:00:00.123456 UTC",
        "2026-11-20 11:00:00.123456 Europe/Paris",
        "2026-11-20 11:00:00.123456+01:00",
        "2026-11-20T10:00:00.123456",
    ],
)
def test_a_time_stamp_is_kept(tiny, stamp: str) -> None:
    tiny.hand_in("ada")
    (tiny.folder("ada") / "timestamp.txt").write_text(f"{stamp}\n", encoding="utf-8")
    found = open_submission(tiny.course, "ada", tiny.assignment)
    assert (found.timestamp, found.mended) == (stamp, ())
    (tiny.folder("ada") / "timestamp.txt").write_text(f"{stamp}\r\n", encoding="utf-8-sig")  # as Windows may
    assert open_submission(tiny.course, "ada", tiny.assignment).timestamp == stamp
    assert parse_utc(stamp) == datetime(2026, 11, 20, 10, 0, 0, 123456)


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-11-20 11:00:00 +01:00",
        "2026-11-20 11:00:00 +0100",  # as git writes it
        "2026-11-20T05:00:00-05",
        "2026-11-20 05:00:00EST",
        "2026-11-20T05:00:00 EST",
        "2026-11-20T11:00:00 Europe/Paris",
        "2026-11-20 10:00:00 Z",
        "2026-11-20T10:00Z",
    ],
)
def test_a_zone_is_read_as_it_is_meant(tiny, stamp: str) -> None:
    """nbgrader by itself read most of these as UTC, or +0100 as a hundred seconds: in time was late."""
    tiny.hand_in("ada")
    (tiny.folder("ada") / "timestamp.txt").write_text(stamp, encoding="utf-8")
    found = open_submission(tiny.course, "ada", tiny.assignment)
    assert found.mended == () and found.timestamp is not None
    assert parse_utc(found.timestamp) == datetime(2026, 11, 20, 10)


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-07-20 10:00:00 MESZ",  # which nobody here knows
        "2026-07-20 10:00:00MESZ",
        "2026-07-20 10:00:00 Europe/Atlantis",
        f"24:00{'9' * 900}",
        f"2026-11-20 10:00:00 {'A' * 900}",
        "9999-12-31 23:59:59 UTC",
        "0001-01-01 00:00:00 +14:00",
        "2026-02-30 10:00:00 UTC",
        "2026-11-20 10:00:00 +99:99",
        "10",
        "2026-11-20 10:00:00 {folder}/zone",
        "2026-11-20 10:00:00 ../../..{folder}/zone",
        "2026-11-20 10:00:00 :{folder}/zone",
    ],
)
def test_a_time_stamp_that_is_none_is_said_and_names_no_file(tiny, stamp: str) -> None:
    tiny.hand_in("ada")
    folder = tiny.folder("ada")
    (folder / "zone").write_bytes(ZONE)
    (folder / "timestamp.txt").write_text(stamp.format(folder=folder), encoding="utf-8")
    found = open_submission(tiny.course, "ada", tiny.assignment)
    assert found.timestamp is None
    assert [line for line in found.mended if "could not be read" in line]
