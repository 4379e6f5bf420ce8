"""Parameters by name: their first values, what may take their place, and those of several layers as one."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from .. import initializers
from ..backend import Array, Shape, asarray, changeable, check_numbers, namespace, to_numpy, unfollowed
from ..dtypes import dtype_name
from ..errors import NotReadyError, WrongValueError, check_row, check_shape, look_up
from ..initializers import Initializer

NOUNS = {"params": "parameter", "buffers": "buffer"}


class Params(dict[str, Array]):
    """The `params` or `buffers` of a layer: a dict where a new value has the shape of the one it replaces.

    It comes into that one's library, device and dtype, as in `set_weights`; where it has them, it is kept as
    it is, unless training could not change it. Once the layer is built they are `complete`: no key is added.
    Raises ShapeError, DTypeError, ArrayError or UnknownNameError.
    """

    def __init__(
        self, owner: str, name: str, values: Mapping[str, Array] | None = None, complete: bool = False
    ) -> None:
        super().__init__(values or {})
        self.owner, self.name, self.complete = owner, name, complete

    def __reduce__(self) -> tuple[Any, ...]:
        return Params, (self.owner, self.name, dict(self), self.complete)

    def __setitem__(self, key: str, value: Array) -> None:
        who = f"{self.owner}: {self.name}[{key!r}]"
        if key not in self:
            if self.complete:
                look_up(f"{NOUNS[self.name]} of {self.owner}", key, self)
            check_numbers(who, unfollowed(value))
        elif self[key] is not value:
            value = self._in_place_of(self[key], value, who)
        super().__setitem__(key, value)

    def update(self, *others: Any, **values: Array) -> None:
        for key, value in dict(*others, **values).items():
            self[key] = value

    def __ior__(self, other: Any) -> "Params":  # pyright: ignore[reportIncompatibleMethodOverride]
        self.update(other)
        return self

    @staticmethod
    def _in_place_of(known: Array, value: Array, who: str) -> Array:
        if getattr(value, "shape", None) == ():  # NumPy's single numbers are no arrays
            value = asarray(unfollowed(value))
        check_numbers(who, unfollowed(value))
        check_shape(who, value, known.shape, "The layer was built for it. For another, use a new layer.")
        value = asarray(unfollowed(value), dtype_name(known), like=known)
        return value if changeable(value) else namespace(value).asarray(value, copy=True)


class OfLayer:
    """`params` or `buffers` of every layer: they take a dict, once it is built that of new values of all.

    (Without __get__ Python reads what is in the layer itself.)
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, layer: Any, values: Any) -> None:
        who, known = f"{type(layer).__name__}: {self.name}", vars(layer).get(self.name)
        built = vars(layer).get("built")
        if not isinstance(values, MutableMapping) or (built and values.keys() != known.keys()):
            keys = (", ".join(known) or "nothing") if built else f"the {NOUNS[self.name]}s by name"
            raise WrongValueError(
                f"{who} must be a dict with {keys}, got {values!r}. One changes by {self.name}[key] = ..."
            )
        if built:
            known.update(values)
            return
        for key, value in values.items():
            check_numbers(f"{who}[{key!r}]", unfollowed(value))
        vars(layer)[self.name] = values


class State:
    """`dims`, `shapes` and `cache` of every layer, which are dicts and stay so."""

    if TYPE_CHECKING:

        def __get__(self, layer: Any, kind: type | None = None) -> dict[str, Any]: ...

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, layer: Any, values: Any) -> None:
        if not isinstance(values, dict):
            raise WrongValueError(
                f"{type(layer).__name__}: {self.name} must be a dict, got {values!r}. "
                f"{self.name}.clear() empties the one that is there."
            )
        vars(layer)[self.name] = values


class Joined(MutableMapping[str, Array]):
    """Dicts of several layers seen as one: W of the layer "dense" is dense_W here. Keys stay as they are."""

    def __init__(self, parts: Mapping[str, MutableMapping[str, Array]]) -> None:
        self.parts = dict(parts)

    def _place(self, key: str) -> tuple[MutableMapping[str, Array], str]:
        for name, part in self.parts.items():
            rest = key.removeprefix(f"{name}_")
            if rest != key and rest in part:
                return part, rest
        raise KeyError(key)

    def __getitem__(self, key: str) -> Array:
        part, rest = self._place(key)
        return part[rest]

    def __setitem__(self, key: str, value: Array) -> None:
        part, rest = self._place(key)
        part[rest] = value

    def __delitem__(self, key: str) -> None:
        part, rest = self._place(key)
        del part[rest]

    def __iter__(self) -> Iterator[str]:
        return (f"{name}_{key}" for name, part in self.parts.items() for key in part)

    def __len__(self) -> int:
        return sum(map(len, self.parts.values()))

    def __repr__(self) -> str:
        return repr(dict(self))


def move(values: MutableMapping[str, Array], dtype: str, like: Array) -> None:
    """Bring all values to library and device of `like`, in `dtype`."""
    if isinstance(values, Joined):
        for part in values.parts.values():
            move(part, dtype, like)
    else:
        for key, value in values.items():
            dict.__setitem__(values, key, asarray(value, dtype, like=like))  # pyright: ignore[reportArgumentType]


def draw(layer: Any, name: str, key: str, shape: Shape, initializer: str | Initializer) -> None:
    """Enter the first value in `params` or `buffers` of a layer, refused where it is not of that shape."""
    owner, values = type(layer).__name__, getattr(layer, name)
    shape = check_row(f"{owner}: the shape of {name}[{key!r}]", shape)
    if key in values:
        raise NotReadyError(
            f"{owner}: {name}[{key!r}] was set before the layer was built, which draws it. "
            "Give input_shape= and call ensure_built(), or call forward(X) once, then set it."
        )
    try:
        value = initializers.find(initializer)(shape, layer.rng)
    except Exception as error:
        error.add_note(f"An initializer is called with a shape and a NumPy generator: {initializer!r}.")
        raise
    who = f"{owner}: what {initializer!r} gives for {key}"
    check_numbers(who, unfollowed(value))
    check_shape(who, value, shape)
    values[key] = to_numpy(value).copy()  # what an initializer returns may be in use elsewhere
