import sys
from typing import Any

import numpy
import pytest

import refold
from refold.rows import reshaped, sum_of_rows, sums_along_rows, transposed


@pytest.mark.parametrize("shape", [(3, 4), (0, 4), (3, 0), (2000, 3)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_sums(shape: tuple[int, int], dtype: str, backend: Any) -> None:
    x = numpy.random.default_rng(0).normal(size=shape).astype(dtype)
    X, tolerance = backend(x), 1e-3 if dtype == "float32" else 1e-10
    for came, axis in ((sum_of_rows(X), 0), (sums_along_rows(X), 1)):
        assert str(came.dtype).endswith(dtype)
        numpy.testing.assert_allclose(refold.to_numpy(came), x.sum(axis=axis), rtol=tolerance, atol=tolerance)


def test_sums_of_several(backend: Any) -> None:
    x = numpy.random.default_rng(0).normal(size=(2, 3, 4))
    for came, axis in ((sum_of_rows(backend(x)), 1), (sums_along_rows(backend(x)), 2)):
        numpy.testing.assert_allclose(refold.to_numpy(came), x.sum(axis=axis), rtol=1e-12)


@pytest.mark.parametrize("shape", [(2_000_001, 1), (1_000_000, 3), (2, 300_000, 2), (8191, 7), (300_000, 0)])
def test_long_sums_hold_their_digits(shape: tuple[int, ...], backend: Any) -> None:
    """One by one, a gradient of equal numbers came out 1 to 2 % off."""
    x = numpy.full(shape, 0.1 / shape[-2], dtype="float32")
    came = refold.to_numpy(sum_of_rows(backend(x)))
    numpy.testing.assert_allclose(came, x.sum(axis=-2, dtype="float64"), rtol=2e-5)


def test_what_has_the_shape_stays_as_it_is(backend: Any) -> None:
    X = backend(numpy.zeros((2, 3)))
    assert reshaped(X, (2, 3)) is X
    assert tuple(reshaped(X, (3, 2)).shape) == (3, 2)


def test_what_is_turned_is_laid_out_row_by_row(backend: Any) -> None:
    x = numpy.arange(6.0).reshape(2, 3)
    came = refold.to_numpy(transposed(backend(x)))
    numpy.testing.assert_array_equal(came, x.T)
    assert came.flags.c_contiguous


def test_devices_need_not_be_hashable(monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of CuPy: a model trains all the same."""
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    hashed = strict.Device.__hash__

    def refuse(device: Any) -> int:
        if sys._getframe(1).f_globals["__name__"].startswith("refold"):
            raise TypeError("unhashable type: 'Device'")
        return hashed(device)

    monkeypatch.setattr(strict.Device, "__hash__", refuse)
    device = strict.Device("device1")
    x = strict.ones((4, 6, 6, 1), dtype=strict.float32, device=device)
    y = strict.zeros((4, 2), dtype=strict.float32, device=device)
    layers = [refold.Conv2D(2, 3, activation="relu"), refold.MaxPooling2D(), refold.BatchNormalization()]
    layers += [refold.Reshape((4, 2)), refold.GRU(3, return_sequences=True), refold.LayerNormalization()]
    layers += [
        refold.MultiHeadAttention(1, 2),
        refold.Flatten(),
        refold.Dropout(0.5),
        refold.Dense(2, "softmax"),
    ]
    model = refold.Sequential(layers, seed=0)
    model.compile(refold.Adam(0.01, global_clipnorm=1.0), "categorical_crossentropy", ["accuracy"])
    assert len(model.fit(x, y, batch_size=2, epochs=2, verbose=0).history["loss"]) == 2
