"""Workers keep to one core each, and not to the same one while there are others."""

import os
import subprocess
import sys

import pytest

from autograder.sandbox.place import go_anywhere, keep_to_one_core

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such call")

KEEPS = "import os; os.sched_setaffinity(0, {{{core}}}); print('kept', flush=True); input()"
CHOOSES = """
import os
from autograder.sandbox.place import keep_to_one_core
cores = os.sched_getaffinity(0)
os.sched_setaffinity(0, {{{core}}})  # the kernel has it run there
os.sched_setaffinity(0, cores)
assert keep_to_one_core() == cores
print(*os.sched_getaffinity(0))
"""
PARENT = """
import subprocess, sys
_, keeps, chooses = sys.argv
with subprocess.Popen([sys.executable, "-c", keeps], stdin=-1, stdout=-1) as beside:
    assert beside.stdout.readline() == b"kept\\n"
    subprocess.run([sys.executable, "-c", chooses], check=True)
    beside.communicate(b"\\n")
"""


def test_a_worker_keeps_to_a_core_that_no_worker_beside_it_keeps_to():
    cores = sorted(os.sched_getaffinity(0))
    for core in cores[:2]:
        scripts = (each.format(core=core) for each in (KEEPS, CHOOSES))
        command = [sys.executable, "-c", PARENT, *scripts]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        (chosen,) = map(int, found.stdout.split())
        assert chosen in (set(cores) - {core} or {core})


def test_where_it_ran_before_it_may_run_again():
    cores = os.sched_getaffinity(0)
    before = keep_to_one_core()
    try:
        assert before == cores
        assert len(os.sched_getaffinity(0)) == 1
    finally:
        go_anywhere(before)
    assert os.sched_getaffinity(0) == cores
