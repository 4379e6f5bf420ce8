"""What is said of a name that a module has not, or an object."""

import sys
from collections.abc import Callable, Iterable, Mapping
from opcode import opmap
from typing import Any

import refold

from .errors import meant, suggestion
from .other_names import OF_NAMES


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


def hinting(instead: Mapping[str, str]) -> Callable[[Any, str], Any]:
    """The `__getattr__` of a class that says of some attributes what there is instead.

    W is one of its `params`, moving_mean one of its `buffers`, and dW one of its `grads`.
    """

    def missing(self: Any, name: str) -> Any:
        if hasattr(type(self), name):  # a property that needs what is not there, and says what
            return object.__getattribute__(self, name)
        then = f". {instead[name]}" if name in instead else ""  # else Python goes on: ". Did you mean"
        for values, key in (("params", name), ("buffers", name), ("grads", name.removeprefix("d"))):
            if key in vars(self).get(values, ()) and (values != "grads" or key != name):
                then = f". Write {values}[{key!r}]."
        what = f"{type(self).__name__!r} object has no attribute {name!r}{then}"
        raise AttributeError(what, name=name, obj=self)

    return missing
