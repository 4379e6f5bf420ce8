"""Bidirectional: a recurrent layer that reads from first to last, and one that reads from last to first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from ..backend import Array, namespace
from ..errors import WrongValueError, look_up
from ..rows import reshaped
from .base import Layer
from .gru import GRU
from .lstm import LSTM
from .recurrent import Recurrent
from .simple_rnn import SimpleRNN

MERGE_MODES = {"concat": 2, "sum": 1, "mul": 1, "ave": 1}  # how many times as wide A is


class Bidirectional(Layer):
    """A = merge(forward layer of X, backward layer of X): X (m, steps, n) -> A (m, ..., units or 2 units).

    `layer` says which: both are made anew with its arguments, the second with `go_backwards` the other way
    round; with `return_sequences` its states are turned round again, so that step t of A has read X from both
    ends. With F and B for the two outputs, `merge_mode` is one of

        concat   A = [F, B]          dF, dB = halves of dA
        sum      A = F + B           dF = dB = dA
        ave      A = (F + B) / 2     dF = dB = dA / 2
        mul      A = F * B           dF = dA * B, dB = dA * F

    and dX is the sum of what the two layers give. Where a `mask` is False, the states in A are 0.

    `params`: forward_W, forward_U, forward_b, backward_W, backward_U, backward_b. The two layers, with their
    caches, are `forward_layer` and `backward_layer`. Raises WrongValueError where `layer` is not recurrent.

    Source: Schuster & Paliwal 1997, Bidirectional recurrent neural networks; merge modes as in Keras.
    """

    takes_mask = True
    examples = (
        ({"layer": LSTM(2)}, (3, 4, 2)),
        ({"layer": GRU(2, return_sequences=True), "merge_mode": "mul"}, (2, 3, 4)),
        ({"layer": SimpleRNN(3, return_sequences=True, go_backwards=True), "merge_mode": "sum"}, (2, 4, 2)),
        ({"layer": SimpleRNN(3, use_bias=False), "merge_mode": "ave"}, (2, 4, 2)),
    )

    def __init__(self, layer: Recurrent, merge_mode: str = "concat", **options: Any) -> None:
        if not isinstance(layer, Recurrent):
            raise WrongValueError(
                f"Bidirectional: layer must be a recurrent layer such as LSTM(8), got {layer!r}."
            )
        same = {"input_shape": layer.input_shape, "dtype": layer.dtype, "seed": layer.seed}
        super().__init__(**{**same, **options})
        self.widths = look_up("merge mode", merge_mode, MERGE_MODES)
        self.merge_mode = merge_mode
        same = {**layer.config, "input_shape": None, "dtype": self.dtype}
        self.forward_layer = type(layer)(**same)
        self.backward_layer = type(layer)(**{**same, "go_backwards": not layer.go_backwards})
        self.halves = {"forward": self.forward_layer, "backward": self.backward_layer}
        self.return_sequences = layer.return_sequences

    def build(self, X: Array) -> None:
        for side, half in self.halves.items():
            half.rng = self.rng  # one seed draws both
            half.ensure_built(X)
            self.params.update({f"{side}_{key}": value for key, value in half.params.items()})

    def trained(self) -> dict[str, Array]:
        halves = self.halves if self.trainable else {}
        names = [f"{side}_{key}" for side, half in halves.items() for key in half.trained()]
        return {name: self.params[name] for name in names}

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        with ExitStack() as stack:
            for half in self.halves.values():
                stack.enter_context(half.undisturbed())
            stack.enter_context(super().undisturbed())
            yield

    def compute_shapes(self, X: Array) -> None:
        for half in self.halves.values():
            half.compute_shapes(X)
        *rows, units = self.forward_layer.shapes["A"]
        self.dims.update(self.forward_layer.dims)
        self.shapes.update(X=X.shape, A=(*rows, self.widths * units))

    def compute_mask(self, X: Array, mask: Array | None) -> Array | None:
        return self.forward_layer.compute_mask(X, mask)

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        xp = namespace(X)
        for side, half in self.halves.items():
            half.params.update({key: self.params[f"{side}_{key}"] for key in half.params})
        F, B = self.forward_layer.forward(X, mask), self.turned(xp, self.backward_layer.forward(X, mask))
        self.cache.update(F=F, B=B, counts=None)
        if self.merge_mode == "concat":
            A = xp.concat([F, B], axis=-1)
        elif self.merge_mode == "mul":
            A = F * B
        else:
            A = F + B if self.merge_mode == "sum" else 0.5 * (F + B)
        if mask is None or not self.return_sequences:
            return A
        self.cache["counts"] = reshaped(xp.astype(mask, xp.bool), (*mask.shape, 1))
        return xp.where(self.cache["counts"], A, 0.0)

    def backward(self, dA: Array) -> Array:
        xp, counts = namespace(dA), self.cache["counts"]
        dF, dB = self.divided(dA if counts is None else xp.where(counts, dA, 0.0))
        return self.forward_layer.backward(dF) + self.backward_layer.backward(self.turned(xp, dB))

    def divided(self, dA: Array) -> tuple[Array, Array]:
        """dA -> dF, dB."""
        units = self.dims["units"]
        if self.merge_mode == "concat":
            return dA[..., :units], dA[..., units:]
        if self.merge_mode == "mul":
            return dA * self.cache["B"], dA * self.cache["F"]
        return (dA, dA) if self.merge_mode == "sum" else (0.5 * dA, 0.5 * dA)

    def turned(self, xp: Any, states: Array) -> Array:
        """What the backward layer gives, in the order of X; and back."""
        return xp.flip(states, axis=1) if self.return_sequences else states

    def compute_gradients(self) -> None:
        for side, half in self.halves.items():
            half.compute_gradients()
            self.grads.update({f"{side}_{key}": value for key, value in half.grads.items()})
