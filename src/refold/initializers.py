"""First values of parameters, by Keras's names, drawn on the host: the same for every backend.

An initializer is a function of (shape, rng): one of these by name or itself, an object with arguments such as
Orthogonal(gain=2.0), or one of your own.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from numpy import ndarray
from numpy.random import Generator

from .backend import Shape
from .errors import ShapeError, look_up


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


def random_uniform(shape: Shape, rng: Generator) -> ndarray:
    """Uniform on [-0.05, 0.05], whatever the shape: Keras's choice for embeddings."""
    return RandomUniform()(shape, rng)


def random_normal(shape: Shape, rng: Generator) -> ndarray:
    """Normal with mean 0 and standard deviation 0.05, whatever the shape."""
    return RandomNormal()(shape, rng)


def normal(shape: Shape, rng: Generator, variance: float) -> ndarray:
    """Normal, drawn again beyond two deviations, and widened so that the variance is as given."""
    deviation = math.sqrt(variance) / 0.87962566103423978  # the deviation of a standard normal cut at 2
    values = rng.normal(0.0, 1.0, shape)
    while (far := abs(values) > 2.0).any():
        values[far] = rng.normal(0.0, 1.0, int(far.sum()))
    return values * deviation


def glorot_uniform(shape: Shape, rng: Generator) -> ndarray:
    """Variance 2 / (in + out): keeps that of signals and of gradients. Glorot & Bengio 2010, (16)."""
    return uniform(shape, rng, 2.0 / sum(fans(shape)))


def glorot_normal(shape: Shape, rng: Generator) -> ndarray:
    """Variance 2 / (in + out), normal. Glorot & Bengio 2010, (12)."""
    return normal(shape, rng, 2.0 / sum(fans(shape)))


def he_uniform(shape: Shape, rng: Generator) -> ndarray:
    """Variance 2 / in: for layers followed by relu, which halves the signal. He et al. 2015, (10)."""
    return uniform(shape, rng, 2.0 / fans(shape)[0])


def he_normal(shape: Shape, rng: Generator) -> ndarray:
    """Variance 2 / in, normal. He et al. 2015, (10)."""
    return normal(shape, rng, 2.0 / fans(shape)[0])


def orthogonal(shape: Shape, rng: Generator) -> ndarray:
    """Orthonormal columns (or rows, where there are fewer). Saxe et al. 2014."""
    return Orthogonal()(shape, rng)


def zeros(shape: Shape, rng: Generator) -> ndarray:
    """All 0."""
    return rng.uniform(0.0, 0.0, shape)


def ones(shape: Shape, rng: Generator) -> ndarray:
    """All 1."""
    return rng.uniform(1.0, 1.0, shape)


@dataclass(frozen=True)
class Constant:
    """All `value`."""

    value: float = 0.0

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        return self.value * ones(shape, rng)


@dataclass(frozen=True)
class Orthogonal:
    """Orthonormal columns (or rows, where there are fewer), times `gain`. Saxe et al. 2014."""

    gain: float = 1.0

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        from numpy.linalg import qr

        if len(shape) < 2:
            raise ShapeError(f"Orthogonal: a matrix has two axes or more, got shape {tuple(shape)}.")
        rows, columns = math.prod(shape[:-1]), shape[-1]
        Q, R = qr(rng.normal(0.0, 1.0, (max(rows, columns), min(rows, columns))))
        Q = Q * ((R.diagonal() >= 0) * 2.0 - 1.0)  # makes the draw uniform over all orthogonal matrices
        return self.gain * (Q if rows >= columns else Q.T).reshape(shape)


@dataclass(frozen=True)
class RandomNormal:
    """Normal with the given `mean` and standard deviation."""

    mean: float = 0.0
    stddev: float = 0.05

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        return rng.normal(self.mean, self.stddev, shape)


@dataclass(frozen=True)
class RandomUniform:
    """Uniform on [minval, maxval]."""

    minval: float = -0.05
    maxval: float = 0.05

    def __call__(self, shape: Shape, rng: Generator) -> ndarray:
        return rng.uniform(self.minval, self.maxval, shape)


Initializer = Callable[[Shape, Generator], ndarray]

INITIALIZERS: dict[str, Initializer] = {
    function.__name__: function
    for function in (
        glorot_uniform,
        glorot_normal,
        he_uniform,
        he_normal,
        orthogonal,
        random_normal,
        random_uniform,
        zeros,
        ones,
    )
}
# Keras has two names for each of these.
INITIALIZERS |= {"uniform": random_uniform, "normal": random_normal}
CLASSES = {made.__name__: made for made in (Constant, Orthogonal, RandomNormal, RandomUniform)}


def find(initializer: str | Initializer) -> Initializer:
    """An initializer by name (in any case), or as any function of (shape, rng). Raises UnknownNameError."""
    if callable(initializer) and not isinstance(initializer, type):
        return initializer
    name = initializer.lower() if isinstance(initializer, str) else initializer
    return look_up("initializer", name, INITIALIZERS)
