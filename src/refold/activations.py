"""The activation functions: one place for their mathematics.

Each derivative is written with the output A alone where A tells it, so that a layer has to remember nothing
else. GELU and SiLU fall and rise again: the same A comes from two Z, and the derivative is written with Z.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeAlias

from .absent import refusing
from .backend import Array, erf
from .errors import WrongValueError, look_up, refuse_class
from .rows import narrowed, sums_along_rows, widened

__getattr__ = refusing(__name__)


class Function(NamedTuple):
    """A function on arrays, and what it does to a gradient on the way back.

    A layer keeps what backward reads, `cache[f.reads] = f.kept(Z, A)`, and hands it on,
    `f.backward(xp, dA, cache[f.reads])`.
    """

    forward: Callable[[Any, Array], Array]  # xp, Z -> A
    backward: Callable[[Any, Array, Array], Array]  # xp, dA, A (or Z: see `reads`) -> dZ
    reads: str = "A"

    def kept(self, Z: Array, A: Array) -> Array:
        """What backward reads."""
        return A if self.reads == "A" else Z


class HasFunction(Protocol):
    """A layer that applies a function."""

    function: Function


Activated: TypeAlias = str | HasFunction | Callable[..., Array]


def relu(xp: Any, Z: Array) -> Array:
    """A = max(Z, 0)."""
    return xp.maximum(Z, 0.0)


def relu_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA where A > 0, else 0 (at the kink, 0)."""
    return dA * xp.astype(A > 0.0, A.dtype)  # eight times faster than `where`


def bounded_relu(
    xp: Any, Z: Array, max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0.0
) -> Array:
    """A = Z above `threshold`, at most `max_value`; from there down, negative_slope (Z - threshold)."""
    below = negative_slope * (Z - threshold) if negative_slope else 0.0  # 0 times -inf would be NaN
    A = xp.where(threshold >= Z, below, Z)
    return A if max_value is None else xp.minimum(A, max_value)


def bounded_relu_backward(
    xp: Any,
    dA: Array,
    Z: Array,
    max_value: float | None = None,
    negative_slope: float = 0.0,
    threshold: float = 0.0,
) -> Array:
    """dZ = negative_slope dA where Z <= threshold, 0 where Z is above and >= max_value, else dA."""
    above = dA if max_value is None else xp.where(max_value > Z, dA, 0.0)
    return xp.where(threshold < Z, above, negative_slope * dA)


def leaky_relu(xp: Any, Z: Array, negative_slope: float = 0.2) -> Array:
    """A = Z where Z > 0, else negative_slope Z. Maas et al. 2013, (2)."""
    return xp.maximum(Z, 0.0) + negative_slope * xp.minimum(Z, 0.0)


def leaky_relu_backward(xp: Any, dA: Array, A: Array, negative_slope: float = 0.2) -> Array:
    """dZ = dA where A > 0, else negative_slope dA."""
    return dA * (negative_slope + (1.0 - negative_slope) * xp.astype(A > 0.0, A.dtype))


def elu(xp: Any, Z: Array, alpha: float = 1.0) -> Array:
    """A = Z where Z > 0, else alpha (exp(Z) - 1). Clevert et al. 2016, (15)."""
    return xp.maximum(Z, 0.0) + alpha * xp.expm1(xp.minimum(Z, 0.0))


def elu_backward(xp: Any, dA: Array, A: Array, alpha: float = 1.0) -> Array:
    """dZ = dA where A > 0, else dA (A + alpha), since alpha exp(Z) = A + alpha."""
    return dA * xp.where(A > 0.0, 1.0, A + alpha)


def gelu(xp: Any, Z: Array) -> Array:
    """A = Z P(Z), P(Z) = (1 + erf(Z / sqrt(2))) / 2: the share of a standard normal below Z.

    Hendrycks & Gimpel 2016, section 2.
    """
    return 0.5 * Z * (1.0 + erf(Z * math.sqrt(0.5)))


def gelu_backward(xp: Any, dA: Array, Z: Array) -> Array:
    """dZ = dA (P(Z) + Z p(Z)), p(Z) = exp(-Z^2 / 2) / sqrt(2 pi), the density of a standard normal."""
    Z = _near(xp, Z)
    density = xp.exp(-0.5 * Z * Z) / math.sqrt(2.0 * math.pi)
    return dA * (0.5 * (1.0 + erf(Z * math.sqrt(0.5))) + Z * density)


def _near(xp: Any, Z: Array) -> Array:
    """Z as far as GELU's slope changes: further out squares would overflow in 16 bits, and it is 0 or 1."""
    return xp.clip(Z, -40.0, 40.0)


def silu(xp: Any, Z: Array) -> Array:
    """A = Z sigmoid(Z), also called swish. Elfwing et al. 2018, (1)."""
    return Z * sigmoid(xp, Z)


def silu_backward(xp: Any, dA: Array, Z: Array) -> Array:
    """dZ = dA s (1 + Z (1 - s)), s = sigmoid(Z)."""
    s = sigmoid(xp, Z)
    return dA * (s * (1.0 + Z * (1.0 - s)))


# With them, outputs of mean 0 and variance 1 come of such inputs. Klambauer et al. 2017, (14).
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def selu(xp: Any, Z: Array) -> Array:
    """A = scale Z where Z > 0, else scale alpha (exp(Z) - 1), scale = 1.0507 and alpha = 1.6733."""
    return SELU_SCALE * elu(xp, Z, SELU_ALPHA)


def selu_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = scale dA where A > 0, else dA (A + scale alpha)."""
    return dA * xp.where(A > 0.0, SELU_SCALE, A + SELU_SCALE * SELU_ALPHA)


GELU_SLOPE, GELU_CUBE = math.sqrt(2.0 / math.pi), 0.044715


def gelu_tanh(xp: Any, Z: Array) -> Array:
    """A = Z (1 + tanh(u)) / 2, u = sqrt(2 / pi) (Z + 0.044715 Z^3): GELU to three digits, without erf."""
    N = _near(xp, Z)
    return 0.5 * Z * (1.0 + xp.tanh(GELU_SLOPE * (N + GELU_CUBE * N * N * N)))


def gelu_tanh_backward(xp: Any, dA: Array, Z: Array) -> Array:
    """dZ = dA ((1 + t) / 2 + Z (1 - t^2) u'(Z) / 2), t = tanh(u)."""
    Z = _near(xp, Z)
    t = xp.tanh(GELU_SLOPE * (Z + GELU_CUBE * Z * Z * Z))
    rise = GELU_SLOPE * (1.0 + 3.0 * GELU_CUBE * Z * Z)  # u'(Z)
    return dA * (0.5 * (1.0 + t) + 0.5 * Z * (1.0 - t * t) * rise)


def softplus(xp: Any, Z: Array) -> Array:
    """A = log(1 + exp(Z)), in the form that cannot overflow: exp is only taken of what is negative."""
    return xp.maximum(Z, 0.0) + xp.log1p(xp.exp(-xp.abs(Z)))


def softplus_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA sigmoid(Z) = dA (1 - exp(-A))."""
    return dA * -xp.expm1(-A)


def sigmoid(xp: Any, Z: Array) -> Array:
    """A = 1 / (1 + exp(-Z)) = E / (1 + E), E = exp(Z): right to the last digit where A is small, too.

    So that exp cannot overflow, Z is kept below where it would; long before, A is 1.
    """
    E = xp.exp(xp.minimum(Z, 0.9 * math.log(xp.finfo(Z.dtype).max)))
    E /= 1.0 + E
    return E


def sigmoid_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA A (1 - A)."""
    return dA * A * (1.0 - A)


def tanh(xp: Any, Z: Array) -> Array:
    """A = tanh(Z)."""
    return xp.tanh(Z)


def tanh_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA (1 - A^2)."""
    return dA * (1.0 - A * A)


def softmax(xp: Any, Z: Array, axis: int = -1, temperature: float = 1.0) -> Array:
    """A_i = exp(Z_i / T) / sum_j exp(Z_j / T) along `axis`; the largest Z is taken off first, which changes
    nothing but keeps exp from overflowing. A high temperature T evens out, a low one sharpens."""
    E = Z - xp.max(Z, axis=axis, keepdims=True) if Z.shape[axis] else Z
    E = xp.exp(E if temperature == 1.0 else E / temperature)
    wide = widened(E)
    wide /= sums_along_rows(wide)[..., None] if axis == -1 else xp.sum(wide, axis=axis, keepdims=True)
    return narrowed(wide, E)


def softmax_backward(xp: Any, dA: Array, A: Array, axis: int = -1, temperature: float = 1.0) -> Array:
    """dZ_i = A_i (dA_i - sum_j dA_j A_j) / T: the Jacobian diag(A) - A A^T times dA, without building it."""
    dZ = A * (dA - xp.sum(dA * A, axis=axis, keepdims=True))
    return dZ if temperature == 1.0 else dZ / temperature


def linear(xp: Any, Z: Array) -> Array:
    """A = Z."""
    return Z


def linear_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA."""
    return dA


FUNCTIONS = {
    "elu": Function(elu, elu_backward),
    "gelu": Function(gelu, gelu_backward, reads="Z"),
    "leaky_relu": Function(leaky_relu, leaky_relu_backward),
    "linear": Function(linear, linear_backward),
    "relu": Function(relu, relu_backward),
    "selu": Function(selu, selu_backward),
    "sigmoid": Function(sigmoid, sigmoid_backward),
    "silu": Function(silu, silu_backward, reads="Z"),
    "softmax": Function(softmax, softmax_backward),
    "softplus": Function(softplus, softplus_backward),
    "swish": Function(silu, silu_backward, reads="Z"),
    "tanh": Function(tanh, tanh_backward),
}
GELU_TANH = Function(gelu_tanh, gelu_tanh_backward, reads="Z")
BOUNDED_RELU = Function(bounded_relu, bounded_relu_backward, reads="Z")


def with_arguments(function: Function, **arguments: Any) -> Function:
    """The function with its arguments set: with_arguments(FUNCTIONS["elu"], alpha=0.5)."""
    return function._replace(
        forward=partial(function.forward, **arguments), backward=partial(function.backward, **arguments)
    )


def find(activation: Activated | None) -> Function:
    """An activation by name, as a layer such as ReLU(), or as one of these functions; None is linear.

    Raises UnknownNameError for what is none of them.
    """
    if getattr(activation, "axis", None) not in (None, -1):
        raise WrongValueError(
            f"An activation goes along the last axis: {activation!r} can be a layer of its own only."
        )
    refuse_class("activation", activation)
    function = getattr(activation, "function", activation)
    if isinstance(function, Function):
        return function
    for known in FUNCTIONS.values():
        if function is known.forward:
            return known
    return look_up("activation", "linear" if activation is None else activation, FUNCTIONS)


def is_softmax(function: Function) -> bool:
    """Whether it is softmax, whose outputs depend on each other."""
    return getattr(function.forward, "func", function.forward) is softmax


def gives_probabilities(function: Function) -> bool:
    """Whether it is softmax or sigmoid."""
    return is_softmax(function) or function.forward is sigmoid
