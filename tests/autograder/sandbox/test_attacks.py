"""The nastiest of what a hostile notebook can do in its cells: nothing of it is felt outside."""

import os
import socket
from pathlib import Path

import numpy as np
import pytest

from autograder.box import BoxStopped, StudentError
from autograder.sandbox import Proxy, plain
from autograder.sandbox.process import ProcessBox

LIAR = """
import numpy as np
class Yes(np.ndarray):
    def __eq__(self, other): return True
    def __array_finalize__(self, other): pass
class Chameleon:
    __class__ = property(lambda s: np.ndarray)
    shape, dtype = (2, 6), np.dtype("f8")
    __array_interface__ = {"data": (0, False), "shape": (8,), "typestr": "<f8", "version": 3}
    def __array__(self, dtype=None, copy=None): return np.zeros((2, 6))
    def __eq__(self, other): return True
    def __float__(self): return 0.0
objects = np.empty(1, object)
objects[0] = Chameleon()
liars = {"subclass": np.zeros(3).view(Yes), "chameleon": Chameleon(), "object": objects}
def lie(kind): return liars[kind]
"""


@pytest.mark.parametrize("kind", ["subclass", "chameleon", "object"])
def test_what_claims_to_be_an_array_is_none(walled: ProcessBox, kind: str) -> None:
    assert walled.run_cell(LIAR).error is None
    lie = walled.answer("lie")(kind)
    assert type(lie) is Proxy
    try:
        copied = plain(lie)
    except StudentError:
        return
    assert type(copied) is np.ndarray and copied.dtype == np.float64


@pytest.mark.parametrize(
    "source",
    [
        "import sys, types\nsys.modules['refold'] = types.ModuleType('refold')",
        "np = None",
        "import os\nos.kill(-1, 9)",
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
        "import os\nos.memfd_create('memory')",
        "import ast\nget_ipython().ast_transformers.append(ast.NodeTransformer())",
        "get_ipython().ast_transformers.append(type('E', (), {'visit': lambda s, n: type(n)([], [])})())",
    ],
)
def test_the_box_answers_all_the_same(walled: ProcessBox, source: str) -> None:
    walled.run_cell("def forward(X): return X.reshape(len(X), -1)")
    walled.run_cell(source)
    assert walled.answer("forward")(np.ones((2, 3, 2))).shape == (2, 6)


PLACES = "~/.bashrc ~/.config/x /etc/passwd /usr/x /refold-box/x /tmp/library/refold/x.py /dev/x x"


def test_what_is_written_stays_in_the_box(walled: ProcessBox) -> None:
    walled.run_cell(f"import os\nos.makedirs(os.path.expanduser('~/.config'))\nplaces = {PLACES.split()!r}")
    walled.run_cell(
        "for place in places:\n"
        "    try: open(os.path.expanduser(place), 'w').write('poison')\n    except OSError: pass"
    )
    site = Path(np.__file__).parents[1] / "refold_poison.pth"
    assert walled.run_cell(f"open({str(site)!r}, 'w')").error is not None
    for path in (site, "/dev/x", "/usr/x", "/dev/shm/x", "/tmp/library/refold", "/tmp/student"):
        assert not Path(path).exists()


def test_nothing_of_the_grader_can_be_read(walled: ProcessBox, tmp_path: Path) -> None:
    gradebook = tmp_path / "gradebook.db"
    gradebook.write_text("GRADEBOOK_CANARY", encoding="utf-8")
    read = f"""
import glob, os
for path in [{str(gradebook)!r}, "/etc/shadow", "/proc/1/mem", *glob.glob("/proc/[0-9]*/environ")]:
    try: print(path, open(path, "rb").read())
    except OSError as error: print(error)
print(glob.glob("/work/*") + glob.glob("/home/*") + glob.glob("/proc/1/fd/*"))
"""
    seen = walled.run_cell(read)
    assert "CANARY" not in seen.stdout
    assert os.environ["PATH"] not in seen.stdout
    assert seen.error is None


def test_there_is_no_network(walled: ProcessBox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        error = walled.run_cell(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)").error
        assert error is not None and error.kind in ("ConnectionRefusedError", "OSError")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_links_out_of_the_box_lead_nowhere(walled: ProcessBox, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET", encoding="utf-8")
    source = f"import os\nos.symlink({str(tmp_path / 'secret')!r}, 'link')\nopen('link').read()"
    error = walled.run_cell(source).error
    assert error is not None and error.kind == "FileNotFoundError"


def test_a_reply_from_another_thread_is_found_out(walled: ProcessBox) -> None:
    spam = """
import gc, os, socket, threading
channel = next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 0)
def spam():
    while True: channel.sendall(bytes(16))
threading.Thread(target=spam, daemon=True).start()
"""
    with pytest.raises(BoxStopped, match=r"^protocol"):
        for _ in range(100):
            walled.run_cell(spam)


def test_the_grader_keeps_its_own_memory(walled: ProcessBox) -> None:
    walled.run_cell(
        "import gc, os, socket, struct\n"
        "channel = next(o for o in gc.get_objects() if isinstance(o, socket.socket) and o.fileno() > 0)\n"
    )
    before = os.sysconf("SC_PAGE_SIZE") * int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    with pytest.raises(BoxStopped, match=r"^protocol"):
        walled.run_cell("channel.sendall(struct.pack('<QII', 0, 2**32 - 1, 2**32 - 1))")
    after = os.sysconf("SC_PAGE_SIZE") * int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    assert after - before < 20 << 20
