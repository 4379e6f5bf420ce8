from typing import Any

import numpy
import pytest
from sklearn import preprocessing

import refold
from refold import MinMaxScaler, StandardScaler
from refold.backend import home

rng = numpy.random.default_rng(0)
TRAIN, TEST = rng.normal(3.0, 5.0, (50, 4)), rng.normal(3.0, 5.0, (20, 4))
TRAIN[:, 2] = 0.1  # a mean of it is not 0.1 to the last bit
CASES = [
    (StandardScaler(), preprocessing.StandardScaler()),
    (MinMaxScaler(), preprocessing.MinMaxScaler()),
    (MinMaxScaler((-1.0, 3.0)), preprocessing.MinMaxScaler((-1.0, 3.0))),
]
every_scaler = pytest.mark.parametrize(("ours", "theirs"), CASES, ids=lambda scaler: type(scaler).__name__)


@every_scaler
def test_scikit_learn(ours: Any, theirs: Any) -> None:
    theirs.fit(TRAIN)
    for X in (TRAIN, TEST):
        came = ours.fit(TRAIN).transform(X)
        numpy.testing.assert_allclose(came, theirs.transform(X), rtol=1e-10, atol=1e-12)
        numpy.testing.assert_allclose(ours.inverse_transform(came), X, rtol=1e-10, atol=1e-12)
    numpy.testing.assert_array_equal(ours.fit_transform(TRAIN), ours.transform(TRAIN))


@every_scaler
def test_sequences_are_scaled_by_feature(ours: Any, theirs: Any) -> None:
    sequences = TRAIN.reshape(5, 10, 4)
    came = ours.fit(sequences).transform(sequences)
    numpy.testing.assert_allclose(came.reshape(50, 4), theirs.fit_transform(TRAIN), rtol=1e-10, atol=1e-12)


@every_scaler
def test_every_backend(ours: Any, theirs: Any, backend: Any) -> None:
    expected = ours.fit(TRAIN).transform(TEST)
    numpy.testing.assert_allclose(refold.to_numpy(ours.transform(backend(TEST))), expected, rtol=1e-12)
    ours.fit(backend(TRAIN))
    numpy.testing.assert_allclose(refold.to_numpy(ours.transform(backend(TEST))), expected, rtol=1e-12)
    assert str(ours.transform(backend(TEST, "float32")).dtype).endswith("float32")
    whole = ours.fit(backend([[1], [3]], "int64")).transform(backend([[1], [3]], "int64"))
    assert str(whole.dtype).endswith("float32")
    assert home(whole) == home(backend([1.0]))


@every_scaler
def test_whole_numbers_keep_all_their_digits(ours: Any, theirs: Any, backend: Any) -> None:
    """Seconds since 1970, of which float32 holds every 128th."""
    seconds = 1_700_000_000 + numpy.arange(12).reshape(6, 2) ** 2
    came = ours.fit_transform(backend(seconds, "int64"))
    numpy.testing.assert_allclose(refold.to_numpy(came), theirs.fit_transform(seconds), rtol=1e-6, atol=1e-6)


@every_scaler
@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_ranges_longer_than_16_bits_can_say(ours: Any, theirs: Any, library: str) -> None:
    """Both ends are numbers of float16, and their distance, 110,000, is none."""
    X = numpy.asarray([[-5e4, 1e-7], [0.0, 0.0], [6e4, 2e-7]], "float16")
    expected = theirs.fit_transform(X.astype("float64"))
    if library == "torch":
        X = pytest.importorskip("torch", reason="torch is not installed").asarray(X)
    came = ours.fit_transform(X)
    assert came.dtype == X.dtype
    numpy.testing.assert_allclose(refold.to_numpy(came), expected, rtol=1e-3, atol=1e-3)
    back = refold.to_numpy(ours.inverse_transform(came))
    numpy.testing.assert_allclose(back, refold.to_numpy(X), rtol=2e-3, atol=1e2)


@every_scaler
def test_what_is_refused(ours: Any, theirs: Any) -> None:
    fresh = type(ours)()
    with pytest.raises(refold.NotReadyError, match=r"transform needs what fit measures"):
        fresh.transform(TRAIN)
    with pytest.raises(refold.ShapeError, match=r"must hold a sample, got shape \(0, 4\)"):
        fresh.fit(TRAIN[:0])
    with pytest.raises(refold.ShapeError, match=r"\(m, \.\.\., features\), got \(50,\)"):
        fresh.fit(TRAIN[:, 0])
    with pytest.raises(refold.ShapeError, match="must have 4 features"):
        fresh.fit(TRAIN).transform(TRAIN[:, :3])
    with pytest.raises(refold.DTypeError):
        fresh.fit(TRAIN.astype(str))


def test_senseless_range() -> None:
    with pytest.raises(refold.WrongValueError, match="feature_range"):
        MinMaxScaler((1.0, 0.0))


@pytest.mark.parametrize("wrong", [1, (0.0, 1.0, 2.0), ("a", "b"), (0.0, numpy.nan), (0.0, numpy.inf)])
def test_what_is_no_range(wrong: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="feature_range must be"):
        MinMaxScaler(wrong)


@every_scaler
@pytest.mark.filterwarnings("error")
def test_what_is_missing_is_not_measured(ours: Any, theirs: Any, backend: Any) -> None:
    for hole in (numpy.nan, numpy.inf):
        with pytest.raises(refold.WrongValueError, match="fit: X must be finite, got NaN or infinity"):
            type(ours)().fit(backend([[hole], [1.0]]))


def test_a_constant_feature_becomes_0_exactly(backend: Any) -> None:
    constant = backend(numpy.full((1000, 1), 0.1), "float32")  # its float32 mean is another number
    assert not refold.to_numpy(StandardScaler().fit_transform(constant)).any()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_ends_of_a_range_are_reached_far_from_0(dtype: str, backend: Any) -> None:
    X = backend([[1e8, 7.0], [1e8, 8.0]], dtype)  # to a float32 of 1e8 nothing below 8 can be added
    scaler = MinMaxScaler((-2.0, 5.0)).fit(X)
    A = scaler.transform(X)
    numpy.testing.assert_allclose(refold.to_numpy(A), [[-2.0, -2.0], [-2.0, 5.0]], rtol=1e-6)
    numpy.testing.assert_allclose(refold.to_numpy(scaler.inverse_transform(A)), refold.to_numpy(X), rtol=1e-6)


@every_scaler
def test_features_far_from_0_are_measured_with_all_digits(ours: Any, theirs: Any, backend: Any) -> None:
    X = numpy.tile(1e7 + numpy.arange(3.0), 1000)[:, None].astype("float32")
    came = refold.to_numpy(type(ours)().fit_transform(backend(X, "float32")))
    numpy.testing.assert_allclose(came, type(theirs)().fit_transform(X.astype("float64")), rtol=1e-6)


@pytest.mark.filterwarnings("error")
def test_large_features_do_not_overflow() -> None:
    X = numpy.asarray([[3e38], [-3e38]], "float32")
    assert StandardScaler().fit_transform(X).tolist() == [[1.0], [-1.0]]
