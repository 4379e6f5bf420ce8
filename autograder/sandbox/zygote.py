"""The tier "zygote": boxes forked from a process that has already imported what notebooks import.

A fresh box of the tier "bubblewrap" spends two seconds of a processor on imports. Here a warm process pays
for them once, behind bubblewrap's walls; each submission then gets a fork of it, and the fork is used once,
as every box. It takes some ten milliseconds, so the next box is forked while one is at work.

Why a fork is as safe as a box that bubblewrap starts:

* The warm process holds nothing to take. It is started by bubblewrap with an empty environment, sees what
  any box of the unit sees (Python, the withheld `refold`, the data files), and gets no key, no reference, no
  gradebook and no submission. So neither does a fork's memory.
* It hears nothing from students. Its one connection leads to the grader, to all workers of a run, and carries
  one letter for each fork. A fork's connection, and the one on which is said how it ended, are made by the
  grader, pass through, and are closed. Of a fork it learns its exit status, from the kernel.
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
  process, which is the first of a namespace itself, and that with bubblewrap, with the grader's thread. The
  boxes of a worker end with the worker: the warm process ends a box whose grader has hung up.

Whether all this holds on a machine is found by the canaries, from inside a fork; where it does not, boxes are
of the tier "bubblewrap". Two things differ: forks of one run share the random layout of their memory, and
the kernel counts their processes together, so that its limit on these leaves room for all of them.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from weakref import finalize

from . import bubblewrap, seccomp
from .inside import wire
from .launch import Plan, Started, start
from .library import library
from .place import bring_here
from .wall import HOME, SHARED_MEMORY, WARM_LIBRARY, WORKING, disk, inodes, python_parts

START = 60.0  # seconds for the imports, or for a box that may have to wait for them
_PASSCRED, _CREDENTIALS = 16, struct.Struct("3i")
_held = threading.local()


def launch(plan: Plan) -> Started:
    """Fork a box from the warm process that this thread has or was lent, if that is for this plan, or else
    from one that it starts.

    Raises:
        NoBubblewrap, seccomp.NoFilter, OSError: something that the box is made of is missing.
    """
    forks: Forks | None = getattr(_held, "forks", None)
    if forks is not None and forks.plan == plan:
        with suppress(OSError, EOFError):  # it has ended: the machine ran out of memory, perhaps
            return forks.fork()
    close()
    _held.zygote = Zygote(plan)
    _held.zygote.wait()
    _held.forks = Forks(plan, _held.zygote.control)
    return _held.forks.fork()


def close() -> None:
    """End this thread's warm process, if it has one, and the box that was forked ahead."""
    for name in ("forks", "zygote"):
        if (held := getattr(_held, name, None)) is not None:
            setattr(_held, name, None)
            held.end()


@contextmanager
def lent(plan: Plan, workers: int) -> Iterator[Callable[[], None]]:
    """A warm process for all workers of a run. What this gives travels to each of them, which calls it."""
    zygote = Zygote(plan, workers)
    try:
        yield partial(_borrow, plan, zygote.control)
    finally:
        zygote.end()


def _borrow(plan: Plan, control: socket.socket) -> None:
    control.settimeout(START)
    _held.forks = Forks(plan, control)


class Zygote:
    """A warm process for boxes of one plan, which need not be warm yet; it ends with the thread that made it.

    Its boxes are in one user namespace: two for each of the `workers`, one at work and one ahead.

    Raises:
        NoBubblewrap, seccomp.NoFilter, OSError: something that the box is made of is missing.
    """

    def __init__(self, plan: Plan, workers: int = 1) -> None:
        started = bubblewrap.launch(plan, module="zygote")
        self._started, self.control = started, started.connection
        self._nonce = secrets.randbits(64)
        self.end = finalize(self, _end, started)
        message = {
            "library": WARM_LIBRARY,
            "files": library(plan.withheld),
            "imports": plan.imports,
            "home": HOME,
            "work": WORKING,
            "shown": [f"{HOME}/{name}" for name, _ in plan.files] + python_below_tmp(),
            "sizes": {"/tmp": disk(plan.limits), "/dev/shm": SHARED_MEMORY},
            "inodes": inodes(plan.limits),
            "start": start(plan, "", isolated=True, beside=2 * workers - 1),
        }
        try:
            self.control.settimeout(START)
            self.control.sendall(wire.frame(self._nonce, message, [seccomp.program()]))
        except BaseException:
            self.end()
            raise

    def wait(self) -> None:
        """Until it is warm; OSError when it ends instead. Who is lent one need not: boxes wait themselves."""
        try:
            answered, reply, _ = wire.receive(self.control, wire.within(START))
            if answered != self._nonce or "e" in reply:
                raise OSError(f"the warm process could not start ({reply.get('e')})")
        except BaseException as error:
            self.end()
            if isinstance(error, EOFError):
                raise OSError("the warm process ended while it was started") from None
            raise


class Forks:
    """Boxes of a warm process, for one thread of those that may ask it for them by `control`."""

    def __init__(self, plan: Plan, control: socket.socket) -> None:
        self.plan, self._control = plan, control
        self._ahead: list[tuple[socket.socket, socket.socket]] = []
        self.end = finalize(self, _hang_up, self._ahead)

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
        life.settimeout(START)
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


def _hang_up(ahead: list[tuple[socket.socket, socket.socket]]) -> None:
    for each in itertools.chain(*ahead):
        each.close()


def _end(started: Started) -> None:
    started.kill()
    started.process.wait()
    started.connection.close()
    if started.process.stderr:
        started.process.stderr.close()
