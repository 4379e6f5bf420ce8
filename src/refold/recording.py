"""Keep what flows through a model, layer by layer: for pictures, lessons, and the first wrong step."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .backend import Array
from .errors import WrongValueError

if TYPE_CHECKING:
    from .training import Training

Trace = dict[str, dict[str, Array]]


@contextmanager
def record(model: "Training") -> Iterator[Trace]:
    """Keep X, A, dA and dX of every layer by its name, of the last pass: `trace["dense"]["dA"]`.

    The arrays are the model's own, not copies. The trace stays when the block ends; recording stops.

    >>> import refold
    >>> model = refold.Sequential([refold.Flatten(name="F"), refold.ReLU(name="R")])
    >>> with record(model) as trace:
    ...     A = model.forward(refold.asarray([[[1.0], [-2.0]]]))
    >>> trace["R"]["A"]
    array([[1., 0.]])
    """
    if "trace" not in getattr(model, "__dict__", ()):  # arrays have a method of that name
        raise WrongValueError(f"record: model must be a Sequential, got {model!r}.")
    outer, model.trace = model.trace, {}
    try:
        yield model.trace
    finally:
        model.trace = outer
