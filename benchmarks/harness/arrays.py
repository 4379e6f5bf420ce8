"""The data of the benchmarks: random, and the same for every contender."""

import functools
from importlib import import_module
from typing import Any

import numpy

import refold

Shape = tuple[int, ...]


@functools.lru_cache(maxsize=32)
def normal(*shape: int) -> numpy.ndarray:
    """Normally distributed float32 numbers, the same at every call; not to be written to."""
    return numpy.random.default_rng(0).standard_normal(shape, dtype="float32")


def integers(high: int, *shape: int) -> numpy.ndarray:
    """Whole numbers in [0, high), the same at every call."""
    return numpy.random.default_rng(0).integers(0, high, shape)


def on(place: str, array: numpy.ndarray) -> Any:
    """The array itself on "cpu", a copy of it in CuPy on "cuda"."""
    if place == "cpu":
        return array
    return refold.asarray(array, like=import_module("cupy").zeros(1))
