import numpy
import pytest

import refold


def test_real_digits_are_split_without_an_overlap() -> None:
    (x, y), (x_test, y_test) = refold.load_digits()
    assert x.shape == (1438, 8, 8) and x_test.shape == (359, 8, 8)
    assert x.dtype == numpy.float32 and y.dtype == numpy.int64
    assert x.min() == 0.0 and x.max() == 1.0
    assert set(y) == set(y_test) == set(range(10))
    rows = numpy.concatenate([x, x_test]).reshape(-1, 64)
    from sklearn.datasets import load_digits

    expected = load_digits().data / 16.0
    assert numpy.array_equal(
        rows[numpy.lexsort(rows.T)], expected[numpy.lexsort(expected.T)].astype("float32")
    )


def test_seed_and_share() -> None:
    first, again, other = (refold.load_digits(seed=seed) for seed in (1, 1, 2))
    assert numpy.array_equal(first[0][0], again[0][0])
    assert not numpy.array_equal(first[0][0], other[0][0])
    assert numpy.array_equal(refold.load_digits()[0][0], refold.load_digits(seed=0)[0][0])
    assert len(refold.load_digits(held_out=0.5)[1][0]) == 898
    with pytest.raises(refold.WrongValueError, match="held_out must be a number above 0 and below 1"):
        refold.load_digits(held_out=1.5)


def test_they_are_scikit_learns_whether_it_is_imported_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from sklearn import datasets

    from refold.data import digits

    expected = datasets.load_digits(return_X_y=True)
    digits._digits.cache_clear()
    monkeypatch.setattr(datasets, "load_digits", lambda **_: pytest.fail("scikit-learn was asked"))
    for array, theirs in zip(digits._digits(), expected, strict=True):
        assert numpy.array_equal(array, theirs) and array.dtype == theirs.dtype
    monkeypatch.setattr(datasets, "load_digits", lambda return_X_y: expected if return_X_y else None)
    monkeypatch.setattr(digits, "find_spec", lambda name: None)
    digits._digits.cache_clear()
    assert digits._digits() == expected
    digits._digits.cache_clear()
