import warnings
from typing import Any

import numpy
import pytest
import scipy.special

import refold
from refold import Activation, ReLU, Sigmoid, Softmax, Tanh
from refold.activations import FUNCTIONS

from ..oracles import check_against_keras, keras

LAYERS_OF_FUNCTIONS = {
    refold.ELU: {"alpha": 0.0},
    refold.LeakyReLU: {"negative_slope": 0.0},
    ReLU: {"max_value": 0.0, "negative_slope": 0.0, "threshold": 0.0},
    Softmax: {"temperature": None},
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(5, 3), (2, 4, 3)])
def test_keras(name: str, shape: tuple[int, ...]) -> None:
    check_against_keras(Activation(name), keras().layers.Activation(name), shape)


def test_softmax_along_another_axis() -> None:
    check_against_keras(Softmax(axis=1), keras().layers.Softmax(axis=1), (2, 4, 3))


@pytest.mark.parametrize(
    ("ours", "name", "options"),
    [
        (refold.LeakyReLU(), "LeakyReLU", {}),
        (refold.LeakyReLU(0.1), "LeakyReLU", {"negative_slope": 0.1}),
        (refold.ELU(), "ELU", {}),
        (refold.ELU(0.4), "ELU", {"alpha": 0.4}),
        (ReLU(1.0), "ReLU", {"max_value": 1.0}),
        (ReLU(1.5, 0.1, 0.5), "ReLU", {"max_value": 1.5, "negative_slope": 0.1, "threshold": 0.5}),
        (ReLU(threshold=0.5), "ReLU", {"threshold": 0.5}),
        (ReLU(0.2, 0.5, 1.0), "ReLU", {"max_value": 0.2, "negative_slope": 0.5, "threshold": 1.0}),
    ],
)
def test_keras_layers(ours: refold.Layer, name: str, options: dict) -> None:
    check_against_keras(ours, getattr(keras().layers, name)(**options), (6, 5))


@pytest.mark.parametrize("threshold", [0.0, 1.0, 3.0])
@pytest.mark.parametrize("max_value", [None, 2.0])
def test_relu_at_its_corners(threshold: float, max_value: float | None) -> None:
    X = numpy.arange(-4.0, 5.0).reshape(3, 3)
    options = {"max_value": max_value, "negative_slope": 0.5, "threshold": threshold}
    expected = keras().layers.ReLU(**options)(X).detach().numpy()
    numpy.testing.assert_array_equal(ReLU(**options).forward(X), expected)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("options", [{"max_value": 2.0}, {"threshold": 1.0}, {"negative_slope": 0.5}])
def test_relu_of_infinity_and_nan(options: dict, backend: Any) -> None:
    layer, X = ReLU(**options), backend([-numpy.inf, numpy.inf, numpy.nan])
    low, high = -numpy.inf if "negative_slope" in options else 0.0, options.get("max_value", numpy.inf)
    numpy.testing.assert_array_equal(refold.to_numpy(layer.forward(X)), [low, high, numpy.nan])


def test_gelu_by_tanh() -> None:
    theirs = keras().layers.Lambda(lambda x: keras().activations.gelu(x, approximate=True))
    check_against_keras(refold.GELU(approximate=True), theirs, (6, 5))


@pytest.mark.parametrize("temperature", [0.1, 1.0, 7.0])
def test_softmax_with_temperature(temperature: float) -> None:
    theirs = keras().layers.Lambda(lambda x: keras().activations.softmax(x / temperature))
    check_against_keras(Softmax(temperature=temperature), theirs, (6, 5))


@pytest.mark.parametrize("layer_class", LAYERS_OF_FUNCTIONS)
def test_senseless_arguments(layer_class: type, wrong: object = "1") -> None:
    for name, least in LAYERS_OF_FUNCTIONS[layer_class].items():
        for value in (wrong, -1.0, numpy.nan, True, 0.0 if least is None else -0.1):
            with pytest.raises(refold.WrongValueError, match=f"{layer_class.__name__}: {name} must be a num"):
                layer_class(**{name: value})


def test_named_layers_are_the_same_functions() -> None:
    X = numpy.linspace(-3, 3, 12).reshape(3, 4)
    named = ((ReLU(), "relu"), (Sigmoid(), "sigmoid"), (Softmax(), "softmax"), (Tanh(), "tanh"))
    for layer, name in (*named, (refold.GELU(), "gelu"), (refold.Softplus(), "softplus")):
        assert numpy.array_equal(layer.forward(X), Activation(name).forward(X))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_large_inputs_stay_finite_without_a_warning(name: str, dtype: str, backend: object) -> None:
    X = backend(numpy.asarray([[1e4, -1e4, 0.0], [-1e4, -1e4, 1e4]]), dtype)  # type: ignore[operator]
    layer = Activation(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        A = refold.to_numpy(layer.forward(X))
        dX = refold.to_numpy(layer.backward(X))
    assert numpy.isfinite(A).all()
    assert numpy.isfinite(dX).all()


def test_limits() -> None:
    X = numpy.asarray([[1000.0, -1000.0]])
    assert numpy.array_equal(Tanh().forward(X), [[1.0, -1.0]])
    assert numpy.array_equal(Sigmoid().forward(X), [[1.0, 0.0]])
    assert numpy.array_equal(Softmax().forward(X), [[1.0, 0.0]])


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 4e-7), ("float64", 1e-15)])
def test_sigmoid_is_right_where_it_is_small(dtype: str, tolerance: float, backend: object) -> None:
    X = numpy.linspace(-80.0, 80.0, 1001, dtype=dtype).reshape(1, -1)
    A = refold.to_numpy(Sigmoid().forward(backend(X)))  # type: ignore[operator]
    numpy.testing.assert_allclose(A, scipy.special.expit(X.astype("float64")), rtol=tolerance, atol=0.0)


def test_nan_goes_through_relu() -> None:
    assert numpy.isnan(ReLU().forward(numpy.asarray([[numpy.nan]]))).all()


def test_softmax_never_runs_over_the_samples() -> None:
    with pytest.raises(refold.ShapeError, match=r"Softmax\.forward: X must have axis -1 beside"):
        Softmax().forward(numpy.zeros(3))
    with pytest.raises(refold.ShapeError, match="axis 0"):
        Softmax(axis=0).forward(numpy.zeros((3, 2)))


@pytest.mark.parametrize("axis", [None, 1.5, "1", (1, 2), True])
def test_senseless_axes(axis: object) -> None:
    with pytest.raises(refold.WrongValueError, match="Softmax: axis must be a whole number"):
        Softmax(axis=axis)  # type: ignore[arg-type]


def test_unknown_name() -> None:
    with pytest.raises(refold.UnknownNameError, match=r"'sigmiod'.* Did you mean 'sigmoid'"):
        Activation("sigmiod")


@pytest.mark.parametrize("layer", ["ReLU", "LeakyReLU", "ELU", "GELU", "Softmax", "Tanh"])
def test_an_activation_as_a_layer(layer: str) -> None:
    X, made = numpy.random.default_rng(0).normal(size=(4, 3)), getattr(refold, layer)()
    inside = refold.Dense(5, activation=made, seed=0)
    expected = made.forward(refold.Dense(5, seed=0).forward(X))
    numpy.testing.assert_array_equal(inside.forward(X), expected)
    assert refold.gradient_check(inside, X, tolerance=1e-5).passed


def test_an_activation_as_a_function() -> None:
    X = numpy.random.default_rng(0).normal(size=(4, 3))
    layer = refold.Dense(5, activation=refold.activations.tanh, seed=0)
    numpy.testing.assert_array_equal(layer.forward(X), refold.Dense(5, "tanh", seed=0).forward(X))


def test_activations_that_cannot_be() -> None:
    for wrong in (numpy.tanh, 3):
        with pytest.raises(refold.UnknownNameError, match="No activation is called"):
            refold.Dense(2, activation=wrong)
    with pytest.raises(refold.WrongValueError, match=r"ReLU is a class\. Make one: ReLU\("):
        refold.Dense(2, activation=refold.ReLU)  # type: ignore[arg-type]
    with pytest.raises(refold.WrongValueError, match="can be a layer of its own only"):
        refold.Dense(2, activation=refold.Softmax(axis=1))
    with pytest.raises(refold.WrongValueError, match="on each unit by itself, and softmax does not"):
        refold.LSTM(2, activation=refold.Softmax())
    assert refold.SimpleRNN(2, activation=refold.ReLU(), seed=0).forward(numpy.ones((1, 2, 3))).shape == (
        1,
        2,
    )


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_floating_dtype_is_kept(name: str, dtype: str) -> None:
    layer = Activation(name)
    A = layer.forward(numpy.linspace(-3, 3, 8, dtype=dtype).reshape(2, 4))
    assert A.dtype == layer.backward(A).dtype == dtype
