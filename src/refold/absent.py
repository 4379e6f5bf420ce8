"""What is said of a name that a module has not, or an object."""

import sys
from collections.abc import Callable, Iterable, Mapping
from inspect import getattr_static
from opcode import opmap
from typing import Any, NoReturn, TypeVar

import refold

from .errors import meant, suggestion
from .other_names import OF_NAMES

Kind = TypeVar("Kind", bound=type)


def absent(module: str, name: str, layers: Iterable[str] = ()) -> Exception:
    """For the `__getattr__` of a module to raise: what there is instead of a name.

    An AttributeError, or where the name is imported from the module an ImportError with the same words: of an
    AttributeError, Python would only say that it "cannot import name".
    """
    if name.startswith("_"):
        return AttributeError(f"module {module!r} has no attribute {name!r}")
    if name in OF_NAMES:
        then = OF_NAMES[name]
    elif name in (*refold.__all__, *refold.PARTS):
        then = f"It is refold.{name}."
    elif layers:
        then = suggestion(name, layers).lstrip()
    else:
        known = [each for each in vars(sys.modules[module]) if not each.startswith("_")]
        then = f"{meant(name, [*refold.__all__, *known])} dir(refold) lists all there is.".lstrip()
    caller = sys._getframe(2)
    importing = caller.f_code.co_code[caller.f_lasti] == opmap["IMPORT_FROM"]
    return (ImportError if importing else AttributeError)(f"{module} has no {name!r}. {then}")


def refusing(module: str) -> Callable[[str], Any]:
    """The `__getattr__` of a module that has no more than what stands in it."""

    def missing(name: str) -> Any:
        raise absent(module, name)

    return missing


def naming(instead: Mapping[str, str]) -> Callable[[Kind], Kind]:
    """A class of which others have attributes that this one has not: who reads one is told what to do.

    So is who sets one, which nothing would read; in a class of one's own it may be set. Each is an attribute
    of its own, since with a `__getattr__` Python reads all of them more slowly, which calls on tiny arrays
    feel. What Tab offers is what there is.
    """

    def named(kind: Kind) -> Kind:
        for name, then in instead.items():
            setattr(kind, name, _Instead(name, then))
        kind.__dir__ = _there  # pyright: ignore[reportAttributeAccessIssue]
        return kind

    return named


class _Instead:
    def __init__(self, name: str, then: str) -> None:
        self.name, self.then = name, then

    def __get__(self, owner: Any, kind: type) -> Any:
        if owner is not None and self.name in vars(owner):
            return vars(owner)[self.name]
        self.refuse(owner, kind)

    def __set__(self, owner: Any, value: Any) -> None:
        if type(owner).__module__.startswith("refold."):
            self.refuse(owner, type(owner))
        vars(owner)[self.name] = value

    def __delete__(self, owner: Any) -> None:
        if self.name not in vars(owner):
            self.refuse(owner, type(owner))
        del vars(owner)[self.name]

    def refuse(self, owner: Any, kind: type) -> NoReturn:
        what = f"{kind.__name__!r} object has no attribute {self.name!r}. {self.then}"
        raise AttributeError(what, name=self.name, obj=owner)


def _there(owner: Any) -> list[str]:
    own, kind = vars(owner), type(owner)
    names = object.__dir__(owner)
    return [
        name for name in names if name in own or not isinstance(getattr_static(kind, name, None), _Instead)
    ]
