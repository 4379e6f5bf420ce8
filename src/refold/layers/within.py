"""Layers that hold layers."""

from .base import Layer


def within(layer: Layer) -> list[Layer]:
    """A layer, and the layers that it holds, and these hold: as attributes, lists, tuples, dicts."""
    found = [layer]
    for holder in found:  # which grows meanwhile
        for value in vars(holder).values():
            several = value.values() if isinstance(value, dict) else value
            for each in several if isinstance(value, list | tuple | dict) else (value,):
                if isinstance(each, Layer) and not any(each is known for known in found):
                    found.append(each)
    return found
