"""Attributes that are checked whenever they are set."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any


class Checked:
    """An attribute that passes `check(who, value, **bounds)` whenever it is set, and is read like any other.

    >>> from refold.errors import check_number
    >>> class Circle:
    ...     radius = Checked(check_number, above=0.0)
    >>> circle = Circle()
    >>> circle.radius = -1
    Traceback (most recent call last):
        ...
    refold.errors.WrongValueError: Circle: radius must be a number above 0, got -1.

    With `optional`, None passes as it is. (Without __get__ Python reads what is in the object itself.)
    """

    def __init__(self, check: Callable[..., Any], optional: bool = False, **bounds: float) -> None:
        self.check, self.optional, self.bounds = check, optional, bounds

    if TYPE_CHECKING:

        def __get__(self, instance: Any, owner: type | None = None) -> Any: ...

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, instance: Any, value: Any) -> None:
        if not (self.optional and value is None):
            value = self.check(f"{type(instance).__name__}: {self.name}", value, **self.bounds)
        vars(instance)[self.name] = value
