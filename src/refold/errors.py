"""What is said when something is wrong: who, what was expected, what came, what to do next."""

import difflib
import functools
import inspect
import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any, TypeVar

Value = TypeVar("Value")


class RefoldError(Exception):
    """Any mistake that Refold explains by name."""


class ShapeError(RefoldError, ValueError):
    """An array has the wrong number of axes or the wrong lengths."""


class DTypeError(RefoldError, TypeError):
    """An array holds what a layer cannot compute with, such as text."""


class ArrayError(RefoldError, TypeError):
    """Something is no array, or arrays of two libraries or devices were mixed."""


class NotReadyError(RefoldError, RuntimeError):
    """A stage was called before the one that it needs."""


class WrongValueError(RefoldError, ValueError):
    """An argument has a value that makes no sense."""


class UnknownNameError(RefoldError, ValueError):
    """A name of a layer, activation, loss, optimizer or initializer does not exist."""


class NotFiniteError(RefoldError, ArithmeticError):
    """A loss became NaN or infinite."""


class FileFormatError(RefoldError, ValueError):
    """A file is damaged, or is not one of ours."""


def check_shape(who: str, array: Any, expected: tuple[int, ...], then: str = "") -> None:
    """Refuse `array` unless its shape is `expected`; `who` names method and argument.

    >>> import numpy
    >>> check_shape("Flatten.backward: dA", numpy.ones((4, 5)), (4, 6), "It is the shape of A.")
    Traceback (most recent call last):
        ...
    refold.errors.ShapeError: Flatten.backward: dA must have shape (4, 6), got (4, 5). It is the shape of A.
    """
    shape = tuple(array.shape)
    if shape != tuple(expected):
        raise ShapeError(f"{who} must have shape {tuple(expected)}, got {shape}. {then}".rstrip())


def check_whole(who: str, value: Any, least: int) -> int:
    """Refuse `value` unless it is a whole number of at least `least`; give it back as an int.

    >>> check_whole("Dense: units", -3, least=1)
    Traceback (most recent call last):
        ...
    refold.errors.WrongValueError: Dense: units must be a whole number of at least 1, got -3.
    """
    try:
        whole = None if isinstance(value, bool) else operator.index(value)
    except TypeError:  # also of an array of several
        whole = None
    if whole is None or whole < least:
        raise WrongValueError(f"{who} must be a whole number of at least {least}, got {value!r}.")
    return whole


def check_flag(who: str, value: Any) -> bool:
    """Refuse what is neither True nor False (nor 1, 0, None) and would be True; give `value` back as a bool.

    >>> check_flag("LSTM: return_sequences", "False")
    Traceback (most recent call last):
        ...
    refold.errors.WrongValueError: LSTM: return_sequences must be True or False, got 'False'.
    """
    if hasattr(value, "__len__") or value not in (True, False, None):
        raise WrongValueError(f"{who} must be True or False, got {value!r}.")
    return bool(value)


def check_row(who: str, values: Any) -> tuple[Any, ...]:
    """Refuse `values` unless there may be several of them, as in a tuple; give them back as one.

    >>> check_row("Reshape: target_shape", 6)
    Traceback (most recent call last):
        ...
    refold.errors.WrongValueError: Reshape: target_shape must be a tuple, got 6. Of a single value: (6,).
    """
    try:
        return tuple(values)
    except TypeError:
        raise WrongValueError(
            f"{who} must be a tuple, got {values!r}. Of a single value: ({values!r},)."
        ) from None


def check_axis(who: str, shape: tuple[int, ...], axis: int) -> int:
    """Refuse `axis` unless X of `shape` has it beside that of the samples; give it back counted from 0.

    >>> check_axis("Softmax.forward", (2, 3, 4), -1)
    2
    """
    axes = len(shape)
    if not -axes <= axis < axes or axis % axes == 0:
        raise ShapeError(
            f"{who}: X must have axis {axis} beside that of the samples, got shape {tuple(shape)}. "
            "One row of n numbers has shape (1, n)."
        )
    return axis % axes


def check_number(
    who: str,
    value: Any,
    *,
    above: float = -math.inf,
    least: float = -math.inf,
    below: float = math.inf,
    most: float = math.inf,
) -> float:
    """Refuse `value` unless it is a finite number within the bounds; give it back as a float.

    >>> check_number("SGD: momentum", 1.5, least=0.0, below=1.0)
    Traceback (most recent call last):
        ...
    refold.errors.WrongValueError: SGD: momentum must be a number of at least 0 and below 1, got 1.5.
    """
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not number or not (above < float(value) < below and least <= float(value) <= most):
        bounds = [f"above {above:g}"] if above > -math.inf else []
        bounds += [f"of at least {least:g}"] if least > -math.inf else []
        bounds += [f"below {below:g}"] if below < math.inf else []
        if most < math.inf:
            bounds = [f"from {least:g} to {most:g}"]
        what = " and ".join(bounds) or "that is finite"
        raise WrongValueError(f"{who} must be a number {what}, got {value!r}.")
    return float(value)


def suggestion(name: object, choices: Iterable[str]) -> str:
    """A sentence that names what may have been meant, then everything there is.

    >>> suggestion("rellu", ["relu", "tanh"])
    " Did you mean 'relu'? There are: relu, tanh."
    """
    choices = sorted(set(choices), key=lambda choice: (choice.lower(), choice))
    return f"{meant(name, choices)} There are: {', '.join(choices)}."


def meant(name: object, choices: Iterable[str]) -> str:
    """A sentence that names what may have been meant; empty where nothing is like it.

    >>> meant("rellu", ["relu", "tanh"])
    " Did you mean 'relu'?"
    """
    known = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(str(name).lower(), known, n=1, cutoff=0.6)
    return f" Did you mean {known[near[0]]!r}?" if near else ""


def refuse_arguments(called: Any, unknown: Iterable[str], instead: Mapping[str, str]) -> None:
    """Refuse arguments that a method has not, or that no constructor of a class and its base classes has.

    `instead` says of a name what to do without it; of other names, what may have been meant.

    >>> class Scale:
    ...     def __init__(self, factor: float) -> None: ...
    >>> refuse_arguments(Scale, ["facto"], instead={})
    Traceback (most recent call last):
        ...
    refold.errors.UnknownNameError: Scale has no argument 'facto'. Did you mean 'factor'? There are: factor.
    """
    for name in unknown:
        hint = f" {instead[name]}" if name in instead else suggestion(name, arguments_of(called))
        owner = getattr(called, "__self__", None)
        who = called.__name__ if owner is None else f"{type(owner).__name__}.{called.__name__}"
        raise UnknownNameError(f"{who} has no argument {name!r}.{hint}")


def refuse_call(kind: type, args: Sequence[Any], options: Iterable[str], instead: Mapping[str, str]) -> None:
    """Refuse too many arguments without a name, one that a class gives its base class itself, and one that
    it has not where another is missing: of the two, Python would only name the one that is missing.

    >>> class Scale:
    ...     def __init__(self, factor: float) -> None: ...
    >>> class Half(Scale):
    ...     def __init__(self, **options) -> None:
    ...         super().__init__(0.5, **options)
    >>> refuse_call(Half, (), ["factor"], instead={})
    Traceback (most recent call last):
        ...
    refold.errors.UnknownNameError: Half has no argument 'factor'. There are: .
    """
    names = _positions(kind)
    if names is not None and len(args) > len(names):
        takes = f"takes only {', '.join(names)} without a name" if names else "takes all arguments by name"
        then = instead.get(kind.__name__, f"help({kind.__name__}) lists them.")
        raise WrongValueError(f"{kind.__name__} {takes}, got {tuple(args)}. {then}")
    refuse_arguments(kind, _set_within(kind).intersection(options), instead)
    if not _needed(kind, len(args)) <= set(options):
        refuse_arguments(kind, [name for name in options if name not in arguments_of(kind)], instead)


@functools.cache
def _needed(kind: type, given: int) -> set[str]:
    """The arguments that a constructor must still be given by name, after so many without one."""
    parameters = inspect.signature(kind.__init__).parameters
    needed = {name for name, each in parameters.items() if each.default is each.empty}
    several = {
        name for name, each in parameters.items() if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    }
    return needed - several - {"self", *(_positions(kind) or [])[:given]}


@functools.cache
def _positions(kind: type) -> list[str] | None:
    """The arguments that a constructor takes without a name; None where it takes any number of them."""
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    if any(each.kind is each.VAR_POSITIONAL for each in parameters):
        return None
    by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [each.name for each in parameters if each.kind in by_position]


def arguments_of(called: Any) -> list[str]:
    """The arguments that a method has, or the constructors of a class and its base classes."""
    return [each.name for each in _parameters(called) if each.name not in _set_within(called)]


@functools.cache
def _set_within(called: Any) -> set[str]:
    """What a base class must be given, and the class gives it without taking it.

    Of a constructor that is not Refold's nobody knows whether it hands such arguments on.
    """
    constructor = called.__init__ if isinstance(called, type) else called
    if not constructor.__module__.startswith("refold."):
        return set()
    own = inspect.signature(constructor).parameters
    return {each.name for each in _parameters(called) if each.default is each.empty and each.name not in own}


def _parameters(called: Any) -> list[inspect.Parameter]:
    bases = called.__mro__ if isinstance(called, type) else ()
    constructors = [vars(base)["__init__"] for base in bases if "__init__" in vars(base)]
    return [
        parameter
        for function in constructors or [called]
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        and parameter.name != "self"
    ]


def refuse_class(who: str, value: object) -> None:
    """Refuse a class where an object of it is meant.

    >>> refuse_class("activation", dict)
    Traceback (most recent call last):
        ...
    refold.errors.WrongValueError: activation: dict is a class. Make one: dict(...).
    """
    if isinstance(value, type):
        name = value.__name__
        raise WrongValueError(f"{who}: {name} is a class. Make one: {name}(...).")


def look_up(kind: str, name: object, table: Mapping[str, Value]) -> Value:
    """`table[name]`, or an UnknownNameError that suggests what may have been meant.

    >>> look_up("loss", "msee", {"mse": 1})
    Traceback (most recent call last):
        ...
    refold.errors.UnknownNameError: No loss is called 'msee'. Did you mean 'mse'? There are: mse.
    """
    if isinstance(name, str) and name in table:
        return table[name]
    raise UnknownNameError(f"No {kind} is called {name!r}.{suggestion(name, table)}")
