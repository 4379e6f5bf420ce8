"""Activation: a function on every element (softmax: on every row)."""

from typing import Any

from .. import activations
from ..activations import Activated
from ..backend import Array, namespace
from ..errors import check_axis, check_flag, check_number, check_whole
from .base import Layer


class Activation(Layer):
    """A = f(X), the function by its name: elu, gelu, leaky_relu, linear, relu, selu, sigmoid, silu (also
    swish), softmax (on the last axis), softplus or tanh.

    Backward: dX = dA f'(X), where f' is written with A, which is all that is kept (gelu, silu: X).
    Raises UnknownNameError for another name.

    >>> import numpy
    >>> Activation("relu").forward(numpy.asarray([-1.0, 2.0]))
    array([0., 2.])
    """

    supports_masking = True
    examples = tuple(({"activation": name}, (3, 4)) for name in activations.FUNCTIONS)

    def __init__(self, activation: Activated | None, **options: Any) -> None:
        super().__init__(**options)
        self.function = activations.find(activation)
        #: Along which the elements depend on each other.
        self.axis = -1 if activations.is_softmax(self.function) else None

    def compute_shapes(self, X: Array) -> None:
        if self.axis is not None:
            check_axis(f"{type(self).__name__}.forward", X.shape, self.axis)
        self.dims.update(m=X.shape[0])
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        A = self.function.forward(namespace(X), X)
        self.cache[self.function.reads] = self.function.kept(X, A)
        return A

    def backward(self, dA: Array) -> Array:
        return self.function.backward(namespace(dA), dA, self.cache[self.function.reads])


class ELU(Activation):
    """A = X where X > 0, else alpha (exp(X) - 1); dX = dA where A > 0, else dA (A + alpha)."""

    examples = (({}, (3, 4)), ({"alpha": 0.3}, (2, 3, 2)))

    def __init__(self, alpha: float = 1.0, **options: Any) -> None:
        super().__init__("elu", **options)
        check_number("ELU: alpha", alpha, least=0.0)
        self.function = activations.with_arguments(self.function, alpha=alpha)


class GELU(Activation):
    """A = X P(X), P(X) the share of a standard normal below X; dX = dA (P(X) + X P'(X)).

    `approximate` writes P with tanh, right to three digits: what older transformers were trained with, and
    several times as fast on NumPy arrays, whose erf is SciPy's.
    """

    examples = (({}, (3, 4)), ({"approximate": True}, (2, 3, 2)))

    def __init__(self, approximate: bool = False, **options: Any) -> None:
        super().__init__("gelu", **options)
        if check_flag("GELU: approximate", approximate):
            self.function = activations.GELU_TANH


class LeakyReLU(Activation):
    """A = X where X > 0, else negative_slope X; dX = dA where A > 0, else negative_slope dA."""

    examples = (({}, (3, 4)), ({"negative_slope": 0.1}, (2, 3, 2)))

    def __init__(self, negative_slope: float = 0.3, **options: Any) -> None:
        super().__init__("leaky_relu", **options)
        check_number("LeakyReLU: negative_slope", negative_slope, least=0.0)
        self.function = activations.with_arguments(self.function, negative_slope=negative_slope)


class Linear(Activation):
    """A = X."""

    examples = (({}, (3, 4)),)

    def __init__(self, **options: Any) -> None:
        super().__init__("linear", **options)


class ReLU(Activation):
    """A = max(X, 0); dX = dA where A > 0, else 0.

    With Keras's other arguments: A = X where X > `threshold`, at most max_value; else
    negative_slope (X - threshold).
    """

    examples = (
        ({}, (3, 4)),
        ({}, (2, 3, 2)),
        ({"max_value": 1.5, "negative_slope": 0.1, "threshold": 0.5}, (3, 5)),
    )

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **options: Any,
    ) -> None:
        super().__init__("relu", **options)
        check_number("ReLU: negative_slope", negative_slope, least=0.0)
        check_number("ReLU: threshold", threshold, least=0.0)
        if max_value is not None:
            check_number("ReLU: max_value", max_value, least=0.0)
        if (max_value, negative_slope, threshold) != (None, 0.0, 0.0):
            self.function = activations.with_arguments(
                activations.BOUNDED_RELU,
                max_value=max_value,
                negative_slope=negative_slope,
                threshold=threshold,
            )


class Sigmoid(Activation):
    """A = 1 / (1 + exp(-X)); dX = dA A (1 - A)."""

    examples = (({}, (3, 4)), ({}, (2, 3, 2)))

    def __init__(self, **options: Any) -> None:
        super().__init__("sigmoid", **options)


class Softplus(Activation):
    """A = log(1 + exp(X)); dX = dA (1 - exp(-A))."""

    examples = (({}, (3, 4)),)

    def __init__(self, **options: Any) -> None:
        super().__init__("softplus", **options)


class Tanh(Activation):
    """A = tanh(X); dX = dA (1 - A^2)."""

    examples = (({}, (3, 4)), ({}, (2, 3, 2)))

    def __init__(self, **options: Any) -> None:
        super().__init__("tanh", **options)


class Softmax(Activation):
    """A_i = exp(X_i / T) / sum_j exp(X_j / T) along `axis`; dX_i = A_i (dA_i - sum_j dA_j A_j) / T.

    A `temperature` T above 1 evens the shares out, one below 1 sharpens them. Hinton et al. 2015, (1).
    """

    examples = (({}, (3, 4)), ({"axis": 1}, (2, 3, 2)), ({"temperature": 2.5}, (3, 4)))

    def __init__(self, axis: int = -1, temperature: float = 1.0, **options: Any) -> None:
        super().__init__("softmax", **options)
        check_number("Softmax: temperature", temperature, above=0.0)
        self.axis = check_whole("Softmax: axis", axis, least=-64)
        self.function = activations.with_arguments(self.function, axis=axis, temperature=temperature)
