"""Control groups in a tree that looks like the kernel's: few machines let whoever runs tests make some."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import cgroup
from autograder.sandbox.limits import MB, Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A tree in which the group of this process may not be changed, but the one above it may."""
    groups = Path("/proc/self/cgroup").read_text("utf-8").splitlines()
    own = next((line[3:] for line in groups if line[:3] == "0::"), "/")
    above = tmp_path / "user"
    (above / own.lstrip("/")).mkdir(parents=True)
    (tmp_path / "cgroup.controllers").write_text("cpu memory pids", encoding="utf-8")
    (above / "cgroup.subtree_control").write_text("cpu memory pids\n", encoding="utf-8")
    monkeypatch.setattr(cgroup, "_ROOT", above)
    (above / "cgroup.controllers").write_text("cpu memory pids", encoding="utf-8")
    monkeypatch.setattr(
        Path, "rmdir", lambda path: shutil.rmtree(path)
    )  # the kernel's files are no hindrance
    cgroup.parent.cache_clear()
    yield above
    cgroup.parent.cache_clear()


def test_a_box_is_limited_a_little_above_what_the_watchdog_allows(tree: Path) -> None:
    assert cgroup.parent() == tree
    group = cgroup.Group(tree)
    group.limit(Limits(memory=400 * MB, processes=32))
    made = next(tree.glob("refold-*"))
    assert (made / "memory.max").read_text("utf-8") == str(500 * MB)
    assert (made / "pids.max").read_text("utf-8") == "64"
    with subprocess.Popen(["sleep", "60"]) as process:
        group.take(lambda: [process.pid])
        process.kill()
    assert (made / "cgroup.procs").read_text("utf-8") == str(process.pid)
    group.remove()
    assert not made.exists()


def test_the_kernel_says_whether_it_has_ended_one(tree: Path) -> None:
    group = cgroup.Group(tree)
    group.limit(Limits())
    assert not group.ran_out()
    events = next(tree.glob("refold-*")) / "memory.events"
    events.write_text("max 12\noom 1\noom_kill 0\n", encoding="utf-8")
    assert not group.ran_out()
    events.write_text("max 12\noom 1\noom_kill 1\noom_group_kill 1\n", encoding="utf-8")
    assert group.ran_out()


def test_what_a_killed_grader_left_is_removed_and_nothing_else(tree: Path) -> None:
    names = [f"refold-{os.getpid()}-0", "refold-4194399-3", "another"]
    for name in names:
        (tree / name).mkdir()
    cgroup.parent()
    assert sorted(path.name for path in tree.iterdir() if path.name in names) == sorted([names[0], names[2]])


def test_where_none_can_be_had_there_is_none(tree: Path) -> None:
    (tree / "cgroup.subtree_control").write_text("cpu\n", encoding="utf-8")
    assert cgroup.parent() is None
