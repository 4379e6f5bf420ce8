"""Archives of learning platforms, as docs/instructors.md has them collected: to each what is theirs."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
EXPRESSIONS = re.findall(r'(r"\.\*.*\(\?P<student_id>.*")', DOCS)
NAMES = {
    "Blackboard": "01_flatten_{}_attempt_{}-11-20-10-05-41_{}",
    "Canvas": "{}_12_{}_{}",
    "Moodle": "{}_{}_assignsubmission_file_/{}",
}


def packed(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def collect(course: Path, expression: str) -> None:
    """Run `nbgrader zip_collect` with the page's settings."""
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    config += f"\nc.FileNameCollectorPlugin.named_regexp = {expression}\n"
    if "timestamp" in expression:
        [plugin] = re.findall(r"(?ms)^       from nbgrader.plugins.*?return found$", DOCS)
        (course / "blackboard.py").write_text(textwrap.dedent(plugin), encoding="utf-8")
        config += 'c.ZipCollectApp.collector_plugin = "blackboard.Blackboard"\n'
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "nbgrader", "zip_collect", "01_flatten"]
    ran = subprocess.run(command, cwd=course, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("platform", NAMES)
def test_nobody_hands_in_for_another_or_stops_the_class(tmp_path, platform) -> None:
    """Archives of a student's own are kept as they are: with others' names in them, or damaged."""

    def named(student: str, file: str, year: int = 2026) -> str:
        return NAMES[platform].format(student, year + len(file) * (platform == "Canvas"), file)

    other = named("ada", "01_flatten.ipynb", 2027)
    mallory = {
        "x.zip": packed({other: b"evil", "01_flatten.ipynb": b"evil"}),
        "_.zip": packed({other: b"evil", f"ada/{other}": b"evil"}),
        "damaged.zip": b"PK",
        other.replace("/", ""): b"evil",
        "01_flatten.ipynb": b"first",
        "01_flatten (1).ipynb": b"second",
        "mine.py": b"module",
        "timestamp.txt": b"1999-01-01",
    }
    files = {named("mallory", name): content for name, content in mallory.items()}
    files |= {named(student, "01_flatten.ipynb"): student.encode() for student in ("ada", "zoe")}
    folder = tmp_path / "downloaded" / "01_flatten" / "archive"
    folder.mkdir(parents=True)
    (folder / "all (1).zip").write_bytes(packed(files))
    collect(tmp_path, dict(zip(NAMES, EXPRESSIONS, strict=True))[platform])
    found = {
        path.relative_to(tmp_path / "submitted").as_posix(): path.read_bytes()
        for path in (tmp_path / "submitted").rglob("*")
        if path.is_file()
    }
    times = {name: found.pop(name) for name in sorted(found) if name.endswith("timestamp.txt")}
    assert set(times.values()) == ({b"2026-11-20 10:05:41"} if platform == "Blackboard" else set())
    assert {name: found.pop(f"{name}/01_flatten/01_flatten.ipynb") for name in ("ada", "mallory", "zoe")} == {
        "ada": b"ada",
        "mallory": b"first",
        "zoe": b"zoe",
    }
    assert found == {
        f"mallory/01_flatten/{name}": content
        for name, content in mallory.items()
        if name not in ("01_flatten.ipynb", "timestamp.txt")
    }
