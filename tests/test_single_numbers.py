"""Parameters that are a single number, such as one factor for all of X.

What NumPy works out of such an array is a number of its own kind, and no array any more.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

import refold
from refold import SGD, Sequential, optimizers


class Factor(refold.Layer):
    """A = s X."""

    gradient = staticmethod(lambda products: products.sum())

    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(X=X.shape, A=X.shape)

    def build(self, X: Any) -> None:
        self.add_param("s", (), "ones")

    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)
        self.cache["X"] = X
        return self.params["s"] * X

    def backward(self, dA: Any) -> Any:
        self.cache["dA"] = dA
        return self.params["s"] * dA

    def compute_gradients(self) -> None:
        self.grads["s"] = self.gradient(self.cache["dA"] * self.cache["X"])


GRADIENTS: list[Callable[[Any], Any]] = [
    numpy.sum,
    lambda products: float(products.sum()),
    lambda products: products.sum(dtype="float64"),
    lambda products: numpy.asarray(products.sum()),
]


@pytest.mark.parametrize("gradient", GRADIENTS)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("optimizer", [*optimizers.OPTIMIZERS, "momentum", "clipnorm", "global_clipnorm"])
def test_it_is_trained_and_saved(optimizer: str, dtype: str, gradient: Any, tmp_path: Path) -> None:
    options: dict[str, Any] = {optimizer: 0.5}
    made = optimizers.find(optimizer) if optimizer in optimizers.OPTIMIZERS else SGD(**options)
    layer = Factor(input_shape=(3,))
    layer.gradient = gradient
    model = Sequential([layer])
    model.compile(made, "mse")
    X = numpy.ones((4, 3), dtype)
    model.train_on_batch(X, 2 * X)
    first = layer.params["s"].copy()
    assert first.dtype == dtype and 1.0 < first < 1.1
    model.save(tmp_path / "model.npz")
    loaded = Sequential.load(tmp_path / "model.npz", {"Factor": Factor})
    for each in (model, loaded):
        each.train_on_batch(X, 2 * X)
    assert first < layer.params["s"] == loaded.layers[0].params["s"]


@pytest.mark.parametrize("gradient", GRADIENTS)
def test_its_gradient_is_checked(gradient: Any) -> None:
    layer = Factor()
    layer.gradient = gradient
    assert refold.gradient_check(layer, numpy.arange(6.0).reshape(2, 3)).passed


@pytest.mark.parametrize("number", [2.0, numpy.float16(2.0), numpy.float64(2.0)])
def test_of_an_object_that_is_not_refolds_it_may_be_no_array(number: Any) -> None:
    class Own:
        def __init__(self) -> None:
            self.params, self.grads = {"s": number}, {}

        def compute_shapes(self, X: Any) -> None:
            pass

        def forward(self, X: Any) -> Any:
            self.X = X
            return self.params["s"] * X

        def backward(self, dA: Any) -> Any:
            self.dA = dA
            return self.params["s"] * dA

        def compute_gradients(self) -> None:
            self.grads["s"] = float((self.dA * self.X).sum())

    model, X = Sequential([Own()]), numpy.ones((4, 3))
    model.compile("sgd", "mse")
    model.train_on_batch(X, 3 * X)
    s = model.layers[0].params["s"]
    assert type(s) is type(number) and s == pytest.approx(2.02, rel=1e-3)
