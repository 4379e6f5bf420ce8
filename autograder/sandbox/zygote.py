"""The tier "zygote": boxes forked from a process that has already imported what notebooks import.

A fresh box of the tier "bubblewrap" spends two seconds of a processor on imports. Here a warm process pays
for them once, behind bubblewrap's walls; each submission then gets a fork of it, and the fork is used once,
as every box. It takes some ten milliseconds, so the next box is forked while one is at work.

Why a fork is as safe as a box that bubblewrap starts:

* The warm process holds nothing to take. It is started by bubblewrap with an empty environment, sees what
  any box of the unit sees (Python, the withheld `refold`, the data files), and gets no key, no reference, no
  gradebook and no submission. So neither does a fork's memory.
* It hears nothing from students. Its one connection leads to the grader and carries one letter for each fork.
  A fork's connection, and the one on which is said how it ended, are made by the grader, pass through, and
  are closed. Of a fork it learns its exit status, from the kernel.
* Forks share nothing that can be written. Each has process, mount, network, IPC and host-name namespaces of
  its own, fresh capped tmpfs on /tmp and /dev/shm, a working directory on them, a session of its own (so that
  no signal to a process group goes out), and no descriptor but its connection; all else is mounted read-only.
* The warm process needs the powers to make namespaces, so it has no system-call filter, and the capabilities
  of *its user namespace* alone: on the machine it has none. Before a fork runs a student's code, its first
  process gives up all capabilities, the bounding set too, sets no_new_privs, and installs the very filter
  that bubblewrap would; the kernel takes none of it back. It cannot name the warm process: that lies outside
  its process namespace, and the filter refuses ptrace, unshare, mount and setns.
* A box that was forked ahead is no other than one that was not: nothing has run in it, and the box at work,
  in other namespaces, cannot name it.
* It ends whole. The kernel ends all processes of a namespace with its first process, that with the warm
  process, which is the first of a namespace itself, and that with bubblewrap, with the grader's thread.

Whether all this holds on a machine is found by the canaries, from inside a fork; where it does not, boxes are
of the tier "bubblewrap". One thing differs: forks of one worker share the random layout of their memory.
"""

from __future__ import annotations

import itertools
import os
import secrets
import select
import signal
import socket
import struct
import subprocess
import threading
from contextlib import suppress
from weakref import finalize

from . import bubblewrap, seccomp
from .inside import wire
from .launch import Plan, Started, start
from .library import library
from .place import bring_here
from .wall import HOME, SHARED_MEMORY, WARM_LIBRARY, WORKING, disk, inodes, python_parts

START = 60.0  # seconds for the imports
FORK = 10.0  # seconds for a box
_PASSCRED, _CREDENTIALS = 16, struct.Struct("3i")
_held = threading.local()


def launch(plan: Plan) -> Started:
    """Fork a box from this thread's warm process, which is started when there is none for this plan.

    Raises:
        NoBubblewrap, seccomp.NoFilter, OSError: something that the box is made of is missing.
    """
    zygote: Zygote | None = getattr(_held, "zygote", None)
    if zygote is not None and zygote.plan == plan:
        with suppress(OSError, EOFError):  # it has ended: the machine ran out of memory, perhaps
            return zygote.fork()
    close()
    _held.zygote = Zygote(plan)
    return _held.zygote.fork()


def close() -> None:
    """End this thread's warm process, if there is one."""
    zygote: Zygote | None = getattr(_held, "zygote", None)
    if zygote is not None:
        _held.zygote = None
        zygote.end()


class Zygote:
    """A warm process for boxes of one plan; it ends with the thread that made it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        started = bubblewrap.launch(plan, module="zygote")
        self._started, self._control = started, started.connection
        self._ahead: list[tuple[socket.socket, socket.socket]] = []
        self.end = finalize(self, _end, started, self._ahead)
        try:
            self._warm_up()
        except BaseException:
            self.end()
            raise

    def _warm_up(self) -> None:
        nonce = secrets.randbits(64)
        limits = self.plan.limits
        message = {
            "library": WARM_LIBRARY,
            "files": library(self.plan.withheld),
            "imports": self.plan.imports,
            "home": HOME,
            "work": WORKING,
            "shown": [f"{HOME}/{name}" for name, _ in self.plan.files] + python_below_tmp(),
            "sizes": {"/tmp": disk(limits), "/dev/shm": SHARED_MEMORY},
            "inodes": inodes(limits),
            "start": start(self.plan, "", isolated=True),
        }
        self._control.settimeout(START)
        self._control.sendall(wire.frame(nonce, message, [seccomp.program()]))
        try:
            answered, reply, _ = wire.receive(self._control, wire.within(START))
        except EOFError:
            raise OSError("the warm process ended while it was started") from None
        if answered != nonce or "e" in reply:
            raise OSError(f"the warm process could not start ({reply.get('e')})")

    def fork(self) -> Started:
        """A box; the next one is forked while it is at work."""
        connection, life = self._ahead.pop() if self._ahead else self._ask()
        try:
            process = Forked(life)
            self._ahead.append(self._ask())
            bring_here(process.pid)
        except BaseException:
            connection.close()
            life.close()
            raise
        return Started(process, connection, "", True, process.kill, process.tidy)

    def _ask(self) -> tuple[socket.socket, socket.socket]:
        """The grader's ends of a new box's connection, and of that on which is said how it ended."""
        connection, theirs = socket.socketpair()
        life, end = socket.socketpair()
        try:
            life.setsockopt(socket.SOL_SOCKET, _PASSCRED, 1)
            socket.send_fds(self._control, [b"F"], [theirs.fileno(), end.fileno()])
        except BaseException:
            connection.close()
            life.close()
            raise
        finally:
            theirs.close()
            end.close()
        return connection, life


def python_below_tmp() -> list[str]:
    """What of Python lies below /tmp, as in a checkout made there: a fork's new /tmp must show it again."""
    return [part for part in python_parts() if part.startswith("/tmp/")]


class Forked:
    """A box's first process, from outside: its number here, its end, and a handle that no other can get."""

    stderr = None

    def __init__(self, life: socket.socket) -> None:
        self._life = life
        self._code: int | None = None
        self._killed = False
        life.settimeout(FORK)
        word, ancillary, _, _ = life.recvmsg(500, socket.CMSG_SPACE(_CREDENTIALS.size))
        if word != b"R":
            raise OSError(f"no box was forked ({word.decode('utf-8', 'replace') or 'nothing was said'})")
        self.pid, _, _ = _CREDENTIALS.unpack(ancillary[0][2])
        self._handle: int | None = os.pidfd_open(self.pid)
        if select.select([life, self._handle], [], [], 0)[0]:
            raise OSError("a box that was forked ahead ended before it was used")

    def kill(self) -> None:
        self._killed = True
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, when all processes of the box have ended."""
        if self._killed and self._handle is not None and select.select([self._handle], [], [], timeout)[0]:
            self._code = -signal.SIGKILL  # which need not be told
        if self._code is None:
            self._life.settimeout(timeout)
            try:
                word = self._life.recv(500)
            except TimeoutError:
                raise subprocess.TimeoutExpired("the box", timeout or 0) from None
            self._code = int(word) if word.lstrip(b"-").isdigit() else -signal.SIGKILL
        return self._code

    def tidy(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None
        self._life.close()


def _end(started: Started, ahead: list[tuple[socket.socket, socket.socket]]) -> None:
    for each in itertools.chain(*ahead):
        each.close()
    started.kill()
    started.process.wait()
    started.connection.close()
    if started.process.stderr:
        started.process.stderr.close()
