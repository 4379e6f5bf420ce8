"""A graph as a picture: values on the way forward, gradients on the way back."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from .matrix import signed
from .picture import ACCENT, INK, QUIET, Picture, in_words

PLACES = {"x": (0.0, 1.0), "y": (0.0, 0.0), "p": (1.5, 0.35), "r": (1.5, 1.65), "f": (3.0, 1.0)}
BELOW = 0.3  # from a node down to its gradient


@dataclass(frozen=True)
class Way:
    """From an input to what is made of it: `slope` is how much that moves with it."""

    start: str
    end: str
    slope: float


def draw_graph(x: float = 2.0, y: float = 3.0) -> Picture:
    """Draw f = x y + relu(x) as a graph of its operations, p = x y, r = relu(x) and f = p + r.

    In each node stands its value, below it its gradient df/d(node). At each arrow stands what comes back
    along it: the gradient of its end times the slope. Where several arrows begin, that is added up. The slope
    of relu at 0 is taken as 0.

    Args:
        x, y: where f is looked at.
    """
    x, y = float(x), float(y)
    values = {"x": x, "y": y, "p": x * y, "r": max(x, 0.0), "f": x * y + max(x, 0.0)}
    ways = [
        Way("p", "f", 1.0),
        Way("r", "f", 1.0),
        Way("x", "p", y),
        Way("y", "p", x),
        Way("x", "r", float(x > 0)),
    ]
    made = {"x": "x", "y": "y", "p": r"p = x \, y", "r": r"r = \mathrm{relu}(x)", "f": "f = p + r"}
    gradients = dict.fromkeys(values, 0.0) | {"f": 1.0}
    for way in ways:  # the ends of these come before their starts
        gradients[way.start] += gradients[way.end] * way.slope
    figure = Picture(figsize=(8.4, 3.8), layout="constrained")
    axes = figure.subplots()
    axes.set(xlim=(-0.6, 3.6), ylim=(-0.6, 2.1))
    axes.axis("off")
    lines = {name: _worked_out(name, ways, gradients) for name in PLACES}
    boxes = {
        name: _draw_node(axes, place, rf"${made[name]} = {values[name]:g}$", lines[name])
        for name, place in PLACES.items()
    }
    for way in ways:
        _draw_way(axes, way, gradients, boxes)
    figure.words = in_words(
        f"Forward: {', '.join(f'{_spelt(made[name])} = {values[name]:g}' for name in PLACES)}. "
        f"Back: {', '.join(_spelt(lines[name]) for name in reversed(PLACES))}."
    )
    return figure


def _worked_out(name: str, ways: list[Way], gradients: dict[str, float]) -> str:
    """The gradient of a node: what comes back to it, added up."""
    parts = [_part(way, gradients) for way in ways if way.start == name]
    start = rf"d{name} = {' + '.join(parts)}"
    return rf"${start} = {gradients[name]:g}$" if parts else rf"$d{name} = {gradients[name]:g}$"


def _part(way: Way, gradients: dict[str, float]) -> str:
    return rf"{signed(gradients[way.end])} \cdot {signed(way.slope)}"


def _draw_way(axes: Axes, way: Way, gradients: dict[str, float], boxes: dict[str, Patch | None]) -> None:
    """An arrow from box to box, and what comes back along it."""
    (x, y), (to_x, to_y) = PLACES[way.start], PLACES[way.end]
    shape = {"arrowstyle": "->", "color": QUIET, "shrinkA": 2, "shrinkB": 2}
    shape |= {"patchA": boxes[way.start], "patchB": boxes[way.end]}
    axes.annotate("", (to_x, to_y), (x, y), arrowprops=shape)
    place = ((x + to_x) / 2, (y + to_y) / 2 + 0.12)
    axes.text(*place, rf"${_part(way, gradients)}$", fontsize=9, color=ACCENT, ha="center", va="center")


def _draw_node(axes: Axes, place: tuple[float, float], value: str, gradient: str) -> Patch | None:
    """The value in a box, which is returned, and the gradient below it."""
    x, y = place
    box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": INK}
    shown = axes.text(x, y, value, fontsize=10, color=INK, ha="center", va="center", bbox=box)
    axes.text(x, y - BELOW, gradient, fontsize=10, color=ACCENT, ha="center", va="center")
    return shown.get_bbox_patch()


def _spelt(formula: str) -> str:
    return formula.replace(r"\mathrm{relu}", "relu").replace(r"x \, y", "x times y")
