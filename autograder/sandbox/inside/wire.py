"""Frames between the grader and the box: `<u64 nonce><u32 json length><u32 blob length><json><blob>`.

Arrays travel as npy bytes in the blob. Nothing is ever unpickled, and every size is checked before
anything of that size is allocated.
"""

from __future__ import annotations

import io
import json
import math
import re
import socket
import struct
import time
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.lib import format as npy

HEADER = struct.Struct("<QII")
READY = b"R"
"""What a container says when its runner is there, before the first frame."""
MAX_JSON = 1 << 20
MAX_BLOB = 32 << 20
MAX_ELEMENTS = MAX_BLOB // 8
"""Of an array, whatever its type. Axes of no length count as of length 1: others follow from the rest."""
NUMERIC = "biufc"
_MAGIC = b"\x93NUMPY\x01\x00"
_MAX_NPY_HEADER = 4096
_NPY_HEADER = re.compile(
    rb"\{'descr': '([<>|][biufc]\d{1,2})', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\), \} *\n"
)

Frame = tuple[int, dict[str, Any], bytearray]
"""Nonce, message, blob."""
Left = Callable[[], float]
"""Gives the seconds to wait before it is asked again; raises TimeoutError when there are none."""


class WireError(Exception):
    """What came is not what the wire allows.

    The text is shown to the student: nothing of what came may be in it, since it could tell hidden inputs.
    """


def frame(nonce: int, message: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """One frame, ready to send; ValueError when the other side would not accept its size."""
    text = json.dumps(message, separators=(",", ":")).encode()
    size = sum(map(len, blobs))
    if len(text) > MAX_JSON or size > MAX_BLOB:
        raise ValueError(f"a message of {len(text)} + {size} bytes; {MAX_JSON} + {MAX_BLOB} are allowed")
    return b"".join([HEADER.pack(nonce, len(text), size), text, *blobs])


def receive(connection: socket.socket, left: Left | None = None) -> Frame:
    """The next frame, for which it waits as long as `left` says.

    Raises:
        WireError: what came is no frame.
        EOFError: nothing more comes.
        TimeoutError: no time is left.
    """
    nonce, text_size, blob_size = HEADER.unpack(exactly(connection, HEADER.size, left))
    if text_size > MAX_JSON or blob_size > MAX_BLOB:
        raise WireError("a frame that is too large")
    body = exactly(connection, text_size + blob_size, left)
    try:
        message = json.loads(body[:text_size])
    except (ValueError, RecursionError):  # ValueError: also no UTF-8, or too many digits
        raise WireError("no JSON") from None
    if type(message) is not dict:
        raise WireError("no JSON object")
    return nonce, message, body[text_size:]


def exactly(connection: socket.socket, size: int, left: Left | None) -> bytearray:
    """The next `size` bytes."""
    buffer = bytearray(size)
    view, filled = memoryview(buffer), 0
    while filled < size:
        connection.settimeout(left() if left else None)
        try:
            got = connection.recv_into(view[filled:])
        except TimeoutError:
            continue
        if not got:
            raise EOFError
        filled += got
    return buffer


def send(connection: socket.socket, data: bytes, left: Left) -> None:
    """Send all of `data`; TimeoutError when no time is left."""
    view = memoryview(data)
    while view:
        connection.settimeout(left())
        try:
            view = view[connection.send(view) :]
        except TimeoutError:
            continue


def within(seconds: float) -> Left:
    """The time left of so many seconds from now on."""
    deadline = time.monotonic() + seconds

    def left() -> float:
        if (now := time.monotonic()) >= deadline:
            raise TimeoutError
        return deadline - now

    return left


def to_npy(array: np.ndarray) -> bytes:
    """The npy bytes of a numeric array; the order of memory (C or Fortran) is kept."""
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    return _npy_header(array.dtype.str, array.shape, fortran) + array.tobytes("F" if fortran else "C")


@lru_cache(256)
def _npy_header(descr: str, shape: tuple[int, ...], fortran: bool) -> bytes:
    buffer = io.BytesIO()
    npy.write_array_header_1_0(buffer, {"descr": descr, "fortran_order": fortran, "shape": shape})
    return buffer.getvalue()


def from_npy(data: bytearray | memoryview) -> np.ndarray:
    """A new array from npy bytes: version 1.0, numbers only, exactly as many bytes as its shape says."""
    if len(data) < 10 or bytes(data[:8]) != _MAGIC:
        raise WireError("no npy 1.0 bytes")
    start = 10 + int.from_bytes(data[8:10], "little")
    if start > min(_MAX_NPY_HEADER, len(data)):
        raise WireError("npy header too long")
    dtype, shape, fortran = _parsed(bytes(data[10:start]))
    if math.prod(shape) * dtype.itemsize != len(data) - start:
        raise WireError("an array whose bytes do not fit its shape")
    if elements(shape) > MAX_ELEMENTS:
        raise WireError("an array that is too large")
    try:
        view = np.ndarray(shape, dtype, bytes(data[start:]), order="F" if fortran else "C")
        return view.copy(order="K")
    except (ValueError, MemoryError):
        raise WireError("an array of no possible shape") from None


def elements(shape: Iterable[int]) -> int:
    """What MAX_ELEMENTS limits.

    >>> elements((0, 3, 4))
    12
    """
    return math.prod(max(size, 1) for size in shape)


@lru_cache(256)
def _parsed(header: bytes) -> tuple[np.dtype, tuple[int, ...], bool]:
    match = _NPY_HEADER.fullmatch(header)
    if not match:
        raise WireError("npy header not of the plain numeric form")
    try:
        dtype = np.dtype(match[1].decode())
        shape = tuple(int(n) for n in match[3].decode().split(",") if n.strip())
    except (TypeError, ValueError):
        raise WireError("npy header of no possible type") from None
    if len(shape) > 32 or any(n >= 1 << 48 for n in shape):
        raise WireError("npy shape")
    return dtype, shape, match[2] == b"True"
