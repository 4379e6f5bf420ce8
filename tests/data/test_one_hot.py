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
    with pytest.raises(refold.WrongValueError, match="one_hot_encode: y must hold class numbers"):
        refold.one_hot_encode(numpy.asarray(y), 3)
    with pytest.raises(refold.ShapeError, match="one_hot_decode"):
        refold.one_hot_decode(numpy.asarray(y))
    with pytest.raises(refold.WrongValueError, match="from 0 to 0, got values from -2 to -1"):
        refold.one_hot_encode(numpy.asarray([-1, -2]))
    with pytest.raises(refold.WrongValueError, match="one_hot_decode: rows must hold numbers, got NaN"):
        refold.one_hot_decode(numpy.asarray([[0.2, numpy.nan], [0.0, 1.0]]))


@pytest.mark.parametrize("dtype", ["uint8", "int8", "bool"])
def test_more_classes_than_the_dtype_of_y_can_count(dtype: str, backend: Any) -> None:
    y = numpy.asarray([1, 0, 1]) if dtype == "bool" else numpy.asarray([100, 3, 0])
    rows = refold.one_hot_encode(backend(y, dtype), 300)
    assert numpy.array_equal(refold.to_numpy(rows), numpy.eye(300)[y])
    decoded = refold.one_hot_decode(refold.asarray(rows, "bool", like=rows))
    assert numpy.array_equal(refold.to_numpy(decoded), y)


@pytest.mark.parametrize(
    ("y", "classes", "message"),
    [
        ([0, 1], "3", "one_hot_encode: classes must be a whole number of at least 0, got '3'"),
        (
            [numpy.nan, 1.0],
            None,
            "one_hot_encode: y must hold class numbers, whole as they are, got fractions",
        ),
        (["a", "b"], None, r"dtype <U1.*numpy.unique\(names, return_inverse=True\)"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_is_refused(y: Any, classes: Any, message: str) -> None:
    with pytest.raises(refold.RefoldError, match=message):
        refold.one_hot_encode(numpy.asarray(y), classes)


def test_rows_that_are_none() -> None:
    for wrong, error in (([[0, 1]], refold.ArrayError), (numpy.asarray([["a", "b"]]), refold.DTypeError)):
        with pytest.raises(error, match="one_hot_decode: rows must"):
            refold.one_hot_decode(wrong)  # type: ignore[arg-type]
    with pytest.raises(refold.ShapeError, match=r"one_hot_decode: rows must have shape .* got \(2, 3, 0\)"):
        refold.one_hot_decode(numpy.ones((2, 3, 0)))


def test_nothing_has_no_classes(backend: Any) -> None:
    assert tuple(refold.one_hot_encode(backend(numpy.zeros(0), "int64")).shape) == (0, 0)
    assert tuple(refold.one_hot_decode(backend(numpy.zeros((2, 0, 3)))).shape) == (2, 0)
