"""RepeatVector: every sample is repeated as the steps of a sequence."""

from typing import Any

from ..backend import Array, namespace
from ..errors import ShapeError, check_whole
from ..rows import narrowed, reshaped, sum_of_rows, widened
from .base import Layer


class RepeatVector(Layer):
    """Every sample n times, one after the other: X (m, features) -> A (m, n, features).

    Each X is in n places of A, and its gradient is the sum of theirs: dX = sum of dA over the steps.
    Raises ShapeError where X has another number of axes.

    >>> import numpy
    >>> RepeatVector(2).forward(numpy.asarray([[1.0, 5.0]])).tolist()
    [[[1.0, 5.0], [1.0, 5.0]]]
    """

    computes = False
    examples = (({"n": 3}, (4, 2)), ({"n": 1}, (2, 3)))

    def __init__(self, n: int, **options: Any) -> None:
        super().__init__(**options)
        self.n = check_whole("RepeatVector: n", n, least=1)

    def compute_shapes(self, X: Array) -> None:
        if len(X.shape) != 2:
            raise ShapeError(
                f"RepeatVector.forward: X must have two axes, (m, features), got shape {tuple(X.shape)}. "
                "Flatten() makes one row of each sample."
            )
        m, features = X.shape
        self.dims.update(m=m, n=self.n, features=features)
        self.shapes.update(X=X.shape, A=(m, self.n, features))

    def forward(self, X: Array) -> Array:
        self.compute_shapes(X)
        m, features = X.shape
        return namespace(X).repeat(reshaped(X, (m, 1, features)), self.n, axis=1)  # (m, n, features)

    def backward(self, dA: Array) -> Array:
        return narrowed(sum_of_rows(widened(dA)), dA)  # (m, n, features) -> (m, features)
