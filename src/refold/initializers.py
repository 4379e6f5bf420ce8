"""First values of parameters, by Keras's names, drawn on the host: the same for every backend.

An initializer is a function of (shape, rng): one of these by name, such as "he_normal", an object such as
HeNormal() or Orthogonal(gain=2.0), or one of your own.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from numpy import ndarray
from numpy.random import Generator

from .absent import refusing
from .backend import Shape
from .errors import ShapeError, check_number, look_up, refuse_class
from .seeds import Seed, generator

__getattr__ = refusing(__name__)


def fans(shape: Shape) -> tuple[int, int]:
    """How many inputs feed one output, and how many outputs one input feeds.

    For weights (in, out) these are in and out; each position of a kernel (kh, kw, in, out) counts as well.

    >>> fans((3, 4)), fans((5, 5, 3, 4))
    ((3, 4), (75, 100))
    """
    if len(shape) < 2:
        return (shape[0], shape[0]) if shape else (1, 1)
    window = math.prod(shape[:-2])
    return window * shape[-2], window * shape[-1]


def uniform(shape: Shape, rng: Generator, variance: float) -> ndarray:
    """Uniform on [-limit, limit] with the given variance, limit^2 / 3."""
    limit = math.sqrt(3.0 * variance)
    return rng.uniform(-limit, limit, shape)


def normal(shape: Shape, rng: Generator, variance: float) -> ndarray:
    """Normal, drawn again beyond two deviations, and widened so that the variance is as given."""
    deviation = math.sqrt(variance) / 0.87962566103423978  # the deviation of a standard normal cut at 2
    values = rng.normal(0.0, 1.0, shape)
    while (far := abs(values) > 2.0).any():
        values[far] = rng.normal(0.0, 1.0, int(far.sum()))
    return values * deviation


@dataclass(frozen=True)
class Zeros:
    """All 0."""

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        return rng.uniform(0.0, 0.0, shape)


@dataclass(frozen=True)
class Ones:
    """All 1."""

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        return rng.uniform(1.0, 1.0, shape)


@dataclass(frozen=True)
class Constant:
    """All `value`."""

    value: float = 0.0

    def __post_init__(self) -> None:
        check_number("Constant: value", self.value)

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        return self.value * ones(shape, rng)


@dataclass(frozen=True)
class Drawn(ABC):
    """Random numbers: from the layer's source, or, with a `seed` of its own, the same ones each time.

    A subclass has that `seed` as its last argument, as in Keras.
    """

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        own = getattr(self, "seed", None)
        return self.draw(shape, rng if own is None else generator(own, type(self).__name__))

    @abstractmethod
    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        """Numbers of the given shape."""


class Scaled(Drawn):
    """As large as the number of inputs and outputs has it, see `fans`."""


@dataclass(frozen=True)
class GlorotUniform(Scaled):
    """Variance 2 / (in + out): keeps that of signals and of gradients. Glorot & Bengio 2010, (16)."""

    seed: Seed = None

    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        return uniform(shape, rng, 2.0 / max(sum(fans(shape)), 1))


@dataclass(frozen=True)
class GlorotNormal(Scaled):
    """Variance 2 / (in + out), normal. Glorot & Bengio 2010, (12)."""

    seed: Seed = None

    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        return normal(shape, rng, 2.0 / max(sum(fans(shape)), 1))


@dataclass(frozen=True)
class HeUniform(Scaled):
    """Variance 2 / in: for layers followed by relu, which halves the signal. He et al. 2015, (10)."""

    seed: Seed = None

    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        return uniform(shape, rng, 2.0 / max(fans(shape)[0], 1))


@dataclass(frozen=True)
class HeNormal(Scaled):
    """Variance 2 / in, normal. He et al. 2015, (10)."""

    seed: Seed = None

    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        return normal(shape, rng, 2.0 / max(fans(shape)[0], 1))


@dataclass(frozen=True)
class Orthogonal(Drawn):
    """Orthonormal columns (or rows, where there are fewer), times `gain`. Saxe et al. 2014."""

    gain: float = 1.0
    seed: Seed = None

    def __post_init__(self) -> None:
        check_number("Orthogonal: gain", self.gain)

    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        from numpy.linalg import qr

        if len(shape) < 2:
            raise ShapeError(f"Orthogonal: a matrix has two axes or more, got shape {tuple(shape)}.")
        rows, columns = math.prod(shape[:-1]), shape[-1]
        Q, R = qr(rng.normal(0.0, 1.0, (max(rows, columns), min(rows, columns))))
        Q = Q * ((R.diagonal() >= 0) * 2.0 - 1.0)  # makes the draw uniform over all orthogonal matrices
        return self.gain * (Q if rows >= columns else Q.T).reshape(shape)


@dataclass(frozen=True)
class RandomNormal(Drawn):
    """Normal with the given `mean` and standard deviation, whatever the shape."""

    mean: float = 0.0
    stddev: float = 0.05
    seed: Seed = None

    def __post_init__(self) -> None:
        check_number("RandomNormal: mean", self.mean)
        check_number("RandomNormal: stddev", self.stddev, least=0.0)

    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        return rng.normal(self.mean, self.stddev, shape)


@dataclass(frozen=True)
class RandomUniform(Drawn):
    """Uniform on [minval, maxval], whatever the shape: Keras's choice for embeddings."""

    minval: float = -0.05
    maxval: float = 0.05
    seed: Seed = None

    def __post_init__(self) -> None:
        check_number("RandomUniform: minval", self.minval)
        check_number("RandomUniform: maxval", self.maxval, least=self.minval)

    def draw(self, shape: Shape, rng: Generator) -> ndarray:
        return rng.uniform(self.minval, self.maxval, shape)


Initializer = Callable[[Shape, Generator], ndarray]

zeros, ones, orthogonal = Zeros(), Ones(), Orthogonal()
glorot_uniform, glorot_normal = GlorotUniform(), GlorotNormal()
he_uniform, he_normal = HeUniform(), HeNormal()
random_uniform, random_normal = RandomUniform(), RandomNormal()

INITIALIZERS: dict[str, Initializer] = {
    "glorot_uniform": glorot_uniform,
    "glorot_normal": glorot_normal,
    "he_uniform": he_uniform,
    "he_normal": he_normal,
    "orthogonal": orthogonal,
    "random_normal": random_normal,
    "random_uniform": random_uniform,
    "zeros": zeros,
    "ones": ones,
    # Keras has two names for each of these.
    "uniform": random_uniform,
    "normal": random_normal,
}
CLASSES: dict[str, type] = {Constant.__name__: Constant} | {
    type(made).__name__: type(made) for made in INITIALIZERS.values()
}


def find(initializer: str | Initializer) -> Initializer:
    """An initializer by name, he_normal (in any case) or HeNormal, or as any function of (shape, rng).

    Raises UnknownNameError.
    """
    refuse_class("initializer", initializer)
    if callable(initializer):
        return initializer
    if isinstance(initializer, str) and initializer in CLASSES:
        return CLASSES[initializer]()
    name = initializer.lower() if isinstance(initializer, str) else initializer
    return look_up("initializer", name, INITIALIZERS)
