"""Batches: samples and targets a few at a time."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..backend import Array, asarray, namespace
from ..errors import ShapeError, check_whole
from ..rows import reshaped
from ..seeds import Seed, generator


def batches(x: Array, y: Array, batch_size: int = 32, seed: Seed = None) -> Iterator[tuple[Array, Array]]:
    """Pairs of at most `batch_size` samples x (m, ...) and targets y (m, ...); the last one may be smaller.

    They come in an order drawn with `seed` (a number, or a generator, which gives a new order every time), as
    they are where it is None.

    >>> import numpy
    >>> [X.tolist() for X, Y in batches(numpy.arange(5), numpy.arange(5), 2)]
    [[0, 1], [2, 3], [4]]
    """
    check_pairs("batches", x, y)
    yield from in_batches((x, y), check_whole("batches: batch_size", batch_size, least=1), seed)


def in_batches(arrays: Sequence[Array | None], size: int, seed: Seed = None) -> Iterator[Any]:
    """The same of any number of arrays (m, ...), one of each in a batch; what is None stays None."""
    m = next(each.shape[0] for each in arrays if each is not None)
    order = None if seed is None else generator(seed, "batches").permutation(m)
    if order is not None:
        arrays = [each if each is None else _row_by_row(each) for each in arrays]
    orders = [None if order is None or each is None else asarray(order, like=each) for each in arrays]
    for start in range(0, m, size):
        rows = slice(start, min(start + size, m))
        yield tuple(_taken(*pair, rows) for pair in zip(arrays, orders, strict=True))


def _row_by_row(x: Array) -> Array:
    """x with its samples one after the other, as in no table of columns: else NumPy's take copies all of it
    for each batch."""
    return reshaped(reshaped(x, (math.prod(x.shape),)), x.shape)


def _taken(x: Array | None, order: Array | None, rows: slice) -> Array | None:
    if x is None:
        return None
    return x[rows, ...] if order is None else namespace(x).take(x, order[rows], axis=0)


def check_pairs(who: str, x: Array, y: Array) -> None:
    """Refuse x and y unless they are arrays, with a target for each sample."""
    for name, each in (("x", x), ("y", y)):
        namespace(each, f"{who}: {name}")
        if not each.shape:
            raise ShapeError(f"{who}: {name} must have shape (m, ...), samples first, got a single number.")
    if y.shape[0] != x.shape[0]:
        raise ShapeError(
            f"{who}: y must have a target for each of the {x.shape[0]} samples of x, got {y.shape[0]}."
        )
