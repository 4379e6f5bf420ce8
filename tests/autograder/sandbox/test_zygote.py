"""Boxes forked from a warm process: as closed as any other, and strangers to each other."""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder.box import BoxStopped
from autograder.grading.workers import local_workers
from autograder.sandbox import canaries, open_box, zygote
from autograder.sandbox.launch import Plan
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import TIERS, ProcessBox

from .conftest import TIGHT, need

MARKS = "/tmp/mark /dev/shm/mark ~/mark mark /refold-box/mark /refold-box/new/mark /refold-box/library/mark"
LEAVES = f"""
import os, numpy, refold
numpy.mark = refold.mark = numpy.random.default_rng
for place in {MARKS.split()!r}:
    try: open(os.path.expanduser(place), "w").write("mark")
    except OSError: pass
"""
LOOKS = f"""
import os, numpy, refold
print([place for place in {MARKS.split()!r} if os.path.exists(os.path.expanduser(place))])
print(hasattr(numpy, "mark"), hasattr(refold, "mark"), sorted(os.listdir("/dev/shm")), os.listdir("."))
"""


@pytest.fixture(autouse=True)
def warm() -> Iterator[None]:
    need("zygote")
    yield
    zygote.close()


def warm_process() -> int:
    return zygote._held.zygote._started.process.pid


def forked() -> ProcessBox:
    return open_box(TIGHT, tier="zygote")


def test_one_warm_process_serves_them_all_and_they_leave_each_other_nothing() -> None:
    with forked() as box:
        box.run_cell(LEAVES)
        first = warm_process()
        drawn = box.run_cell("import numpy\nprint(numpy.random.random())").stdout
    with forked() as box:
        assert box.run_cell(LOOKS).stdout == "[]\nFalse False [] []\n"
        assert box.run_cell("import numpy\nprint(numpy.random.random())").stdout != drawn
        assert warm_process() == first


def test_the_next_box_is_forked_while_one_is_at_work_and_sees_nothing_of_it() -> None:
    with forked() as first, forked() as second:
        first.run_cell(LEAVES)
        assert second.run_cell(LOOKS).stdout == "[]\nFalse False [] []\n"
        numbers = "import os\nprint(sorted(filter(str.isdigit, os.listdir('/proc'))))"
        assert second.run_cell(numbers).stdout == "['1', '2']\n"
        first.run_cell("x = 1")


def test_a_box_that_was_forked_ahead_and_has_ended_is_not_used() -> None:
    with forked():
        pass
    _, life = zygote._held.forks._ahead[0]
    _, [credentials], _, _ = life.recvmsg(1, socket.CMSG_SPACE(12), socket.MSG_PEEK)
    ahead = os.pidfd_open(struct.unpack("3i", credentials[2])[0])
    signal.pidfd_send_signal(ahead, signal.SIGKILL)
    select.select([ahead], [], [])
    os.close(ahead)
    with forked() as box:
        assert box.run_cell("1 + 1").stdout.strip() == "2"


@pytest.mark.parametrize(
    "blow",
    [
        "os.killpg(0, 9)",
        "os.kill(0, 9)",
        "os.kill(-1, 9)",
        "os.killpg(os.getpgid(1), 9)",
        "[os.kill(n, 9) for n in range(3, 99)]",
    ],
)
def test_no_signal_reaches_the_warm_process(blow: str) -> None:
    with forked() as box:
        first = warm_process()
        try:
            box.run_cell(f"import os\n{blow}")
        except BoxStopped as stopped:
            assert stopped.reason.startswith("the process ended")
    with forked() as box:
        assert box.run_cell("1 + 1").stdout.strip() == "2"
        assert warm_process() == first


def test_the_first_process_of_a_box_has_no_powers_and_no_descriptors_either() -> None:
    status = "lines = open('/proc/1/status').read()\n"
    with forked() as box:
        box.run_cell(f"{status}import os\nopened = sorted(map(int, os.listdir('/proc/1/fd')))")
        lines = dict(line.split(":\t", 1) for line in box.answer("lines").splitlines())
        assert {lines[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
        assert (lines["Seccomp"], lines["NoNewPrivs"]) == ("2", "1")
        assert box.run_cell("print(opened)").stdout == "[0, 1, 2]\n"
        own = (
            "from os import *\nprint([readlink(f'/proc/self/fd/{n}') for n in listdir('/proc/self/fd')[:-1]])"
        )
        assert box.run_cell(own).stdout.count("socket") == 1


def test_a_warm_process_that_ended_is_replaced() -> None:
    with forked():
        first = warm_process()
    zygote._held.zygote._started.kill()
    zygote._held.zygote._started.process.wait()
    with forked() as box:
        assert box.run_cell("1 + 1").stdout.strip() == "2"
        assert warm_process() != first


def test_another_plan_gets_another_warm_process() -> None:
    with open_box(TIGHT, ["layers/flatten.py"], tier="zygote") as box:
        error = box.run_cell("from refold import Flatten\nFlatten()").error
        assert error is not None and error.kind == "RuntimeError"
    with forked() as box:
        assert box.run_cell("from refold import Flatten\nFlatten()").error is None


def test_what_starts_a_thread_cannot_be_imported_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    starts = "import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
    monkeypatch.setattr(zygote, "library", lambda withheld: {"starts.py": starts})
    with pytest.raises(OSError, match="started a thread"):
        zygote.Zygote(Plan(Limits(), imports=("starts",))).wait()


def test_where_no_warm_process_can_be_had_the_plain_boxes_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(plan: Plan) -> None:
        raise OSError("no warm process")

    monkeypatch.setitem(TIERS, "zygote", fails)
    canaries.find_tier.cache_clear()
    assert canaries.find_tier() == canaries.Tier("bubblewrap", True)
    canaries.find_tier.cache_clear()


def test_its_end_is_told_with_its_status() -> None:
    with forked() as box, pytest.raises(BoxStopped, match="exit status 3"):
        box.run_cell("import os\nos._exit(3)")
    with forked() as box, pytest.raises(BoxStopped, match=f"exit status {128 + signal.SIGKILL}"):
        box.run_cell("import os\nos.kill(os.getpid(), 9)")


def in_a_worker(code: str) -> str:
    """An expression, for a worker that knows no test, which gives the `found` of these lines."""
    return f"(names := {{}}, exec({code!r}, names), names['found'])[-1]"


BOX_OF_A_WORKER = in_a_worker("""
import os
from autograder.sandbox import zygote
from autograder.sandbox.process import ProcessBox
with ProcessBox("zygote", zygote._held.forks.plan) as box:
    before = box.run_cell("import numpy\\nprint(hasattr(numpy, 'mark'))").stdout
    box.run_cell("numpy.mark = 1")
    status = open(f"/proc/{box._started.process.pid}/status").read()
found = os.getpid(), status.split("PPid:")[1].split()[0], before, hasattr(zygote._held, "zygote")
""")


def test_workers_have_their_boxes_of_one_that_they_are_lent() -> None:
    plan = open_box(tier="zygote").plan
    with zygote.lent(plan, 2) as begin, local_workers(2, begin)() as executor:
        found = list(executor.map(eval, [BOX_OF_A_WORKER] * 8))
    workers, warm, before, own = map(set, zip(*found, strict=True))
    assert len(workers) == 2 and len(warm) == 1, "one warm process forked the boxes of both"
    assert before == {"False\n"} and own == {False}


def test_a_worker_whose_lent_one_has_ended_starts_its_own() -> None:
    with zygote.lent(open_box(tier="zygote").plan, 2) as begin:
        executor = local_workers(1, begin)()
        worker, lent, *_ = executor.submit(eval, BOX_OF_A_WORKER).result()
    with executor:
        again, own, before, _ = executor.submit(eval, BOX_OF_A_WORKER).result()
    assert again == worker and own != lent and before == "False\n"


def test_the_box_of_a_worker_that_is_killed_ends_and_no_other_does(tmp_path: Path) -> None:
    killed = in_a_worker(f"""
import os, pathlib, threading
from autograder.sandbox import open_box
with open_box(tier="zygote") as box:
    pathlib.Path({str(tmp_path / "pid")!r}).write_text(str(box._started.process.pid))
    threading.Timer(0.5, os.kill, [os.getpid(), 9]).start()
    box.run_cell("import signal\\nfor n in range(1, 32):\\n  try: signal.signal(n, signal.SIG_IGN)\\n"
                 "  except (OSError, ValueError): pass\\nwhile True: pass")
""")
    with zygote.lent(open_box(tier="zygote").plan, 2) as begin, local_workers(1, begin)() as other:
        warm = other.submit(eval, BOX_OF_A_WORKER).result()[1]
        with local_workers(1, begin)() as executor, pytest.raises(BrokenProcessPool):
            executor.submit(eval, killed).result()
        first = Path(f"/proc/{(tmp_path / 'pid').read_text()}")
        deadline = time.monotonic() + 10
        while first.exists():
            assert time.monotonic() < deadline, "the box goes on"
            time.sleep(0.01)
        assert other.submit(eval, BOX_OF_A_WORKER).result()[1] == warm


def test_boxes_that_have_all_the_processes_they_may_leave_others_theirs() -> None:
    limits = Limits(processes=8)
    starts = "import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        time.sleep(60)"
    with zygote.lent(open_box(limits, tier="zygote").plan, 3) as begin:
        begin()
        with ExitStack() as stack:
            boxes = [stack.enter_context(open_box(limits, tier="zygote")) for _ in range(3)]
            assert [box.run_cell(starts).error for box in boxes] == [None] * 3
