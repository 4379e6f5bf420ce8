from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refold import Conv2DTranspose

from ..oracles import check_against_keras, keras, refold_pass


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"strides": 2},
        {"strides": (3, 2), "activation": "relu"},
        {"strides": 3, "output_padding": (1, 2)},
        {"dilation_rate": 2, "activation": "gelu"},
        {"dilation_rate": (1, 3), "use_bias": False},
        {"activation": "softmax"},
    ],
)
@pytest.mark.parametrize("kernel_size", [3, (2, 4), 1])
def test_keras(padding: str, arguments: dict, kernel_size: Any) -> None:
    extra = {"bias_initializer": "normal"} if arguments.get("use_bias", True) else {}
    theirs = keras().layers.Conv2DTranspose(5, kernel_size, padding=padding, **arguments, **extra)
    ours = Conv2DTranspose(5, kernel_size, padding=padding, **arguments)
    check_against_keras(ours, theirs, (3, 4, 3, 2))


@settings(max_examples=60, derandomize=True)
@given(
    shape=st.tuples(*[st.integers(1, 4)] * 4),
    kernel_size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    strides=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    seed=st.integers(0, 9),
)
def test_pytorch(shape: Any, kernel_size: Any, strides: Any, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(seed)
    output_padding = tuple(int(rng.integers(0, stride)) for stride in strides)
    layer = Conv2DTranspose(2, kernel_size, strides, output_padding=output_padding, seed=seed)
    X = rng.normal(size=shape)
    dA = rng.normal(size=layer.forward(X).shape)
    came = refold_pass(layer, X, dA)
    leaves = [torch.tensor(value, requires_grad=True) for value in (X, *layer.get_weights())]
    x, W, b = leaves
    A = torch.nn.functional.conv_transpose2d(
        x.permute(0, 3, 1, 2), W.permute(3, 2, 0, 1).contiguous(), b, strides, 0, output_padding
    )
    A = A.permute(0, 2, 3, 1)
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, 0: W.grad, 1: b.grad}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-10, atol=1e-12, err_msg=str(key))


def test_a_pixel_becomes_a_window() -> None:
    X = numpy.zeros((1, 2, 2, 1))
    X[0, 1, 0, 0] = 2.0
    layer = Conv2DTranspose(1, 2, strides=2)
    layer.forward(X)
    layer.set_weights([numpy.reshape([1.0, 2.0, 3.0, 4.0], (2, 2, 1, 1)), numpy.asarray([0.5])])
    expected = [[0.5] * 4, [0.5] * 4, [2.5, 4.5, 0.5, 0.5], [6.5, 8.5, 0.5, 0.5]]
    assert layer.forward(X)[0, :, :, 0].tolist() == expected


def test_parameters_and_dims() -> None:
    layer = Conv2DTranspose(4, (2, 3), strides=(2, 1), input_shape=(6, 5, 3))
    assert [weight.shape for weight in layer.get_weights()] == [(2, 3, 4, 3), (4,)]
    layer.forward(numpy.zeros((2, 6, 5, 3)))
    expected = {
        "m": 2,
        "height": 6,
        "width": 5,
        "channels": 3,
        "out_height": 12,
        "out_width": 7,
        "filters": 4,
    }
    assert layer.dims.items() >= expected.items()
