from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import Conv2D, DepthwiseConv2D
from refold.layers import depthwise_conv2d

from ..oracles import check_against_keras, keras, refold_pass


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"strides": (3, 2), "activation": "relu"},
        {"dilation_rate": 2, "activation": "gelu"},
        {"dilation_rate": (1, 3), "use_bias": False},
        {"activation": "softmax"},
    ],
)
@pytest.mark.parametrize(("kernel_size", "depth_multiplier"), [(3, 1), ((2, 4), 2), (1, 3)])
def test_keras(padding: str, arguments: dict, kernel_size: Any, depth_multiplier: int) -> None:
    arguments = {**arguments, "padding": padding, "depth_multiplier": depth_multiplier}
    extra = {"bias_initializer": "normal"} if arguments.get("use_bias", True) else {}
    theirs = keras().layers.DepthwiseConv2D(kernel_size, **arguments, **extra)
    check_against_keras(DepthwiseConv2D(kernel_size, **arguments), theirs, (3, 7, 10, 2))


@settings(max_examples=40, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(3, 8), st.integers(3, 8), st.integers(1, 3)),
    kernel_size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    strides=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    depth_multiplier=st.integers(1, 3),
    seed=st.integers(0, 9),
)
def test_pytorch(shape: Any, kernel_size: Any, strides: Any, depth_multiplier: int, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng, channels = numpy.random.default_rng(seed), shape[-1]
    X = rng.normal(size=shape)
    layer = DepthwiseConv2D(kernel_size, strides, "valid", depth_multiplier, seed=seed)
    dA = rng.normal(size=layer.forward(X).shape)
    came = refold_pass(layer, X, dA)
    leaves = [torch.tensor(value, requires_grad=True) for value in (X, *layer.get_weights())]
    x, W, b = leaves
    groups = W.permute(2, 3, 0, 1).reshape(channels * depth_multiplier, 1, *kernel_size)
    A = torch.nn.functional.conv2d(x.permute(0, 3, 1, 2), groups, b, strides, groups=channels)
    A = A.permute(0, 2, 3, 1)
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, 0: W.grad, 1: b.grad}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-10, atol=1e-12, err_msg=str(key))


def test_it_is_conv2d_with_a_kernel_of_zeros_between_channels() -> None:
    X = numpy.random.default_rng(0).normal(size=(2, 5, 6, 3))
    layer, whole = DepthwiseConv2D(2, depth_multiplier=2, seed=0), Conv2D(6, 2)
    A = layer.forward(X)
    whole.forward(X)
    W, b = layer.get_weights()
    kernel = numpy.zeros((2, 2, 3, 6))
    for c in range(3):
        kernel[:, :, c, 2 * c : 2 * c + 2] = W[:, :, c]
    whole.set_weights([kernel, b])
    numpy.testing.assert_allclose(whole.forward(X), A, rtol=1e-12, atol=1e-14)


def test_blocks_of_images_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=(7, 5, 5, 3)), rng.normal(size=(7, 5, 5, 6))
    arguments: dict[str, Any] = {"padding": "same", "depth_multiplier": 2, "activation": "tanh", "seed": 0}
    expected = refold_pass(DepthwiseConv2D(3, **arguments), X, dA)
    monkeypatch.setattr(depthwise_conv2d, "block_size", lambda X: 3 * 4 * 5 * 5 * 6)
    layer = DepthwiseConv2D(3, **arguments)
    came = refold_pass(layer, X, dA)
    assert [images.stop for images in layer._blocks(X)] == [3, 6, 7]
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-12, atol=1e-13, err_msg=str(key))


def test_parameters_and_dims() -> None:
    layer = DepthwiseConv2D((2, 3), strides=(2, 1), depth_multiplier=4, input_shape=(6, 5, 3))
    assert [weight.shape for weight in layer.get_weights()] == [(2, 3, 3, 4), (12,)]
    layer.forward(numpy.zeros((2, 6, 5, 3)))
    expected = {
        "m": 2,
        "height": 6,
        "width": 5,
        "channels": 3,
        "out_height": 3,
        "out_width": 3,
        "filters": 12,
    }
    assert layer.dims.items() >= expected.items()


def test_wrong_shapes_and_senseless_arguments() -> None:
    layer = DepthwiseConv2D(3)
    layer.forward(numpy.zeros((2, 5, 5, 2)))
    with pytest.raises(refold.ShapeError, match=r"DepthwiseConv2D\.forward: X must have 4 axes"):
        layer.forward(numpy.zeros((2, 5, 5)))
    with pytest.raises(refold.ShapeError, match=r"X must have 2 channels on its last axis, got .*5, 3\)"):
        layer.forward(numpy.zeros((2, 5, 5, 3)))
    with pytest.raises(refold.ShapeError, match=r"room for a window of \(3, 3\) elements, got \(2, 5\)"):
        layer.forward(numpy.zeros((2, 2, 5, 2)))
    with pytest.raises(refold.WrongValueError, match="depth_multiplier must be a whole number of at least 1"):
        DepthwiseConv2D(3, depth_multiplier=0)
    with pytest.raises(refold.WrongValueError, match="strides and dilation_rate cannot both be above 1"):
        DepthwiseConv2D(3, strides=2, dilation_rate=2)
