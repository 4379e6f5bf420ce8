import numpy
import pytest

import refold
from refold import RepeatVector
from refold.dtypes import dtype_name

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("shape", [(4, 2), (1, 1), (2, 5)])
def test_keras(n: int, shape: tuple[int, ...]) -> None:
    check_against_keras(RepeatVector(n), keras().layers.RepeatVector(n), shape)


def test_whole_numbers_stay_what_they_are() -> None:
    A = RepeatVector(2).forward(numpy.asarray([[1, 2]], "uint8"))
    assert dtype_name(A) == "uint8"
    assert A.tolist() == [[[1, 2], [1, 2]]]


def test_what_is_refused() -> None:
    with pytest.raises(refold.ShapeError, match=r"X must have two axes, .*\(2, 3, 4\)\. Flatten\(\) makes"):
        RepeatVector(2).forward(numpy.zeros((2, 3, 4)))
    for n in (0, 1.5, None):
        with pytest.raises(refold.WrongValueError, match="RepeatVector: n must be a whole number"):
            RepeatVector(n)  # type: ignore[arg-type]
