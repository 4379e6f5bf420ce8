"""PositionalEmbedding: where in the sequence a step stands, as a learned vector."""

from typing import Any

from .. import initializers
from ..backend import Array, OpenShape, namespace
from ..errors import ShapeError, WrongValueError, check_whole
from ..initializers import Initializer
from .base import Layer


class PositionalEmbedding(Layer):
    """A = X + P: a learned row for each position is added to it, X (m, steps, n) -> A (m, steps, n).

    Attention alone does not see the order of its steps; with P it does. A shorter sequence takes the first
    rows of P.

        dX = dA
        dP = sum of dA over the samples      (sequence_length, n), 0 after the last step

    `sequence_length` is the largest number of steps, that of the first X where none is given.
    `params`: P (sequence_length, n). Raises ShapeError for more steps than that.

    Source: Gehring et al. 2017, Convolutional sequence to sequence learning, 3.1.

    >>> import numpy
    >>> PositionalEmbedding(8).forward(numpy.zeros((4, 5, 3))).shape
    (4, 5, 3)
    """

    supports_masking = True
    examples = (({}, (4, 3, 2)), ({"sequence_length": 5}, (2, 3, 4)))

    def __init__(
        self,
        sequence_length: int | None = None,
        initializer: str | Initializer = "glorot_uniform",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        if sequence_length is not None:
            sequence_length = check_whole("PositionalEmbedding: sequence_length", sequence_length, least=1)
        self.sequence_length = sequence_length
        self.initializer = initializers.find(initializer)

    def check_open_shape(self, shape: OpenShape) -> None:
        if self.sequence_length is None and shape[:1] == (None,):
            raise WrongValueError(
                "PositionalEmbedding: where the number of steps varies, sequence_length must say how many "
                "there are at most. Write PositionalEmbedding(sequence_length=...)."
            )

    def build(self, X: Array) -> None:
        length = self.dims["steps"] if self.sequence_length is None else self.sequence_length
        self.add_param("P", (length, self.dims["n"]), self.initializer)

    def compute_shapes(self, X: Array) -> None:
        who = "PositionalEmbedding.forward: X must have"
        if len(X.shape) != 3:
            raise ShapeError(f"{who} three axes, (m, steps, features), got shape {tuple(X.shape)}.")
        m, t, n = X.shape
        length, features = self.params["P"].shape if self.params else (self.sequence_length or t, n)
        if t > length or n != features:
            raise ShapeError(
                f"{who} at most {length} steps of {features} features, got shape {tuple(X.shape)}. "
                "Change X, or use a new layer with a larger sequence_length."
            )
        self.dims.update(m=m, steps=t, n=n)
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        return X + self.params["P"][: self.dims["steps"], :]  # (m, t, n) + (t, n)

    def backward(self, dA: Array) -> Array:
        self.cache["dA"] = dA
        return dA

    def compute_gradients(self) -> None:
        dA, P = self.cache["dA"], self.params["P"]
        xp = namespace(dA)
        rest = xp.zeros_like(P[self.dims["steps"] :, :])  # positions that no sample has
        self.grads["P"] = xp.concat([xp.sum(dA, axis=0), rest], axis=0)  # (t, n) -> (sequence_length, n)
