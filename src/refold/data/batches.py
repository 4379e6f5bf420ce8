"""Batches: samples and targets a few at a time."""

from collections.abc import Iterator

from ..backend import Array, Seed, asarray, generator, namespace
from ..errors import ShapeError, check_whole


def batches(x: Array, y: Array, batch_size: int = 32, seed: Seed = None) -> Iterator[tuple[Array, Array]]:
    """Pairs of at most `batch_size` samples x (m, ...) and targets y (m, ...); the last one may be smaller.

    They come in an order drawn with `seed` (a number, or a generator, which gives a new order every time), as
    they are where it is None.

    >>> import numpy
    >>> [X.tolist() for X, Y in batches(numpy.arange(5), numpy.arange(5), 2)]
    [[0, 1], [2, 3], [4]]
    """
    size, m, xp = check_whole("batches: batch_size", batch_size, least=1), x.shape[0], namespace(x)
    if y.shape[0] != m:
        raise ShapeError(f"batches: y must have a target for each of the {m} samples of x, got {y.shape[0]}.")
    order = None if seed is None else asarray(generator(seed).permutation(m), like=x)
    for start in range(0, m, size):
        stop = min(start + size, m)
        if order is None:
            yield x[start:stop, ...], y[start:stop, ...]
        else:
            chosen = order[start:stop]
            yield xp.take(x, chosen, axis=0), xp.take(y, chosen, axis=0)
