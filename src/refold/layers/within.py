"""Layers that hold layers."""

from .base import Layer


def within(layer: Layer) -> list[Layer]:
    """A layer, and the layers that it holds, and these hold: as attributes, or in lists and tuples there."""
    found = [layer]
    for holder in found:  # which grows meanwhile
        for value in vars(holder).values():
            several = value if isinstance(value, list | tuple) else (value,)
            found += [each for each in several if isinstance(each, Layer) and each not in found]
    return found
