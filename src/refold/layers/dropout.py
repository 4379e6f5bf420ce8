"""Dropout: while training, elements are left out at random."""

from collections.abc import Sequence
from typing import Any

from ..backend import Array, OpenShape, asarray
from ..checked import Checked
from ..dtypes import dtype_name
from ..errors import ShapeError, check_number, check_row, check_whole
from .base import Layer


class Dropout(Layer):
    """While training, A = X D: each element of D is 0 with probability `rate`, else 1 / (1 - rate).

    So the mean of A is X, and nothing is left to do afterwards: outside training (`predict`, `evaluate`),
    A = X. Backward: dX = dA D.

    D is drawn anew at each forward with the layer's `seed`, on the host: the same on every backend.
    `noise_shape`, as in Keras, is the shape of D: 1 where all elements along an axis fall together, None
    for a length of X. Raises WrongValueError for a rate outside [0, 1].

    Source: Srivastava et al. 2014, Dropout; the factor is that of "inverted dropout", section 10.

    >>> import numpy
    >>> Dropout(0.5).forward(numpy.asarray([1.0, 2.0]))
    array([1., 2.])
    """

    supports_masking = True
    examples = (({"rate": 0.5}, (3, 4)), ({"rate": 0.2, "noise_shape": (None, 1, 2)}, (4, 3, 2)))

    rate = Checked(check_number, least=0.0, most=1.0)

    def __init__(self, rate: float, noise_shape: Sequence[int | None] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.rate = rate
        self.noise_shape = None if noise_shape is None else _lengths(noise_shape)

    def compute_shapes(self, X: Array) -> None:
        self.dims.update(m=X.shape[0])
        noise = self.noise_shape or (None,) * len(X.shape)
        if len(noise) != len(X.shape) or any(
            length not in (None, 1, whole) for length, whole in zip(noise, X.shape, strict=True)
        ):
            raise ShapeError(
                f"Dropout.forward: X must fit noise_shape {noise}, got shape {tuple(X.shape)}. "
                "Each length of noise_shape is 1, None, or that of X."
            )
        D = tuple(whole if length is None else length for length, whole in zip(noise, X.shape, strict=True))
        self.shapes.update(X=X.shape, A=X.shape, D=D)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        if not self.training or self.rate == 0.0:
            self.cache["D"] = None
            return X
        kept = self.rng.random(self.shapes["D"], dtype="float32") >= self.rate  # on the host
        scale = 1.0 / (1.0 - self.rate) if self.rate < 1.0 else 0.0
        D = self.cache["D"] = asarray(kept, dtype_name(X), like=X) * scale
        return X * D

    def backward(self, dA: Array) -> Array:
        D = self.cache["D"]
        return dA if D is None else dA * D


def _lengths(noise_shape: Sequence[int | None]) -> OpenShape:
    who = "Dropout: noise_shape"
    return tuple(
        None if length is None else check_whole(f"{who}: each length that is not None", length, least=1)
        for length in check_row(who, noise_shape)
    )
