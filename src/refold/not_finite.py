"""Where in a model numbers stop being finite."""

from typing import TYPE_CHECKING

from .backend import Array, kind, namespace
from .errors import NotFiniteError
from .recording import record
from .samples import Samples

if TYPE_CHECKING:
    from .training import Training


def not_finite(model: "Training", part: Samples, loss: float, when: str) -> NotFiniteError:
    """The error for a loss that is no number: where it began, in the data or in the model."""
    start = f"Sequential: the loss is {loss} at {when}."
    for name, each in zip(("x", "y", "sample_weight"), part, strict=True):
        if kind(each) == "float" and not _all_finite(each):
            return NotFiniteError(
                f"{start} {name} itself is not finite there. Look for NaN and infinity in the data."
            )
    with record(model) as trace:
        model.forward(part.x)
    for step in model.steps:
        if not _all_finite(trace[step.name]["A"]):
            return NotFiniteError(
                f"{start} The first layer whose output is not finite is {step.name!r} ({step.kind}). "
                f"Often the learning rate is too large: try less than {model.optimizer}, or scale x."
            )
    return NotFiniteError(
        f"{start} Every layer's output is finite, but too far from y. "
        f"Often the learning rate is too large: try less than {model.optimizer}, or scale x and y."
    )


def _all_finite(X: Array) -> bool:
    xp = namespace(X)
    return bool(xp.all(xp.isfinite(X)))
