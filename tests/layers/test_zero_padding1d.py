from typing import Any

import numpy
import pytest

import refold
from refold import Conv1D, ZeroPadding1D

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("padding", [1, 0, (2, 1), (0, 3)])
def test_keras(padding: Any) -> None:
    check_against_keras(ZeroPadding1D(padding), keras().layers.ZeroPadding1D(padding), (2, 3, 2))


def test_before_a_valid_convolution_it_makes_a_causal_one() -> None:
    X = numpy.random.default_rng(0).normal(size=(2, 5, 3))
    causal = Conv1D(4, 3, padding="causal", seed=0).forward(X)
    valid = Conv1D(4, 3, seed=0).forward(ZeroPadding1D((2, 0)).forward(X))
    numpy.testing.assert_allclose(valid, causal, rtol=1e-12)


@pytest.mark.parametrize("padding", [-1, 1.5, "11", (1,), (1, 2, 3), ((1, 2), (3, 4)), (1, -2), None])
def test_senseless_padding(padding: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="ZeroPadding1D: padding must be a whole number"):
        ZeroPadding1D(padding)


def test_wrong_shapes() -> None:
    with pytest.raises(refold.ShapeError, match=r"ZeroPadding1D\.forward: X must have 3 axes"):
        ZeroPadding1D().forward(numpy.zeros((2, 5)))
