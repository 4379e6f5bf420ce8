"""Whoever is, or is not, at the address that was given for a Dask scheduler."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading

import pytest

from autograder.errors import CourseError
from autograder.grading import cluster
from autograder.grading.cluster import connect

pytest.importorskip("distributed", reason="the extra cluster is not installed")


@pytest.mark.parametrize(
    "where", ["tcp://127.0.0.1:1", "tcp://no-such-host.invalid:8786", "nothing://x:1", "x", ""]
)
def test_nobody_at_the_address(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.3)
    with pytest.raises(CourseError, match="No Dask scheduler answers at"), connect(where, print):
        pass


@pytest.mark.parametrize(
    "says", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20], ids=["silence", "a web server"]
)
def test_another_program_is_at_the_address(says: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with contextlib.suppress(OSError):
                held.append(server.accept()[0])
                held[0].sendall(says)

        held: list[socket.socket] = []
        threading.Thread(target=answer, daemon=True).start()
        where = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(CourseError, match="No Dask scheduler answers at"), connect(where, print):
            pass
        for connection in held:
            connection.close()


def test_dask_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CourseError, match=r"pip install '\.\[cluster\]'"), connect("tcp://x:1", print):
        pass


def test_no_address_is_no_cluster() -> None:
    with connect(None, print) as connected:
        assert connected is None
