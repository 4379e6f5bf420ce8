from typing import Any

import numpy
import pytest

import refold
from refold import LSTM, Dense, Masking, Sequential

from ..oracles import check_against_keras, keras, keras_pass, refold_pass


@pytest.mark.parametrize("shape", [(3, 4), (3, 4, 2), (2, 3, 2, 2)])
@pytest.mark.parametrize("mask_value", [0.0, -1, 0.1])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_keras(mask_value: float, shape: tuple[int, ...], dtype: str) -> None:
    rng = numpy.random.default_rng(0)
    X, hidden = rng.normal(size=shape).astype(dtype), rng.random(shape[:-1]) < 0.4
    X[hidden] = mask_value
    X[..., 0] = mask_value  # of one number alone nothing follows
    dA = rng.normal(size=shape).astype(dtype)
    theirs, ours = keras().layers.Masking(mask_value, dtype=dtype), Masking(mask_value)
    expected, came = keras_pass(theirs, X, dA), refold_pass(ours, X, dA)
    for key, value in expected.items():
        numpy.testing.assert_array_equal(came[key], value, err_msg=str(key))
    numpy.testing.assert_array_equal(ours.compute_mask(X, None), theirs.compute_mask(X).numpy())
    check_against_keras(Masking(mask_value), keras().layers.Masking(mask_value), shape)


def test_whole_numbers(backend: Any) -> None:
    layer, X = Masking(-1), backend([[[3, -1], [-1, -1]]], "int64")
    assert refold.to_numpy(layer.forward(X)).tolist() == [[[3.0, -1.0], [0.0, 0.0]]]
    assert refold.to_numpy(layer.compute_mask(X, None)).tolist() == [[True, False]]


def test_steps_that_are_filled_up_are_skipped_as_in_keras() -> None:
    k, rng = keras().layers, numpy.random.default_rng(0)
    theirs = keras().Sequential([k.Masking(-1.0), k.LSTM(3, return_sequences=True), k.LSTM(2), k.Dense(1)])
    ours = Sequential([Masking(-1.0), LSTM(3, return_sequences=True), LSTM(2), Dense(1)])
    X = rng.normal(size=(4, 6, 2))
    X[1, 4:] = X[2, 1:] = X[3, :2] = -1.0
    theirs.build((None, 6, 2))
    ours.forward(X)
    ours.set_weights(theirs.get_weights())
    dA = rng.normal(size=(4, 1))
    expected = keras_pass(theirs, X, dA)
    numpy.testing.assert_allclose(ours.forward(X), expected["A"], rtol=1e-10, atol=1e-12)
    numpy.testing.assert_allclose(ours.backward(dA), expected["dX"], rtol=1e-10, atol=1e-12)
    grads = [grad for layer in ours.layers for grad in layer.grads.values()]
    for number, grad in enumerate(grads):
        numpy.testing.assert_allclose(grad, expected[number], rtol=1e-10, atol=1e-12)


def test_what_is_refused() -> None:
    for value in (float("nan"), "0", None):
        with pytest.raises(refold.WrongValueError, match="Masking: mask_value must be a number"):
            Masking(value)  # type: ignore[arg-type]
    with pytest.raises(refold.ShapeError, match=r"Masking\.forward: X must have two axes or more"):
        Masking().forward(numpy.zeros(3))
