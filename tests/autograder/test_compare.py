import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.judging.compare import Unusable, close, describe, difference, misplaced

arrays = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
    hnp.array_shapes(min_dims=0, max_dims=4, max_side=4),
)


@given(arrays, arrays)
def test_arrays_agree_exactly_where_numpy_says_so(a, b):
    same = a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == b.dtype.kind == "f")
    assert (difference(a, b) is None) == same


@given(arrays)
def test_an_array_agrees_with_its_copy_and_not_with_a_changed_one(a):
    assert difference(a, a.copy()) is None
    if a.size:
        changed = a.astype(np.complex128)
        changed.flat[-1] = 1j
        assert difference(a, changed) is not None


@given(hnp.arrays(np.float64, st.integers(1, 200), elements=st.floats(-1e6, 1e6)))
def test_a_sum_in_another_order_is_within_its_rounding(a):
    backward = np.asarray(a[::-1].sum())
    bound = np.asarray(np.abs(a).sum())
    assert abs(a.sum() - backward) <= 8 * a.size * np.finfo(np.float64).eps * bound
    if abs(a.sum()) == bound:
        assert close(np.asarray(a.sum()), backward, a.size).all()


@pytest.mark.parametrize(
    ("expected", "got", "kind"),
    [
        ((4, 6), (6, 4), "value"),
        ((4, 6), (4,), "length"),
        ((4, 6), 24, "type"),
        ((4, 6), (4, 6.0), "type"),
        ((4, 6), None, "type"),
        (3, True, "type"),
        (3, 3.0, "type"),
        (3, "3", "type"),
        (True, 1, "type"),
        (None, 0, "type"),
        (np.zeros((2, 3)), np.zeros((3, 2)), "shape"),
        (np.zeros((2, 3)), [[0, 0, 0], [0, 0, 0]], "type"),
        (np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3, order="F"), "order"),
        (np.arange(6.0), np.arange(6.0) + 1, "value"),
        (np.zeros(3), Unusable("array of dtype object"), "type"),
        ({"X": (2, 3)}, {}, "length"),
        ({"X": (2, 3)}, {"X": (3, 2)}, "value"),
    ],
)
def test_the_kind_of_difference_is_named(expected, got, kind):
    found = difference(expected, got)
    assert found is not None and found.kind == kind
    assert found.expects and found.got


@pytest.mark.parametrize(
    ("got", "expects"),
    [
        ({"shapes": {}}, "an entry 'X' in 'shapes'"),
        ({"shapes": {"X": (2,)}}, "a tuple of 2, (2, 3) for 'X' in 'shapes'"),
        ({"shapes": ((2, 3),)}, "a dict with X in 'shapes'"),
        ({}, "an entry 'shapes'"),
    ],
)
def test_what_is_wrong_in_a_dict_is_said_with_its_place(got, expects):
    found = difference({"shapes": {"X": (2, 3)}}, got)
    assert found is not None and found.expects.startswith(expects)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ((4, 6), [4, 6]),
        ((4, 6), np.array([4, 6])),
        ((None, 6), (None, np.int64(6))),
        (((None, 6), 12), ((None, 6), 12)),
        (3, np.array(3)),
        (True, np.True_),
        (np.zeros((2, 3)), np.zeros((2, 3), dtype=np.int32)),
        (np.array([np.nan]), np.array([np.nan])),
    ],
)
def test_what_counts_as_the_same(expected, got):
    assert difference(expected, got) is None


def test_what_was_expected_is_called_what_it_is():
    found = difference(["a", "b"], ["a"])
    assert found is not None and found.expects.startswith("a list of 2")
    found = difference("in order", "a is missing")
    assert found is not None and (found.expects, found.got) == ("'in order'", "'a is missing'")
    found = difference(None, "nothing")
    assert found is not None and found.got == "the text 'nothing'"


def test_masks_are_compared_too():
    mask = np.array([True, False])
    found = difference(mask, ~mask, 4)
    assert difference(mask, mask, 4) is None and found is not None and found.kind == "order"


def test_an_empty_dict_is_called_so():
    found = difference({}, None)
    assert found is not None and found.expects == "an empty dict"


def test_numbers_that_print_alike_are_told_apart():
    found = difference(np.array([0.3]), np.array([0.1 + 0.2]))
    assert found is not None and found.expects != found.got
    assert found.got.startswith("0.30000000000000004")


def test_a_number_has_no_more_digits_than_it_takes():
    found = difference(np.float32(0.6369883), np.float32(0.64), 4)
    assert found is not None and (found.expects, found.got) == ("0.636988", "0.64")
    found = difference(0.6369883, "0.64", 4)
    assert found is not None and found.expects == "the number 0.636988"


def test_misplaced_needs_the_same_numbers_at_other_places():
    a = np.arange(6.0)
    assert misplaced(a, a[::-1])
    assert not misplaced(a, a)
    assert not misplaced(a, a + 1)
    assert not misplaced(a, a.reshape(2, 3))


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (None, "None (is something returned? print and list.reverse give None)"),
        ([1, 2], "the list [1, 2]"),
        ((1,), "(1,)"),
        ([0] * 60, "a list of 60"),
        (Unusable("array of dtype object"), "an array of dtype object"),
        (Unusable("map"), "a map"),
    ],
)
def test_what_came_is_said_as_it_came(got, words):
    assert describe(got) == words


def test_what_is_too_long_to_be_shown_is_not_even_written():
    class Unwritable:
        def __str__(self):
            raise AssertionError

    assert describe([Unwritable()] * 40) == "a list of 40"


def test_half_precision_excuses_nothing():
    expected = np.arange(60.0).reshape(3, 20)
    assert difference(expected, np.full((3, 20), 30, np.float16), sums=100) is not None
    assert difference(expected, expected.astype(np.float32) * np.float32(1 + 1e-6), sums=100) is None


def test_half_precision_is_wrong_in_every_sum_and_not_only_in_short_ones():
    expected = np.arange(1.0, 61.0) / 7
    for sums in (2, 500, 4000):
        assert difference(expected, expected.astype(np.float16), sums) is not None


def test_what_went_through_single_precision_on_the_way_is_right_and_a_small_mistake_is_not():
    X = np.random.default_rng(0).normal(3, 1, (7, 5))
    variance = X.astype(np.float32).var(axis=0).astype(np.float64)
    assert np.abs(variance - X.var(axis=0)).max() > 1e-9
    assert difference(X.var(axis=0), variance, sums=2) is None
    assert difference(X.var(axis=0), X.var(axis=0) + 1e-3, sums=2) is not None
    assert difference(X.var(axis=0), X.var(axis=0, ddof=1), sums=2) is not None
    assert difference(X, X.astype(np.float32).astype(np.float64), sums=1) is not None


@pytest.mark.parametrize("got", [10**400, -(10**4000), True, "1.5"])
def test_numbers_that_are_no_floats_differ(got):
    assert difference(1.5, got, sums=2) is not None


def test_an_array_of_millions_is_no_pair():
    found = difference((4, 6), np.zeros(3_000_000, np.int8))
    assert found is not None and found.got == "3000000 numbers"
