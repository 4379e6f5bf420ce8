"""What MaxPooling2D and AveragePooling2D share: blocks of images, and what is refused."""

from typing import Any

import numpy
import pytest

import refold
from refold import AveragePooling2D, MaxPooling2D
from refold.layers import pooling

from ..oracles import refold_pass


@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_blocks_of_images_change_nothing(kind: Any, padding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    X, layer = numpy.random.default_rng(0).normal(size=(7, 5, 5, 2)), kind(2, padding=padding)
    dA = numpy.random.default_rng(1).normal(size=layer.forward(X).shape)
    expected = refold_pass(layer, X, dA)
    monkeypatch.setattr(pooling, "block_size", lambda X: 3 * 50)
    came = refold_pass(layer, X, dA)
    assert 2 < len(list(layer.blocks(X))) < 7
    for key, value in expected.items():
        assert numpy.array_equal(came[key], value)


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
