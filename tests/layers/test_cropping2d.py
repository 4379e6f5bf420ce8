from typing import Any

import numpy
import pytest

import refold
from refold import Cropping2D, ZeroPadding2D
from refold.dtypes import dtype_name

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("cropping", [1, 0, (2, 1), ((0, 1), (2, 1)), ((0, 0), (0, 1)), ((1, 0), (1, 0))])
def test_keras(cropping: Any) -> None:
    check_against_keras(Cropping2D(cropping), keras().layers.Cropping2D(cropping), (2, 5, 4, 2))


def test_it_undoes_zero_padding(backend: Any) -> None:
    X = backend(numpy.arange(24).reshape(2, 3, 4, 1), "uint8")
    sides = ((1, 2), (0, 3))
    A = Cropping2D(sides).forward(ZeroPadding2D(sides).forward(X))
    assert dtype_name(A) == "uint8"
    assert numpy.array_equal(refold.to_numpy(A), refold.to_numpy(X))


@pytest.mark.parametrize(
    "cropping", [-1, 1.5, "11", (1,), (1, 2, 3), ((1, 2), (3,)), ((1, 2), (3, -4)), None]
)
def test_senseless_cropping(cropping: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Cropping2D: cropping must be a whole number"):
        Cropping2D(cropping)


def test_wrong_shapes() -> None:
    with pytest.raises(refold.ShapeError, match=r"Cropping2D\.forward: X must have 4 axes"):
        Cropping2D().forward(numpy.zeros((2, 5, 5)))
    for cropping in (2, ((1, 3), (0, 0)), ((0, 0), (4, 0))):
        with pytest.raises(refold.ShapeError, match=r"X must be longer than what is cut off"):
            Cropping2D(cropping).forward(numpy.zeros((2, 4, 4, 1)))
