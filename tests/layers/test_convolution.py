"""What Conv1D and Conv2D share: blocks of images, memory, and what is refused."""

from typing import Any

import numpy
import pytest

import refold
from refold import Conv2D
from refold.layers import convolution

from ..oracles import refold_pass


@pytest.mark.parametrize("channels", [1, 3])
def test_blocks_of_images_change_nothing(channels: int, monkeypatch: pytest.MonkeyPatch) -> None:
    X = numpy.random.default_rng(0).normal(size=(7, 9, 9, channels))
    arguments: dict[str, Any] = {
        "padding": "same",
        "activation": "relu",
        "bias_initializer": "ones",
        "seed": 0,
    }
    dA = numpy.random.default_rng(1).normal(size=(7, 9, 9, 2))
    expected = refold_pass(Conv2D(2, 3, **arguments), X, dA)
    monkeypatch.setattr(convolution, "ROWS", 1)
    monkeypatch.setattr(convolution, "block_size", lambda X: 3 * 9 * 9 * 9 * channels)
    layer = Conv2D(2, 3, **arguments)
    came = refold_pass(layer, X, dA)
    assert [images.stop for images, _ in layer._blocks(X)] == [3, 6, 7]
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-12, atol=1e-13, err_msg=str(key))


def test_memory_grows_with_X_and_not_with_its_windows() -> None:
    layer = Conv2D(1, 5)
    X = numpy.zeros((4, 64, 64, 8), "float32")
    layer.backward(layer.forward(X))
    assert sum(value.nbytes for value in layer.cache.values()) < 2 * X.nbytes


def test_no_channels_and_no_pixels() -> None:
    for shape in ((2, 5, 5, 0), (2, 0, 5, 1)):
        with pytest.raises(refold.ShapeError, match=r"Conv2D\.forward: X must have"):
            Conv2D(4, 3, padding="same").forward(numpy.zeros(shape))


def test_senseless_arguments() -> None:
    with pytest.raises(refold.WrongValueError, match="Conv2D: filters must be a whole number of at least 1"):
        Conv2D(0, 3)
    with pytest.raises(refold.WrongValueError, match="Conv2D: kernel_size must be a whole number"):
        Conv2D(4, (3, 3, 3))
    with pytest.raises(refold.WrongValueError, match="strides and dilation_rate cannot both be above 1"):
        Conv2D(4, 3, strides=2, dilation_rate=2)
    with pytest.raises(refold.UnknownNameError, match="padding of Conv2D is called 'causal'"):
        Conv2D(4, 3, padding="causal")
