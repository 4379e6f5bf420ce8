import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import Flatten, Reshape

from ..oracles import check_against_keras, keras

shapes = st.lists(st.integers(0, 4), min_size=1, max_size=6).map(tuple)


@settings(max_examples=100, derandomize=True)
@given(shapes)
def test_rows_are_row_major_and_backward_is_the_inverse(shape: tuple[int, ...]) -> None:
    X = numpy.arange(float(numpy.prod(shape))).reshape(shape)
    layer = Flatten()
    A = layer.forward(X)
    assert A.shape == (shape[0], int(numpy.prod(shape[1:])))
    for sample in range(shape[0]):
        assert numpy.array_equal(A[sample], X[sample].ravel())
    assert numpy.array_equal(layer.backward(A), X)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int8", "uint8", "int64", "bool"])
def test_elements_keep_their_dtype_and_every_bit(dtype: str) -> None:
    X = numpy.random.default_rng(0).integers(0, 2, (3, 4, 5)).astype(dtype)
    layer = Flatten()
    A = layer.forward(X)
    assert A.dtype == X.dtype
    assert layer.backward(A).tobytes() == X.tobytes()


def test_backward_is_exact_for_every_float() -> None:
    dA = numpy.array([[numpy.nan, numpy.inf, -0.0, 5e-324, -numpy.inf, 1e308]])
    layer = Flatten()
    layer.forward(numpy.zeros((1, 2, 3)))
    assert layer.backward(dA).tobytes() == dA.tobytes()


def test_nothing_is_copied_when_contiguous() -> None:
    X = numpy.zeros((4, 3, 2))
    layer = Flatten()
    A = layer.forward(X)
    assert numpy.shares_memory(A, X)
    assert numpy.shares_memory(layer.backward(A), A)


def test_torch_and_flatten_share_memory() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    X = torch.zeros((4, 3, 2))
    assert Flatten().forward(X).data_ptr() == X.data_ptr()


def test_one_axis_becomes_one_column() -> None:
    layer = Flatten()
    assert layer.forward(numpy.arange(3.0)).shape == (3, 1)
    assert layer.backward(numpy.ones((3, 1))).shape == (3,)


@pytest.mark.parametrize("shape", [(0, 3, 2), (0,), (4, 0, 2), (0, 0)])
def test_empty(shape: tuple[int, ...], backend: object) -> None:
    layer = Flatten()
    A = layer.forward(backend(numpy.zeros(shape)))  # type: ignore[operator]
    assert tuple(A.shape) == (shape[0], int(numpy.prod(shape[1:])))
    assert tuple(layer.backward(A).shape) == shape


def test_input_shape_is_held_to() -> None:
    layer = Flatten(input_shape=(3, 2))
    with pytest.raises(refold.ShapeError, match=r"X must have shape \(m, 3, 2\), got \(4, 2, 3\)"):
        layer.forward(numpy.zeros((4, 2, 3)))


def test_it_is_reshape_to_one_axis() -> None:
    X = numpy.random.default_rng(0).normal(size=(4, 3, 2))
    assert numpy.array_equal(Flatten().forward(X), Reshape((-1,)).forward(X))


@pytest.mark.parametrize("shape", [(4, 3, 2), (2, 2, 3, 2), (5, 1)])
def test_keras(shape: tuple[int, ...]) -> None:
    check_against_keras(Flatten(), keras().layers.Flatten(), shape)
