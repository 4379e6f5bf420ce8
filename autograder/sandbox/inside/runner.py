"""The runner: runs cells, and serves the objects that they make, one request at a time.

Each request is answered once, with its nonce: `{"v": value}` or `{"e": [kind, message]}`, and `"c"`: the
arrays among the arguments that were changed in place.
"""

from __future__ import annotations

import itertools
import os
import socket
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from . import guards, shell, wire
from .lent import Lent
from .lent import error as lent_error
from .output import Capture
from .values import Decoder, Encoder
from .wire import NUMERIC, WireError

MAX_ITEMS = 10_000  # that one iteration hands over
MAX_MESSAGE = 2_000  # characters of an exception's text


class Runner:
    """The connection to the grader, the shell, and the objects that the grader holds."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._nonce: int | None = None  # of the request that is being answered
        self._own: dict[str, Any] = {}  # the student's, in whose place others are lent
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}  # id of an object -> its handle
        self._next = itertools.count(1)

    def serve(self) -> None:
        """Answer requests until the grader hangs up."""
        while True:
            nonce, message, blob = wire.receive(self.connection)
            self._nonce = nonce
            for number in message.get("free", ()):
                self._numbers.pop(id(self._objects.pop(number, None)), None)
            try:
                reply, blobs = getattr(self, f"do_{message['op']}")(message, blob)
                frame = wire.frame(nonce, reply, blobs)
            except BaseException as error:  # whatever the student's code raises, SystemExit too, is an answer
                frame = wire.frame(nonce, {"e": described(error)})
            self._nonce = None
            self.connection.sendall(frame)

    def start(self, message: dict[str, Any]) -> None:
        """Write the library, catch the output, start the shell, and lower this process's limits: last, since
        they count what others of the same warm process have started."""
        if message["files"]:
            install(message["library"], message["files"])
        self._output = Capture(message["output"])
        self._pictures = shell.Pictures(message["picture"])
        self._shell = shell.start(self._pictures)
        guards.limit(message["rlimits"])

    def do_start(self, message: dict[str, Any], blob: bytearray) -> tuple[dict[str, Any], list[bytes]]:
        self.start(message)
        return {"v": None}, []

    def do_wait(self, message: dict[str, Any], blob: bytearray) -> tuple[dict[str, Any], list[bytes]]:
        """Nothing more: who asks learns that the box, which was started before, is ready."""
        return {"v": None}, []

    def do_write(self, message: dict[str, Any], blob: bytearray) -> tuple[dict[str, Any], list[bytes]]:
        """Write files below the working directory; what cannot be written, code will find missing."""
        at = 0
        for path, size in message["sizes"].items():
            with suppress(OSError):
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                Path(path).write_bytes(blob[at : at + size])
            at += size
        return {"v": None}, []

    def do_cell(self, message: dict[str, Any], blob: bytearray) -> tuple[dict[str, Any], list[bytes]]:
        """Run one cell in the shell: what it printed, its pictures, and the exception that it raised."""
        self._output.clear()
        self._pictures.room = message["pictures"]
        try:
            result = self._shell.run_cell(message["source"], store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as failure:  # IPython lets some through, such as code too nested to be compiled
            error = failure
        if self.connection.fileno() < 0:  # a forked child that came back from the student's code
            sys.stdout.flush()
            os._exit(0)
        try:
            self._pictures.add_open_figures()
        except BaseException as failure:
            error = error or failure
        pictures = self._pictures.take()
        out, err = self._output.take()
        reply: dict[str, Any] = {"out": out, "err": err, "png": [len(png) for png in pictures]}
        if error is not None:
            reply["e"] = described(error)
        return reply, pictures

    def do_name(self, message: dict[str, Any], blob: bytearray) -> tuple[dict[str, Any], list[bytes]]:
        if message["name"] not in self._shell.user_ns:
            raise NameError(f"name {message['name']!r} is not defined")
        return self._reply(self._shell.user_ns[message["name"]])

    def do_ask(self, message: dict[str, Any], blob: bytearray) -> tuple[dict[str, Any], list[bytes]]:
        """Do `how` with the object behind a handle: call it, get an attribute, an item, its length, ..."""
        decode = Decoder(blob, self._object)
        target = self._objects[message["target"]]
        args = [decode(node) for node in message["args"]]
        kwargs = {name: decode(node) for name, node in message["kwargs"].items()}
        before = [(array.shape, array.dtype, array.tobytes()) for array in decode.arrays]
        result: Any = None
        error: BaseException | None = None
        # As in the student's own kernel; to the end, since what is no array may warn when it becomes one.
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                result = ASKED[message["how"]](target, *args, **kwargs)
            except BaseException as raised:
                error = raised
            changed = [
                (i, array)
                for i, (array, was) in enumerate(zip(decode.arrays, before, strict=True))
                if (array.shape, array.dtype, array.tobytes()) != was and array.dtype.kind in NUMERIC
            ]
            return self._reply(result, error, changed, deep=message["how"] == "plain")

    def do_lend(self, message: dict[str, Any], blob: bytearray) -> tuple[dict[str, Any], list[bytes]]:
        """From now on these names, and no others, are the grader's functions."""
        names = self._shell.user_ns
        names.update(self._own)
        self._own = {name: names.get(name) for name in message["names"]}
        names.update({name: Lent(name, self._call_back) for name in message["names"]})
        return {"v": None}, []

    def _call_back(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Let the grader call the function that it has lent, in the middle of answering its question."""
        if self._nonce is None or name not in self._own:
            raise RuntimeError(f"{name} was lent while an answer was tried, and is not there any more")
        encode = Encoder(plain)
        call = {"call": name, "args": encode.all(args), "kwargs": {k: encode(v) for k, v in kwargs.items()}}
        self.connection.sendall(wire.frame(self._nonce, call, encode.blobs))
        _, reply, blob = wire.receive(self.connection)
        if "e" in reply:
            raise lent_error(*reply["e"])
        return Decoder(blob, self._object)(reply["v"])

    def _reply(
        self, value: Any, error: BaseException | None = None, changed: Any = (), deep: bool = False
    ) -> tuple[dict[str, Any], list[bytes]]:
        encode = Encoder(self._plain if deep else self._handle)
        reply: dict[str, Any] = {"e": described(error)} if error is not None else {"v": encode(value)}
        if changed:
            reply["c"] = [[i, encode(array)] for i, array in changed]
        return reply, encode.blobs

    def _plain(self, value: Any, encode: Encoder) -> Any:
        """Its plain form, and a handle where it is one thing among others that has none."""
        try:
            return plain(value, encode)
        except TypeError:
            if not encode.depth:
                raise
            return self._handle(value, encode)

    def _handle(self, value: Any, encode: Encoder) -> list[Any]:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = next(self._next)
            self._objects[number] = value
        return ["h", number, type(value).__name__[:80]]

    def _object(self, node: list[Any]) -> Any:
        tag, *rest = node
        if tag == "h":
            return self._objects[rest[0]]
        if tag == "s":
            return slice(*rest)
        if tag == "...":
            return ...
        raise WireError(f"unknown tag {tag!r}")


def install(library: str, files: dict[str, str]) -> None:
    """Write the library's modules, and let them be found in place of this package."""
    for name, text in files.items():
        file = Path(library, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    sys.path[:] = [library, "", *sys.path[1:]]


def items(iterable: Any) -> tuple[Any, ...]:
    """The items, as many as one message may carry."""
    found = tuple(itertools.islice(iter(iterable), MAX_ITEMS + 1))
    if len(found) > MAX_ITEMS:
        raise OverflowError(f"more than {MAX_ITEMS} items")
    return found


def plain(value: Any, encode: Encoder) -> Any:
    """A list, a dict or an array of any kind, as a copy; TypeError for what has no plain form."""
    if isinstance(value, list | tuple):
        return ["t" if isinstance(value, tuple) else "l", *encode.all(value)]
    if isinstance(value, dict):
        return ["d", *encode.pairs(value)]
    if hasattr(value, "detach"):  # a torch tensor that records gradients refuses to become an array
        value = value.detach().cpu()
    array = np.array(value)
    if array.dtype.kind not in NUMERIC:
        raise TypeError(f"{type(value).__name__} is no number, text, array, tuple, list or dict")
    return encode(array)


ASKED = {
    "call": lambda target, *args, **kwargs: target(*args, **kwargs),
    "getattr": getattr,
    "getitem": lambda target, key: target[key],
    "len": len,
    "contains": lambda target, item: item in target,
    "bool": bool,
    "iter": items,
    "plain": lambda target: target,
}


def described(error: BaseException) -> list[str]:
    """[kind, text] of an exception; the text may itself be a trap."""
    try:
        text = str(error)[:MAX_MESSAGE]
    except BaseException as second:
        text = f"(its text cannot be made: {type(second).__name__})"
    return [type(error).__name__[:80], text]


def main() -> None:
    """Connect to the grader and serve."""
    serve(guards.connect())


def serve(connection: socket.socket, start: dict[str, Any] | None = None) -> None:
    """Answer the grader, who need not say `start` when it is given: how to.

    A forked child that comes back from the student's code ends here.
    """
    os.register_at_fork(after_in_child=connection.close) if hasattr(os, "register_at_fork") else None
    runner = Runner(connection)
    if start is not None:
        runner.start(start)
    try:
        runner.serve()
    except (EOFError, OSError, WireError):
        os._exit(0)  # the grader has hung up, or this is a forked child; nothing to tidy, nobody to tell
