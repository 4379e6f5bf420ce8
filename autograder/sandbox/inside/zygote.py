"""The warm process inside the outer walls: it imports what notebooks import, then forks one box at a time.

It is told by the grader what to import, and hears nothing else but "fork"; it never reads a byte that a
student's program wrote. What it forks goes through three processes:

    supervisor     outside the box's process namespace: waits, and tells the grader how the box ended
    first process  of the box's own namespaces: builds its mounts, gives up every power, then only reaps
    runner         the first process's child: the shell, as in any other tier

`walls.py` beside this file is what stands between the runner and everything else.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import Any, NoReturn

from . import guards, runner, shell, walls, wire


def main() -> None:
    """Get ready, say so, and fork until the grader hangs up."""
    control = guards.connect()
    nonce, plan, rules = wire.receive(control)
    try:
        warm_up(plan)
    except Exception as error:  # the grader says it, and starts boxes of another tier
        control.sendall(wire.frame(nonce, {"e": runner.described(error)}))
        os._exit(1)
    control.sendall(wire.frame(nonce, {"v": None}))
    os.sched_setaffinity(0, range(os.cpu_count() or 1))  # it need not stay on the core of the first box
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for supervisors
    while True:
        cores, received, _, _ = socket.recv_fds(control, 4096, 2)
        if not cores:
            os._exit(0)
        if os.fork() == 0:
            os.sched_setaffinity(0, map(int, cores.split(b",")))
            supervise(plan, bytes(rules), *received)
        for descriptor in received:
            os.close(descriptor)


def warm_up(plan: dict[str, Any]) -> None:
    """Import everything, once and for all boxes; RuntimeError when a thread came of it: no fork keeps it."""
    runner.install(plan["library"], plan["files"])
    for name in plan["imports"]:
        with suppress(ImportError):  # the course does without it
            module = importlib.import_module(name)
            for public in getattr(module, "__all__", ()):
                getattr(module, public)  # some are imported when they are asked for
    rehearsal = shell.start(shell.Pictures(0))
    rehearsal.run_cell("None", silent=True)  # the first cell is slow, in any shell
    walls.read_only(plan["library"], "/tmp", "/dev/shm")
    if threading.active_count() > 1 or len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("a library that was imported ahead started a thread")
    gc.collect()
    gc.freeze()  # its pages stay shared


def supervise(plan: dict[str, Any], rules: bytes, connection: int, life: int) -> NoReturn:
    """Start the box's first process and tell the grader, at the other end of `life`, how it ended."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        walls.new_namespaces()
        first = os.fork()
        if first == 0:
            begin(plan, rules, connection, life)
        os.close(connection)
        _, status = os.waitpid(first, 0)
        os.write(life, str(os.waitstatus_to_exitcode(status)).encode())
    except BaseException as error:
        os.write(life, f"E{error!r}".encode()[:500])
    os._exit(0)


def begin(plan: dict[str, Any], rules: bytes, connection: int, life: int) -> NoReturn:
    """The first process: walls first; then it says "ready", from which the grader learns its number."""
    try:
        walls.die_with_parent()
        connection, life = walls.close_all_but(connection, life)
        walls.new_mounts(plan["home"], plan["work"], plan["shown"], plan["sizes"])
        walls.loopback_up()
        os.chdir(plan["work"])
        os.setsid()  # a signal to "my process group" must not reach the zygote's
        guards.limit(plan["rlimits"])
        walls.drop_powers(rules)
        os.write(life, b"R")
        os.close(life)
        student = os.fork()
        if student == 0:
            run(connection)
        os.close(connection)
        guards.reap(student)
    except BaseException as error:
        with suppress(OSError):
            os.write(life, f"E{error!r}".encode()[:500])
    os._exit(70)


def run(connection: int) -> NoReturn:
    """The runner, which differs from another box's in nothing but its random numbers."""
    os.setsid()
    sys.modules["numpy"].random.seed()
    runner.serve(socket.socket(fileno=connection))
    os._exit(0)
