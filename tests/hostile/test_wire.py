"""Replies damaged at random are a value, or an error that ends the box, and cost no memory.

The sandbox's own tests try single parts of the wire; here whole replies go through all that reads them.
"""

from __future__ import annotations

import json
import random
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.box import StudentError, write_back
from autograder.sandbox import Limits
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.values import Decoder, Encoder
from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.process import cell_result
from autograder.sandbox.proxy import changes, student_error

SHORT, LONG = 20_000, 1_000_000
GROWTH = 150 << 20  # bytes: a frame may have 33 MB, and is held three times while it is read
NASTY = [
    b"[" * 500,
    b"9" * 5000,
    b"\xff" * 8,
    b"\0" * 40,
    b"1e999",
    b'["a",0,true]',
    b"'|O'",
    b"(0, 99999999999, )",
]
NASTY += [
    b"-1",
    b"NaN",
    b'"\\ud800"',
    b"\x93NUMPY\x03\x00",
    b"cos\nsystem\n(S'id'\ntR.",
    struct.pack("<I", 2**31),
]
unpickled: list[str] = []
sys.addaudithook(lambda event, args: unpickled.append(event) if event == "pickle.find_class" else None)


class Sent:
    """A connection on which these bytes came, and then the end."""

    def __init__(self, data: bytes) -> None:
        self.data = memoryview(data)

    def settimeout(self, seconds: float | None) -> None:
        pass

    def recv_into(self, view: memoryview) -> int:
        got = self.data[: len(view)]
        self.data = self.data[len(got) :]
        view[: len(got)] = got
        return len(got)


def replies() -> list[bytes]:
    """What an honest box sends."""
    arrays = [
        np.arange(24.0).reshape(2, 3, 4),
        np.zeros((0, 5), "i2"),
        np.array(3 + 1j),
        np.eye(3, order="F"),
    ]
    values = [(1, (2.0, None, "text", True)), 1 << 200, np.float32(0.1), *arrays, (arrays[0], arrays[1], "x")]
    found = []
    for value in values:
        encode = Encoder(lambda value, encode: ["h", 1, "thing"])
        message = {"v": encode(value), "c": [[0, encode(np.ones(3))]]}
        found.append(wire.frame(7, message, encode.blobs))
    png = b"\x89PNG\r\n\x1a\n" + b"x" * 30
    found.append(
        wire.frame(7, {"out": "printed", "err": "", "png": [len(png)], "e": ["KeyError", "k"]}, [png])
    )
    return found


def damaged(rng: random.Random, reply: bytes) -> bytes:
    """The reply after one to four accidents; half of the time its lengths are right all the same."""
    nonce, size, _ = wire.HEADER.unpack(reply[: wire.HEADER.size])
    parts = [bytearray(reply[wire.HEADER.size :][:size]), bytearray(reply[wire.HEADER.size + size :])]
    for _ in range(rng.randint(1, 4)):
        part = rng.choice(parts)
        at = rng.randint(0, len(part))
        kind = rng.random()
        if kind < 0.4 and at < len(part):
            part[at] = rng.choice([rng.randrange(256), *b'0129-"[]{},:a'])
        elif kind < 0.6:
            part[at:at] = rng.choice(NASTY)
        elif kind < 0.8:
            del part[at : at + rng.randint(1, 40)]
        else:
            part[at:at] = part[: rng.randint(0, 80)]
    head = bytearray(wire.HEADER.pack(nonce, *map(len, parts)))
    if rng.random() < 0.2:
        head[rng.randrange(len(head))] = rng.randrange(256)
    whole = bytes(head) + bytes(parts[0]) + bytes(parts[1])
    return whole if rng.random() < 0.9 else whole[: rng.randint(0, len(whole))]


def read(data: bytes) -> Any:
    """What the grader makes of it, by every way that it has."""
    _, message, blob = wire.receive(Sent(data))  # type: ignore[arg-type]
    assert len(blob) <= len(data)
    if "out" in message:
        return cell_result(message, blob, Limits())
    if "e" in message:
        return student_error(message["e"])
    decode = Decoder(blob, stand_in)
    value = decode(message.get("v"))
    sent = np.zeros(3)
    for array, changed in changes(message.get("c", []), decode, [sent]):
        write_back(array, changed)
    decode.finish()
    assert sent.size == 3
    return value


def stand_in(node: list[Any]) -> Any:
    if len(node) != 3 or node[0] != "h" or type(node[1]) is not int or type(node[2]) is not str:
        raise WireError("unknown tag")
    return StudentError("stands", "in")


def memory() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) << 10


def fuzz(count: int) -> None:
    rng, honest = random.Random(count), replies()
    outcomes = {"value": 0, "refused": 0}
    for reply in honest:
        read(reply)
    before, events = memory(), len(unpickled)
    for number in range(count):
        data = damaged(rng, rng.choice(honest))
        try:
            read(data)
        except (WireError, EOFError) as refused:
            outcomes["refused"] += 1
            assert not any(digit in str(refused) for digit in "0123456789") or "1.0" in str(refused)
        except BaseException:
            print(f"reply {number}: {data!r}")
            raise
        else:
            outcomes["value"] += 1
    assert memory() - before < GROWTH
    assert unpickled[events:] == []
    assert min(outcomes.values()) > count / 50, outcomes


def test_damaged_replies() -> None:
    fuzz(SHORT)


@pytest.mark.long
def test_a_million_damaged_replies() -> None:
    fuzz(LONG)


HEADERS = [
    *(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3, 4), }",
        "{'descr': '|b1', 'fortran_order': False, 'shape': (8,), }",
    ),
    *("{'descr': '>c16', 'fortran_order': True, 'shape': (3, 1), }", "{'descr': '|O', 'shape': (1,), }"),
    *("{'descr': [('a', '<f8'), ('b', '|O')], 'fortran_order': False, 'shape': (2,), }", "{}", "(" * 99),
    *(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 99999999999), }",
        "__import__('os')",
        "1" * 5000,
    ),
]
PARTS = [
    "<f8",
    "|O8",
    "f2",
    "<f99",
    "|V8",
    "M8[s]",
    "True",
    "-1",
    "4294967296",
    "18446744073709551616",
    "0, ",
    "(",
    ")",
]
PARTS += ["'", ", ", "\n", "}", "\0", "\xff", "1_0", "0x8", "1e3", "[('a', '<f8')]", " " * 70, "\u0663"]


def damaged_header(rng: random.Random) -> bytes:
    """npy bytes: a header after up to three accidents, its length, which may be a lie, and some data."""
    text = rng.choice(HEADERS)
    for _ in range(rng.randint(0, 3)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(PARTS) + text[at + rng.choice([0, 0, 1, 3, 6]) :]
    header = (text + "\n").encode("utf-8" if rng.random() < 0.9 else "utf-16-le", "replace")
    size = len(header) if rng.random() < 0.8 else rng.choice([0, 1, 65535, rng.randrange(65536)])
    magic = b"\x93NUMPY\x01\x00" if rng.random() < 0.95 else rng.choice(NASTY)
    return magic + struct.pack("<H", size) + header + bytes(rng.choice([0, 8, 24, 48, 192]))


def fuzz_headers(count: int) -> None:
    rng, before, events, arrays = random.Random(count), memory(), len(unpickled), 0
    for _ in range(count):
        data = damaged_header(rng)
        try:
            array = wire.from_npy(bytearray(data))
        except WireError as refused:
            assert not any(digit in str(refused) for digit in "0123456789") or "1.0" in str(refused)
        else:
            assert array.dtype.kind in wire.NUMERIC and array.nbytes <= len(data)
            arrays += 1
    assert arrays > count / 1000
    assert memory() - before < GROWTH // 5
    assert unpickled[events:] == []


def test_damaged_npy_headers() -> None:
    fuzz_headers(SHORT)


@pytest.mark.long
def test_a_million_damaged_npy_headers() -> None:
    fuzz_headers(LONG)


def test_headers_of_frames_that_promise_much() -> None:
    before = memory()
    for sizes in ((1 << 20, 32 << 20), (2**32 - 1, 0), (0, 2**32 - 1), (1 << 21, 1), (0, (32 << 20) + 1)):
        with pytest.raises((WireError, EOFError)):
            wire.receive(Sent(wire.HEADER.pack(1, *sizes) + json.dumps({}).encode()))  # type: ignore[arg-type]
    assert memory() - before < 40 << 20
