"""A layer against the same layer of others."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from refold import Layer

from . import limits
from .arrays import normal, on
from .calls import Calls, Target
from .rivals import epynn, numpy_ml, pytorch


@dataclass(frozen=True)
class LayerCase:
    """forward(X), and forward(X), backward(dA), compute_gradients() of one layer.

    `pytorch`, `epynn` and `numpy_ml` make the same layer from the namespace of that library's layers.
    """

    name: str
    target: Target
    X: numpy.ndarray
    layer: Callable[[], Layer]
    pytorch: Callable[[Any], Any]
    forward: Sequence[limits.Operation] = ()
    backward: Sequence[limits.Operation] = ()
    epynn: Callable[[Any], Any] | None = None
    numpy_ml: Callable[[Any], Any] | None = None

    @functools.cached_property
    def dA(self) -> numpy.ndarray:
        return normal(*self.layer().forward(self.X).shape)

    def contenders(self, place: str) -> dict[str, Callable[[], Calls]]:
        """See Case. EpyNN and numpy-ml know no GPU."""
        found: dict[str, Callable[[], Calls]] = {
            "Refold": lambda: self._ours(place),
            "PyTorch": lambda: pytorch.layer(self.pytorch, self.X, self.dA, place),
        }
        if self.forward:
            found["limit"] = lambda: limits.calls(self.forward, self.backward, place)
        if place == "cpu" and self.epynn:
            make_epynn = self.epynn
            found["EpyNN"] = lambda: epynn.layer(make_epynn, self.X, self.dA)
        if place == "cpu" and self.numpy_ml:
            make_numpy_ml = self.numpy_ml
            found["numpy-ml"] = lambda: numpy_ml.layer(make_numpy_ml, self.X, self.dA)
        return found

    def _ours(self, place: str) -> Calls:
        layer, X, dA = self.layer(), on(place, self.X), on(place, self.dA)

        def both() -> None:
            layer.forward(X)
            layer.backward(dA)
            layer.compute_gradients()

        return Calls(lambda: layer.forward(X), both)
