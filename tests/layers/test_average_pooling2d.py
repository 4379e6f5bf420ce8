from typing import Any

import numpy
import pytest

import refold
from refold import AveragePooling2D

from ..oracles import check_against_keras, keras, refold_pass

ARGUMENTS = [
    {"pool_size": 2},
    {"pool_size": 3},
    {"pool_size": 3, "strides": 1},
    {"pool_size": (2, 3), "strides": (1, 2)},
    {"pool_size": 2, "strides": 3},
]


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_keras(arguments: dict) -> None:
    check_against_keras(
        AveragePooling2D(**arguments), keras().layers.AveragePooling2D(**arguments), (3, 7, 8, 2)
    )


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_padding_is_not_counted(arguments: dict) -> None:
    """Against sums that PyTorch takes of X and of ones, both padded with zeros in Keras's way."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng, layer = numpy.random.default_rng(0), AveragePooling2D(padding="same", **arguments)
    X = rng.normal(size=(3, 7, 8, 2))
    dA = rng.normal(size=layer.forward(X).shape)
    came = refold_pass(layer, X, dA)
    x = torch.tensor(X, requires_grad=True)
    (top, bottom), (left, right) = layer.windows.amounts((7, 8))

    def sums(images: Any) -> Any:
        padded = torch.nn.functional.pad(images.permute(0, 3, 1, 2), (left, right, top, bottom))
        return torch.nn.functional.avg_pool2d(
            padded, layer.windows.size, layer.windows.strides, divisor_override=1
        )

    A = (sums(x) / sums(torch.ones_like(x))).permute(0, 2, 3, 1)
    A.backward(torch.tensor(dA))
    numpy.testing.assert_allclose(came["A"], A.detach().numpy(), rtol=1e-10, atol=1e-12)
    numpy.testing.assert_allclose(came["dX"], x.grad.numpy(), rtol=1e-10, atol=1e-12)


def test_the_mean_of_ones_is_one_at_the_border_too(backend: Any) -> None:
    A = AveragePooling2D(3, 1, "same").forward(backend(numpy.ones((1, 4, 5, 2)), "float64"))
    assert numpy.array_equal(refold.to_numpy(A), numpy.ones((1, 4, 5, 2)))


def test_the_gradient_is_handed_on_whole() -> None:
    layer = AveragePooling2D(3, 2, "same")
    dA = numpy.random.default_rng(0).normal(size=layer.forward(numpy.zeros((2, 7, 8, 3))).shape)
    assert numpy.isclose(layer.backward(dA).sum(), dA.sum())
