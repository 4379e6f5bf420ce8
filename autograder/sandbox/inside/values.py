"""Python values as JSON nodes and npy bytes, and back: the same code at both ends of the wire.

None, bool, int, float and str are themselves; everything else is a list that begins with a tag:
`["c", re, im]` complex, `["t", ...]` tuple, `["l", ...]` list, `["d", [key, value], ...]` dict,
`["a", bytes, writeable]` array, `["n", bytes]` NumPy scalar, and what each end adds, such as
`["h", number]`, a handle.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from .wire import MAX_BLOB, MAX_ELEMENTS, NUMERIC, WireError, elements, from_npy, to_npy

MAX_BITS = 4096  # of an int
MAX_TEXT = 1 << 16  # characters of a str
MAX_DEPTH = 20  # of containers in containers
MAX_NODES = 50_000  # values in all containers of one message
MAX_KEYS = 1_000  # of a dict: keys that were chosen to fall on one another take the square of their number
_SCALARS = frozenset(np.dtype(code).type for code in "?bhilqBHILQefdgFDG")
Other = Callable[[Any, "Encoder"], Any]


class Encoder:
    """Turns values into nodes and collects the arrays' bytes in `blobs`; `other` encodes what is not plain.

    Types are compared exactly: a subclass of an array or a number is not plain, whatever it claims to be.
    `depth` is the number of containers around the value at hand.
    """

    def __init__(self, other: Other) -> None:
        self.other = other
        self.blobs: list[bytes] = []
        self.arrays: list[np.ndarray] = []
        self._size = self.depth = self._nodes = 0

    def __call__(self, value: Any) -> Any:
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int and value.bit_length() <= MAX_BITS:
            return value
        if kind is str and len(value) <= MAX_TEXT:
            return value
        if kind is np.ndarray and value.dtype.kind in NUMERIC:
            self.arrays.append(value)
            return ["a", self._store(value), value.flags.writeable]
        if kind in _SCALARS:
            return ["n", self._store(np.asarray(value))]
        if kind is np.str_:  # what an array of texts gives
            return self(str(value))
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is tuple:
            return ["t", *self.all(value)]
        return self.other(value, self)

    def all(self, values: Collection[Any]) -> list[Any]:
        """The nodes of a container's values; ValueError when there are too many, or too deep."""
        self.depth += 1
        self._nodes += len(values)
        if self.depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise ValueError(f"more than {MAX_NODES} values, or nested deeper than {MAX_DEPTH} levels")
        nodes = [self(value) for value in values]
        self.depth -= 1
        return nodes

    def pairs(self, mapping: Mapping[Any, Any]) -> list[list[Any]]:
        """The nodes of a dict's keys and values; ValueError when there are too many."""
        if len(mapping) > MAX_KEYS:
            raise ValueError(f"a dict of more than {MAX_KEYS} keys")
        return [self.all(pair) for pair in mapping.items()]

    def _store(self, array: np.ndarray) -> int:
        self._size += array.nbytes
        if self._size > MAX_BLOB or elements(array.shape) > MAX_ELEMENTS:
            raise ValueError(f"arrays of more than {MAX_BLOB >> 20} MB, or {MAX_ELEMENTS} elements")
        self.blobs.append(to_npy(array))
        return len(self.blobs[-1])


class Decoder:
    """The inverse of Encoder over one message's blob; `other` decodes the tags that only one end knows."""

    def __init__(self, blob: bytearray, other: Callable[[list[Any]], Any]) -> None:
        self.blob = memoryview(blob)
        self.other = other
        self.arrays: list[np.ndarray] = []
        self._at = 0

    def __call__(self, node: Any, depth: int = 0) -> Any:
        kind = type(node)
        if node is None or kind is bool or kind is int or kind is float or kind is str:
            return node
        if kind is not list or not node or type(node[0]) is not str or depth > MAX_DEPTH:
            raise WireError("no value")
        tag, *rest = node
        if tag == "a" and len(rest) == 2:
            array = from_npy(self._take(rest[0]))
            array.flags.writeable = rest[1] is True
            self.arrays.append(array)
            return array
        return self._composed(tag, rest, node, depth)

    def _composed(self, tag: str, rest: list[Any], node: list[Any], depth: int) -> Any:
        if tag == "t":
            return tuple([self(item, depth + 1) for item in rest])
        if tag == "n" and len(rest) == 1:
            return self._scalar(rest[0])
        if tag == "c" and len(rest) == 2 and type(rest[0]) is type(rest[1]) is float:
            return complex(rest[0], rest[1])
        if tag == "l":
            return [self(item, depth + 1) for item in rest]
        if tag == "d" and len(rest) <= MAX_KEYS:
            return dict([self._pair(pair, depth) for pair in rest])
        return self.other(node)

    def _scalar(self, size: Any) -> Any:
        array = from_npy(self._take(size))
        if array.ndim:
            raise WireError("a scalar with axes")
        return array[()]

    def _pair(self, pair: Any, depth: int) -> tuple[Any, Any]:
        if type(pair) is not list or len(pair) != 2:
            raise WireError("no pair")
        key = self(pair[0], depth + 1)
        try:
            hash(key)
        except TypeError:
            raise WireError("a key that cannot be one") from None
        return key, self(pair[1], depth + 1)

    def _take(self, size: Any) -> memoryview:
        if type(size) is not int or not 0 <= size <= len(self.blob) - self._at:
            raise WireError("more bytes promised than sent")
        self._at += size
        return self.blob[self._at - size : self._at]

    def finish(self) -> None:
        """WireError when bytes are left that nothing spoke of."""
        if self._at != len(self.blob):
            raise WireError("more bytes sent than promised")
