"""EpyNN (https://github.com/Synthaze/EpyNN), called as its own network calls it, in its float64."""

from collections.abc import Callable, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import numpy

from ..calls import Calls

NAMES = {
    "CCE": "commons.loss",
    "activation_tune": "commons.maths",
    "hadamard": "commons.maths",
    "identity": "commons.maths",
    "relu": "commons.maths",
    "softmax": "commons.maths",
    "Convolution": "convolution.models",
    "Dense": "dense.models",
    "Flatten": "flatten.models",
    "GRU": "gru.models",
    "LSTM": "lstm.models",
    "Pooling": "pooling.models",
    "RNN": "rnn.models",
    "se_hPars": "settings",
}
"""What is called, and the module where EpyNN has it."""


def _load() -> SimpleNamespace:
    """EpyNN's layers and functions, under their own names."""
    return SimpleNamespace(
        **{name: getattr(import_module(f"epynn.{module}"), name) for name, module in NAMES.items()}
    )


def _build(e: SimpleNamespace, layer: Any, X: numpy.ndarray) -> Any:
    layer.np_rng, layer.se_hPars = numpy.random.default_rng(0), e.se_hPars
    layer.lrate, layer.e = [1e-5], 0  # its gradients are sums over the batch
    layer.compute_shapes(X)
    layer.initialize_parameters()
    return layer


def layer(make: Callable[[Any], Any], X: numpy.ndarray, dA: numpy.ndarray) -> Calls:
    """The layer that `make` makes."""
    x, d_a = X.astype("float64"), dA.astype("float64")
    e = _load()
    made = _build(e, make(e), x)

    def both() -> None:
        made.forward(x)
        made.backward(d_a)
        made.compute_gradients()

    return Calls(lambda: made.forward(x), both)


def softmax_crossentropy(Z: numpy.ndarray, Y: numpy.ndarray) -> Calls:
    """The loss of softmax(Z) against Y, and the gradient with respect to Z, as its Dense works it out."""
    e, z, y = _load(), Z.astype("float64"), Y.astype("float64")
    e.activation_tune(e.se_hPars)

    def both() -> None:
        A = e.softmax(z)
        e.CCE(y, A)
        e.hadamard(e.CCE(y, A, deriv=True), e.softmax(z, deriv=True))

    return Calls(lambda: e.CCE(y, e.softmax(z)), both)


def training(make: Callable[[Any], Sequence[Any]], X: numpy.ndarray, Y: numpy.ndarray) -> Calls:
    """Prediction, and one step of gradient descent, of the layers that `make` gives, as its network does."""
    e, x, y = _load(), X.astype("float64"), Y.astype("float64")
    layers, A = make(e), x
    for each in layers:
        A = _build(e, each, A).forward(A)

    def forward() -> numpy.ndarray:
        A = x
        for each in layers:
            A = each.forward(A)
        return A

    def step() -> None:
        A = forward()
        e.CCE(y, A)
        dA = e.CCE(y, A, deriv=True)
        for each in reversed(layers):
            dA = each.backward(dA)
            each.compute_gradients()
            each.update_parameters()

    return Calls(forward, step)
