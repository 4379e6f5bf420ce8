from typing import Any

import numpy
import pytest

import refold
from refold import Conv2D, DepthwiseConv2D, SeparableConv2D

from ..oracles import check_against_keras, keras, refold_pass


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"strides": 2, "activation": "relu"},
        {"dilation_rate": 2, "activation": "gelu"},
        {"dilation_rate": (1, 3), "use_bias": False},
        {"activation": "softmax"},
    ],
)
@pytest.mark.parametrize(("kernel_size", "depth_multiplier"), [(3, 1), ((2, 4), 2), (1, 3)])
def test_keras(padding: str, arguments: dict, kernel_size: Any, depth_multiplier: int) -> None:
    arguments = {**arguments, "padding": padding, "depth_multiplier": depth_multiplier}
    extra = {"bias_initializer": "normal"} if arguments.get("use_bias", True) else {}
    theirs = keras().layers.SeparableConv2D(5, kernel_size, **arguments, **extra)
    check_against_keras(SeparableConv2D(5, kernel_size, **arguments), theirs, (3, 7, 10, 2))


def test_it_is_two_layers_one_after_the_other() -> None:
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=(2, 5, 6, 3)), rng.normal(size=(2, 4, 5, 4))
    layer = SeparableConv2D(4, 2, depth_multiplier=2, activation="tanh", bias_initializer="ones", seed=0)
    came = refold_pass(layer, X, dA)
    first = DepthwiseConv2D(2, depth_multiplier=2, use_bias=False)
    second = Conv2D(4, 1, activation="tanh")
    second.forward(first.forward(X))
    W, V, b = layer.get_weights()
    first.set_weights([W])
    second.set_weights([V, b])
    then = refold_pass(second, first.forward(X), dA)
    before = refold_pass(first, X, then["dX"])
    expected = {"A": then["A"], "dX": before["dX"], 0: before[0], 1: then[0], 2: then[1]}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-12, atol=1e-14, err_msg=str(key))


def test_parameters_and_dims() -> None:
    layer = SeparableConv2D(7, (2, 3), strides=(2, 1), depth_multiplier=4, input_shape=(6, 5, 3))
    assert [weight.shape for weight in layer.get_weights()] == [(2, 3, 3, 4), (1, 1, 12, 7), (7,)]
    layer.forward(numpy.zeros((2, 6, 5, 3)))
    expected = {"channels": 3, "out_height": 3, "out_width": 3, "hidden": 12, "filters": 7}
    assert layer.dims.items() >= expected.items()


def test_wrong_shapes_and_senseless_arguments() -> None:
    layer = SeparableConv2D(4, 3)
    layer.forward(numpy.zeros((2, 5, 5, 2)))
    with pytest.raises(refold.ShapeError, match=r"SeparableConv2D\.forward: X must have 2 channels .*5, 3\)"):
        layer.forward(numpy.zeros((2, 5, 5, 3)))
    with pytest.raises(refold.WrongValueError, match="SeparableConv2D: filters must be a whole number"):
        SeparableConv2D(0, 3)
    with pytest.raises(refold.UnknownNameError, match="SeparableConv2D has no argument 'kernel_initializer'"):
        SeparableConv2D(4, 3, kernel_initializer="ones")
