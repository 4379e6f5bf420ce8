from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import MaxPooling1D

from ..oracles import check_against_keras, keras, refold_pass

ARGUMENTS = [
    {},
    {"pool_size": 3},
    {"pool_size": 3, "strides": 1},
    {"pool_size": (2,), "strides": (3,)},
    {"pool_size": 1},
]


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_keras(padding: str, arguments: dict) -> None:
    theirs = keras().layers.MaxPooling1D(padding=padding, **arguments)
    check_against_keras(MaxPooling1D(padding=padding, **arguments), theirs, (3, 8, 2))


@settings(max_examples=40, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(3, 9), st.integers(1, 3)),
    size=st.integers(1, 3),
    strides=st.integers(1, 4),
    seed=st.integers(0, 9),
)
def test_pytorch_with_many_ties(shape: Any, size: int, strides: int, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(seed)
    X = rng.integers(0, 3, shape).astype("float64")
    layer = MaxPooling1D(size, strides)
    dA = rng.normal(size=layer.forward(X).shape)
    came = refold_pass(layer, X, dA)
    x = torch.tensor(X, requires_grad=True)
    A = torch.nn.functional.max_pool1d(x.permute(0, 2, 1), size, strides).permute(0, 2, 1)
    A.backward(torch.tensor(dA))
    assert numpy.array_equal(came["A"], A.detach().numpy())
    numpy.testing.assert_allclose(came["dX"], x.grad.numpy(), rtol=1e-12, atol=1e-14)


def test_what_is_no_number_is_found(backend: Any) -> None:
    X = numpy.asarray([numpy.nan, 1.0, -numpy.inf, -numpy.inf, 2.0]).reshape(1, 5, 1)
    layer = MaxPooling1D(2, padding="same")
    A = layer.forward(backend(X, "float64"))
    assert numpy.array_equal(refold.to_numpy(A).reshape(-1), [numpy.nan, -numpy.inf, 2.0], equal_nan=True)
    dX = layer.backward(backend([[[1.0], [2.0], [3.0]]], "float64"))
    assert refold.to_numpy(dX).reshape(-1).tolist() == [1.0, 0.0, 2.0, 0.0, 3.0]


def test_what_comes_later_cannot_be_left_out() -> None:
    with pytest.raises(refold.UnknownNameError, match="No padding of MaxPooling1D is called 'causal'"):
        MaxPooling1D(padding="causal")
