import numpy
import pytest

import refold
from refold import Conv1DTranspose

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"strides": 2, "activation": "relu"},
        {"strides": 4, "output_padding": 2},
        {"dilation_rate": 2, "activation": "tanh"},
        {"use_bias": False},
    ],
)
@pytest.mark.parametrize("kernel_size", [4, 3, 1])
def test_keras(padding: str, arguments: dict, kernel_size: int) -> None:
    theirs = keras().layers.Conv1DTranspose(5, kernel_size, padding=padding, **arguments)
    check_against_keras(Conv1DTranspose(5, kernel_size, padding=padding, **arguments), theirs, (3, 5, 2))


def test_it_is_conv2d_transpose_on_images_one_pixel_high() -> None:
    X = numpy.random.default_rng(0).normal(size=(2, 4, 3))
    ours, wide = Conv1DTranspose(4, 3, strides=2, seed=1), refold.Conv2DTranspose(4, (1, 3), strides=(1, 2))
    A = ours.forward(X)
    wide.forward(X[:, None])
    W, b = ours.get_weights()
    wide.set_weights([W[None], b])
    numpy.testing.assert_allclose(wide.forward(X[:, None])[:, 0], A, rtol=1e-12)


def test_wrong_shapes() -> None:
    with pytest.raises(refold.ShapeError, match=r"X must have 3 axes, \(m, steps, channels\)"):
        Conv1DTranspose(2, 3).forward(numpy.zeros((2, 5)))
