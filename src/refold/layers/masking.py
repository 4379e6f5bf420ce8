"""Masking: steps of sequences that are only filled up are left out by the layers that follow."""

from typing import Any

from ..backend import Array, namespace
from ..errors import ShapeError, check_number
from ..rows import reshaped
from .base import Layer


class Masking(Layer):
    """A step whose numbers are all `mask_value` does not count: X (m, steps, ..., n) -> A of the same shape.

    The mask, True (m, steps, ...) where a step counts, goes with A to the layers that follow. A is X where a
    step counts, and 0 elsewhere; dX is dA where it counts, and 0 elsewhere. A mask of X is replaced, as in
    Keras. Raises ShapeError where X has no axis for the steps.

    >>> import numpy
    >>> layer, X = Masking(-1.0), numpy.asarray([[[5.0, -1.0], [-1.0, -1.0]]])
    >>> layer.forward(X).tolist()
    [[[5.0, -1.0], [0.0, 0.0]]]
    >>> layer.compute_mask(X, None).tolist()
    [[True, False]]
    """

    examples = (({}, (3, 4, 2)), ({"mask_value": -1.0}, (2, 3, 2, 2)))

    def __init__(self, mask_value: float = 0.0, **options: Any) -> None:
        super().__init__(**options)
        self.mask_value = check_number("Masking: mask_value", mask_value)

    def compute_shapes(self, X: Array) -> None:
        if len(X.shape) < 2:
            raise ShapeError(
                f"Masking.forward: X must have two axes or more, (m, steps, ..., features), "
                f"got shape {tuple(X.shape)}."
            )
        self.dims.update(m=X.shape[0], n=X.shape[-1])
        self.shapes.update(X=X.shape, A=X.shape)

    def compute_mask(self, X: Array, mask: Array | None) -> Array:
        xp = namespace(X)
        return xp.any(self.as_computed(X) != self.mask_value, axis=-1)

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        counts = self.compute_mask(X, None)
        counts = self.cache["counts"] = reshaped(counts, (*counts.shape, 1))
        return namespace(X).where(counts, X, 0.0)

    def backward(self, dA: Array) -> Array:
        return namespace(dA).where(self.cache["counts"], dA, 0.0)
