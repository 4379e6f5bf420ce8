"""Kills real runs of `refold grade`, and looks at what they leave; see `test_kill_for_real.py`.

    unshare --pid --fork --mount-proc --ipc python -m tests.autograder.grading.killing COURSE KILLS SEED

It must be process 1 of its own namespaces: then every other process there belongs to the run, and so do all
shared memory, semaphores and message queues. COURSE has submissions and a key; it is copied for each run.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .ledger import differences, files, tables

GRADE = [sys.executable, "-m", "autograder.cli", "grade", "01_flatten", "--workers", "2"]
PATIENCE = 60.0
"""Seconds in which what a killed run has started must end by itself."""


def main(course: Path, kills: int, seed: int) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/dev/shm"], check=True)
    for _ in range(8):  # as on any machine, the lowest numbers are taken: root's bwrap looks at process 3
        subprocess.Popen(["sleep", "infinity"])
    fresh = course / "fresh"
    shutil.copytree(course / "build", fresh)
    before, began = traces(), time.monotonic()
    assert start(course).wait() == 0
    took, wanted = time.monotonic() - began, result(course)
    nothing_is_left(before)
    rng = random.Random(seed)
    for number in range(kills):
        shutil.rmtree(course / "build")
        shutil.copytree(fresh, course / "build")
        run, delay, whom = start(course), rng.uniform(0.02, 1.0) * took, ["worker", "run", "run"][number % 3]
        print(f"kill {number}: the {whom} after {delay:.2f} of {took:.2f} s", flush=True)
        time.sleep(delay)
        if whom == "run":
            run.kill()
        elif workers := [pid for pid in processes() if "multiprocessing.forkserver" in command(pid)]:
            # or the process that they are forked from
            os.kill(rng.choice(workers), signal.SIGKILL)
        run.wait()
        nothing_is_left(before)
        assert start(course).wait() == 0
        found = differences(result(course), wanted)
        assert not found, {name: str(both)[:2000] for name, both in found.items()}
        nothing_is_left(before)
    print("all gradebooks are equal")


def start(course: Path) -> subprocess.Popen[bytes]:
    log = open(course / "log.txt", "ab")  # noqa: SIM115
    return subprocess.Popen(GRADE, cwd=course, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def result(course: Path) -> dict[str, Any]:
    return tables(course / "build" / "gradebook.db") | files(course / "build")


def traces() -> set[str]:
    """What a run could leave outside of the course: processes, mounts, temporary files, IPC objects."""
    found = {f"process {pid} {command(pid)}" for pid in processes()}
    found |= {f"mount {line}" for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()}
    for place in ("/dev/shm", os.environ["TMPDIR"]):
        for folder, inner, names in os.walk(place):  # it bears with folders that are just being removed
            found |= {f"file {os.path.join(folder, name)}" for name in [*inner, *names]}
    for kind in ("shm", "sem", "msg"):
        found |= {
            f"{kind} {line}" for line in Path("/proc/sysvipc", kind).read_text("utf-8").splitlines()[1:]
        }
    return found


def processes() -> list[int]:
    """All but this one and those that have ended, which process 1 has to bury."""
    others = [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    return [pid for pid in others if state(pid) not in "ZX"]


def state(pid: int) -> str:
    """Z: it has ended."""
    try:
        return Path("/proc", str(pid), "stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
    except OSError:
        return "X"


def command(pid: int) -> str:
    try:
        return Path("/proc", str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def nothing_is_left(before: set[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while left := traces() - before:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:  # in the course its name would be too long for a socket
        os.environ["TMPDIR"] = folder
        main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
