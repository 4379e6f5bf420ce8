"""Whatever comes over the wire is a frame or a WireError: nothing is allocated on its word, or unpickled."""

import io
import pickle
import socket
import threading
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.inside import wire
from autograder.sandbox.inside.wire import WireError

NUMBERS = st.sampled_from(list("?bhilqBHILQefdFD")).flatmap(
    lambda code: hnp.arrays(code, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)


def received(data: bytes) -> wire.Frame:
    """What `receive` makes of these bytes, then the end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        writer = threading.Thread(target=lambda: (theirs.sendall(data), theirs.shutdown(socket.SHUT_WR)))
        writer.start()
        try:
            return wire.receive(ours)
        finally:
            ours.close()
            writer.join()


@given(NUMBERS)
def test_npy_is_numpys_own_form(array: np.ndarray) -> None:
    mine = wire.to_npy(array)
    theirs = np.load(io.BytesIO(mine), allow_pickle=False)
    back = wire.from_npy(bytearray(mine))
    assert (theirs.dtype, theirs.shape, theirs.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    assert wire.from_npy(bytearray(buffer.getvalue())).tobytes() == array.tobytes()


@settings(max_examples=300)
@given(NUMBERS, st.data())
def test_mutated_npy_is_an_array_of_numbers_or_an_error(array: np.ndarray, data: st.DataObject) -> None:
    raw = bytearray(wire.to_npy(array))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, min(len(raw), 128) - 1))] = data.draw(st.integers(0, 255))
    raw = raw[: data.draw(st.integers(0, len(raw)))]
    try:
        found = wire.from_npy(raw)
    except WireError:
        return
    assert found.dtype.kind in wire.NUMERIC and found.nbytes <= len(raw)


def header(text: str) -> bytearray:
    return bytearray(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n",
        "{'descr': '<U4', 'fortran_order': False, 'shape': (0,), }\n",
        "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (0,), }\n",
        "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (0,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 4611686018427387904), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 99999999999999, 99999999999999), }\n",
        "{'descr': '<f9', 'fortran_order': False, 'shape': (0,), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1, " * 33 + "), }\n",
        "{'descr': __import__('os').getcwd(), 'fortran_order': False, 'shape': (0,), }\n",
    ],
)
def test_headers_that_lie_are_refused(text: str) -> None:
    with pytest.raises(WireError):
        wire.from_npy(header(text))


def test_pickles_are_never_read() -> None:
    class Evil:
        def __reduce__(self) -> tuple:
            return (pytest.fail, ("unpickled",))

    buffer = io.BytesIO()
    np.save(buffer, np.array([Evil()]), allow_pickle=True)
    for raw in (buffer.getvalue(), pickle.dumps(Evil())):
        with pytest.raises(WireError):
            wire.from_npy(bytearray(raw))
        with pytest.raises((WireError, EOFError)):
            received(raw)


def test_a_frame_arrives_as_it_was_sent() -> None:
    assert received(wire.frame(7, {"op": "x"}, [b"ab", b"c"])) == (7, {"op": "x"}, bytearray(b"abc"))


@settings(max_examples=200)
@given(st.data())
def test_mutated_frames_are_a_frame_or_an_error(data: st.DataObject) -> None:
    raw = bytearray(wire.frame(1, {"v": ["t", 1, ["a", 3, True], "x"]}, [b"abc"]))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        nonce, message, blob = received(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    except (WireError, EOFError):
        return
    assert type(nonce) is int and type(message) is dict and len(blob) <= len(raw)


@given(st.binary(max_size=200))
@example(b"\xff" * 200)
@example(wire.HEADER.pack(0, 2, 0) + b"[]")
@example(wire.HEADER.pack(0, 100_000, 0) + b"[" * 100_000)
@example(wire.HEADER.pack(0, 10_000, 0) + b'{"a":' + b"1" * 9_994 + b"}")
def test_noise_is_no_frame(noise: bytes) -> None:
    with pytest.raises((WireError, EOFError)):
        received(noise)


def test_nothing_is_allocated_for_a_frame_that_is_too_large() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            received(wire.HEADER.pack(0, 2**32 - 1, 2**32 - 1))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_large_messages_are_not_even_sent() -> None:
    with pytest.raises(ValueError, match="are allowed"):
        wire.frame(0, {}, [bytes(wire.MAX_BLOB + 1)])


def test_waiting_ends_at_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"half")
        with pytest.raises(TimeoutError):
            wire.receive(ours, wire.within(0.05))
