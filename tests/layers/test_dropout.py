from typing import Any

import numpy
import pytest

import refold
from refold import Dropout

from ..oracles import check_against_keras, keras, refold_pass


def training(layer: refold.Layer) -> Any:
    layer.training = True
    return layer


def test_off_outside_training() -> None:
    X = numpy.ones((4, 3))
    layer = Dropout(0.5)
    assert layer.forward(X) is X
    assert layer.backward(X) is X
    check_against_keras(Dropout(0.5), keras().layers.Dropout(0.5), (4, 3))


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_share_and_mean(rate: float) -> None:
    A = training(Dropout(rate, seed=0)).forward(numpy.ones((200, 500)))
    values = numpy.unique(A)
    numpy.testing.assert_allclose(values, [0.0, 1.0 / (1.0 - rate)])
    assert (A == 0.0).mean() == pytest.approx(rate, abs=0.01)
    assert A.mean() == pytest.approx(1.0, rel=0.03)


def test_the_gradient_falls_where_the_value_fell() -> None:
    came = refold_pass(training(Dropout(0.5, seed=0)), numpy.ones((20, 5)), numpy.ones((20, 5)))
    numpy.testing.assert_array_equal(came["dX"], came["A"])


def test_the_same_seed_drops_the_same_on_every_backend_and_another_time_others(backend: Any) -> None:
    x = numpy.ones((20, 5), "float32")
    expected, layer = training(Dropout(0.5, seed=4)), training(Dropout(0.5, seed=4))
    first = expected.forward(x)
    numpy.testing.assert_array_equal(refold.to_numpy(layer.forward(backend(x))), first)
    assert not numpy.array_equal(expected.forward(x), first)


def test_off_again_after_training() -> None:
    layer, X = training(Dropout(0.5, seed=0)), numpy.ones((20, 5))
    layer.forward(X)
    layer.training = False
    numpy.testing.assert_array_equal(layer.forward(X), X)
    numpy.testing.assert_array_equal(layer.backward(X), X)


def test_fit_drops_and_predict_does_not() -> None:
    model = refold.Sequential([Dropout(0.9), refold.Dense(1, kernel_initializer="ones")], seed=0)
    model.compile("sgd", "mse")
    x, y = numpy.ones((50, 4)), numpy.full((50, 1), 4.0)
    assert model.evaluate(x, y) == 0.0
    assert model.fit(x, y, epochs=1, verbose=0).history["loss"][0] > 0.1


def test_noise_shape_lets_whole_steps_fall() -> None:
    A = training(Dropout(0.5, noise_shape=(None, None, 1), seed=0)).forward(numpy.ones((10, 8, 3)))
    assert numpy.array_equal(A.min(axis=2), A.max(axis=2))
    assert 0.0 in A
    with pytest.raises(refold.ShapeError, match=r"Dropout\.forward: X must fit noise_shape"):
        Dropout(0.5, noise_shape=(None, 2)).forward(numpy.ones((4, 3)))


@pytest.mark.parametrize("noise_shape", [3, (0, 1), (1.5, 1), "ab", (True, 1)])
def test_senseless_noise_shapes(noise_shape: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Dropout: noise_shape"):
        Dropout(0.5, noise_shape)


def test_edges() -> None:
    X = numpy.ones((4, 3))
    assert not training(Dropout(1.0)).forward(X).any()
    assert training(Dropout(0.0)).forward(X) is X
    assert Dropout(numpy.float32(0.5)).rate == 0.5  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", [-0.1, 1.5, "0.5", None, True, float("nan")])
def test_senseless_rates(rate: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Dropout: rate must be a number from 0 to 1"):
        Dropout(rate)
