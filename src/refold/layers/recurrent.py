"""What the recurrent layers share: everything but the walk from step to step."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from .. import activations, initializers
from ..activations import Activated
from ..backend import Array, Shape, namespace
from ..errors import ShapeError, WrongValueError, check_flag, check_number, check_whole
from ..initializers import Initializer
from ..rows import reshaped, sum_of_rows, transposed
from .base import Layer
from .stages import check_mask


class Recurrent(Layer):
    """X (m, steps, n) -> states h (m, steps, units), each worked out from its own x and the state before.

    The layers differ in how h_t follows from z_t = x_t W + b and h_{t-1}: that is `walk`, with `walk_back`
    as its way back. All that does not depend on the state before is one matrix product for all steps:

        Z  = X W + b                          (steps m, units) for each gate
        dX = dZ W^T                           (steps m, n)
        dW = X^T dZ                           (n, gates units)
        dU = H^T dZ, H the states before      (units, gates units)
        db = sum of dZ over the rows          (gates units,)

    Inside, the axis of the steps comes before that of the samples, and in Z that of the gates before both, so
    that a gate of a step is one block of memory; `cache` has its arrays samples first, (m, steps, units).

    A is all states, or the last (m, units) without `return_sequences`. `go_backwards` takes the steps from
    last to first, and gives the states in that order, as Keras does. Where a `mask` (m, steps) is False the
    state stays. `clip_gradient` limits each element of dZ to +-clip_gradient, step by step, before
    the step before sees it (Graves 2013, Generating sequences with recurrent neural networks, 2.1).
    """

    #: The blocks of `units` columns in W, U and b, in the order of the walk.
    gates: ClassVar[Sequence[int]] = (0,)
    takes_mask = True

    def __init__(
        self,
        units: int,
        activation: Activated | None = "tanh",
        use_bias: bool = True,
        kernel_initializer: str | Initializer = "glorot_uniform",
        recurrent_initializer: str | Initializer = "orthogonal",
        bias_initializer: str | Initializer = "zeros",
        *,
        return_sequences: bool = False,
        go_backwards: bool = False,
        clip_gradient: float | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        who = type(self).__name__
        self.units = check_whole(f"{who}: units", units, least=1)
        self.activation = find_elementwise(f"{who}: activation", activation)
        self.use_bias = check_flag(f"{who}: use_bias", use_bias)
        self.kernel_initializer = initializers.find(kernel_initializer)
        self.recurrent_initializer = initializers.find(recurrent_initializer)
        self.bias_initializer = initializers.find(bias_initializer)
        self.columns = len(self.gates) * self.units
        self.bias_shape: Shape = (self.columns,)
        self.return_sequences = check_flag(f"{who}: return_sequences", return_sequences)
        self.go_backwards = check_flag(f"{who}: go_backwards", go_backwards)
        self.clip_gradient = clip_gradient
        if clip_gradient is not None:
            check_number(f"{who}: clip_gradient", clip_gradient, above=0.0)

    def build(self, X: Array) -> None:
        self.add_param("W", (self.dims["n"], self.columns), self.kernel_initializer)
        self.add_param("U", (self.units, self.columns), self.recurrent_initializer)
        if self.use_bias:
            self.add_param("b", self.bias_shape, self.first_bias)

    def first_bias(self, shape: Shape, rng: Any) -> Any:
        """The initial b."""
        return self.bias_initializer(shape, rng)

    def compute_shapes(self, X: Array) -> None:
        who = f"{type(self).__name__}.forward: X"
        if len(X.shape) != 3:
            raise ShapeError(
                f"{who} must have three axes, (m, steps, features), got shape {tuple(X.shape)}. "
                "One sequence of numbers has shape (1, steps, 1)."
            )
        m, steps, n = X.shape
        expected = self.params["W"].shape[0] if self.params else n
        if n != expected:
            raise ShapeError(
                f"{who} must have {expected} features on its last axis, got shape {tuple(X.shape)}. "
                f"The layer was built for {expected}. Change X, or use a new layer."
            )
        self.dims.update(m=m, steps=steps, n=n, units=self.units)
        h = (m, steps, self.units)
        self.shapes.update(X=X.shape, h=h, A=h if self.return_sequences else (m, self.units))

    def compute_mask(self, X: Array, mask: Array | None) -> Array | None:
        return mask if self.return_sequences else None

    # One product for all steps

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        xp = namespace(X)
        m, steps, n = X.shape
        rows = reshaped(self.in_order(xp, steps_first(xp, X)), (steps * m, n))
        Z = rows @ self.by_gate(xp, self.params["W"])  # (gates, steps m, units)
        if self.use_bias:
            Z += self.by_gate(xp, self.input_bias()[None, :])
        counts = None if mask is None else self.steps_that_count(xp, X, mask)
        self.cache.update(X=rows, counts=counts)
        Z = reshaped(Z, (len(self.gates), steps, m, self.units))
        h = self.walk(xp, Z, counts)  # (steps + 1, m, units)
        self.remember(xp, h=h[1:, ...], h_before=h[:steps, ...])
        return self.cache["h"] if self.return_sequences else h[steps, ...]

    def backward(self, dA: Array) -> Array:
        xp = namespace(dA)
        m, steps, n = self.shapes["X"]
        if self.return_sequences:
            dH = steps_first(xp, dA)  # (steps, m, units)
        else:
            dH = xp.zeros((steps, m, self.units), dtype=dA.dtype, device=dA.device)
            dH[max(steps - 1, 0) :, ...] = dA  # only the last state was given on
        dZ = reshaped(self.walk_back(xp, dH), (steps * m, self.columns))
        self.cache["dZ"] = dZ
        if not self.input_gradient:
            return None
        dX = reshaped(dZ @ transposed(self.params["W"]), (steps, m, n))
        return steps_first(xp, self.in_order(xp, dX))  # (m, steps, n)

    def compute_gradients(self) -> None:
        X, dZ = self.cache["X"], self.cache["dZ"]
        self.grads["W"] = X.T @ dZ  # (n, gates units)
        self.grads["U"] = self.states_before().T @ dZ  # (units, gates units)
        if self.use_bias:
            self.grads["b"] = sum_of_rows(dZ)

    @abstractmethod
    def walk(self, xp: Any, Z: Array, counts: Array | None) -> Array:
        """Z (gates, steps, m, units) -> h (steps + 1, m, units), from 0 on; from first step to last.

        Z may be written to. `counts` (steps, m, 1) is False where the state must stay; None: all count.
        """

    @abstractmethod
    def walk_back(self, xp: Any, dH: Array) -> Array:
        """dH (steps, m, units), what A gives to each state, -> dZ (steps, m, gates units)."""

    # What the walks need

    def input_bias(self) -> Array:
        """What is added to X W."""
        return self.params["b"]

    def by_gate(self, xp: Any, W: Array) -> Array:
        """The gates one after another, each in one block of memory: (r, gates units) -> (gates, r, units)."""
        u = self.units
        blocks = [W[None, :, k * u : (k + 1) * u] for k in self.gates]
        return xp.concat(blocks) if len(blocks) > 1 else blocks[0]

    def in_order(self, xp: Any, X: Array) -> Array:
        """Steps first, in the order in which they are taken."""
        return xp.flip(X, axis=0) if self.go_backwards else X

    def steps_that_count(self, xp: Any, X: Array, mask: Array) -> Array:
        """The mask (m, steps) as (steps, m, 1), in the order of the steps."""
        check_mask(self, X, mask)
        columns = reshaped(xp.astype(mask, xp.bool), (*mask.shape, 1))
        return self.in_order(xp, steps_first(xp, columns))

    def first_states(self, xp: Any, Z: Array) -> Array:
        """Room for the states before and after every step: zeros (steps + 1, m, units)."""
        _, steps, m, _ = Z.shape
        return xp.zeros((steps + 1, m, self.units), dtype=Z.dtype, device=Z.device)

    def clipped(self, xp: Any, dz: Array) -> Array:
        limit = self.clip_gradient
        return dz if limit is None else xp.clip(dz, -limit, limit)

    def remember(self, xp: Any, **values: Array) -> None:
        """Keep arrays (steps, m, ...) in `cache`, seen samples first."""
        self.cache.update({key: steps_first(xp, value) for key, value in values.items()})

    def remembered(self, xp: Any, *keys: str) -> list[Array]:
        """The same, seen steps first again."""
        return [steps_first(xp, self.cache[key]) for key in keys]

    def states_before(self) -> Array:
        """The state before each step, as rows (steps m, units)."""
        xp = namespace(self.cache["h_before"])
        return reshaped(steps_first(xp, self.cache["h_before"]), (-1, self.units))


def steps_first(xp: Any, X: Array) -> Array:
    """(m, steps, n) seen as (steps, m, n), and back; nothing moves."""
    return xp.permute_dims(X, (1, 0, 2))


def find_elementwise(who: str, activation: Activated | None) -> activations.Function:
    """The activation for the walk; refused where one unit's output depends on others'."""
    function = activations.find(activation)
    if activations.is_softmax(function):
        raise WrongValueError(f"{who} must work on each unit by itself, and softmax does not. Try 'tanh'.")
    if function.reads != "A":
        raise WrongValueError(
            f"{who} must have a slope that A tells, and {activation}'s needs Z. Try 'tanh'."
        )
    return function
