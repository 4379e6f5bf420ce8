"""What is refused around the stages of any layer; test_every_layer goes through all layers."""

from typing import Any

import numpy
import pytest

import refold
from refold import Dense, Flatten, Reshape

from .examples import every_layer, sample


def test_a_forward_that_fails_is_no_forward() -> None:
    layer = Dense(2)
    layer.forward(numpy.ones((1, 3)))
    with pytest.raises(refold.ShapeError):
        layer.forward(numpy.ones((1, 4)))
    with pytest.raises(refold.NotReadyError, match=r"Dense\.backward"):
        layer.backward(numpy.ones((1, 2)))


def test_a_new_forward_needs_a_new_backward() -> None:
    layer = Dense(2)
    layer.backward(layer.forward(numpy.ones((1, 3))))
    layer.compute_gradients()
    layer.forward(numpy.ones((1, 3)))
    with pytest.raises(refold.NotReadyError, match="compute_gradients"):
        layer.compute_gradients()


def test_an_emptied_cache_is_named() -> None:
    layer, X = Dense(2), numpy.ones((1, 3))
    A = layer.forward(X)
    layer.cache.clear()
    with pytest.raises(
        refold.NotReadyError, match=r"Dense\.backward .*cache is empty: call forward\(X\) first"
    ):
        layer.backward(A)
    layer.forward(X)
    layer.backward(A)
    layer.cache.clear()
    with pytest.raises(refold.NotReadyError, match=r"compute_gradients .*cache is empty: .* then backward"):
        layer.compute_gradients()
    layer.forward(X)
    del layer.params["W"]
    with pytest.raises(KeyError, match="W"):
        layer.backward(A)


@every_layer
@pytest.mark.parametrize("training", [False, True], ids=["", "training"])
def test_an_emptied_cache_never_gives_other_numbers(
    layer_class: Any, arguments: dict, shape: tuple, training: bool
) -> None:
    layer, X = layer_class(**arguments, seed=0), sample(layer_class, shape)
    layer.training = training
    dA = numpy.random.default_rng(1).normal(size=layer.forward(X).shape)
    expected = layer.backward(dA)
    layer.cache.clear()
    try:
        numpy.testing.assert_array_equal(layer.backward(dA), expected)
    except refold.NotReadyError as error:
        assert "cache is empty" in str(error)


def test_compute_shapes_alone() -> None:
    layer = Flatten()
    layer.compute_shapes(numpy.ones((4, 3, 2)))
    assert (layer.shapes["A"], layer.dims) == ((4, 6), {"m": 4, "n": 6})
    with pytest.raises(refold.ArrayError, match=r"Flatten\.compute_shapes: X must be an array, got a list"):
        layer.compute_shapes([[1.0]])


def test_the_gradient_is_checked_too() -> None:
    layer = Reshape((6,))
    layer.forward(numpy.ones((4, 3, 2)))
    with pytest.raises(refold.ArrayError, match=r"Reshape.backward: dA must be an array, got None.*return"):
        layer.backward(None)
    with pytest.raises(refold.DTypeError, match=r"Reshape.backward: dA must hold real numbers"):
        layer.backward(numpy.ones((4, 6), complex))
    with pytest.raises(
        refold.ShapeError, match=r"dA must have shape \(4, 6\), got \(6, 4\). It is the shape of A"
    ):
        layer.backward(numpy.ones((6, 4)))


def test_gradients_of_whole_numbers_are_numbers() -> None:
    layer = Dense(1, kernel_initializer="ones")
    layer.forward(numpy.ones((1, 2), "float32"))
    assert layer.backward(numpy.ones((1, 1), "int64")).dtype == numpy.float32
