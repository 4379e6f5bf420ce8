"""One step of an LSTM as a picture: what is kept, written and read, and what comes back on the same ways."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .picture import ACCENT, INK, QUIET, Picture, in_words

Terms: TypeAlias = list[tuple[float, ...]]  # a sum of products
Place: TypeAlias = tuple[float, float]

NUMBER, GATE = "#dbe4f0", "#f3ecd2"
BACK = 8.4  # how far below the way forward the way back is drawn, in cells
ACROSS, DOWN = 20.5, 16.2
INCHES_PER_CELL = 0.48
PLACES: dict[str, Place] = {
    "C_before": (0, 0),
    "C": (5, 0),
    "h": (10, 0),
    "g": (5, 4),
    "f": (2.5, -2.2),
    "o": (7.5, -2.2),
    "i": (2.5, 2),
}
WAYS = [("C_before", "C", "f"), ("g", "C", "i"), ("C", "h", "o")]  # from, to, and the gate on the way


@dataclass(frozen=True)
class Step:
    """One unit, one sample: what a step begins with, and what comes back to it."""

    i: float
    f: float
    g: float
    o: float
    C_before: float
    dh: float
    dC_next: float

    def forward(self) -> dict[str, Terms]:
        """How memory and state are worked out."""
        C: Terms = [(self.f, self.C_before), (self.i, self.g)]
        return {"C": C, "h": [(self.o, math.tanh(_value(C)))]}

    def backward(self) -> dict[str, Terms]:
        """How the gradients are worked out, those of the gates back to their sums z."""
        read = math.tanh(_value(self.forward()["C"]))
        terms: Terms = [(self.dC_next,), (self.dh, self.o, 1 - read**2)]
        dC = _value(terms)
        return {
            "dC": terms,
            "dz_i": [(dC, self.g, self.i * (1 - self.i))],
            "dz_f": [(dC, self.C_before, self.f * (1 - self.f))],
            "dz_g": [(dC, self.i, 1 - self.g**2)],
            "dz_o": [(self.dh, read, self.o * (1 - self.o))],
            "dC_before": [(dC, self.f)],
        }


def draw_lstm(
    i: float = 0.5,
    f: float = 0.75,
    g: float = 0.5,
    o: float = 0.75,
    C_before: float = 1.0,
    dh: float = 2.0,
    dC: float = 0.37,
) -> Picture:
    """Draw one step of one unit, with every number worked out.

    Above, C = f C_before + i g and h = o tanh(C): each gate stands beside the arrow that it opens. Below, the
    gradients, which are outlined, go the same ways back; those of i, f, g and o are back at their sums z.

    Args:
        i, f, g, o: the gates, from 0 to 1, and the candidate g, from -1 to 1.
        C_before: the memory before the step.
        dh, dC: what comes back to the state, and from the next step to the memory.
    """
    step = Step(i, f, g, o, C_before, dh, dC)
    figure = Picture(figsize=(ACROSS * INCHES_PER_CELL, DOWN * INCHES_PER_CELL), layout="constrained")
    forward, backward = (_worked_out(way) for way in (step.forward(), step.backward()))
    words = in_words(f"Forward, {'; '.join(forward)}. Backward, {'; '.join(backward)}.")
    figure.words = words.replace("_{before}", " before")
    axes = figure.add_subplot()
    axes.set(xlim=(-0.8, ACROSS - 0.8), ylim=(DOWN - 2.6, -2.6), aspect="equal")
    axes.axis("off")
    _draw_forward(axes, step)
    _draw_backward(axes, step)
    _lines(axes, forward, 0.5, INK)
    _lines(axes, backward, BACK - 1.5, ACCENT)
    return figure


def _draw_forward(axes: Axes, step: Step) -> None:
    for start, end, gate in WAYS:
        _arrow(axes, PLACES[start], PLACES[end], INK)
        _beside(axes, gate, start, end, 0.0)
    _arrow(axes, PLACES["C"], (5, -2.6), INK)
    _note(axes, "next step", (5.5, -2.0), INK)
    _note(axes, r"$\tanh$", (8.0, 0.95), QUIET)
    worked_out = {name: _value(terms) for name, terms in step.forward().items()}
    for name, place in PLACES.items():
        value = worked_out[name] if name in worked_out else getattr(step, name)
        _cell(axes, name, place, value, GATE if name in ("i", "f", "o") else NUMBER)


def _draw_backward(axes: Axes, step: Step) -> None:
    for start, end, gate in WAYS:
        _arrow(axes, _below(PLACES[end]), _below(PLACES[start]), ACCENT)
        _beside(axes, gate, start, end, BACK)
    _arrow(axes, _below((5, -2.6)), _below(PLACES["C"]), ACCENT)
    _note(axes, f"next step: {step.dC_next:.3g}", _below((5.5, -2.0)), ACCENT)
    worked_out = {name: _value(terms) for name, terms in step.backward().items()}
    for name, place in PLACES.items():
        gradient = f"dz_{name}" if name in ("i", "f", "g", "o") else f"d{name}"
        _cell(axes, gradient, _below(place), worked_out.get(gradient, step.dh), "white")


def _below(place: Place) -> Place:
    """The same place on the way back."""
    return place[0], place[1] + BACK


def _cell(axes: Axes, name: str, place: Place, value: float, face: str) -> None:
    """One number with its name beside it, or above where arrows come and go; gradients are outlined."""
    x, y = place
    beside = y + 0.5 if name[-1] not in "Ch" else y - 0.3
    edge = QUIET if face == "white" else "white"
    axes.add_patch(Rectangle(place, 1, 1, facecolor=face, edgecolor=edge, linewidth=1.4))
    axes.text(x + 0.5, y + 0.5, f"{value:.3g}", fontsize=9, color=INK, ha="center", va="center")
    axes.text(x - 0.12, beside, f"${_spelt(name)}$", fontsize=10, color=QUIET, ha="right", va="center")


def _arrow(axes: Axes, start: Place, end: Place, color: str) -> None:
    """From the edge of one cell to that of another, along a row or a column."""
    (x, y), (right, down) = ((a + 0.5, b + 0.5) for a, b in (start, end))
    across, along = ((right > x) - (right < x)) / 2, ((down > y) - (down < y)) / 2
    begins, ends = (x + across, y + along), (right - across, down - along)
    axes.annotate(
        "", ends, begins, arrowprops={"arrowstyle": "->", "color": color, "shrinkA": 2, "shrinkB": 2}
    )


def _beside(axes: Axes, gate: str, start: str, end: str, down: float) -> None:
    """A dotted line from a gate to the middle of the arrow that it opens."""
    (x, y), (right, below), (left, top) = PLACES[start], PLACES[end], PLACES[gate]
    middle = (x + right) / 2 + 0.5, (y + below) / 2 + 0.5 + down
    edge = (left + 1, top + 0.5 + down) if y != below else (left + 0.5, top + 1 + down)
    axes.plot(*zip(edge, middle, strict=True), color=QUIET, linestyle=":", linewidth=1.2)


def _lines(axes: Axes, lines: list[str], top: float, color: str) -> None:
    """The arithmetic, one line below the other, to the right of the drawing."""
    for number, line in enumerate(lines):
        axes.text(12.4, top + number * 1.05, line, fontsize=9, color=color, ha="left", va="center")


def _note(axes: Axes, text: str, place: Place, color: str) -> None:
    axes.text(*place, text, fontsize=8, color=color, ha="center", va="center", backgroundcolor="white")


def _worked_out(way: dict[str, Terms]) -> list[str]:
    """Each quantity with its sum of products, as a formula."""
    sums = {
        name: r" + ".join(r" \cdot ".join(map(_short, term)) for term in terms) for name, terms in way.items()
    }
    return [f"${_spelt(name)} = {text} = {_value(way[name]):.3g}$" for name, text in sums.items()]


def _value(terms: Terms) -> float:
    return sum(math.prod(term) for term in terms)


def _spelt(name: str) -> str:
    """C_before as a formula writes it."""
    return name.replace("_before", r"_{before}")


def _short(number: float) -> str:
    """At most three digits, in brackets where the number is negative."""
    return f"({number:.3g})" if number < 0 else f"{number:.3g}"
