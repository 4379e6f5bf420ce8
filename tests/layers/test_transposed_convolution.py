"""What Conv1DTranspose and Conv2DTranspose share: a convolution, turned round; and what is refused."""

from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import Conv1DTranspose, Conv2D, Conv2DTranspose
from refold.layers import convolution

from ..oracles import refold_pass


@settings(max_examples=60, derandomize=True)
@given(
    kernel_size=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    steps=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    how=st.sampled_from(["strides", "dilation_rate"]),
    padding=st.sampled_from(["valid", "same"]),
    shape=st.tuples(*[st.integers(1, 4)] * 4),
    filters=st.integers(1, 3),
)
def test_it_is_a_convolution_with_its_two_ways_exchanged(
    kernel_size: Any, steps: Any, how: str, padding: str, shape: Any, filters: int
) -> None:
    arguments: dict[str, Any] = {"padding": padding, "use_bias": False, how: steps}
    ours = Conv2DTranspose(filters, kernel_size, **arguments, seed=0)
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=shape), rng.normal(size=ours.forward(numpy.zeros(shape)).shape)
    came = refold_pass(ours, X, dA)
    turned = Conv2D(shape[-1], kernel_size, **arguments)
    turned.forward(dA)
    turned.set_weights(ours.get_weights())
    expected = refold_pass(turned, dA, X)
    assert numpy.array_equal(came["A"], expected["dX"])
    assert numpy.array_equal(came["dX"], expected["A"])
    assert numpy.array_equal(came[0], expected[0])


def test_blocks_of_images_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    X = numpy.random.default_rng(0).normal(size=(7, 5, 5, 3))
    arguments: dict[str, Any] = {"strides": 2, "activation": "tanh", "bias_initializer": "ones", "seed": 0}
    dA = numpy.random.default_rng(1).normal(size=(7, 11, 11, 2))
    expected = refold_pass(Conv2DTranspose(2, 3, **arguments), X, dA)
    monkeypatch.setattr(convolution, "ROWS", 1)
    monkeypatch.setattr(convolution, "block_size", lambda X: 3 * 5 * 5 * 9 * 2)
    layer = Conv2DTranspose(2, 3, **arguments)
    came = refold_pass(layer, X, dA)
    assert [images.stop for images, _ in layer._blocks(dA)] == [3, 6, 7]
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-12, atol=1e-13, err_msg=str(key))


def test_senseless_arguments() -> None:
    with pytest.raises(refold.WrongValueError, match="output_padding must be a whole number of at least 0"):
        Conv2DTranspose(4, 3, output_padding=-1)
    with pytest.raises(refold.WrongValueError, match=r"must be below the strides \(2, 1\), got \(1, 1\)"):
        Conv2DTranspose(4, 3, strides=(2, 1), output_padding=1)
    with pytest.raises(refold.WrongValueError, match=r"at least 1 where a window spans an even number"):
        Conv2DTranspose(4, (3, 2), strides=2, padding="same", output_padding=0)
    with pytest.raises(refold.WrongValueError, match="strides and dilation_rate cannot both be above 1"):
        Conv2DTranspose(4, 3, strides=2, dilation_rate=2)
    with pytest.raises(refold.UnknownNameError, match="padding of Conv1DTranspose is called 'causal'"):
        Conv1DTranspose(4, 3, padding="causal")


def test_wrong_shapes() -> None:
    layer = Conv2DTranspose(4, 3)
    layer.forward(numpy.zeros((2, 5, 5, 2)))
    with pytest.raises(refold.ShapeError, match=r"X must have 2 channels on its last axis, got .*5, 3\)"):
        layer.forward(numpy.zeros((2, 5, 5, 3)))
    with pytest.raises(refold.ShapeError, match=r"Conv2DTranspose\.forward: X must have 4 axes"):
        layer.forward(numpy.zeros((2, 5, 2)))
    with pytest.raises(refold.ShapeError, match=r"X must have lengths of at least 1, got \(0, 5\)"):
        layer.forward(numpy.zeros((2, 0, 5, 2)))
    with pytest.raises(refold.ShapeError, match="X must have some channels"):
        Conv2DTranspose(4, 3).forward(numpy.zeros((2, 5, 5, 0)))
