"""Values survive the wire; nodes that are no values are refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.inside.values import MAX_DEPTH, MAX_NODES, Decoder, Encoder
from autograder.sandbox.inside.wire import WireError

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(list("acdhlnst")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4).map(tuple),
    max_leaves=12,
)


def refuse(*value: Any) -> Any:
    raise WireError("not plain")


@given(PLAIN)
def test_plain_values_survive(value: Any) -> None:
    encode = Encoder(refuse)
    node = json.loads(json.dumps(encode(value)))
    back = Decoder(bytearray(b"".join(encode.blobs)), refuse)(node)
    assert back == value and repr(back) == repr(value)


@settings(max_examples=400)
@given(JSON, st.binary(max_size=100))
def test_any_json_is_a_value_or_an_error(node: Any, blob: bytes) -> None:
    decode = Decoder(bytearray(blob), refuse)
    try:
        decode(node)
        decode.finish()
    except WireError:
        pass


@pytest.mark.parametrize(
    "node",
    [
        {}, [], [1], ["?"], ["a"], ["a", -1, True], ["a", 10**9, True], ["a", True, True], ["a", "1", True],
        ["c", "1", 2.0], ["c", 1, 2], ["d", [1]], ["d", [["l"], 1]], ["d", 3], ["n", 0],
    ],
    ids=str,
)  # fmt: skip
def test_no_value(node: Any) -> None:
    with pytest.raises(WireError):
        Decoder(bytearray(), refuse)(node)


def test_bytes_that_nothing_speaks_of_are_refused() -> None:
    decode = Decoder(bytearray(b"x"), refuse)
    decode(1)
    with pytest.raises(WireError):
        decode.finish()


def test_depth_and_number_are_capped_at_both_ends() -> None:
    deep: Any = ()
    node: Any = ["t"]
    for _ in range(MAX_DEPTH + 1):
        deep, node = (deep,), ["t", node]
    with pytest.raises(ValueError, match="nested deeper"):
        Encoder(refuse)(deep)
    with pytest.raises(WireError):
        Decoder(bytearray(), refuse)(node)
    with pytest.raises(ValueError, match="more than"):
        Encoder(refuse)((0,) * (MAX_NODES + 1))


def test_types_are_compared_exactly() -> None:
    class Liar(int):
        pass

    with pytest.raises(WireError, match="not plain"):
        Encoder(refuse)(Liar(3))
