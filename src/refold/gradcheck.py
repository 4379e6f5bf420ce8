"""Backward against finite differences: the check that needs no other library."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy

from .backend import Array, asarray, check_numbers, kind, to_numpy
from .dtypes import dtype_name
from .errors import DTypeError, ShapeError, WrongValueError, check_number, check_shape, check_whole
from .seeds import generator
from .step import Step


@dataclass(frozen=True)
class GradientCheck:
    """The largest relative error of each gradient: of `X`, and of every parameter by its key."""

    errors: dict[str, float]
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether every error is within the tolerance."""
        return all(error <= self.tolerance for error in self.errors.values())

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        rows = [
            f"  d{name}: {error:.1e} {'agrees' if error <= self.tolerance else 'DIFFERS'}"
            for name, error in self.errors.items()
        ]
        return "\n".join([f"gradient_check, relative errors up to {self.tolerance:.0e} agree", *rows])


def gradient_check(
    layer: Any,
    X: Array,
    dA: Array = None,
    *,
    epsilon: float = 1e-5,
    tolerance: float = 1e-6,
    samples: int = 200,
    training: bool = False,
    seed: int = 0,
) -> GradientCheck:
    """Compare a layer's backward and compute_gradients with central differences, in float64.

    With L = sum of A dA for a fixed dA (drawn when none is given), so that dL/dA = dA:
    dL/dx = (L(x + epsilon) - L(x - epsilon)) / (2 epsilon), for each x of X and of the parameters, or for
    `samples` of them drawn with `seed` where there are more. The relative error is the largest difference
    over the largest gradient, or over 1e-4 of sum |A dA| where that is more: below it, as where a gradient is
    always 0, there is only rounding. X must be float64: float32 would drown the differences in rounding.
    At a kink (relu at 0) the two differ by nature: choose X away from it. Raises WrongValueError where X, A
    or dA is changed in place.

    A parameter whose numbers are all the same, as ones and zeros are at first, is given others for the check:
    a factor that was forgotten does not show where it is 1. Afterwards the parameters are as they were.

    >>> import refold
    >>> gradient_check(refold.Dense(2, seed=0), refold.asarray([[1.0, 2.0, 3.0]])).passed
    True
    """
    check_numbers("gradient_check: X", X)
    if not math.prod(X.shape):
        raise ShapeError(f"gradient_check: X must hold a number at least, got shape {tuple(X.shape)}.")
    epsilon = check_number("gradient_check: epsilon", epsilon, above=0.0)
    tolerance = check_number("gradient_check: tolerance", tolerance, least=0.0)
    samples = check_whole("gradient_check: samples", samples, least=1)
    step, rng = Step(layer, []), generator(seed, "gradient_check")
    with _steady(step, training, X) as forward:
        with _left_alone(f"{step.kind}.forward", X=X):
            A = forward(X)
        _check_float64("X", X, 'Give a new layer refold.asarray(X, "float64").')
        _check_float64("A", A, 'Make a new layer with dtype="float64".')
        dA = asarray(rng.normal(0.0, 1.0, A.shape), like=A) if dA is None else dA
        check_numbers("gradient_check: dA", dA)
        check_shape("gradient_check: dA", dA, A.shape, "It is the shape of A.")
        with _uneven(step, rng):
            if step.params():
                with _left_alone(f"{step.kind}.forward", X=X):  # by ones and zeros X does not change
                    A = forward(X)
            with _left_alone(f"{step.kind}.backward", X=X, A=A, dA=dA):
                dX, gradients = _backward(step, dA)
            floor = 1e-4 * float(abs(to_numpy(A) * to_numpy(dA)).sum())
            slopes = _Slopes(forward, to_numpy(dA).copy(), epsilon, samples, rng, floor)
            return GradientCheck(_errors(step, X, dX, gradients, slopes), tolerance)


def _backward(step: Step, dA: Array) -> tuple[Any, dict[str, Any]]:
    dX = step.backward(dA)
    check_numbers(f"{step.kind}.backward: its result dX", dX)
    gradients = {key: to_numpy(G).copy() for key, G in step.gradients_of(step.params()).items()}
    return to_numpy(dX).copy(), gradients


def _errors(step: Step, X: Array, dX: Any, gradients: dict[str, Any], slopes: "_Slopes") -> dict[str, float]:
    errors = {}
    if kind(X) == "float":
        errors["X"] = slopes.compare(X, dX, lambda changed: changed)
    for key, gradient in gradients.items():
        start = step.params()[key]
        errors[key] = slopes.compare(start, gradient, lambda P, key=key: _put(step, key, P) or X)
        _put(step, key, start)
    return errors


@dataclass
class _Slopes:
    """Central differences of L = sum of A dA."""

    forward: Callable[[Array], Array]
    dA: Any
    epsilon: float
    samples: int
    rng: Any
    floor: float

    def compare(self, start: Array, gradient: Any, put: Callable[[Array], Array]) -> float:
        """The relative error of `gradient`; `put` lays a changed `start` in place and returns the X."""
        positions = self.rng.permutation(gradient.size)[: self.samples]
        values = to_numpy(start).copy()
        slopes = [
            self._slope(values.reshape(-1), i, lambda: put(asarray(values.copy(), like=start)))
            for i in positions
        ]
        pairs = numpy.stack([gradient.reshape(-1)[positions], numpy.asarray(slopes, "float64")])
        largest = abs(pairs).max(initial=self.floor)  # NaN where there is one
        return float(abs(pairs[0] - pairs[1]).max() / largest) if largest else 0.0

    def _slope(self, values: Any, i: int, lay: Callable[[], Array]) -> float:
        middle, losses = values[i], []
        for side in (self.epsilon, -self.epsilon):
            values[i] = middle + side
            losses.append(float((to_numpy(self.forward(lay())) * self.dA).sum()))
        values[i] = middle
        return (losses[0] - losses[1]) / (2.0 * self.epsilon)


def _put(step: Step, key: str, P: Array) -> None:
    step.params()[key] = P


@contextmanager
def _uneven(step: Step, rng: Any) -> Iterator[None]:
    """Other numbers in every parameter whose numbers are all the same, and afterwards the same again."""
    before = dict(step.params())
    for key, P in before.items():
        values = to_numpy(P)
        if values.size and values.min() == values.max():
            _put(step, key, asarray(values + rng.uniform(0.25, 0.75, values.shape), dtype_name(P), like=P))
    try:
        yield
    finally:
        for key, P in before.items():
            _put(step, key, P)


@contextmanager
def _left_alone(who: str, **held: Array) -> Iterator[None]:
    """Refuse a stage that changes in place what others hold."""
    before = {name: to_numpy(each).tobytes() for name, each in held.items()}
    yield
    for name, each in held.items():
        if to_numpy(each).tobytes() != before[name]:
            raise WrongValueError(
                f"{who} must leave {name} as it is, since other layers hold it too, but changed it in place. "
                f"Let it change a copy: namespace({name}).asarray({name}, copy=True)."
            )


def _check_float64(name: str, X: Array, then: str) -> None:
    if kind(X) == "float" and dtype_name(X) != "float64":
        raise DTypeError(
            f"gradient_check: {name} must be float64, got {dtype_name(X)}: rounding would hide differences. "
            f"{then}"
        )


def _sources(layer: Any) -> Iterator[Any]:
    """Where the random numbers of a layer come from, and of the layers inside it."""
    yield layer.rng
    for step in getattr(layer, "steps", ()):
        yield from _sources(step.layer)


@contextmanager
def _steady(step: Step, training: bool, X: Array) -> Iterator[Callable[[Array], Array]]:
    """A forward that gives the same each time: random numbers are drawn again from the same state.

    Afterwards parameters, buffers and `training` are as before.
    """
    if not step.ours:
        yield step.forward
        return
    layer = step.layer
    layer.ensure_built(X)
    states = [(rng.bit_generator, rng.bit_generator.state) for rng in _sources(layer)]
    weights, was = layer.get_weights(), layer.training

    def forward(X: Array) -> Array:
        for source, state in states:
            source.state = state
        return step.forward(X)

    layer.training = training
    try:
        yield forward
    finally:
        layer.training = was
        layer.set_weights(weights)
