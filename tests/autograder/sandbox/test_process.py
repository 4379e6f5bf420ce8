"""A box ends for its reason, and leaves nothing behind."""

import select
from pathlib import Path

import numpy as np
import pytest

from autograder.box import BoxStopped, CellResult
from autograder.sandbox import Limits, open_box
from autograder.sandbox.inside import wire
from autograder.sandbox.limits import MB
from autograder.sandbox.process import ProcessBox, cell_result
from autograder.sandbox.watchdog import tree

from .conftest import need

SPINS = "while True: pass"
HOARDS = "hoard = []\nwhile True: hoard.append(bytearray(b'x') * (16 << 20))"
HOARDS_SHARED = """
import mmap, os, time
for _ in range(4):
    if os.fork() == 0:
        shared = mmap.mmap(-1, 200 << 20)
        shared.write(b"x" * (200 << 20))
        time.sleep(25)
time.sleep(25)
"""
HIDES = """
import ctypes, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
for _ in range(40):  # shared memory stays when all of it but one page is not mapped any more
    at = libc.mmap(None, ctypes.c_size_t(32 << 20), 3, 0x21, -1, 0)
    ctypes.memset(at, 1, 32 << 20)
    libc.munmap(ctypes.c_void_p(at + 4096), ctypes.c_size_t((32 << 20) - 4096))
time.sleep(25)
"""
MAPS_FAR_AND_WIDE = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
for _ in range(6):
    if os.fork() == 0:
        for n in range(60_000):  # next to no memory, but the tables in which the kernel finds it
            place = ctypes.c_void_p((n + 1) << 30)
            if libc.mmap(place, ctypes.c_size_t(4096), 1, 0x100022, -1, ctypes.c_long(0)) == place.value:
                ctypes.string_at(place, 1)
        time.sleep(25)
time.sleep(25)
"""
HOARDS_FILES = "f = open('/tmp/x', 'wb')\nwhile True: f.write(b'x' * 100_000)"
FORKS = "import os, time\nfor _ in range(9):\n    try: os.fork()\n    except OSError: break\ntime.sleep(25)"
MAKES_FILES = "for i in range(100_000): open(f'/tmp/{i}', 'w').close()"
FORGES = (
    "import os\nfor fd in range(3, 64):\n    try: os.write(fd, b'forged reply' * 9)\n    except OSError: pass"
)
REPLIES = "import json\njson.dumps = lambda *args, **kwargs: '{}'"
OVERFLOWS = "import sys\nsys.setrecursionlimit(10**9)\nimport ctypes; ctypes.string_at(0)"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (SPINS, "time limit: one cell or call took longer than 2 s"),
        ("import signal; signal.pause()", "time limit"),
        (HOARDS, "memory limit: the program used more than 400 MB"),
        ("import os; os._exit(0)", "the process ended: exit status 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "the process ended"),
        (OVERFLOWS, "the process ended"),
        ("import os; os.closerange(3, 256)", "the process ended"),
        (FORGES, "protocol: "),
        (REPLIES, "protocol: "),
    ],
)
def test_it_stops_for_its_reason(tight: ProcessBox, source: str, reason: str) -> None:
    with pytest.raises(BoxStopped) as stopped:
        tight.run_cell(source)
    assert stopped.value.reason.startswith(reason)
    with pytest.raises(BoxStopped) as again:
        tight.run_cell("1")
    assert again.value.reason == stopped.value.reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (HOARDS_SHARED, "memory limit"),
        (HIDES, "memory limit"),
        (MAPS_FAR_AND_WIDE, "memory limit"),
        (HOARDS_FILES, "disk limit: the program wrote more than 64 MB"),
        (MAKES_FILES, "disk limit: the program made more than 20000 files"),
        (FORKS, "process limit: the program started more than 64"),
    ],
)
@pytest.mark.parametrize("tier", ["zygote", "bubblewrap"])
def test_the_walls_count_everything(tier: str, source: str, reason: str) -> None:
    box = open_box(Limits(call=30.0, memory=400 * MB), tier=need(tier))
    with box, pytest.raises(BoxStopped, match=f"^{reason}"):
        box.run_cell(source)


def test_a_call_is_limited_like_a_cell(tight: ProcessBox) -> None:
    tight.run_cell("def spin():\n    while True: pass")
    with pytest.raises(BoxStopped, match=r"^time limit"):
        tight.answer("spin")()


def test_memory_that_is_not_there_is_an_error_and_no_end(tight: ProcessBox) -> None:
    error = tight.run_cell("import numpy as np\nnp.ones((10**6, 10**5))").error
    assert error is not None and error.kind == "MemoryError"
    assert tight.run_cell("print(1)").stdout == "1\n"


def test_the_notebook_has_a_time_limit_of_its_own() -> None:
    says = r"^time limit: the notebook took longer than 1 s in all"
    with open_box(Limits(notebook=1.0), tier="unisolated") as box, pytest.raises(BoxStopped, match=says):
        for _ in range(4):
            box.run_cell("import time; time.sleep(0.4)")


def test_an_answer_that_nobody_asked_for(tight: ProcessBox) -> None:
    tight.run_cell("import threading, time, gc, socket, struct")
    forged = wire.frame(1, {"v": 1})
    tight.run_cell(
        "real = [o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 0]\n"
        f"threading.Timer(0.2, lambda: [s.sendall({forged!r}) for s in real]).start()"
    )
    assert select.select([tight._started.connection], [], [], 60)[0]
    with pytest.raises(BoxStopped, match=r"^protocol: an answer that nobody asked for"):
        tight.run_cell("1")


def test_a_reply_without_its_nonce(tight: ProcessBox) -> None:
    forged = wire.frame(1, {"out": "", "err": "", "png": []})
    with pytest.raises(BoxStopped, match=r"^protocol: an answer to another question"):
        tight.run_cell(
            "import gc, socket\nfor o in gc.get_objects():\n"
            f"    if isinstance(o, socket.socket) and o.fileno() > 0: o.sendall({forged!r})"
        )


@pytest.mark.parametrize(
    "reply",
    [
        {}, {"out": 1, "err": "", "png": []}, {"out": "x" * 10**6, "err": "", "png": []}, {"out": ""},
        {"out": "", "err": "", "png": [-1, 4]}, {"out": "", "err": "", "png": [10**9]},
        {"out": "", "err": "", "png": [3]}, {"out": "", "err": "", "png": [0] * 9 + [3]},
        {"out": "", "err": "", "png": [3], "e": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_a_cells_reply_may_be_a_lie(reply: dict) -> None:
    with pytest.raises(wire.WireError):
        cell_result(reply, bytearray(b"GIF"), Limits())


def test_a_cells_reply() -> None:
    png = b"\x89PNG\r\n\x1a\n"
    reply = {"out": "a", "err": "b", "png": [8]}
    assert cell_result(reply, bytearray(png), Limits()) == CellResult("a", "b", (png,))


def test_data_files_can_be_read_and_not_changed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "given.csv").write_text("1,2", encoding="utf-8")
    (tmp_path / "secret.ipynb").write_text("{}", encoding="utf-8")
    with open_box(files=tmp_path, tier=need("bubblewrap")) as box:
        assert box.run_cell("print(open('data/given.csv').read())").stdout == "1,2\n"
        assert box.run_cell("import os; print(os.listdir('.'))").stdout == "['data']\n"
        for attempt in ("open('data/given.csv', 'a')", "os.remove('data/given.csv')"):
            assert box.run_cell(attempt).error is not None
        assert box.run_cell("open('mine.txt', 'w').write('x')").error is None
    with pytest.raises(ValueError, match="inside the working directory"):
        open_box(files={"../escape": tmp_path / "secret.ipynb"})


@pytest.mark.parametrize("tier", ["zygote", "bubblewrap", "unisolated"])
def test_files_of_the_students_own_are_there(tmp_path: Path, tier: str) -> None:
    """In any folder, and never in place of what is given."""
    (tmp_path / "given.csv").write_text("1,2", encoding="utf-8")
    beside = {"m/__init__.py": b"from .a import x", "m/a.py": b"x = 3", "given.csv/a": b"", "W": b"\0\1"}
    with open_box(files=tmp_path, tier=need(tier), beside=beside) as box:
        read = "import m; print(m.x, open('W', 'rb').read(), open('given.csv').read())"
        assert box.run_cell(read).stdout == "3 b'\\x00\\x01' 1,2\n"
        assert box.run_cell("open('W', 'w').write('mine')").error is None
        assert box.spent < 5


def test_random_numbers_can_be_repeated(tight: ProcessBox) -> None:
    tight.run_cell("import numpy as np\ndef draw(): np.random.seed(3); return np.random.rand(4)")
    assert np.array_equal(tight.answer("draw")(), tight.answer("draw")())


def test_nothing_is_left(walled: ProcessBox) -> None:
    walled.run_cell(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n"
        "    if os.fork() == 0: time.sleep(60)\n    os._exit(0)"
    )
    processes = list(tree(walled._started.process.pid))
    assert len(processes) >= 3
    walled.__exit__()
    assert [pid for pid in processes if runs(pid)] == []


def runs(pid: int) -> bool:
    """What has ended is a name at most, until its parent has read how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_unisolated_tier_leaves_no_folder() -> None:
    with open_box(tier="unisolated") as box:
        folder = Path(box.run_cell("import os; print(os.environ['TMPDIR'])").stdout.strip())
        assert folder.is_dir()
    assert not folder.exists()
