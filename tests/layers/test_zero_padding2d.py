from typing import Any

import numpy
import pytest

import refold
from refold import Conv2D, ZeroPadding2D

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("padding", [1, 0, (2, 1), ((0, 1), (2, 3)), ((0, 0), (0, 1))])
def test_keras(padding: Any) -> None:
    check_against_keras(ZeroPadding2D(padding), keras().layers.ZeroPadding2D(padding), (2, 3, 4, 2))


@pytest.mark.parametrize("dtype", ["uint8", "int64", "bool", "float32"])
def test_elements_keep_their_dtype(dtype: str, backend: Any) -> None:
    A = refold.to_numpy(ZeroPadding2D(1).forward(backend(numpy.ones((1, 2, 2, 1)), dtype)))
    assert A.dtype == dtype
    assert A[0, :, :, 0].tolist() == [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]


def test_with_a_valid_convolution_it_is_a_same_one() -> None:
    X = numpy.random.default_rng(0).normal(size=(2, 5, 6, 3))
    same = Conv2D(4, 3, padding="same", seed=0).forward(X)
    valid = Conv2D(4, 3, seed=0).forward(ZeroPadding2D(1).forward(X))
    numpy.testing.assert_allclose(valid, same, rtol=1e-12)


@pytest.mark.parametrize("padding", [-1, 1.5, "11", (1,), (1, 2, 3), ((1, 2), (3,)), ((1, 2), (3, -4)), None])
def test_senseless_padding(padding: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="ZeroPadding2D: padding must be a whole number"):
        ZeroPadding2D(padding)


def test_wrong_shapes() -> None:
    with pytest.raises(refold.ShapeError, match=r"ZeroPadding2D\.forward: X must have 4 axes"):
        ZeroPadding2D().forward(numpy.zeros((2, 5, 5)))
