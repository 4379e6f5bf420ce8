"""Workers keep to one core each, and not to the same one while there are others."""

import os
import subprocess
import sys

import pytest

from autograder.sandbox.place import go_anywhere, keep_to_one_core

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such call")

KEEP = "import os; os.sched_setaffinity(0, {{{core}}}); print('kept', flush=True); input()"
CHOOSE = """
import os
from autograder.sandbox.place import keep_to_one_core
cores = os.sched_getaffinity(0)
os.sched_setaffinity(0, {{{core}}})  # the kernel has it run there
os.sched_setaffinity(0, cores)
assert keep_to_one_core() == cores
print(*os.sched_getaffinity(0))
"""


def test_a_worker_keeps_to_a_core_that_no_worker_beside_it_keeps_to():
    cores = sorted(os.sched_getaffinity(0))
    for core in cores[:2]:
        with subprocess.Popen(
            [sys.executable, "-c", KEEP.format(core=core)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as beside:
            assert beside.stdout is not None and beside.stdout.readline() == b"kept\n"
            found = subprocess.run(
                [sys.executable, "-c", CHOOSE.format(core=core)], capture_output=True, text=True, check=True
            )
            beside.communicate(b"\n")
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
