"""The checks around the four stages of a layer: what every layer refuses, and how it says so.

They cost more than the arithmetic of a small layer: what looks like the X or the dA before, in library,
dtype, shape and device, was checked then, and its dims and shapes stand.
"""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..backend import Array, OpenShape, Shape, check_numbers, home, in_words, kind, namespace, unfollowed
from ..errors import (
    ArrayError,
    NotReadyError,
    ShapeError,
    WrongValueError,
    check_row,
    check_shape,
    check_whole,
)
from .arguments import checked_init

if TYPE_CHECKING:
    from .base import Layer

Stage = Callable[..., Any]
NEEDS = {
    "backward": ("forward", "forward(X)"),
    "compute_gradients": ("backward", "forward(X), then backward(dA)"),
}


def checked_shapes(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def compute_shapes(self: "Layer", X: Array) -> None:
        if getattr(X, "shape", ()) == self.known_shape:
            return  # dims and shapes are those of X already
        if kind(X) == "nothing":
            namespace(X, f"{type(self).__name__}.compute_shapes: X")
        if not X.shape:
            raise ShapeError(
                f"{type(self).__name__}.forward: X must have an axis for the samples, got a single number. "
                "One sample of n features has shape (1, n)."
            )
        self.forget_known()
        try:
            stage(self, X)
        except Exception:
            self.forget_known()  # a class below may have finished
            raise
        if not self.shapes.keys() >= {"X", "A"}:
            raise NotReadyError(
                f"{type(self).__name__}.compute_shapes must put the shapes of X and A into self.shapes."
            )
        self.known_shape = X.shape

    return compute_shapes


def looks(X: Array) -> tuple[Any, ...] | None:
    """All of X that checks depend on; None for what is no array."""
    try:
        return type(X), X.dtype, X.shape, X.device, getattr(X, "requires_grad", False)
    except AttributeError:
        return None


def checked_forward(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def forward(self: "Layer", X: Array, mask: Array | None = None) -> Array:
        self.reached = 0
        if looks(X) != self.known_X:
            X = _admit_X(self, X)
        A = stage(self, X) if mask is None else stage(self, X, _admit_mask(self, mask))
        self.reached = 1
        return A

    return forward


def _admit_X(self: "Layer", X: Array) -> Array:
    """X in the dtype that the layer computes in, once checked; what needs no change is known from then on."""
    self.known_X = self.known_dA = ()
    check_numbers(f"{type(self).__name__}.forward: X", X)
    known = self.input_shape
    if known is not None and X.shape[1:] != known and not fits(X.shape[1:], known):
        raise ShapeError(
            f"{type(self).__name__}.forward: X must have shape (m, {', '.join(map(str, known))}), "
            f"got {tuple(X.shape)}. The layer was told so by input_shape."
        )
    self.ensure_home(X)
    self.compute_shapes(X)
    computed = self.as_computed(X)
    if computed is X:
        self.known_X = looks(X)
    return computed


def _admit_mask(self: "Layer", mask: Array) -> Array:
    if not self.takes_mask:
        raise WrongValueError(
            f"{type(self).__name__}.forward takes X alone, got two inputs, and has no use for a mask. "
            "Write layer(X)."
        )
    return mask


def check_input_shape(who: str, shape: Sequence[int | None] | None) -> OpenShape | None:
    """`input_shape` as a tuple of lengths, None where one varies; a WrongValueError for other things."""
    if shape is None:
        return None
    lengths = check_row(f"{who}: input_shape", shape)
    who = f"{who}: each length of input_shape that is not None"
    return tuple(None if length is None else check_whole(who, length, least=0) for length in lengths)


def fits(shape: Shape, expected: OpenShape) -> bool:
    """Whether they are the same, but for lengths that may vary."""
    return len(shape) == len(expected) and all(map(_agree, shape, expected))


def _agree(came: int, expected: int | None) -> bool:
    return expected is None or came == expected


def checked_backward(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def backward(self: "Layer", dA: Array) -> Array:
        if self.reached < 1:
            raise _too_early(self, "backward")
        if looks(dA) != self.known_dA:
            dA = _admit_dA(self, dA)
        try:
            dX = stage(self, dA)
        except KeyError as error:
            if self.cache:
                raise
            raise _too_early(self, "backward", ", and its cache is empty") from error
        self.reached = 2
        return dX

    return backward


def _admit_dA(self: "Layer", dA: Array) -> Array:
    """The same for dA."""
    who = type(self).__name__
    check_numbers(f"{who}.backward: dA", dA)
    if home(dA) != self.home:
        raise ArrayError(
            f"{who}.backward: dA is {in_words(home(dA))}, but X was {in_words(self.home)}. "
            "Move it with refold.asarray(dA, like=X)."
        )
    check_shape(f"{who}.backward: dA", dA, self.shapes["A"], "It is the shape of A.")
    computed = self.as_computed(dA)
    if computed is dA:
        self.known_dA = looks(dA)
    return computed


def checked_gradients(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def compute_gradients(self: "Layer") -> None:
        if self.reached < 2:
            require_backward(self)
        self.grads = {}
        try:
            stage(self)
        except KeyError as error:
            if self.cache:
                raise
            raise _too_early(self, "compute_gradients", ", and its cache is empty") from error

    return compute_gradients


def require_backward(layer: "Layer") -> None:
    """Refuse to compute gradients before backward has run."""
    if layer.reached < 2:
        raise _too_early(layer, "compute_gradients")


def _too_early(layer: "Layer", stage: str, emptied: str = "") -> NotReadyError:
    before, then = NEEDS[stage]
    return NotReadyError(
        f"{type(layer).__name__}.{stage} needs what {before} remembers{emptied}: call {then} first."
    )


def check_list(who: str, weights: Any) -> None:
    """Refuse `weights` unless they are a list or a tuple."""
    if not isinstance(weights, Sequence):
        raise WrongValueError(f"{who} must get a list of arrays, as get_weights gives it, got {weights!r}.")


def check_weights(who: str, weights: Sequence[Array], expected: dict[str, Array]) -> None:
    """Refuse `weights` unless they are arrays of the shapes of `expected`, in its order."""
    check_list(who, weights)
    if len(weights) != len(expected):
        keys = ", ".join(expected) or "none"
        raise ShapeError(f"{who} must get {len(expected)} arrays ({keys}), got {len(weights)}.")
    for (key, value), weight in zip(expected.items(), weights, strict=True):
        check_numbers(f"{who}: {key}", unfollowed(weight))
        check_shape(f"{who}: {key}", weight, value.shape)


def check_mask(layer: "Layer", X: Array, mask: Array, axes: int = 2, then: str = "") -> None:
    """Refuse a mask unless it has a truth value for each step of X (m, steps, ...), where X lives."""
    who = f"{type(layer).__name__}.forward: mask"
    check_numbers(who, mask)
    if home(mask) != home(X):
        raise ArrayError(
            f"{who} is {in_words(home(mask))}, but X is {in_words(home(X))}. "
            "Move it with refold.asarray(mask, like=X)."
        )
    check_shape(who, mask, X.shape[:axes], f"It has a truth value for each step of each sample. {then}")


CHECKS = {
    "__init__": checked_init,
    "compute_shapes": checked_shapes,
    "forward": checked_forward,
    "backward": checked_backward,
    "compute_gradients": checked_gradients,
}
