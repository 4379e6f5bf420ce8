"""Gradient clipping: gradients that are too large are made smaller before they are followed.

Source: Pascanu et al. 2013, On the difficulty of training recurrent neural networks, algorithm 1.
"""

from collections.abc import Sequence
from typing import Any

from .backend import Array, namespace
from .rows import narrowed, widened


def clip_by_value(G: Array, limit: float) -> Array:
    """Every element within [-limit, limit].

    >>> import numpy
    >>> clip_by_value(numpy.asarray([3.0, -0.5]), 1.0)
    array([ 1. , -0.5])
    """
    return namespace(G).clip(G, -limit, limit)


def clip_by_norm(G: Array, limit: float) -> Array:
    """G with its length |G| = sqrt(sum of G^2) at most `limit`, in the same direction.

    >>> import numpy
    >>> clip_by_norm(numpy.asarray([3.0, 4.0]), 1.0)
    array([0.6, 0.8])
    """
    return shrunk(G, shrinkage([G], limit))


def shrunk(G: Array, scale: Array) -> Array:
    """scale G, in the dtype of G."""
    wide = widened(G)
    return narrowed(wide * namespace(G).asarray(scale, dtype=wide.dtype), G)


def shrinkage(gradients: Sequence[Array], limit: float) -> Any:
    """What to multiply all `gradients` with, so that the length of all together is at most `limit`.

    limit / max(|G|, limit), an array without axes, so that nothing is fetched from the device; None where
    there are no gradients.
    """
    if not gradients:
        return None
    xp = namespace(gradients[0])
    wide = [widened(G) for G in gradients]
    scale = xp.maximum(sum(xp.sum(xp.abs(G)) for G in wide), 1.0)  # so that no square overflows
    total = sum(xp.sum((G / scale) ** 2) for G in wide)
    return limit / xp.maximum(scale * xp.sqrt(total), limit)
