"""What every loss shares: the mean, its gradient, and what is refused."""

import math
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from ..absent import naming
from ..backend import Array, Shape, asarray, check_numbers, home, in_words, kind, namespace
from ..dtypes import dtype_name
from ..errors import ArrayError, DTypeError, ShapeError, check_shape, refuse_arguments
from ..given import to_give
from ..instead import OF_LOSSES
from ..rows import reshaped


@naming(OF_LOSSES)
class Loss(ABC):
    """A loss of predictions A (m, ..., n) against targets y_true, most often of the same shape.

    A subclass writes `per_sample` and its gradient, `slope`.

    `loss(y_true, A)` is the mean as a float (0 for an empty batch); `loss.gradient(y_true, A)` is dL/dA;
    `loss.with_gradient(y_true, A)` is both. With a `mask` (m, steps) the mean is over the positions where it
    is True. `sample_weight`, (m,) or (m, steps), multiplies the loss of each sample or position; the mean is
    still one over their number. Both as in Keras.
    """

    from_logits: bool = False
    #: What to do where the shapes differ.
    hint: ClassVar[str] = "Compare the last layer's units with the targets."

    def __init__(self, **unknown: Any) -> None:
        refuse_arguments(type(self), unknown, OF_LOSSES)

    @abstractmethod
    def per_sample(self, xp: Any, Y: Array, A: Array) -> Array:
        """The losses, of the shape of A without its last axis."""

    @abstractmethod
    def slope(self, xp: Any, Y: Array, A: Array) -> Array:
        """The gradient of each sample's own loss, in a new array of the shape of A."""

    def both(self, xp: Any, Y: Array, A: Array) -> tuple[Array, Array]:
        """The losses and their slope; written anew where the two have work in common."""
        return self.per_sample(xp, *to_give(self, Y, A)), self.slope(xp, Y, A)

    def __call__(
        self,
        y_true: Array,
        y_pred: Array,
        sample_weight: Array | None = None,
        mask: Array | None = None,
        **unknown: Any,
    ) -> float:
        refuse_arguments(type(self), unknown, OF_LOSSES)
        Y, A = self._given(y_true, y_pred)
        losses = self._checked("per_sample", self.per_sample(namespace(A), Y, A), A.shape[:-1])
        return _mean(losses, self._shares(A, sample_weight, mask))

    def gradient(
        self, y_true: Array, y_pred: Array, sample_weight: Array | None = None, mask: Array | None = None
    ) -> Array:
        """dL/dA, of the shape of y_pred: each sample has a share of 1 / count in the mean."""
        Y, A = self._given(y_true, y_pred)
        G = self._checked("slope", self.slope(namespace(A), Y, A), A.shape)
        return self._shared(G, A, self._shares(A, sample_weight, mask), y_pred)

    def with_gradient(
        self, y_true: Array, y_pred: Array, sample_weight: Array | None = None, mask: Array | None = None
    ) -> tuple[float, Array]:
        """The mean and dL/dA, in little more time than the gradient alone."""
        Y, A = self._given(y_true, y_pred)
        losses, G = self.both(namespace(A), Y, A)
        self._checked("per_sample", losses, A.shape[:-1])
        self._checked("slope", G, A.shape)
        shares = self._shares(A, sample_weight, mask)
        return _mean(losses, shares), self._shared(G, A, shares, y_pred)

    def _shares(self, A: Array, sample_weight: Array | None, mask: Array | None) -> Array | None:
        """The share of each position in the mean, (m, ...); None where they all have the same."""
        if mask is None and sample_weight is None:
            return None
        xp = namespace(A)
        counts = xp.ones(A.shape[:-1], dtype=A.dtype, device=A.device)
        if mask is not None:
            check_numbers(f"{type(self).__name__}: mask", mask)
            counts = self._of_positions("mask", xp.astype(mask, xp.bool), A)
        shares = counts / xp.clip(xp.sum(counts), 1.0, None)
        if sample_weight is not None:
            shares = shares * self._of_positions("sample_weight", sample_weight, A)
        return shares

    def _of_positions(self, name: str, values: Array, A: Array) -> Array:
        """Values of samples, (m,), or of steps, (m, steps), as one for each position of A (m, ..., n)."""
        xp, positions, who = namespace(A), A.shape[:-1], f"{type(self).__name__}: {name}"
        check_numbers(who, values)
        if len(values.shape) > 1 and values.shape[-1] == 1:  # (m, 1) is (m,)
            values = reshaped(values, values.shape[:-1])
        check_shape(who, values, positions[: len(values.shape)], "It has a value for each position.")
        values = reshaped(values, (*values.shape, *(1,) * (len(positions) - len(values.shape))))
        return xp.broadcast_to(xp.astype(values, A.dtype), positions)

    @staticmethod
    def _shared(G: Array, A: Array, shares: Array | None, y_pred: Array) -> Array:
        """Each position's own gradient times its share, in the shape of y_pred."""
        if G is A:  # what the model gave stays as it is
            G = G + 0.0
        if shares is None:
            G /= max(1, math.prod(G.shape[:-1]))
        else:
            G *= shares[..., None]
        return reshaped(G, y_pred.shape)

    def of_each(self, y_true: Array, y_pred: Array) -> Array:
        """The loss of each sample (and position), of the shape of y_pred without its last axis."""
        Y, A = self._given(y_true, y_pred)
        return self._checked("per_sample", self.per_sample(namespace(A), Y, A), A.shape[:-1])

    def _given(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        Y, A = to_give(self, *self.prepare(y_true, y_pred))
        return Y, A

    def _checked(self, stage: str, result: Array, shape: Shape) -> Array:
        """What a subclass worked out, refused where it is no array of that shape."""
        if getattr(result, "shape", None) != shape:
            who = f"{type(self).__name__}.{stage}: its result"
            if not hasattr(result, "shape"):
                check_numbers(who, result)
            check_shape(who, result, shape, "per_sample gives a loss a row of A, slope the shape of A.")
        if stage == "slope" and kind(result) != "float":
            raise DTypeError(
                f"{type(self).__name__}.slope: its result must be floating, got {result.dtype}. "
                "xp.astype(..., A.dtype) makes it so."
            )
        return result

    def prepare(self, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
        """Both as floating arrays of one shape, with an axis for outputs even where there is but one."""
        Y, A = check_pair(type(self).__name__, y_true, y_pred)
        xp = namespace(A)
        if len(A.shape) == 1:
            A = reshaped(A, (*A.shape, 1))
        if not A.shape or not A.shape[-1]:
            raise ShapeError(
                f"{type(self).__name__}: the predictions must have shape (m, ..., n) with an output at "
                f"least, got {tuple(A.shape)}. A single prediction has shape (1,)."
            )
        if Y.shape != A.shape and (*Y.shape, 1) == tuple(A.shape):
            Y = reshaped(Y, A.shape)  # (m,) against (m, 1), which would broadcast to (m, m)
        if Y.shape != A.shape:
            raise ShapeError(
                f"{type(self).__name__}: y_true must have the shape of the predictions, {tuple(A.shape)}, "
                f"got {tuple(Y.shape)}. {self.hint}"
            )
        return xp.astype(Y, A.dtype, copy=False), A

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"


def check_pair(who: str, y_true: Array, y_pred: Array) -> tuple[Array, Array]:
    """Refuse what is no pair of numeric arrays in one place.

    Predictions come back floating, and in 32 bits at least: half as many are too few for a logarithm near 1.
    """
    check_numbers(f"{who}: y_true", y_true)
    check_numbers(f"{who}: y_pred", y_pred)
    if home(y_true) != home(y_pred):
        raise ArrayError(
            f"{who}: y_true is {in_words(home(y_true))}, but the predictions are {in_words(home(y_pred))}. "
            "Move it with refold.asarray(y, like=X)."
        )
    exact = dtype_name(y_pred) in ("float32", "float64")
    return y_true, y_pred if exact else asarray(y_pred, "float32", like=y_pred)


def _mean(losses: Array, shares: Array | None) -> float:
    xp, count = namespace(losses), math.prod(losses.shape)
    if shares is not None:
        return float(xp.sum(losses * shares))
    return float(xp.sum(losses)) / count if count else 0.0
