from typing import Any

import numpy
import pytest

import refold
from refold import Cropping1D, ZeroPadding1D

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("cropping", [1, 0, (2, 1), (0, 3)])
def test_keras(cropping: Any) -> None:
    check_against_keras(Cropping1D(cropping), keras().layers.Cropping1D(cropping), (2, 5, 2))


def test_it_undoes_zero_padding(backend: Any) -> None:
    X = backend(numpy.arange(12).reshape(2, 3, 2), "int64")
    A = Cropping1D((1, 2)).forward(ZeroPadding1D((1, 2)).forward(X))
    assert numpy.array_equal(refold.to_numpy(A), refold.to_numpy(X))


@pytest.mark.parametrize("cropping", [-1, 1.5, "11", (1,), (1, 2, 3), (1, -2), None])
def test_senseless_cropping(cropping: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Cropping1D: cropping must be a whole number"):
        Cropping1D(cropping)


def test_wrong_shapes() -> None:
    with pytest.raises(refold.ShapeError, match=r"Cropping1D\.forward: X must have 3 axes"):
        Cropping1D().forward(numpy.zeros((2, 5)))
    with pytest.raises(refold.ShapeError, match=r"X must be longer than what is cut off"):
        Cropping1D((1, 3)).forward(numpy.zeros((2, 4, 1)))
