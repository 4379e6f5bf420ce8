"""Values and gradients that PyTorch and Keras give: oracles that nobody here wrote."""

import importlib
from typing import Any

import numpy
import pytest

import refold


def keras() -> Any:
    """Keras on PyTorch, in float64; the test is skipped, visibly, where either is missing.

    Keras computes in float32 on every backend but TensorFlow, whatever dtype a layer has (3.15): its table of
    result types says so, and is told otherwise here, since an oracle of seven digits proves little.
    """
    pytest.importorskip("torch", reason="torch is not installed")
    keras = pytest.importorskip("keras", reason="keras is not installed")
    dtypes = importlib.import_module("keras.src.backend.common.dtypes")
    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    return keras


def keras_pass(layer: Any, X: Any, dA: Any) -> dict[str, Any]:
    """A, dX and the gradient of every weight, by its number, that a Keras layer gives."""
    import torch

    x = torch.tensor(X)
    if x.is_floating_point():
        x.requires_grad_()
    A = layer(x)
    A.backward(torch.tensor(dA))
    dX = torch.zeros(x.shape) if x.grad is None else x.grad  # whole numbers cannot change a little
    grads = {number: weight.value.grad for number, weight in enumerate(layer.trainable_weights)}
    return {"A": A.detach().numpy(), "dX": dX.numpy(), **{n: g.numpy() for n, g in grads.items()}}


def refold_pass(layer: refold.Layer, X: Any, dA: Any) -> dict[str, Any]:
    """The same of a layer of ours."""
    A, dX = layer.forward(X), layer.backward(dA)
    layer.compute_gradients()
    return {"A": A, "dX": dX, **dict(enumerate(layer.grads.values()))}


def check_against_keras(ours: refold.Layer, theirs: Any, shape: tuple[int, ...], seed: int = 0) -> None:
    """Outputs and gradients agree to 1e-10, ours computing with the weights of theirs."""
    rng = numpy.random.default_rng(seed)
    X = rng.normal(size=shape)
    dA = rng.normal(size=theirs(X).shape)  # builds theirs
    ours.forward(X)
    ours.set_weights(theirs.get_weights())
    expected, came = keras_pass(theirs, X, dA), refold_pass(ours, X, dA)
    assert came.keys() == expected.keys()
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))


def check_against_pytorch(
    module: Any, layer: Any, shape: tuple[int, ...], gates: list[int], seed: int
) -> None:
    """Outputs and gradients agree to 1e-10, ours computing with the weights of PyTorch's recurrent `module`.

    `gates`: where PyTorch has each of our blocks of columns; its weights lie (out, in), with two biases.
    """
    import torch

    rng, module = numpy.random.default_rng(seed), module.double()
    X = rng.normal(size=shape)
    dA = rng.normal(size=layer.forward(X).shape)
    W, U, b, c = (in_our_order(value.detach(), gates) for value in module.parameters())
    two = layer.params["b"].shape[0] == 2 and len(layer.params["b"].shape) == 2
    layer.set_weights([W, U, numpy.stack([b, c]) if two else b + c])
    came, x = refold_pass(layer, X, dA), torch.tensor(X, requires_grad=True)
    A = module(x)[0]
    A.backward(torch.tensor(dA))
    dW, dU, db, dc = (in_our_order(value.grad, gates) for value in module.parameters())
    expected = {"A": A.detach(), "dX": x.grad, 0: dW, 1: dU, 2: numpy.stack([db, dc]) if two else db}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))


def in_our_order(value: Any, gates: list[int]) -> Any:
    """A weight of PyTorch's, (gates units, n) or (gates units,), as (n, gates units) in our order."""
    blocks = numpy.split(value.numpy(), len(gates))
    return numpy.concatenate([blocks[gate] for gate in gates]).T
