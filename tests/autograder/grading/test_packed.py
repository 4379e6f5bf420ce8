"""A notebook that was handed in within a zip."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import pytest

from autograder.course import Course
from autograder.grading.summary import Summary
from autograder.intake.beside import ALL_BYTES
from autograder.intake.folder import Unreadable
from autograder.intake.packed import Packed
from autograder.intake.submission import open_submission

from .conftest import RIGHT, Tiny

NOTEBOOK = "01_tiny.ipynb"


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = Course(tmp_path).submission("alice", "01_tiny")
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    "name", [NOTEBOOK, f"01_tiny/{NOTEBOOK}", "C:\\me\\01_tiny.ipynb", "../../zoe/01_tiny/01_tiny (1).ipynb"]
)
def test_it_is_taken_out_with_its_modules_and_nothing_is_unpacked(
    tmp_path: Path, folder: Path, name: str
) -> None:
    beside = name.replace("01_tiny (1)", "01_tiny").replace(NOTEBOOK, "mine.py")
    data = b'{"cells": [{"cell_type": "code", "source": "import mine"}]}'
    junk = {"__MACOSX/._01_tiny.ipynb": b"x", ".ipynb_checkpoints/01_tiny-checkpoint.ipynb": b"x", "a/": b""}
    (folder / "Hand in.ZIP").write_bytes(packed({name: data, beside: b"two = 2"} | junk))
    (folder / "timestamp.txt").write_text("2026-12-01 10:00:00 UTC", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    found = open_submission(Course(tmp_path), "alice", "01_tiny")
    assert (found.data, dict(found.beside)) == (data, {"mine.py": b"two = 2"})
    assert found.mended[0] == 'The notebook was handed in within "Hand in.ZIP", and taken out.'
    assert len(found.mended) == 1 + ("(1)" in name) and found.timestamp is not None
    assert sorted(tmp_path.rglob("*")) == before


def test_packages_and_data_are_those_below_its_folder(tmp_path: Path, folder: Path) -> None:
    code = {"cells": [{"cell_type": "code", "source": "import mine, __init__; open('rows.csv')"}]}
    inside = {
        f"hw/{NOTEBOOK}": json.dumps(code).encode(),
        "hw/mine/__init__.py": b"two = 2",
        "hw/rows.csv": b"1",
    }
    outside = {"rows.csv": b"2", "hw/../../escape.txt": b"", "/etc/rows.csv": b"", "hw/.git/a.csv": b""}
    (folder / "hw.zip").write_bytes(packed(inside | outside))
    beside = open_submission(Course(tmp_path), "alice", "01_tiny").beside
    assert beside == {"__init__.py": b"two = 2", "mine/__init__.py": b"two = 2", "rows.csv": b"1"}


def test_no_more_is_unpacked_than_all_files_together_may_have(tmp_path: Path, folder: Path) -> None:
    """Modules, too, count: after them a file had a limit below 0, and all of it was unpacked."""
    modules = {f"m{n}.py": b"#" * 98_000 for n in range(50)}
    code = {"cells": [{"cell_type": "code", "source": f"import {', '.join(m[:-3] for m in modules)}, a"}]}
    rest = {NOTEBOOK: json.dumps(code).encode(), "a/zeros.csv": bytes(50_000_000)}
    (folder / "hw.zip").write_bytes(packed(modules | rest))
    tracemalloc.start()
    try:
        beside = open_submission(Course(tmp_path), "alice", "01_tiny").beside
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(len(data or b"") for data in beside.values()) <= ALL_BYTES and peak < 40_000_000


def test_beside_a_notebook_a_zip_is_not_looked_into(tmp_path: Path, folder: Path) -> None:
    (folder / NOTEBOOK).write_bytes(b"{}")
    (folder / "old.zip").write_bytes(packed({NOTEBOOK: b"[]"}))
    found = open_submission(Course(tmp_path), "alice", "01_tiny")
    assert (found.data, found.mended) == (b"{}", ())


LOCKED = bytearray(packed({NOTEBOOK: b"{}"}))
LOCKED[LOCKED.index(b"PK\x01\x02") + 8] |= 1  # the flag of what is encrypted

FAR = io.BytesIO()  # its file begins where no memory is
with zipfile.ZipFile(FAR, "w") as archive:
    entry = zipfile.ZipInfo(NOTEBOOK)
    entry.extra = struct.pack("<HHQ", 1, 8, 1 << 63)
    archive.writestr(entry, b"{}")
FAR.getbuffer()[(at := FAR.getvalue().index(b"PK\x01\x02") + 42) : at + 4] = b"\xff" * 4

BROKEN = packed({NOTEBOOK: b"a cell"}, zipfile.ZIP_STORED).replace(b"a cell", b"A cell")


@pytest.mark.parametrize(
    ("zips", "says"),
    [
        ([packed({"a/1.ipynb": b"{}", "b/2.ipynb": b"{}"})], "but 2 others, .*which one counts"),
        ([packed({f"a/{NOTEBOOK}": b"{}", f"b/{NOTEBOOK}": b"{}"})], "but 2 others, .*which one counts"),
        ([packed({"notes.pdf": b"%PDF"})], 'nor any other notebook: there is "notes.pdf"'),
        ([packed({NOTEBOOK: b"{}"})] * 2, 'there is "0.zip", "1.zip"'),
        ([bytes(LOCKED)], '"01_tiny.ipynb" in "0.zip" is locked with a password: ask for it as it is'),
        ([packed({NOTEBOOK: b"{}"}, zipfile.ZIP_LZMA)], 'in "0.zip" is packed in an unusual way'),
        ([packed({NOTEBOOK: b"{}"})[:-30]], '"0.zip" is damaged, or no zip'),
        ([BROKEN], 'in "0.zip" is damaged'),
        ([FAR.getvalue()], 'in "0.zip" is damaged'),
        ([packed({f"{n}.txt": b"" for n in range(2001)})], '"0.zip" holds more than 2,000 files'),
        ([packed({"x.zip": packed({NOTEBOOK: b"{}"})})], 'nor any other notebook: there is "x.zip"'),
        ([packed({NOTEBOOK: b""})], r'"01_tiny.ipynb" is empty \(0 bytes\)'),
    ],
)
def test_what_cannot_be_taken_out_is_said(tmp_path: Path, folder: Path, zips: list[bytes], says: str) -> None:
    for number, data in enumerate(zips):
        (folder / f"{number}.zip").write_bytes(data)
    with pytest.raises(Unreadable, match=says):
        open_submission(Course(tmp_path), "alice", "01_tiny")


@hypothesis.given(changes=st.dictionaries(st.integers(0, 400), st.binary(min_size=1, max_size=4), max_size=5))
@hypothesis.settings(max_examples=500, derandomize=True, deadline=None)
def test_whatever_is_in_it_there_is_a_notebook_or_a_reason(changes: dict[int, bytes]) -> None:
    data = bytearray(packed({f"é/{NOTEBOOK}": b"{}" * 50, "mine.py": b"", "x.ipynb": b"[]"}))
    for at, new in changes.items():
        data[at : at + len(new)] = new
    try:
        files = Packed("it.zip", bytes(data))
        found = [files.read(name, 1000) for name in files.names()]
    except Unreadable as reason:
        assert "it.zip" in str(reason)
    else:
        assert all(len(content) <= 1000 for content in found)


def test_no_more_is_unpacked_than_would_be_opened(tmp_path: Path, folder: Path) -> None:
    (folder / "bomb.zip").write_bytes(packed({NOTEBOOK: bytes(200 << 20), "mine.py": bytes(200 << 20)}))
    tracemalloc.start()
    with pytest.raises(Unreadable, match="has 200 MB; no more than 1 MB are opened"):
        open_submission(Course(tmp_path), "alice", "01_tiny", max_bytes=1 << 20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 << 20


def test_it_is_graded(tiny: Tiny, grade_class: Callable[..., Summary]) -> None:
    notebook = json.dumps(tiny.notebook(**RIGHT)).encode()
    tiny.hand_in("ada", packed({f"work/{NOTEBOOK}": notebook}), name="ada.zip")
    [row] = grade_class().rows
    assert (row.status, row.earned, row.points) == ("mended", 5.0, 5.0)
    assert 'The notebook was handed in within "ada.zip", and taken out.' in str(tiny.comments("ada"))
    assert not grade_class().rows[0].changed
