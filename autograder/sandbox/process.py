"""The box: one student's process, from start to end, with a reason when it ends early."""

from __future__ import annotations

import itertools
import secrets
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from types import MappingProxyType
from typing import Any, NoReturn

from autograder.box import BoxStopped, CellResult, OutOfTime
from autograder.exercise import Answer

from . import bubblewrap, container, lent, unisolated, zygote
from .inside import wire
from .inside.wire import WireError
from .launch import Plan, Started, start
from .limits import Limits
from .patience import Patience
from .place import go_anywhere, keep_to_one_core
from .proxy import Objects, student_error
from .watchdog import Watchdog

Launch = Callable[[Plan], Started]

# The tiers of isolation, by name: each starts the same runner.
TIERS: dict[str, Launch] = {
    "zygote": zygote.launch,
    "bubblewrap": bubblewrap.launch,
    "docker": partial(container.launch, "docker"),
    "podman": partial(container.launch, "podman"),
    "unisolated": unisolated.launch,
}

START = 30.0  # seconds for the interpreter and NumPy to be there
GRACE = 2.0  # seconds for a process that has hung up to end
PNG = b"\x89PNG\r\n\x1a\n"


class ProcessBox:
    """A `Box`: entering starts the process, leaving ends it with all that it started.

    Enter and leave it in one thread: when the thread that entered ends, or is killed, so does the box.
    """

    def __init__(self, tier: str, plan: Plan, beside: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self.tier = tier
        self.plan, self._limits, self._beside = plan, plan.limits, beside
        self._objects = Objects(self._ask, self._guarded)
        self._lent: Mapping[str, Answer] = {}
        self.spent = 0.0
        self._answered = self._asked = False
        self._stopped: BoxStopped | None = None

    def __enter__(self) -> ProcessBox:
        cores = keep_to_one_core()
        try:
            self._started = TIERS[self.tier](self.plan)
        except BaseException:
            go_anywhere(cores)
            raise
        self._cores, self._watchdog = cores, None
        if sys.platform == "linux":
            self._watchdog = Watchdog(self._started.process.pid, self._limits, self._started.kill)
            self._watchdog.start()
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._stopped = self._stopped or BoxStopped("the process ended: the box was left")
        go_anywhere(self._cores)
        self._started.kill()
        if self._watchdog:
            self._watchdog.stop()
        self._started.process.wait()
        if self._watchdog:
            self._watchdog.tidy()
        self._started.connection.close()
        if self._started.process.stderr:
            self._started.process.stderr.close()
        self._started.tidy()

    def run_cell(self, source: str, pictures: bool = True) -> CellResult:
        """Run one cell; see `Box.run_cell`."""
        count = self._limits.pictures if pictures else 0
        reply, blob = self._ask({"op": "cell", "source": source, "pictures": count}, ())
        if self._watchdog and self._watchdog.look():  # what it did in the end, it did since the last look
            self._stop(self._watchdog.reason or "")
        with self._guarded():
            return cell_result(reply, blob, self._limits)

    def answer(self, name: str) -> Any:
        """A stand-in for a name of the student's; see `Box.answer`."""
        return self._objects.named(name)

    @contextmanager
    def lend(self, answers: Mapping[str, Answer]) -> Iterator[None]:
        """Let the student's code call these in place of its own; see `Box.lend`."""
        self._ask({"op": "lend", "names": list(answers)}, ())
        self._lent = answers
        yield
        self._lent = {}
        self._ask({"op": "lend", "names": []}, ())

    def _start(self) -> None:
        warm = not self._started.library
        message = {"op": "wait"} if warm else start(self.plan, self._started.library, self._started.isolated)
        reply, _ = self._exchange(message, (), START)
        if "e" in reply:
            self._stop(f"the process ended: it could not start ({student_error(reply['e'])})")
        if self._beside:
            sizes = {path: len(data) for path, data in self._beside.items()}
            self._exchange({"op": "write", "sizes": sizes}, list(self._beside.values()), START)
        self.spent = 0.0  # whatever its start took

    def _ask(self, message: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], bytearray]:
        return self._exchange(message, blobs, min(self._limits.call, self._limits.notebook - self.spent))

    def _exchange(
        self, message: dict[str, Any], blobs: Sequence[bytes], seconds: float
    ) -> tuple[dict[str, Any], bytearray]:
        nonce = secrets.randbits(64)
        frame = wire.frame(nonce, message, blobs)
        self._asked = self._asked or message["op"] == "ask"
        connection = self._started.connection
        patience = Patience(seconds, self._started.process.pid)
        with self._guarded(patience):
            if select.select([connection], [], [], 0)[0] and connection.recv(1, socket.MSG_PEEK):
                raise WireError("an answer that nobody asked for")
            wire.send(connection, frame, patience.left)
            while True:
                answered, reply, blob = wire.receive(connection, patience.left)
                if answered != nonce:
                    raise WireError("an answer to another question")
                self._answered = True
                if "call" not in reply:
                    return reply, blob
                wire.send(connection, wire.frame(nonce, *lent.call(self._lent, reply, blob)), patience.left)

    @contextmanager
    def _guarded(self, patience: Patience | None = None) -> Iterator[None]:
        """Whatever goes wrong between here and the box ends the box, with the reason, once and for all.

        The time is the student's: what came may have been made to take long to read.
        """
        if self._stopped:
            raise type(self._stopped)(self._stopped.reason)
        before = time.monotonic()
        try:
            yield
        except WireError as error:
            self._stop(f"protocol: {error}")
        except TimeoutError:
            self._overtime()
        except (EOFError, OSError):
            self._stop(self._ending())
        finally:
            self.spent += time.monotonic() - before - (patience.excused if patience else 0.0)

    def _stop(self, reason: str, kind: type[BoxStopped] = BoxStopped) -> NoReturn:
        self._started.kill()
        self._stopped = kind(reason)
        raise self._stopped from None

    def _overtime(self) -> NoReturn:
        call, notebook = self._limits.call, self._limits.notebook
        if self.spent + call > notebook:
            self._stop(f"time limit: the notebook took longer than {notebook:g} s in all", OutOfTime)
        self._stop(f"time limit: one cell or call took longer than {call:g} s")

    def _ending(self) -> str:
        """Why the connection closed: what the watchdog says, else what the process says itself.

        Once an answer has been called, which may be with hidden inputs, the student's status stays unsaid.
        """
        process = self._started.process
        try:
            code = process.wait(GRACE)
        except subprocess.TimeoutExpired:
            return "the process ended: it hung up"
        if self._watchdog and (reason := self._watchdog.reason or self._watchdog.ran_out()):
            return reason
        return (
            "the process ended"
            if self._asked
            else f"the process ended: exit status {code}{self._last_words()}"
        )

    def _last_words(self) -> str:
        """What a process that never got as far as the first answer wrote to standard error."""
        stream = self._started.process.stderr
        if self._answered or stream is None:
            return ""
        text = stream.read(4000).decode("utf-8", "replace").strip()
        return f", {text}" if text else ""


def cell_result(reply: dict[str, Any], blob: bytearray, limits: Limits) -> CellResult:
    """The reply to a cell, every part of which may be a lie; WireError where it cannot be a result."""
    texts, sizes = [reply.get("out"), reply.get("err")], reply.get("png")
    if any(type(text) is not str or len(text) > limits.output + 100 for text in texts):
        raise WireError("no output of a cell")
    if (
        type(sizes) is not list
        or any(type(size) is not int or size < 0 for size in sizes)
        or sum(sizes) != len(blob)
    ):
        raise WireError("no pictures of a cell")
    if len(sizes) > limits.pictures or any(size > limits.picture for size in sizes):
        raise WireError("more pictures than are allowed")
    ends = list(itertools.accumulate(sizes))
    pictures = tuple(bytes(blob[end - size : end]) for size, end in zip(sizes, ends, strict=True))
    if any(not picture.startswith(PNG) for picture in pictures):
        raise WireError("a picture that is no PNG")
    error = student_error(reply["e"]) if "e" in reply else None
    return CellResult(str(texts[0]), str(texts[1]), pictures, error)
