"""A box is stopped for the time that it takes itself, not for what else a machine is busy with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from autograder.box import BoxStopped
from autograder.sandbox import open_box, patience
from autograder.sandbox.limits import Limits
from autograder.sandbox.patience import Had, Patience

from .conftest import need

LIMITS = Limits(call=1.0)
COMPUTES = "import time\nstart = time.process_time()\nwhile time.process_time() < start + 0.4: pass"
FIGHTS_ITSELF = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how long a process has waited")


@pytest.fixture
def busy() -> Iterator[None]:
    """A processor on which five others compute, and this process, with what it starts."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    forever = [sys.executable, "-c", "while True: pass"]
    # Each in a session of its own: a kernel may share a processor out among sessions.
    others = [subprocess.Popen(forever, start_new_session=True) for _ in range(5)]
    while any(patience.had(each.pid).used < 0.1 for each in others):
        time.sleep(0.01)  # they are only starting
    yield
    for each in others:
        each.kill()
        each.wait()
    os.sched_setaffinity(0, before)


@pytest.mark.parametrize("tier", ["zygote", "bubblewrap", "unisolated"])
def test_on_a_busy_machine_an_answer_has_its_time(tier: str, busy: None) -> None:
    with open_box(LIMITS, tier=need(tier)) as box:
        began = time.monotonic()
        assert box.run_cell(COMPUTES).error is None
        assert time.monotonic() - began > LIMITS.call, "the processor was not busy: nothing was tried"
        assert box.spent < LIMITS.call + 0.1


@pytest.mark.parametrize("source", ["import time\ntime.sleep(60)", FIGHTS_ITSELF])
def test_what_waits_for_nobody_is_not_excused(source: str, busy: None) -> None:
    with open_box(LIMITS, tier=need("zygote")) as box:
        with pytest.raises(BoxStopped, match="time limit: one cell or call took longer than 1 s"):
            box.run_cell(source)
        assert box.spent < LIMITS.call * (1 + patience.MOST) + 1


def test_it_is_told_what_a_process_has_had() -> None:
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        before = patience.had(process.pid)
        while (now := patience.had(process.pid)).used < before.used + 0.1:
            time.sleep(0.01)
        assert now.when - before.when > 0.05 and now.waited >= before.waited
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.05)
        stopped = patience.had(process.pid)
        time.sleep(0.2)
        assert patience.had(process.pid).waited == stopped.waited
    finally:
        process.kill()
        process.wait()
    assert patience.had(process.pid).used == 0.0, "it has ended"


@pytest.mark.parametrize(
    ("waited", "used", "excused"),
    [
        (0.0, 0.0, 0.0),  # it slept
        (0.0, 1.0, 0.0),  # it computed
        (0.8, 0.2, 4.0),  # four of five seconds it was not let: five seconds of its own take 25
        (0.8, 2.0, 0.0),  # others of its own computed meanwhile
        (1.0, 0.0, 30.0),  # it was never let: that, too, ends
    ],
)
def test_how_long_it_waits(
    waited: float, used: float, excused: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each second that passes, so much was waited for a processor, and so much computed."""
    now = 0.0
    monkeypatch.setattr(patience.time, "monotonic", lambda: now)
    monkeypatch.setattr(patience, "had", lambda pid: Had(now, waited * now, used * now))
    given = Patience(10.0, pid=1)
    with pytest.raises(TimeoutError):
        while True:
            left = given.left()
            assert 0 < left <= 10.0 * (1 + patience.MOST)
            now += left
            assert now < 10.0 * (1 + patience.MOST) + 0.1
    assert given.excused == pytest.approx(min(excused * 5, 30.0), abs=0.5)
    assert now == pytest.approx(10.0 + given.excused)
