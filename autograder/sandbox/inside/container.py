"""The first process of a container: it starts the runner, and stands between it and the engine's pipes.

An engine hands over pipes and keeps no eye on who started it. So this process passes the bytes on, ends the
container when the grader hangs up, and tells with its status how the runner ended. The system-call filter is
made here, where the container's own libraries and processor are known.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import socket
import sys
from contextlib import suppress
from typing import NoReturn

from . import guards, runner, walls, wire

_DUMPABLE = 4  # prctl


def main() -> None:
    """Make the home, start the runner, say that it is ready, and pass on."""
    plan = json.loads(sys.stdin.buffer.raw.readline())  # type: ignore[attr-defined]  # raw: no byte more
    os.environ.clear()
    os.environ.update(plan["environment"])
    os.makedirs(plan["work"])
    for name, path in plan["files"].items():
        os.makedirs(os.path.dirname(name), exist_ok=True)
        os.symlink(path, name)
    os.chdir(plan["work"])
    ours, theirs = socket.socketpair()
    from seccomp import program  # the engine shows it beside this package  # pyright: ignore

    walls.drop_powers(program())
    student = os.fork()
    if student == 0:
        run(theirs)
    # Else the student's code could write into the memory of this process, which is of the same user.
    ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)
    theirs.close()
    os.write(1, wire.READY)
    pass_on(ours)
    guards.reap(student)


def run(connection: socket.socket) -> NoReturn:
    """The runner, as in any other tier: its standard input is the connection."""
    os.setsid()
    os.dup2(connection.fileno(), 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.closerange(3, 256)
    runner.main()
    os._exit(0)


def pass_on(connection: socket.socket) -> None:
    """Bytes in both directions, until the runner hangs up. When the grader does, all is over at once."""
    with suppress(ConnectionError):
        while True:
            for ready in select.select([0, connection], [], [])[0]:
                if ready == 0:
                    connection.sendall(os.read(0, 1 << 16) or os._exit(0))
                    continue
                data = connection.recv(1 << 16)
                if not data:
                    return
                while data:
                    data = data[os.write(1, data) :]
