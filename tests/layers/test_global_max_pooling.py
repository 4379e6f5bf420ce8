"""GlobalMaxPooling1D and GlobalMaxPooling2D: the largest number of every channel."""

from typing import Any

import numpy
import pytest

import refold
from refold import GlobalMaxPooling1D, GlobalMaxPooling2D

from ..oracles import check_against_keras, keras, refold_pass

SHAPES = {
    "GlobalMaxPooling1D": [(3, 4, 5), (1, 1, 1), (2, 7, 3)],
    "GlobalMaxPooling2D": [(3, 4, 5, 2), (1, 1, 1, 1), (2, 7, 1, 3)],
}
CASES = [(name, shape) for name, shapes in SHAPES.items() for shape in shapes]


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize(("name", "shape"), CASES)
def test_keras(name: str, shape: tuple[int, ...], keepdims: bool) -> None:
    theirs = getattr(keras().layers, name)(keepdims=keepdims)
    check_against_keras(getattr(refold, name)(keepdims=keepdims), theirs, shape)


@pytest.mark.parametrize("seed", range(5))
def test_a_tie_sends_its_gradient_to_the_first_as_in_pytorch(seed: int, backend: Any) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng, layer = numpy.random.default_rng(seed), GlobalMaxPooling2D()
    X, dA = rng.integers(0, 3, (3, 4, 5, 2)).astype("float64"), rng.normal(size=(3, 2))
    came = layer.forward(backend(X, "float64"))
    dX = layer.backward(backend(dA, "float64"))
    x = torch.tensor(X, requires_grad=True)
    A = torch.nn.functional.max_pool2d(x.permute(0, 3, 1, 2), (4, 5))[:, :, 0, 0]
    A.backward(torch.tensor(dA))
    assert numpy.array_equal(refold.to_numpy(came), A.detach().numpy())
    assert numpy.array_equal(refold.to_numpy(dX), x.grad.numpy())
    rows = GlobalMaxPooling1D()
    again = refold_pass(rows, X.reshape(3, 20, 2), dA)
    assert numpy.array_equal(again["dX"].reshape(X.shape), x.grad.numpy())


def test_a_channel_of_minus_infinity() -> None:
    layer, X = GlobalMaxPooling1D(), numpy.full((1, 3, 1), -numpy.inf)
    assert layer.forward(X).tolist() == [[-numpy.inf]]
    assert layer.backward(numpy.ones((1, 1))).ravel().tolist() == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("GlobalMaxPooling1D", (2, 3)),
        ("GlobalMaxPooling1D", (2, 0, 3)),
        ("GlobalMaxPooling2D", (2, 3, 4)),
        ("GlobalMaxPooling2D", (2, 3, 0, 4)),
    ],
)
def test_wrong_shapes(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(refold.ShapeError, match=rf"{name}\.forward: X must have"):
        getattr(refold, name)().forward(numpy.zeros(shape))
