"""The activation functions: one place for their mathematics.

Each derivative is written with the output A alone, so that a layer has to remember nothing else.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from .backend import Array
from .errors import look_up


class Function(NamedTuple):
    """A function on arrays, and what it does to a gradient on the way back."""

    forward: Callable[[Any, Array], Array]  # xp, Z -> A
    backward: Callable[[Any, Array, Array], Array]  # xp, dA, A -> dZ


def relu(xp: Any, Z: Array) -> Array:
    """A = max(Z, 0)."""
    return xp.maximum(Z, 0.0)


def relu_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA where A > 0, else 0 (at the kink, 0)."""
    return xp.where(A > 0.0, dA, 0.0)


def sigmoid(xp: Any, Z: Array) -> Array:
    """A = 1 / (1 + exp(-Z)), in the form that cannot overflow: exp is only taken of what is negative."""
    E = xp.exp(-xp.abs(Z))  # in (0, 1]
    return xp.where(Z >= 0.0, 1.0, E) / (1.0 + E)


def sigmoid_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA A (1 - A)."""
    return dA * A * (1.0 - A)


def tanh(xp: Any, Z: Array) -> Array:
    """A = tanh(Z)."""
    return xp.tanh(Z)


def tanh_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA (1 - A^2)."""
    return dA * (1.0 - A * A)


def softmax(xp: Any, Z: Array, axis: int = -1) -> Array:
    """A_i = exp(Z_i) / sum_j exp(Z_j) along `axis`; the largest Z is taken off first, which changes nothing
    but keeps exp from overflowing."""
    E = xp.exp(Z - xp.max(Z, axis=axis, keepdims=True)) if Z.shape[axis] else Z
    return E / xp.sum(E, axis=axis, keepdims=True)


def softmax_backward(xp: Any, dA: Array, A: Array, axis: int = -1) -> Array:
    """dZ_i = A_i (dA_i - sum_j dA_j A_j): the Jacobian diag(A) - A A^T times dA, without building it."""
    return A * (dA - xp.sum(dA * A, axis=axis, keepdims=True))


def log_softmax(xp: Any, Z: Array) -> Array:
    """log softmax(Z) on the last axis, exact where softmax itself would underflow to 0."""
    shifted = Z - xp.max(Z, axis=-1, keepdims=True)
    return shifted - xp.log(xp.sum(xp.exp(shifted), axis=-1, keepdims=True))


def linear(xp: Any, Z: Array) -> Array:
    """A = Z."""
    return Z


def linear_backward(xp: Any, dA: Array, A: Array) -> Array:
    """dZ = dA."""
    return dA


FUNCTIONS = {
    "linear": Function(linear, linear_backward),
    "relu": Function(relu, relu_backward),
    "sigmoid": Function(sigmoid, sigmoid_backward),
    "softmax": Function(softmax, softmax_backward),
    "tanh": Function(tanh, tanh_backward),
}


def softmax_along(axis: int) -> Function:
    """Softmax on another axis than the last."""
    return Function(partial(softmax, axis=axis), partial(softmax_backward, axis=axis))


def find(name: str | None) -> Function:
    """The activation called `name`; None is linear, as in Keras. Raises UnknownNameError."""
    return look_up("activation", "linear" if name is None else name, FUNCTIONS)
