"""The arguments of a layer's constructor, which stay as they were when the layer was made."""

import functools
import inspect
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..checked import Checked
from ..errors import NotReadyError, WrongValueError

if TYPE_CHECKING:
    from .base import Layer


class Argument:
    """What a constructor of Refold was given, under its name in the layer: it may be read, and set no more.

    (Without __get__ Python reads what is in the layer itself.)
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.__doc__ = "As it was when the layer was made."

    if TYPE_CHECKING:

        def __get__(self, layer: Any, kind: type | None = None) -> Any: ...

    def __set__(self, layer: "Layer", value: Any) -> None:
        if vars(layer).get("made"):
            who = type(layer).__name__
            raise WrongValueError(
                f"{who}: {self.name} stays as it was when the layer was made. Make a new one with "
                f"{self.name}=...; where the shapes fit, new.set_weights(old.get_weights()) hands on what it "
                "has learned."
            )
        vars(layer)[self.name] = value


def checked_init(init: Callable[..., None]) -> Callable[..., None]:
    """A constructor that keeps its arguments and, once the last one of a class is through, settles them."""

    signature = inspect.signature(init)

    @functools.wraps(init)
    def __init__(self: "Layer", *args: Any, **options: Any) -> None:
        try:
            given = signature.bind(self, *args, **options)
        except TypeError as error:  # Python would name the class whose constructor it is, a base class
            raise TypeError(f"{type(self).__name__}: {error}.") from None
        init(self, *args, **options)
        if "built" not in vars(self):
            raise NotReadyError(f"{type(self).__name__}.__init__ must call super().__init__(**options).")
        given.apply_defaults()
        for name, value in given.arguments.items():
            if isinstance(inspect.getattr_static(type(self), name, None), Argument):
                vars(self).setdefault(name, value)  # unless the constructor made something of it
        if type(self).__init__ is __init__:
            vars(self)["made"] = True

    return __init__


def keep_arguments(kind: type) -> None:
    """Have the arguments of a constructor under their names, where the class has nothing else there."""
    for each in list(inspect.signature(kind.__init__).parameters.values())[1:]:
        several = each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
        if not several and not hasattr(kind, each.name):
            setattr(kind, each.name, Argument(each.name))


def as_given(layer: "Layer", args: tuple[Any, ...], options: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a layer by name; those that may be set later, as they are now."""
    signature = inspect.signature(type(layer))
    config = signature.bind(*args, **options).arguments
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            config.update(config.pop(parameter.name, {}))
    for name in config:
        if isinstance(inspect.getattr_static(type(layer), name, None), Checked):
            config[name] = getattr(layer, name)
    return config


def made_of(kind: type, config: Mapping[str, Any]) -> Any:
    """A layer, made of its arguments by name: those that are taken without one, as in *sizes, in their place.

    `trainable` is set, since a constructor need not take it.
    """
    signature = inspect.signature(kind)
    named = {name: config[name] for name in signature.parameters if name in config}
    rest = {name: value for name, value in config.items() if name not in named and name != "trainable"}
    several = [each.name for each in signature.parameters.values() if each.kind is each.VAR_KEYWORD]
    given = inspect.BoundArguments(signature, OrderedDict(named | {name: rest for name in several}))
    layer = kind(*given.args, **given.kwargs, **({} if several else rest))
    layer.trainable = config.get("trainable", True)
    return layer
