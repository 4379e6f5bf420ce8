"""The table that `model.summary()` prints."""

import math
from typing import TYPE_CHECKING, Any

from .backend import OpenShape

if TYPE_CHECKING:
    from .model import Sequential

HEADINGS = ("Layer (type)", "Output Shape", "Param #")


def table(model: "Sequential") -> str:
    """Layers, output shapes and counts as Keras shows them, in plain text as wide as it needs to be."""
    shapes, problem = model.measure()
    rows = [
        (
            f"{step.name} ({step.kind})",
            _batch_of(shape),
            f"{_count(step.weights()):,}" if shape is not None else "?",
        )
        for step, shape in zip(model.steps, shapes, strict=True)
    ]
    widths = [max(len(row[column]) for row in (HEADINGS, *rows)) for column in range(3)]
    heading, *lines = (_line(row, widths) for row in (HEADINGS, *rows))
    rule = "=" * (sum(widths) + 6)
    return "\n".join(
        [f'Model: "{model.name}"', rule, heading, rule, *lines, rule, *_totals(model), *_why(model, problem)]
    )


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    return "   ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _batch_of(shape: OpenShape | None) -> str:
    return "?" if shape is None else f"({', '.join(['None', *map(str, shape)])})" if shape else "(None,)"


def _count(weights: Any) -> int:
    return sum(math.prod(weight.shape) for weight in weights)


def _totals(model: "Sequential") -> list[str]:
    everything = sum(_count(step.weights()) for step in model.steps)
    trained = sum(_count(step.trained().values()) for step in model.steps)
    return [
        f"Total params: {everything:,}",
        f"Trainable params: {trained:,}",
        f"Non-trainable params: {everything - trained:,}",
    ]


def _why(model: "Sequential", problem: Exception | None) -> list[str]:
    """What the question marks mean, where there are some."""
    if problem is not None:
        notes = " ".join(getattr(problem, "__notes__", ()))
        return [f"? An empty batch (m = 0) did not get through: {problem} {notes}"]
    if model.steps and model.input_shape is None:
        return ["? The shape of a sample is not known yet: give the first layer an input_shape, or call fit."]
    return []
