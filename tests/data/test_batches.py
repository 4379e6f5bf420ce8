import time
from typing import Any

import numpy
import pytest

import refold
from refold import batches

x, y = numpy.arange(20.0).reshape(10, 2), numpy.arange(10)


@pytest.mark.parametrize("size", [1, 3, 10, 99])
@pytest.mark.parametrize("seed", [None, 5])
def test_every_sample_comes_once_with_its_target(size: int, seed: int | None, backend: Any) -> None:
    pairs = list(batches(backend(x), backend(y), size, seed))
    assert [X.shape[0] for X, _ in pairs[:-1]] == [size] * (len(pairs) - 1)
    rows, targets = (numpy.concat([refold.to_numpy(each[i]) for each in pairs]) for i in (0, 1))
    assert numpy.array_equal(rows[:, 0], 2 * targets)
    assert sorted(targets) == list(range(10))
    assert (list(targets) == list(range(10))) == (seed is None)


def test_a_seed_repeats_and_a_generator_goes_on() -> None:
    first, again = (numpy.concat([Y for _, Y in batches(x, y, 4, 7)]) for _ in range(2))
    assert numpy.array_equal(first, again)
    rng = numpy.random.default_rng(7)
    one, two = (numpy.concat([Y for _, Y in batches(x, y, 4, rng)]) for _ in range(2))
    assert numpy.array_equal(one, first)
    assert not numpy.array_equal(one, two)


def test_what_is_refused() -> None:
    with pytest.raises(refold.WrongValueError, match="batch_size must be a whole number"):
        next(batches(x, y, 0))
    with pytest.raises(refold.ShapeError, match="a target for each of the 10 samples"):
        next(batches(x, y[:3]))


@pytest.mark.parametrize("seed", [None, 5])
def test_labels_may_be_text_and_live_elsewhere(seed: int | None, backend: Any) -> None:
    names = numpy.asarray(list("abcdefghij"))
    for X, Y in batches(backend(x), names, 3, seed):
        assert [names.tolist().index(name) for name in Y] == (refold.to_numpy(X)[:, 0] / 2).tolist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 2], y), "batches: x must be an array, got a list"),
        ((x, y.tolist()), "batches: y must be an array, got a list"),
        ((x, numpy.asarray(1.0)), "batches: y must have shape .m, ..... samples first, got a single number"),
        ((x, y, 3, "a"), "seed must be a whole number of at least 0.*got 'a'"),
        ((x, y, 3, -1), "seed must be a whole number of at least 0.*got -1"),
    ],
)
def test_what_is_no_data(arguments: tuple, message: str) -> None:
    with pytest.raises(refold.RefoldError, match=message):
        next(batches(*arguments))


def test_32_at_a_time_unless_said_otherwise() -> None:
    assert [len(X) for X, _ in batches(numpy.zeros(70), numpy.zeros(70))] == [32, 32, 6]


def test_tables_that_hold_column_after_column_are_not_copied_for_each_batch() -> None:
    """As those of pandas: an epoch took a hundred times as long."""
    table = numpy.asfortranarray(numpy.arange(4e6, dtype="float32").reshape(4000, 1000))
    began = time.process_time()
    for X, Y in batches(table, numpy.arange(4000), 8, seed=0):
        assert (X[:, 0] == 1000 * Y).all()
    assert time.process_time() - began < 2.0
