"""Embedding: a learned vector for each id."""

import math
from typing import Any

from .. import initializers
from ..backend import Array, kind, namespace, scatter_add
from ..errors import DTypeError, WrongValueError, check_flag, check_whole
from ..initializers import Initializer
from ..rows import reshaped
from .base import Layer


class Embedding(Layer):
    """A = W[X]: whole numbers X (m, ...) in [0, input_dim) -> rows of W, A (m, ..., output_dim).

    It is the product of X, one-hot, with W, so that with r = m * ... ids,

        dW = one_hot(X)^T dA      (input_dim, r) (r, output_dim) -> (input_dim, output_dim):

    each row of dA is added to the row of dW that it came from, and ids that occur often gather often.
    A whole number cannot change a little, so dX = 0.

    `mask_zero`: id 0 is padding, and a mask that leaves it out goes with A to the layers that follow.
    `params`: W (input_dim, output_dim). Raises DTypeError for numbers that are not whole, and
    WrongValueError for an id outside [0, input_dim).

    >>> import numpy
    >>> Embedding(10, 4).forward(numpy.asarray([[1, 2, 1]])).shape
    (1, 3, 4)
    """

    computes = False  # X is looked up, not computed with
    input_dtype = "int64"
    examples = (
        ({"input_dim": 5, "output_dim": 3}, (4, 6)),
        ({"input_dim": 3, "output_dim": 2, "mask_zero": True}, (4,)),
    )

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        embeddings_initializer: str | Initializer = "uniform",
        *,
        mask_zero: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.input_dim = check_whole("Embedding: input_dim", input_dim, least=1)
        self.output_dim = check_whole("Embedding: output_dim", output_dim, least=1)
        self.embeddings_initializer = initializers.find(embeddings_initializer)
        self.mask_zero = check_flag("Embedding: mask_zero", mask_zero)

    def build(self, X: Array) -> None:
        self.add_param("W", (self.input_dim, self.output_dim), self.embeddings_initializer)

    def compute_shapes(self, X: Array) -> None:
        r = math.prod(X.shape)
        self.dims.update(m=X.shape[0], r=r)
        self.shapes.update(X=X.shape, A=(*X.shape, self.output_dim), A_rows=(r, self.output_dim))

    def compute_mask(self, X: Array, mask: Array | None) -> Array | None:
        xp = namespace(X)
        return xp.astype(X, xp.int64, copy=False) != 0 if self.mask_zero else mask

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        xp = namespace(X)
        ids = self.cache["ids"] = self._ids(xp, reshaped(X, (self.dims["r"],)))
        return reshaped(xp.take(self.params["W"], ids, axis=0), self.shapes["A"])  # (m, ..., output_dim)

    def _ids(self, xp: Any, X: Array) -> Array:
        """X (r,) as int64, which can be compared with any input_dim; refused where it holds no ids."""
        if kind(X) != "integer":
            raise DTypeError(
                f"Embedding.forward: X must hold whole numbers, got dtype {X.dtype}. "
                'Where the numbers are whole, refold.asarray(X, "int64") says so.'
            )
        ids = xp.astype(X, xp.int64, copy=False)
        if int(xp.count_nonzero((ids < 0) | (self.input_dim <= ids))):
            lowest, highest = int(xp.min(ids)), int(xp.max(ids))
            raise WrongValueError(
                f"Embedding.forward: X must hold ids from 0 to {self.input_dim - 1} (input_dim is "
                f"{self.input_dim}), got {lowest if lowest < 0 else highest}. "
                "Give a larger input_dim, or look at X."
            )
        return ids

    def backward(self, dA: Array) -> Array:
        xp = namespace(dA)
        dA = xp.astype(dA, self.param_dtype, copy=False)
        self.cache["dA"] = reshaped(dA, self.shapes["A_rows"])  # (m, ..., output_dim) -> (r, output_dim)
        return xp.zeros(self.shapes["X"], dtype=dA.dtype, device=dA.device)

    def compute_gradients(self) -> None:
        self.grads["W"] = scatter_add(self.cache["ids"], self.cache["dA"], self.input_dim)
