from typing import Any

import numpy
import pytest

import refold
from refold import Conv1D

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("padding", ["valid", "same", "causal"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"strides": 2, "activation": "relu"},
        {"strides": 3},
        {"dilation_rate": 2, "activation": "tanh"},
        {"use_bias": False},
    ],
)
@pytest.mark.parametrize(("kernel_size", "channels"), [(3, 2), (4, 1), (1, 3)])
def test_keras(padding: str, arguments: dict, kernel_size: int, channels: int) -> None:
    theirs = keras().layers.Conv1D(5, kernel_size, padding=padding, **arguments)
    check_against_keras(Conv1D(5, kernel_size, padding=padding, **arguments), theirs, (3, 9, channels))


def test_causal_windows_see_nothing_that_comes_later() -> None:
    X = numpy.random.default_rng(0).normal(size=(1, 8, 2))
    layer = Conv1D(3, 3, padding="causal", dilation_rate=2, seed=0)
    before = layer.forward(X)
    X[:, 5:] = 0.0
    after = layer.forward(X)
    assert numpy.array_equal(before[:, :5], after[:, :5])
    assert not numpy.array_equal(before[:, 5], after[:, 5])


def test_it_is_conv2d_on_images_one_pixel_high() -> None:
    X = numpy.random.default_rng(0).normal(size=(2, 7, 3))
    ours, wide = Conv1D(4, 3, strides=2, seed=1), refold.Conv2D(4, (1, 3), strides=(1, 2))
    A = ours.forward(X)
    wide.forward(X[:, None])
    W, b = ours.get_weights()
    wide.set_weights([W[None], b])
    numpy.testing.assert_allclose(wide.forward(X[:, None])[:, 0], A, rtol=1e-12)


def test_wrong_shapes(backend: Any) -> None:
    with pytest.raises(
        refold.ShapeError, match=r"Conv1D\.forward: X must have 3 axes, \(m, steps, channels\)"
    ):
        Conv1D(2, 3).forward(backend(numpy.zeros((2, 5))))
    with pytest.raises(refold.ShapeError, match=r"room for a window of \(3,\) elements, got \(2,\)"):
        Conv1D(2, 3).forward(backend(numpy.zeros((2, 2, 1))))
