from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import MaxPooling2D

from ..oracles import check_against_keras, keras, refold_pass

ARGUMENTS = [
    {},
    {"pool_size": 3},
    {"pool_size": 3, "strides": 1},
    {"pool_size": (2, 3), "strides": (1, 2)},
    {"pool_size": 2, "strides": 3},
]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_keras(padding: str, arguments: dict) -> None:
    theirs = keras().layers.MaxPooling2D(padding=padding, **arguments)
    check_against_keras(MaxPooling2D(padding=padding, **arguments), theirs, (3, 7, 8, 2))


@settings(max_examples=60, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(3, 7), st.integers(3, 7), st.integers(1, 3)),
    size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    strides=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    seed=st.integers(0, 9),
)
def test_pytorch_with_many_ties(shape: Any, size: Any, strides: Any, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(seed)
    X = rng.integers(0, 3, shape).astype("float64")
    layer = MaxPooling2D(size, strides)
    dA = rng.normal(size=layer.forward(X).shape)
    came = refold_pass(layer, X, dA)
    x = torch.tensor(X, requires_grad=True)
    A = torch.nn.functional.max_pool2d(x.permute(0, 3, 1, 2), size, strides).permute(0, 2, 3, 1)
    A.backward(torch.tensor(dA))
    assert numpy.array_equal(came["A"], A.detach().numpy())
    numpy.testing.assert_allclose(came["dX"], x.grad.numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_a_tie_sends_its_gradient_to_one_element(arguments: dict, backend: Any) -> None:
    layer = MaxPooling2D(padding="same", **arguments)
    A = layer.forward(backend(numpy.zeros((2, 7, 8, 3)), "float64"))
    dX = layer.backward(backend(numpy.ones(A.shape), "float64"))
    assert float(refold.to_numpy(dX).sum()) == numpy.prod(A.shape)


def test_padding_is_never_the_largest() -> None:
    X = numpy.full((1, 3, 3, 1), -5.0)
    layer = MaxPooling2D(2, padding="same")
    assert numpy.array_equal(layer.forward(X), numpy.full((1, 2, 2, 1), -5.0))
    assert layer.backward(numpy.ones((1, 2, 2, 1))).sum() == 4.0


def test_whole_numbers_are_computed_in_float32(backend: Any) -> None:
    A = MaxPooling2D().forward(backend(numpy.arange(16).reshape(1, 4, 4, 1)))
    assert refold.to_numpy(A).reshape(-1).tolist() == [5.0, 7.0, 13.0, 15.0]


@pytest.mark.parametrize(("size", "strides", "padding"), [(2, 2, "valid"), (3, 1, "same"), (3, 2, "same")])
def test_what_is_no_number_goes_where_it_goes_in_pytorch(
    size: int, strides: int, padding: str, backend: Any
) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(size + strides)
    X = rng.choice([-numpy.inf, numpy.nan, 1.0, 2.0, numpy.inf], (4, 7, 7, 3), p=[0.6, 0.1, 0.1, 0.1, 0.1])
    layer = MaxPooling2D(size, strides, padding)
    came = layer.forward(backend(X, "float64"))
    dA = rng.normal(size=came.shape)
    dX = layer.backward(backend(dA, "float64"))
    x = torch.tensor(X, requires_grad=True)
    around = 0 if padding == "valid" else 1
    A = torch.nn.functional.max_pool2d(x.permute(0, 3, 1, 2), size, strides, around).permute(0, 2, 3, 1)
    A.backward(torch.tensor(dA))
    assert numpy.array_equal(refold.to_numpy(came), A.detach().numpy(), equal_nan=True)
    numpy.testing.assert_allclose(refold.to_numpy(dX), x.grad.numpy(), rtol=1e-12, atol=1e-14)


def test_of_each_window_no_more_is_remembered_than_backward_reads() -> None:
    layer = MaxPooling2D((3, 2))
    A = layer.forward(numpy.random.default_rng(0).normal(size=(2, 6, 4, 3)))
    (larger,) = layer.cache.values()
    assert larger.shape == (5, *A.shape) and larger.dtype == bool  # the first element has none before it
