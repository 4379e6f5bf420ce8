"""How the runner reaches the grader, and the limits that it puts on itself before it runs anything."""

from __future__ import annotations

import os
import socket
import stat
import sys
from collections.abc import Mapping
from typing import NoReturn


def connect() -> socket.socket:
    """The connection to the grader: standard input itself, or the loopback port that it names.

    Afterwards standard input is empty, and no child process inherits the connection.
    """
    if stat.S_ISSOCK(os.fstat(0).st_mode):
        connection = socket.socket(fileno=os.dup(0))
    else:
        port, token = sys.stdin.readline().split()
        connection = socket.create_connection(("127.0.0.1", int(port)))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(token.encode())
    connection.set_inheritable(False)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return connection


def limit(limits: Mapping[str, int]) -> None:
    """Lower the named resource limits of this process and of all that it starts; make it the first to go when
    the machine runs out of memory."""
    if sys.platform == "win32":
        return
    import resource

    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(number, (value, value))
        except (ValueError, OSError):  # macOS knows RLIMIT_AS and refuses to set it
            continue
    if sys.platform == "linux":
        with open("/proc/self/oom_score_adj", "w", encoding="utf-8") as file:
            file.write("1000")


def reap(student: int) -> NoReturn:
    """Collect whatever ends in the box, until the runner does, and end with its status.

    This is the box's first process: the kernel then ends what is left.
    """
    while True:
        pid, status = os.wait()
        if pid == student:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)
