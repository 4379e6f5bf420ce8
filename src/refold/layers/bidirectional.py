"""Bidirectional: a recurrent layer that reads from first to last, and one that reads from last to first."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from ..backend import Array, namespace
from ..errors import WrongValueError, look_up
from ..rows import reshaped
from .arguments import made_of
from .base import Layer
from .gru import GRU
from .lstm import LSTM
from .params import Joined
from .recurrent import Recurrent
from .simple_rnn import SimpleRNN

MERGE_MODES = {mode: mode for mode in ("concat", "sum", "mul", "ave")}


class Bidirectional(Layer):
    """A = merge(forward layer of X, backward layer of X): X (m, steps, n) -> A (m, ..., units or 2 units).

    `layer` says which: both are made anew with its arguments, the second with `go_backwards` the other way
    round, or with those of `backward_layer` where that is given. With `return_sequences` the states of the
    second are turned round again, so that step t of A has read X from both ends. With F and B for the two
    outputs, `merge_mode` is one of

        concat   A = [F, B]          dF, dB = halves of dA
        sum      A = F + B           dF = dB = dA
        ave      A = (F + B) / 2     dF = dB = dA / 2
        mul      A = F * B           dF = dA * B, dB = dA * F

    and dX is the sum of what the two layers give. Where a `mask` is False, the states in A are 0.

    `params`: forward_W, forward_U, forward_b, backward_W, backward_U, backward_b. The two layers, with their
    caches, are `forward_layer` and `backward_layer`; each may be frozen by itself. Raises WrongValueError
    where `layer` is not recurrent, or where the two do not fit together.

    Source: Schuster & Paliwal 1997, Bidirectional recurrent neural networks; merge modes as in Keras.
    """

    takes_mask = True
    examples = (
        ({"layer": LSTM(2)}, (3, 4, 2)),
        ({"layer": GRU(2, return_sequences=True), "merge_mode": "mul"}, (2, 3, 4)),
        ({"layer": SimpleRNN(3, return_sequences=True, go_backwards=True), "merge_mode": "sum"}, (2, 4, 2)),
        ({"layer": SimpleRNN(3, use_bias=False), "merge_mode": "ave"}, (2, 4, 2)),
    )

    def __init__(
        self,
        layer: Recurrent,
        merge_mode: str = "concat",
        *,
        backward_layer: Recurrent | None = None,
        **options: Any,
    ) -> None:
        _check_recurrent("layer", layer)
        same = {"input_shape": layer.input_shape, "dtype": layer.dtype, "seed": layer.seed}
        super().__init__(**{**same, **options})
        self.merge_mode = look_up("merge mode", merge_mode, MERGE_MODES)
        self.layer = self.forward_layer = self._anew(layer)
        if backward_layer is None:
            self.backward_layer = self._anew(layer, go_backwards=not layer.go_backwards)
        else:
            _check_recurrent("backward_layer", backward_layer)
            self._check_pair(layer, backward_layer)
            self.backward_layer = self._anew(backward_layer)
        self.halves = {"forward": self.forward_layer, "backward": self.backward_layer}
        self.params = Joined({side: half.params for side, half in self.halves.items()})
        self.return_sequences = layer.return_sequences

    def _anew(self, layer: Recurrent, **changes: Any) -> Recurrent:
        return made_of(type(layer), {**layer.config, "input_shape": None, "dtype": self.dtype, **changes})

    def _check_pair(self, first: Recurrent, second: Recurrent) -> None:
        """Refuse two layers that cannot be merged step by step."""
        if first.go_backwards == second.go_backwards:
            raise WrongValueError(
                "Bidirectional: backward_layer must read the other way round than layer. "
                f"Give it go_backwards={not first.go_backwards}."
            )
        alike = ["return_sequences"] + ["units"] * (self.merge_mode != "concat")
        for what in alike:
            one, other = getattr(first, what), getattr(second, what)
            if one != other:
                raise WrongValueError(
                    f"Bidirectional: backward_layer must have {what}={one}, as layer has, got {other}."
                )

    @property
    def config(self) -> dict[str, Any]:
        """The constructor's arguments, with each half as frozen as it is now."""
        config = super().config | {"layer": self.forward_layer}
        if "backward_layer" in config or self.forward_layer.trainable != self.backward_layer.trainable:
            config["backward_layer"] = self.backward_layer
        return config

    def build(self, X: Array) -> None:
        for half in self.halves.values():
            half.rng = self.rng  # one seed draws both
            half.ensure_built(X)

    def trained(self) -> dict[str, Array]:
        halves = self.halves if self.trainable else {}
        return {f"{side}_{key}": P for side, half in halves.items() for key, P in half.trained().items()}

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
        if self.merge_mode == "concat":
            units += self.backward_layer.units
        self.shapes.update(X=X.shape, A=(*rows, units))

    def compute_mask(self, X: Array, mask: Array | None) -> Array | None:
        return self.forward_layer.compute_mask(X, mask)

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        xp = namespace(X)
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


def _check_recurrent(name: str, layer: Any) -> None:
    if not isinstance(layer, Recurrent):
        raise WrongValueError(
            f"Bidirectional: {name} must be a recurrent layer such as LSTM(8), got {layer!r}."
        )
