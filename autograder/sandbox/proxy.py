"""Stand-ins, in the grader's process, for what lives in the box."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from autograder.box import StudentError, write_back

from .inside.values import Decoder, Encoder
from .inside.wire import NUMERIC, WireError

MOST_HANDLES = 1 << 31
MOST_FREED = 10_000  # stand-ins that one message says are gone; the next ones say the rest

Request = Callable[[dict[str, Any], Sequence[bytes]], tuple[dict[str, Any], bytearray]]
Guard = Callable[[], AbstractContextManager[None]]


class Proxy:
    """Something of the student's that stayed in the box: calls, attributes and items are passed on to it.

    What comes back is a plain value or an array, else another stand-in; the same thing has the same stand-in.
    Names with two underscores in front are not passed on, so that no library takes it for one of its own.
    """

    __slots__ = ("__kind", "__number", "__objects", "__weakref__")

    def __init__(self, objects: Objects, number: int, kind: str) -> None:
        self.__objects, self.__number, self.__kind = objects, number, kind

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__objects.ask(self.__number, "call", args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__objects.ask(self.__number, "getattr", (name,))

    def __getitem__(self, key: Any) -> Any:
        return self.__objects.ask(self.__number, "getitem", (key,))

    def __contains__(self, item: Any) -> bool:
        return self.__objects.ask(self.__number, "contains", (item,)) is True

    def __iter__(self) -> Iterator[Any]:
        found = self.__objects.ask(self.__number, "iter")
        if type(found) is not tuple:
            raise StudentError("TypeError", f"{self.__kind} cannot be iterated over")
        return iter(found)

    def __len__(self) -> int:
        length = self.__objects.ask(self.__number, "len")
        if type(length) is not int or not 0 <= length < 1 << 62:
            raise StudentError("TypeError", f"{self.__kind} has no length")
        return length

    def __bool__(self) -> bool:
        return self.__objects.ask(self.__number, "bool") is True

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """The numbers of a list or tuple, asked for at once: NumPy would ask for one after the other."""
        array = np.asarray(_settled(plain(self)), dtype)
        if array.dtype.kind not in NUMERIC:
            raise StudentError("TypeError", f"{self.__kind} is no array of numbers")
        return array

    def __repr__(self) -> str:
        return f"<the student's {self.__kind}>"

    def __reduce__(self) -> Any:
        raise TypeError("A stand-in belongs to its box and can be neither copied nor pickled; use plain(it).")

    def __del__(self) -> None:
        self.__objects.release(self.__number)


class Objects:
    """All stand-ins of one box, and the translation of what is asked of them.

    `guard` is around the reading of all that comes back, which may be anything.
    """

    def __init__(self, request: Request, guard: Guard) -> None:
        self._request, self._guard = request, guard
        self._proxies: WeakValueDictionary[int, Proxy] = WeakValueDictionary()
        self._released: set[int] = set()

    def named(self, name: str) -> Any:
        """The value of a name in the student's namespace."""
        reply, blob = self._send({"op": "name", "name": name}, ())
        return self._value(reply, Decoder(blob, self._stand_in), [])

    def ask(
        self, number: int, how: str, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Do `how` with the object of that number; arrays among the arguments change as in the box."""
        encode = Encoder(self._argument)
        message = {
            "op": "ask",
            "how": how,
            "target": number,
            "args": [encode(value) for value in args],
            "kwargs": {name: encode(value) for name, value in (kwargs or {}).items()},
        }
        reply, blob = self._send(message, encode.blobs)
        return self._value(reply, Decoder(blob, self._stand_in), encode.arrays)

    def release(self, number: int) -> None:
        """The stand-in of that number is gone: the next request says so."""
        self._released.add(number)

    def _send(self, message: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], bytearray]:
        message["free"] = [self._released.pop() for _ in range(min(len(self._released), MOST_FREED))]
        return self._request(message, blobs)

    def _value(self, reply: dict[str, Any], decode: Decoder, arrays: list[np.ndarray]) -> Any:
        with self._guard():
            error = student_error(reply["e"]) if "e" in reply else None
            value = decode(reply.get("v"))
            for array, changed in changes(reply.get("c", []), decode, arrays):
                write_back(array, changed)
            decode.finish()
        if error is not None:
            raise error
        return value

    def _argument(self, value: Any, encode: Encoder) -> Any:
        kind = type(value)
        if kind is Proxy:
            if value._Proxy__objects is not self:
                raise TypeError("A stand-in cannot be handed to another box than its own.")
            return ["h", value._Proxy__number]
        if kind is list:
            return ["l", *encode.all(value)]
        if kind is dict:
            return ["d", *encode.pairs(value)]
        if kind is slice:
            return ["s", encode(value.start), encode(value.stop), encode(value.step)]
        if value is ...:
            return ["..."]
        allowed = "numbers, text, arrays, tuples, lists and dicts"
        raise TypeError(f"Cannot send a {kind.__name__} to a student's answer, only {allowed}.")

    def _stand_in(self, node: list[Any]) -> Proxy:
        if len(node) != 3 or node[0] != "h" or type(node[1]) is not int or type(node[2]) is not str:
            raise WireError("unknown tag")
        _, number, kind = node
        if not 0 < number <= MOST_HANDLES:
            raise WireError("a stand-in with no possible number")
        proxy = self._proxies.get(number)
        if proxy is None:
            proxy = self._proxies[number] = Proxy(self, number, kind[:80])
            self._released.discard(number)
        return proxy


def plain(value: Any) -> Any:
    """A copy of the value: lists, dicts, tuples, numbers, text and arrays, and stand-ins for all else in it.

    Raises:
        StudentError: the value itself has no such form.
    """
    if type(value) is Proxy:
        return value._Proxy__objects.ask(value._Proxy__number, "plain")
    if type(value) in (tuple, list):
        return type(value)(plain(item) for item in value)
    if type(value) is dict:
        return {key: plain(item) for key, item in value.items()}
    return value


def _settled(value: Any) -> Any:
    """The same value; StudentError when a stand-in is in it, which would be asked again."""
    for item in value if type(value) in (tuple, list) else [value]:
        if type(item) in (tuple, list):
            _settled(item)
        elif type(item) is Proxy:
            raise StudentError("TypeError", "a list of numbers was expected")
    return value


def changes(nodes: Any, decode: Decoder, arrays: list[np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(the argument, its new contents) for each array that the reply says was changed in place."""
    if type(nodes) is not list:
        raise WireError("no list of changes")
    for node in nodes:
        if (
            type(node) is not list
            or len(node) != 2
            or type(node[0]) is not int
            or not 0 <= node[0] < len(arrays)
        ):
            raise WireError("a change of an argument that was not sent")
        changed = decode(node[1])
        if type(changed) is not np.ndarray:
            raise WireError("a change that is no array")
        yield arrays[node[0]], changed


class _StudentAttributeError(StudentError, AttributeError): ...


class _StudentLookupError(StudentError, KeyError, IndexError):
    __str__ = Exception.__str__  # KeyError would quote it


_CAUGHT: dict[str, type[StudentError]] = {
    "AttributeError": _StudentAttributeError,
    "KeyError": _StudentLookupError,
    "IndexError": _StudentLookupError,
}


def student_error(described: Any) -> StudentError:
    """The student's exception from `[kind, text]`; `hasattr`, `except KeyError` and the like work with it."""
    if type(described) is not list or [type(part) for part in described] != [str, str]:
        raise WireError("no exception")
    kind, text = described[0][:80], described[1][:2000]
    kinds = {
        "AttributeError": _StudentAttributeError,
        "KeyError": _StudentLookupError,
        "IndexError": _StudentLookupError,
    }
    return kinds.get(kind, StudentError)(kind, text)
