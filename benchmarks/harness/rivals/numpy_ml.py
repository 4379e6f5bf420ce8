"""numpy-ml (https://github.com/ddbourgin/numpy-ml), in its float64."""

import collections
import collections.abc
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import numpy

from ..calls import Calls


def _load() -> SimpleNamespace:
    """Its layers. (Its attention takes one step of a sample only.)"""
    if not hasattr(collections, "Hashable"):  # numpy-ml 0.1.2 looks for it where Python 3.9 had it
        collections.Hashable = collections.abc.Hashable  # pyright: ignore[reportAttributeAccessIssue]
    return SimpleNamespace(**vars(import_module("numpy_ml.neural_nets.layers")))


def layer(make: Callable[[Any], Any], X: numpy.ndarray, dA: numpy.ndarray) -> Calls:
    """The layer that `make` makes; sequences (m, steps, n) become (m, n, steps) for its recurrent layers."""
    found = _load()
    made = make(found)
    x, d_a = (array.astype("float64") if array.dtype == "float32" else array for array in (X, dA))
    if isinstance(made, found.RNN | found.LSTM):
        x, d_a = (numpy.ascontiguousarray(array.swapaxes(1, 2)) for array in (x, d_a))

    def forward() -> None:
        made.forward(x)
        made.flush_gradients()  # or what it remembers grows from call to call

    def both() -> None:
        made.forward(x)
        made.backward(d_a)
        made.flush_gradients()

    return Calls(forward, both)
