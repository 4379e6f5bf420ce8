from typing import Any

import numpy
import pytest

import refold
from refold import Dense
from refold.dtypes import dtype_name

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("shape", [(5, 3), (2, 4, 3), (2, 3, 4, 5), (1, 1)])
@pytest.mark.parametrize("activation", [None, "relu", "gelu", "leaky_relu", "tanh", "softmax"])
def test_keras(shape: tuple[int, ...], activation: str | None) -> None:
    theirs = keras().layers.Dense(4, activation=activation, bias_initializer="normal")
    check_against_keras(Dense(4, activation=activation), theirs, shape)


def test_keras_without_bias() -> None:
    theirs = keras().layers.Dense(4, use_bias=False)
    check_against_keras(Dense(4, use_bias=False), theirs, (5, 3))


def test_every_position_takes_the_same_weights() -> None:
    layer = Dense(4, seed=0)
    X = numpy.random.default_rng(0).normal(size=(2, 5, 3))
    A = layer.forward(X)
    for step in range(5):
        numpy.testing.assert_allclose(layer.forward(X[:, step]), A[:, step])


def test_wrong_features() -> None:
    layer = Dense(4, input_shape=(3,))
    layer.forward(numpy.zeros((5, 3)))
    free = Dense(4)
    free.forward(numpy.zeros((5, 3)))
    with pytest.raises(
        refold.ShapeError,
        match=r"Dense\.forward: X must have 3 features on its last axis, got shape \(5, 2\)\.",
    ):
        free.forward(numpy.zeros((5, 2)))
    with pytest.raises(refold.ShapeError, match="two axes or more"):
        Dense(4).forward(numpy.zeros(3))


@pytest.mark.parametrize("units", [-1, 0, 2.5, "4", None, True])
def test_senseless_units(units: Any) -> None:
    with pytest.raises(refold.WrongValueError, match=r"Dense: units must be a whole number of at least 1"):
        Dense(units)


def test_unknown_names() -> None:
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'relu'"):
        Dense(4, activation="rleu")
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'glorot_uniform'"):
        Dense(4, kernel_initializer="glorot_unifrom")
    with pytest.raises(refold.UnknownNameError, match="dtype"):
        Dense(4, dtype="flaot32")


def test_whole_numbers_are_computed_in_float32(backend: Any) -> None:
    layer = Dense(4)
    A = layer.forward(backend(numpy.asarray([[1, 2, 3]]), "int64"))
    assert dtype_name(A) == dtype_name(layer.params["W"]) == "float32"
    assert dtype_name(Dense(4, dtype="float64").forward(backend([[1, 2]], "int64"))) == "float64"


def test_weights_are_the_same_numbers_on_every_backend(backend: Any) -> None:
    expected, layer = Dense(4, seed=7), Dense(4, seed=7)
    expected.forward(numpy.zeros((1, 3)))
    layer.forward(backend(numpy.zeros((1, 3)), "float64"))
    for came, value in zip(layer.get_weights(), expected.get_weights(), strict=True):
        assert numpy.array_equal(came, value)


def test_input_shape_alone_builds_and_the_first_input_decides_where() -> None:
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    layer = Dense(4, input_shape=(3,), seed=0)
    W, b = layer.get_weights()
    assert (W.shape, b.shape) == ((3, 4), (4,))
    layer.forward(strict.zeros((2, 3), dtype=strict.float32, device=strict.Device("device1")))
    assert layer.params["W"].device == strict.Device("device1")
    assert layer.params["W"].dtype == strict.float32


def test_cache_holds_what_backward_reads_and_nothing_else() -> None:
    layer = Dense(4, activation="tanh")
    layer.forward(numpy.zeros((2, 3)))
    assert set(layer.cache) == {"X", "A"}


@pytest.mark.parametrize("activation", ["softmax", refold.Softmax()])
def test_of_the_softmax_of_a_single_unit_is_warned(activation: Any) -> None:
    """It is 1 for every X, as in Keras, which warns, too."""
    with pytest.warns(UserWarning, match=r'softmax of a single unit is 1, .*activation="sigmoid"') as warned:
        layer = Dense(1, activation)
    assert warned[0].filename == __file__
    assert layer(numpy.ones((2, 3))).tolist() == [[1.0], [1.0]]
