"""The checks around the four stages of a layer: what every layer refuses, and how it says so."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..backend import Array, OpenShape, Shape, check_numbers, home, in_words, kind, namespace
from ..errors import ArrayError, NotReadyError, ShapeError, check_row, check_shape, check_whole

if TYPE_CHECKING:
    from .base import Layer

Stage = Callable[..., Any]


def checked_shapes(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def compute_shapes(self: "Layer", X: Array) -> None:
        if kind(X) == "nothing":
            namespace(X, f"{type(self).__name__}.compute_shapes: X")
        if not X.shape:
            raise ShapeError(
                f"{type(self).__name__}.forward: X must have an axis for the samples, got a single number. "
                "One sample of n features has shape (1, n)."
            )
        stage(self, X)

    return compute_shapes


def checked_forward(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def forward(self: "Layer", X: Array, *mask: Array, **named: Array) -> Array:
        self.reached = 0
        found = kind(X)
        if found != "float" and found != "integer":
            check_numbers(f"{type(self).__name__}.forward: X", X)
        known = self.input_shape
        if known is not None and X.shape[1:] != known and not fits(X.shape[1:], known):
            raise ShapeError(
                f"{type(self).__name__}.forward: X must have shape {('m', *known)}, "
                f"got {tuple(X.shape)}. The layer was told so by input_shape."
            )
        self.ensure_home(X)
        if self.computes:
            X = self.as_computed(X, found)
        A = stage(self, X, *mask, **named)
        self.reached = 1
        return A

    return forward


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
        who = type(self).__name__
        if self.reached < 1:
            raise NotReadyError(f"{who}.backward needs what forward remembers: call forward(X) first.")
        found = kind(dA)
        if found != "float" and found != "integer":
            check_numbers(f"{who}.backward: dA", dA)
        if home(dA) != self.home:
            raise ArrayError(
                f"{who}.backward: dA is {in_words(home(dA))}, but X was {in_words(self.home)}. "
                "Move it with refold.asarray(dA, like=X)."
            )
        if dA.shape != self.shapes["A"]:
            check_shape(f"{who}.backward: dA", dA, self.shapes["A"], "It is the shape of A.")
        if self.computes:
            dA = self.as_computed(dA, found)
        dX = stage(self, dA)
        self.reached = 2
        return dX

    return backward


def checked_gradients(stage: Stage) -> Stage:
    @functools.wraps(stage)
    def compute_gradients(self: "Layer") -> None:
        require_backward(self)
        stage(self)

    return compute_gradients


def require_backward(layer: "Layer") -> None:
    """Refuse to compute gradients before backward has run."""
    if layer.reached < 2:
        raise NotReadyError(
            f"{type(layer).__name__}.compute_gradients needs what backward remembers: "
            "call forward(X), then backward(dA) first."
        )


def check_mask(layer: "Layer", X: Array, mask: Array) -> None:
    """Refuse a mask unless it has a truth value for each step of X (m, steps, ...), where X lives."""
    who = f"{type(layer).__name__}.forward: mask"
    check_numbers(who, mask)
    if home(mask) != home(X):
        raise ArrayError(
            f"{who} is {in_words(home(mask))}, but X is {in_words(home(X))}. "
            "Move it with refold.asarray(mask, like=X)."
        )
    check_shape(who, mask, X.shape[:2], "It has a truth value for each step of each sample.")


CHECKS = {
    "compute_shapes": checked_shapes,
    "forward": checked_forward,
    "backward": checked_backward,
    "compute_gradients": checked_gradients,
}
