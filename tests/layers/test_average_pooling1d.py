from typing import Any

import numpy
import pytest

import refold
from refold import AveragePooling1D

from ..oracles import check_against_keras, keras, refold_pass

ARGUMENTS = [
    {"pool_size": 2},
    {"pool_size": 3},
    {"pool_size": 3, "strides": 1},
    {"pool_size": (2,), "strides": (3,)},
    {"pool_size": 1},
]


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_keras(arguments: dict) -> None:
    theirs = keras().layers.AveragePooling1D(**arguments)
    check_against_keras(AveragePooling1D(**arguments), theirs, (3, 8, 2))


@pytest.mark.parametrize("size", [1, 3, 5])
@pytest.mark.parametrize("strides", [1, 2])
def test_padding_is_not_counted(size: int, strides: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng, layer = numpy.random.default_rng(0), AveragePooling1D(size, strides, "same")
    X = rng.normal(size=(3, 7, 2))  # of odd length: as much is added after it as before
    dA = rng.normal(size=layer.forward(X).shape)
    came, x = refold_pass(layer, X, dA), torch.tensor(X, requires_grad=True)
    pooled = torch.nn.functional.avg_pool1d(
        x.permute(0, 2, 1), size, strides, size // 2, count_include_pad=False
    )
    A = pooled.permute(0, 2, 1)
    A.backward(torch.tensor(dA))
    numpy.testing.assert_allclose(came["A"], A.detach().numpy(), rtol=1e-10, atol=1e-12)
    numpy.testing.assert_allclose(came["dX"], x.grad.numpy(), rtol=1e-10, atol=1e-12)


def test_the_mean_of_ones_is_one_at_the_border_too(backend: Any) -> None:
    A = AveragePooling1D(4, 1, "same").forward(backend(numpy.ones((1, 5, 2)), "float64"))
    assert numpy.array_equal(refold.to_numpy(A), numpy.ones((1, 5, 2)))
