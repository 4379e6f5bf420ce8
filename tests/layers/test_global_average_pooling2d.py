import numpy
import pytest

import refold
from refold import GlobalAveragePooling2D

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("shape", [(3, 4, 5, 2), (1, 1, 1, 1), (2, 7, 1, 3)])
def test_keras(keepdims: bool, shape: tuple[int, ...]) -> None:
    theirs = keras().layers.GlobalAveragePooling2D(keepdims=keepdims)
    check_against_keras(GlobalAveragePooling2D(keepdims=keepdims), theirs, shape)


@pytest.mark.parametrize("shape", [(2, 3, 4), (2, 0, 4, 1), (2, 3)])
def test_wrong_shapes(shape: tuple[int, ...]) -> None:
    with pytest.raises(refold.ShapeError, match=r"GlobalAveragePooling2D\.forward: X must have"):
        GlobalAveragePooling2D().forward(numpy.zeros(shape))
