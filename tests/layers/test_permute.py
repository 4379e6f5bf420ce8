import itertools

import numpy
import pytest

import refold
from refold import Permute

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("dims", list(itertools.permutations((1, 2, 3))))
def test_keras(dims: tuple[int, ...]) -> None:
    check_against_keras(Permute(dims), keras().layers.Permute(dims), (2, 3, 4, 5))


@pytest.mark.parametrize("dims", [(0, 1), (1, 3), (1, 1), (2,), (1.0, 2)])
def test_senseless_orders(dims: tuple) -> None:
    with pytest.raises(refold.WrongValueError, match="Permute: dims"):
        Permute(dims)


def test_another_number_of_axes() -> None:
    with pytest.raises(refold.ShapeError, match=r"Permute.forward: X must have 3 axes, got shape \(2, 3\)"):
        Permute((2, 1)).forward(numpy.zeros((2, 3)))
