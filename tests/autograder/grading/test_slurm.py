"""The script that docs/cluster.md gives for SLURM, as it stands; processes of this machine are its jobs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.sandbox.canaries import find_tier

ctrl_c = signal.getsignal(signal.SIGINT)
pytest.importorskip("dask_jobqueue", reason="the extra test is not installed")
signal.signal(signal.SIGINT, ctrl_c)  # one of its modules takes it for itself
pytestmark = pytest.mark.skipif(not find_tier().holds, reason="there is no sandbox on this machine")

UNIT = "01_flatten"
PAGE = Path(__file__).parents[3] / "docs" / "cluster.md"
SBATCH = """#!/bin/sh
cp "$1" job.sh
setsid sh job.sh > job.log 2>&1 &
echo "Submitted batch job $!"
"""
SCANCEL = """#!/bin/sh
kill -KILL -- "-$1"
"""


@pytest.fixture
def slurm(tmp_path: Path) -> Path:
    """A folder with the two programs of SLURM that dask-jobqueue calls."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("sbatch", SBATCH), ("scancel", SCANCEL)):
        (folder / name).write_text(text, encoding="ascii")
        (folder / name).chmod(0o755)
    return folder


def test_the_script_grades_with_jobs(own_course: Course, slurm: Path) -> None:
    for student, source in (("ada", own_course.source), ("bo", own_course.released)):
        folder = own_course.submission(student, UNIT)
        folder.mkdir(parents=True)
        notebook = nbformat.read(source / UNIT / f"{UNIT}.ipynb", as_version=4)
        nbformat.write(notebook, folder / f"{UNIT}.ipynb")
    (script,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    script = script.replace("=16", "=1").replace("jobs=4", "jobs=1")  # this machine has two cores, perhaps
    (own_course.root / "grade_on_slurm.py").write_text(script, encoding="utf-8")
    path = os.pathsep.join([str(slurm), str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "grade_on_slurm.py"],
        cwd=own_course.root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    job = (own_course.root / "job.sh").read_text(encoding="utf-8")
    assert "#SBATCH -p teaching" in job and "--nthreads 1 " in job
    records = [own_course.record(student, UNIT) for student in ("ada", "bo")]
    assert [json.loads(path.read_text(encoding="utf-8"))["earned"] for path in records] == [26, 0]
