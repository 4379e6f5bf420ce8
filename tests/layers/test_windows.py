"""The geometry of windows against a plain loop over every window."""

import itertools
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold.layers.windows import Windows, blocks, one_each, pad, padding_called, unpad


@st.composite
def windows_on_images(draw: st.DrawFn) -> tuple[Windows, Any]:
    """Windows, and images large enough for one of them."""
    size = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    strides = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    windows = Windows(size, strides, dilation, draw(st.sampled_from(["valid", "same", "causal"])))
    spans = windows.spans if windows.padding == "valid" else (1, 1)
    lengths = [draw(st.integers(span, span + 4)) for span in spans]
    shape = (draw(st.integers(0, 3)), *lengths, draw(st.integers(1, 2)))
    return windows, numpy.random.default_rng(draw(st.integers(0, 9))).normal(size=shape)


def each_window(windows: Windows, P: Any) -> Any:
    """(m, *places, *size, n), window by window."""
    m, height, width, n = P.shape
    rows = [top for top in range(height) if top + windows.spans[0] <= height][:: windows.strides[0]]
    columns = [left for left in range(width) if left + windows.spans[1] <= width][:: windows.strides[1]]
    found = numpy.zeros((m, len(rows), len(columns), *windows.size, n))
    for (y, top), (x, left) in itertools.product(enumerate(rows), enumerate(columns)):
        for i, j in itertools.product(*map(range, windows.size)):
            found[:, y, x, i, j] = P[:, top + i * windows.dilation[0], left + j * windows.dilation[1]]
    return found


@settings(max_examples=80, derandomize=True)
@given(windows_on_images())
def test_columns_and_views_hold_every_window(case: tuple[Windows, Any]) -> None:
    windows, X = case
    expected = each_window(windows, windows.pad(X))
    m, *places, _, _, n = expected.shape
    assert windows.places(X.shape[1:-1]) == tuple(places)
    columns = windows.columns(X, windows.pixels(X))
    k = int(numpy.prod(windows.size))
    assert numpy.array_equal(columns, expected.reshape(m * places[0] * places[1], k * n))
    views = numpy.stack(windows.views(windows.pad(X)), axis=3)
    assert numpy.array_equal(views, expected.reshape(m, *places, k, n))


@settings(max_examples=200, derandomize=True)
@given(windows_on_images())
def test_windows_cover_what_they_visit_once_each(case: tuple[Windows, Any]) -> None:
    windows, X = case
    visits = numpy.zeros((1, *windows.padded(X.shape[1:-1]), 1))
    for view in windows.views(visits):
        view += 1
    side_by_side = windows.size == windows.spans == windows.strides
    assert windows.cover(X.shape[1:-1]) == (side_by_side and bool((visits == 1).all()))


@settings(max_examples=80, derandomize=True)
@given(windows_on_images())
def test_padding_is_zeros_around_and_comes_off_again(case: tuple[Windows, Any]) -> None:
    windows, X = case
    P = windows.pad(X)
    assert P.shape == windows.zeros(X, X.shape).shape
    assert numpy.array_equal(windows.unpad(P, X.shape[1:-1]), X)
    assert numpy.count_nonzero(P) == numpy.count_nonzero(X)
    if windows.padding == "same":
        lengths = zip(X.shape[1:-1], windows.strides, strict=True)
        assert windows.places(X.shape[1:-1]) == tuple(-(-n // stride) for n, stride in lengths)


def test_nothing_is_copied_where_nothing_is_added() -> None:
    X = numpy.ones((1, 2, 3, 1))
    assert pad(X, [(0, 0), (0, 0)]) is X
    assert numpy.shares_memory(unpad(X, [(0, 1), (1, 0)]), X)


def test_overlap() -> None:
    assert not Windows((2, 2), (2, 3), (1, 1), "valid").overlap
    assert Windows((2, 3), (2, 2), (1, 1), "valid").overlap
    assert Windows((2,), (2,), (2,), "valid").overlap


def test_blocks_cover_all_samples_once() -> None:
    assert [(part.start, part.stop) for part in blocks(7, 3)] == [(0, 3), (3, 6), (6, 7)]
    assert list(blocks(0, 3)) == []


@pytest.mark.parametrize("value", [0, -1, 2.0, "2", (1,), (1, 2, 3), (1, 0), None, True, "ab"])
def test_senseless_numbers(value: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Conv2D: strides must be a whole number"):
        one_each("Conv2D: strides", value, 2)


def test_only_sequences_are_causal() -> None:
    assert padding_called("Conv1D", "CAUSAL", causal=True) == "causal"
    with pytest.raises(refold.UnknownNameError, match="No padding of Conv2D is called 'causal'"):
        padding_called("Conv2D", "causal")
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'same'"):
        padding_called("Conv2D", "some")
