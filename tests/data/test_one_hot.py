from typing import Any

import numpy
import pytest

import refold

from ..oracles import keras


@pytest.mark.parametrize("shape", [(7,), (3, 4), (0,)])
@pytest.mark.parametrize("classes", [5, 9])
def test_keras(shape: tuple[int, ...], classes: int) -> None:
    y = numpy.random.default_rng(0).integers(0, 5, shape)
    came = refold.one_hot_encode(y, classes)
    assert numpy.array_equal(came, keras().utils.to_categorical(y, classes))
    assert numpy.array_equal(refold.one_hot_decode(came), y)


def test_every_backend(backend: Any) -> None:
    rows = refold.one_hot_encode(backend([2, 0, 1]), dtype="float64")
    assert type(rows) is type(backend([1]))
    assert numpy.array_equal(refold.to_numpy(rows), numpy.eye(3)[[2, 0, 1]])
    assert refold.to_numpy(refold.one_hot_decode(rows)).tolist() == [2, 0, 1]


@pytest.mark.parametrize("y", [[0, -1], [0, 3], [0.5, 1.0]])
def test_what_is_no_class(y: list) -> None:
    with pytest.raises(refold.WrongValueError, match="one_hot_encode: y must hold whole numbers from 0 to 2"):
        refold.one_hot_encode(numpy.asarray(y), 3)
    with pytest.raises(refold.ShapeError, match="one_hot_decode"):
        refold.one_hot_decode(numpy.asarray(y))
