from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import Conv2D

from ..oracles import check_against_keras, keras, refold_pass


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"strides": 2},
        {"strides": (3, 2), "activation": "relu"},
        {"dilation_rate": 2, "activation": "gelu"},
        {"dilation_rate": (1, 3), "use_bias": False},
        {"activation": "softmax"},
    ],
)
@pytest.mark.parametrize(("kernel_size", "channels"), [(3, 2), ((2, 4), 1), (1, 3)])
def test_keras(padding: str, arguments: dict, kernel_size: Any, channels: int) -> None:
    use_bias = arguments.get("use_bias", True)
    extra = {"bias_initializer": "normal"} if use_bias else {}
    theirs = keras().layers.Conv2D(5, kernel_size, padding=padding, **arguments, **extra)
    check_against_keras(Conv2D(5, kernel_size, padding=padding, **arguments), theirs, (3, 7, 10, channels))


@settings(max_examples=60, derandomize=True)
@given(
    m=st.integers(1, 3),
    lengths=st.tuples(st.integers(3, 8), st.integers(3, 8)),
    channels=st.integers(1, 3),
    kernel_size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    strides=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    seed=st.integers(0, 9),
)
def test_pytorch(m: int, lengths: Any, channels: int, kernel_size: Any, strides: Any, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(seed)
    X = rng.normal(size=(m, *lengths, channels))
    layer = Conv2D(2, kernel_size, strides, seed=seed, bias_initializer="ones")
    dA = rng.normal(size=layer.forward(X).shape)
    came = refold_pass(layer, X, dA)
    leaves = [torch.tensor(value, requires_grad=True) for value in (X, *layer.get_weights())]
    x, W, b = leaves
    A = torch.nn.functional.conv2d(x.permute(0, 3, 1, 2), W.permute(3, 2, 0, 1), b, stride=strides)
    A = A.permute(0, 2, 3, 1)
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, 0: W.grad, 1: b.grad}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-10, atol=1e-12, err_msg=str(key))


def test_an_edge_is_where_the_kernel_finds_it() -> None:
    X = numpy.zeros((1, 3, 4, 1))
    X[0, :, 2:, 0] = 1.0
    layer = Conv2D(1, (1, 2), use_bias=False)
    layer.forward(X)
    layer.set_weights([numpy.reshape([-1.0, 1.0], (1, 2, 1, 1))])
    assert layer.forward(X)[0, :, :, 0].tolist() == [[0.0, 1.0, 0.0]] * 3


def test_parameters_and_dims() -> None:
    layer = Conv2D(4, (2, 3), strides=(2, 1), input_shape=(6, 5, 3))
    assert [weight.shape for weight in layer.get_weights()] == [(2, 3, 3, 4), (4,)]
    layer.forward(numpy.zeros((2, 6, 5, 3)))
    expected = {"m": 2, "height": 6, "width": 5, "channels": 3, "out_height": 3, "out_width": 3, "filters": 4}
    assert layer.dims.items() >= expected.items()


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (
            (2, 5, 5),
            r"Conv2D\.forward: X must have 4 axes, \(m, height, width, channels\), got .*\(2, 5, 5\)",
        ),
        ((2, 5, 5, 3), r"Conv2D\.forward: X must have 2 channels on its last axis, got shape \(2, 5, 5, 3\)"),
        ((2, 2, 5, 2), r"Conv2D\.forward: X must have room for a window of \(3, 3\) elements, got \(2, 5\)"),
    ],
)
def test_wrong_shapes(shape: tuple[int, ...], message: str) -> None:
    layer = Conv2D(4, 3)
    layer.forward(numpy.zeros((2, 5, 5, 2)))
    with pytest.raises(refold.ShapeError, match=message):
        layer.forward(numpy.zeros(shape))
