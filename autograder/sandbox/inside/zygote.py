"""The warm process inside the outer walls: it imports what notebooks import, then forks one box at a time.

It is told by the grader what to import, and hears nothing else but "fork" and how its forks ended; it never
reads a byte that a student's program wrote. A box is two processes:

    first process  of the box's own namespaces: builds its mounts, gives up every power, then only reaps
    runner         the first process's child: the shell, as in any other tier

`walls.py` beside this file is what stands between the runner and everything else.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource  # noqa: F401  (forks need it)
import select
import selectors
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
    if warm := walls.fork_ahead():  # over a process namespace of its own it has the powers to come back to it
        control.close()
        guards.reap(warm)
    walls.die_with_parent()
    nonce, plan, rules = wire.receive(control)
    try:
        warm_up(plan)
    except Exception as error:  # the grader says it, and starts boxes of another tier
        control.sendall(wire.frame(nonce, {"e": runner.described(error)}))
        os._exit(1)
    control.sendall(wire.frame(nonce, {"v": None}))
    os.sched_setaffinity(0, range(os.cpu_count() or 1))  # it need not stay on the core of the first box
    boxes: dict[int, tuple[int, int]] = {}  # the handle of a first process -> its number, its `life`
    while True:
        lives = {life: handle for handle, (_, life) in boxes.items()}
        for ready in select.select([control.fileno(), *boxes, *lives], [], [])[0]:
            if ready in boxes:
                tell(ready, *boxes.pop(ready))
            elif lives.get(ready) in boxes:  # nothing is said there: the grader has hung up
                signal.pidfd_send_signal(lives[ready], signal.SIGKILL)
            elif ready == control.fileno():
                asked, received, _, _ = socket.recv_fds(control, 1, 2)
                if not asked:
                    os._exit(0)
                connection, life = received
                pid = walls.fork_first()
                if pid == 0:
                    begin(plan, bytes(rules), connection, life)
                os.close(connection)
                boxes[os.pidfd_open(pid)] = pid, life


def tell(handle: int, pid: int, life: int) -> None:
    """Tell the grader, at the other end of `life`, how the box ended."""
    _, status = os.waitpid(pid, 0)
    with suppress(OSError):  # it does not listen any more
        os.write(life, str(os.waitstatus_to_exitcode(status)).encode())
    os.close(life)
    os.close(handle)


def warm_up(plan: dict[str, Any]) -> None:
    """Import everything, once and for all boxes; RuntimeError when a thread came of it: no fork keeps it."""
    runner.install(plan["library"], plan["files"])
    for name in plan["imports"]:
        with suppress(ImportError):  # the course does without it
            module = importlib.import_module(name)
            for public in getattr(module, "__all__", ()):
                with suppress(RuntimeError):  # it is made of what is withheld
                    getattr(module, public)  # some are imported when they are asked for
    selectors.DefaultSelector = selectors.PollSelector  # asyncio's; forks are refused epoll, as every box
    rehearsal = shell.start(shell.Pictures(0))
    rehearsal.run_cell("None", silent=True)  # the first cell is slow, in any shell
    walls.read_only(plan["library"], "/tmp", "/dev/shm")
    if threading.active_count() > 1 or len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("a library that was imported ahead started a thread")
    gc.collect()
    gc.freeze()  # its pages stay shared


def begin(plan: dict[str, Any], rules: bytes, connection: int, life: int) -> NoReturn:
    """The first process: walls first; then it says "ready", from which the grader learns its number."""
    try:
        walls.die_with_parent()
        connection, life = walls.close_all_but(connection, life)
        walls.new_namespaces()
        walls.new_mounts(plan["home"], plan["work"], plan["shown"], plan["sizes"], plan["inodes"])
        walls.loopback_up()
        os.chdir(plan["work"])
        os.setsid()  # a signal to "my process group" must not reach the zygote's
        walls.drop_powers(rules)
        student = os.fork()
        if student == 0:
            os.close(life)
            run(plan["start"], connection)
        os.close(connection)
        os.write(life, b"R")
        os.close(life)
        guards.reap(student)
    except BaseException as error:
        with suppress(OSError):
            os.write(life, f"E{error!r}".encode()[:500])
    os._exit(70)


def run(start: dict[str, Any], connection: int) -> NoReturn:
    """The runner, which differs from another box's in nothing but its random numbers."""
    os.setsid()
    sys.modules["numpy"].random.seed()
    runner.serve(socket.socket(fileno=connection), start)
    os._exit(0)
