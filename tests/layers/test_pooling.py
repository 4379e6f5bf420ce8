"""What the pooling layers share: blocks of samples, and what is refused."""

from typing import Any

import numpy
import pytest

import refold
from refold import AveragePooling1D, AveragePooling2D, MaxPooling1D, MaxPooling2D
from refold.layers import pooling

from ..oracles import refold_pass


@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D, MaxPooling1D, AveragePooling1D])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_blocks_of_samples_change_nothing(kind: Any, padding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = (7, 5, 5, 2) if len(kind.axes) == 2 else (7, 13, 2)
    X, layer = numpy.random.default_rng(0).normal(size=shape), kind(2, padding=padding)
    dA = numpy.random.default_rng(1).normal(size=layer.forward(X).shape)
    expected = refold_pass(layer, X, dA)
    for size, most in ((3 * 50, 6), (10, 7)):  # three samples, and less than one
        monkeypatch.setattr(pooling, "block_size", lambda X, size=size: size)
        came = refold_pass(layer, X, dA)
        assert 2 < len(list(layer.blocks(X))) <= most
        for key, value in expected.items():
            assert numpy.array_equal(came[key], value)
    assert len(list(layer.blocks(X))) == 7


@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D])
def test_wrong_shapes(kind: Any) -> None:
    with pytest.raises(refold.ShapeError, match=r"Pooling2D\.forward: X must have 4 axes, .*\(2, 5, 5\)"):
        kind().forward(numpy.zeros((2, 5, 5)))
    with pytest.raises(refold.ShapeError, match=r"Pooling2D\.forward: X must have room .*\(3, 3\).*\(2, 5\)"):
        kind(3).forward(numpy.zeros((2, 2, 5, 1)))
    with pytest.raises(refold.WrongValueError, match="Pooling2D: pool_size"):
        kind(0)
    with pytest.raises(refold.WrongValueError, match="Pooling2D: strides"):
        kind(2, strides=(1, 2, 3))


@pytest.mark.parametrize("kind", [MaxPooling1D, AveragePooling1D])
def test_wrong_shapes_of_sequences(kind: Any) -> None:
    with pytest.raises(refold.ShapeError, match=r"Pooling1D\.forward: X must have 3 axes, .*steps"):
        kind().forward(numpy.zeros((2, 5)))
    with pytest.raises(refold.ShapeError, match=r"Pooling1D\.forward: X must have room .*\(3,\).*\(2,\)"):
        kind(3).forward(numpy.zeros((2, 2, 1)))
    with pytest.raises(refold.WrongValueError, match="Pooling1D: pool_size"):
        kind((2, 2))
