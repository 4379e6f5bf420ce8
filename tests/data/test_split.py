import time
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import split

x, y = numpy.arange(40.0).reshape(20, 2), numpy.arange(20)


@settings(max_examples=60, derandomize=True)
@given(
    st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=40).filter(lambda names: len(set(names)) > 1),
    st.floats(0.05, 0.95),
    st.integers(0, 99),
)
def test_a_group_is_on_one_side(names: list[str], held_out: float, seed: int) -> None:
    rows = numpy.arange(len(names))
    (train, _), (test, labels) = split(rows, rows, held_out, seed, groups=names)
    assert sorted([*train, *test]) == list(rows)
    assert numpy.array_equal(test, labels)
    seen, unseen = {names[i] for i in train}, {names[i] for i in test}
    assert seen and unseen and not seen & unseen
    again = split(rows, rows, held_out, seed, groups=iter(names))
    assert numpy.array_equal(again[1][0], test)


def test_the_share_is_kept_as_well_as_groups_allow() -> None:
    names = numpy.repeat(numpy.arange(50), 4)
    for seed in range(5):
        (train, _), (test, _) = split(names, names, 0.3, seed, groups=names)
        assert (len(train), len(test)) == (140, 60)


def test_seed_and_pairs(backend: Any) -> None:
    (x_train, y_train), (x_test, y_test) = split(backend(x), backend(y), 0.25, seed=3)
    assert (tuple(x_train.shape), tuple(x_test.shape)) == ((15, 2), (5, 2))
    rows = [refold.to_numpy(each) for each in (x_train, y_train, x_test, y_test)]
    assert sorted([*rows[1], *rows[3]]) == list(range(20))
    assert numpy.array_equal(rows[0][:, 0], 2 * rows[1]) and numpy.array_equal(rows[2][:, 0], 2 * rows[3])
    assert numpy.array_equal(rows[3], split(x, y, 0.25, seed=3)[1][1])
    assert not numpy.array_equal(rows[3], split(x, y, 0.25, seed=4)[1][1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"held_out": 0.0}, "held_out must be a number above 0 and below 1, got 0.0"),
        ({"held_out": 1.0}, "held_out must be a number above 0 and below 1, got 1.0"),
        ({"held_out": "0.2"}, "held_out must be a number above 0 and below 1, got '0.2'"),
        ({"held_out": 0.01}, "leaves 20 to train on and 0 to test on"),
        ({"x": x[:0], "y": y[:0]}, "of 0 samples leaves 0 to train on"),
        ({"x": x.tolist()}, "split: x must be an array, got a list"),
        ({"y": numpy.asarray(1)}, "split: y must have shape .m, ...., samples first"),
        ({"seed": "a"}, "seed must be a whole number of at least 0"),
        ({"stratify": y[:3]}, "stratify must hold a name for each of the 20 samples, got 3"),
        ({"stratify": range(20)}, "leaves 20 to train on and 0 to test on"),
        ({"groups": y, "stratify": y}, "groups and stratify were given, choose one"),
        ({"groups": 5}, "groups must be a tuple, got 5"),
        ({"groups": numpy.ones((20, 1))}, "groups must hold one name a sample"),
        ({"groups": [("a", [1])] * 20}, "groups must hold one name a sample"),
        ({"groups": ["a"] * 20}, "two groups at least"),
        ({"groups": ["a", "b"]}, "groups must hold a name for each of the 20 samples, got 2"),
        ({"groups": [1.0, float("nan")] * 10}, "groups must name each sample, got NaN"),
        ({"y": y[:3]}, "a target for each of the 20 samples of x, got 3"),
    ],
)
def test_what_is_refused(options: dict, message: str) -> None:
    with pytest.raises(refold.RefoldError, match=message):
        split(**{"x": x, "y": y, **options})


@settings(max_examples=60, derandomize=True)
@given(
    st.lists(st.sampled_from("abc"), min_size=6, max_size=60).filter(lambda names: len(set(names)) > 1),
    st.floats(0.3, 0.7),
    st.integers(0, 99),
)
def test_each_class_keeps_its_share(names: list[str], held_out: float, seed: int) -> None:
    rows = numpy.arange(len(names))
    (train, _), (test, _) = split(rows, numpy.asarray(names), held_out, seed, stratify=names)
    assert sorted([*train, *test]) == list(rows)
    for name in set(names):
        assert abs(sum(names[i] == name for i in test) - held_out * names.count(name)) <= 0.5
    again = split(rows, rows, held_out, seed, stratify=numpy.asarray(names))
    assert numpy.array_equal(again[1][0], test)


def test_classes_may_live_where_the_samples_do(backend: Any) -> None:
    labels = backend(y % 4, "int64")
    (_, _), (_, y_test) = split(backend(x), labels, 0.4, stratify=labels)
    assert sorted(refold.to_numpy(y_test).tolist()) == [0, 0, 1, 1, 2, 2, 3, 3]
    split(backend(x), labels, 0.4, groups=labels)


def test_a_group_of_its_own_for_each_sample_takes_no_minutes() -> None:
    rows, began = numpy.arange(100_000), time.process_time()
    (train, _), (test, _) = split(rows, rows, 0.25, groups=rows)
    assert (len(train), len(test)) == (75_000, 25_000)
    assert time.process_time() - began < 10.0
