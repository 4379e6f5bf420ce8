from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import pad_sequences

from ..oracles import keras

ends = st.sampled_from(["pre", "post"])
ragged = st.lists(st.lists(st.integers(-9, 9), max_size=6), min_size=1, max_size=5).filter(any)


@settings(max_examples=60, derandomize=True)
@given(ragged, st.one_of(st.none(), st.integers(1, 8)), ends, ends, st.integers(-1, 1))
def test_keras(rows: Any, maxlen: int | None, padding: str, truncating: str, value: int) -> None:
    options = {"maxlen": maxlen, "padding": padding, "truncating": truncating, "value": value}
    came = pad_sequences(rows, **options)
    assert numpy.array_equal(came, keras().utils.pad_sequences(rows, **options))
    assert came.dtype == numpy.int64


def test_steps_of_several_features_and_fractions() -> None:
    rows = [numpy.ones((2, 3)), [], numpy.full((1, 3), 0.5)]
    came = pad_sequences(rows, padding="post", value=-1.0)
    assert came.shape == (3, 2, 3)
    assert came[:, :, 0].tolist() == [[1.0, 1.0], [-1.0, -1.0], [0.5, -1.0]]
    assert pad_sequences(rows, dtype="float32").dtype == numpy.float32


def test_the_library_that_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    monkeypatch.setenv("REFOLD_BACKEND", "array_api_strict")
    assert type(pad_sequences([[1, 2], [3]])) is type(strict.ones(1))


@pytest.mark.parametrize(
    ("rows", "options", "message"),
    [
        ([], {}, "a sequence with an element"),
        ([[], []], {}, "a sequence with an element"),
        ([1, 2], {}, r"got 1 among them. A single sequence goes into a list of its own"),
        (5, {}, "sequences must be a tuple, got 5"),
        ([[1]], {"value": "x"}, "value must be a number, got 'x'"),
        ([numpy.ones(2, "uint8")], {"value": -1}, "value=-1 does not fit into uint8. Give a wider dtype"),
        ([[300, 1]], {"dtype": "int8"}, "numbers from 1 to 300 do not fit into int8. Give a wider dtype"),
        ([[-1]], {"dtype": "uint8"}, "do not fit into uint8"),
        ([[numpy.nan]], {"dtype": "int32"}, "do not fit into int32"),
        ([[2.0**63]], {"dtype": "int64"}, "do not fit into int64"),
        ([[1.0]], {"maxlen": 0}, "maxlen must be a whole number of at least 1"),
        ([[1.0]], {"padding": "before"}, "No padding is called 'before'"),
        ([[1.0]], {"truncating": 1}, "No truncating is called 1"),
        ([[[1.0, 2.0]], [[1.0]]], {}, r"shape \(2,\), as in the first sequence, got \(1,\) in sequence 1"),
    ],
)
def test_what_is_refused(rows: Any, options: dict, message: str) -> None:
    with pytest.raises(refold.RefoldError, match=message):
        pad_sequences(rows, **options)


@pytest.mark.parametrize("value", [0.5, numpy.nan])
@pytest.mark.filterwarnings("error")
def test_a_value_that_whole_numbers_cannot_hold_makes_them_fractions(value: float) -> None:
    came = pad_sequences([[1, 2], [3]], value=value)
    numpy.testing.assert_array_equal(came, [[1.0, 2.0], [value, 3.0]])
    assert pad_sequences([[1, 2], [3]], value=0.0).dtype == numpy.int64


@pytest.mark.parametrize("rows", [[[1.7, -1.7], [0.2]], [[127, -128], [3]], [[127.9, -128.9]]])
def test_what_fits_into_a_narrower_dtype_loses_its_fractions_as_in_keras(rows: list) -> None:
    came = pad_sequences(rows, dtype="int8")
    assert came.dtype == numpy.int8
    assert numpy.array_equal(came, keras().utils.pad_sequences(rows, dtype="int8"))


def test_words_are_to_be_numbered() -> None:
    with pytest.raises(refold.DTypeError) as caught:
        pad_sequences([["once", "upon"], ["a"]])
    assert (
        "a sequence of pad_sequences: ['once', 'upon']. Words and letters are to be numbered"
        in caught.value.__notes__[0]
    )
