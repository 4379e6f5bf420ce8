"""Activation: a function on every element (softmax: on every row)."""

from typing import Any

from .. import activations
from ..backend import Array, namespace
from ..errors import ShapeError
from .base import Layer


class Activation(Layer):
    """A = f(X), the function by its name: linear, relu, sigmoid, softmax (on the last axis) or tanh.

    Backward: dX = dA f'(X), where f' is written with A, which is all that is kept.
    Raises UnknownNameError for another name.

    >>> import numpy
    >>> Activation("relu").forward(numpy.asarray([-1.0, 2.0]))
    array([0., 2.])
    """

    supports_masking = True
    examples = tuple(({"activation": name}, (3, 4)) for name in activations.FUNCTIONS)

    def __init__(self, activation: str, **options: Any) -> None:
        super().__init__(**options)
        self.function = activations.find(activation)
        self.axis = -1 if activation == "softmax" else None  # along which the elements depend on each other

    def compute_shapes(self, X: Array) -> None:
        axes = len(X.shape)
        if self.axis is not None and (not -axes <= self.axis < axes or self.axis % axes == 0):
            raise ShapeError(
                f"{type(self).__name__}.forward: X must have axis {self.axis} beside that of the samples, "
                f"got shape {tuple(X.shape)}. One row of n numbers has shape (1, n)."
            )
        self.dims.update(m=X.shape[0])
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        A = self.cache["A"] = self.function.forward(namespace(X), X)
        return A

    def backward(self, dA: Array) -> Array:
        return self.function.backward(namespace(dA), dA, self.cache["A"])


class Linear(Activation):
    """A = X."""

    examples = (({}, (3, 4)),)

    def __init__(self, **options: Any) -> None:
        super().__init__("linear", **options)


class ReLU(Activation):
    """A = max(X, 0); dX = dA where A > 0, else 0."""

    examples = (({}, (3, 4)), ({}, (2, 3, 2)))

    def __init__(self, **options: Any) -> None:
        super().__init__("relu", **options)


class Sigmoid(Activation):
    """A = 1 / (1 + exp(-X)); dX = dA A (1 - A)."""

    examples = (({}, (3, 4)), ({}, (2, 3, 2)))

    def __init__(self, **options: Any) -> None:
        super().__init__("sigmoid", **options)


class Tanh(Activation):
    """A = tanh(X); dX = dA (1 - A^2)."""

    examples = (({}, (3, 4)), ({}, (2, 3, 2)))

    def __init__(self, **options: Any) -> None:
        super().__init__("tanh", **options)


class Softmax(Activation):
    """A_i = exp(X_i) / sum_j exp(X_j) along `axis`; dX_i = A_i (dA_i - sum_j dA_j A_j)."""

    examples = (({}, (3, 4)), ({"axis": 1}, (2, 3, 2)))

    def __init__(self, axis: int = -1, **options: Any) -> None:
        super().__init__("softmax", **options)
        self.axis = axis
        self.function = activations.softmax_along(axis)
