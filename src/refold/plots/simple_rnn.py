"""SimpleRNN as a picture: one unit, unrolled over its steps, and its gradients on the way back."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .picture import ACCENT, INK, QUIET, WIDEST, Picture, check_lengths, in_words

NUMBER = "#dbe4f0"
X, W, B = (1.0, -1.0, 2.0, 1.0), 2.0, 1.0
APART = 4.0  # from one step to the next, in cells
BACK = 6.4  # how far below the way forward the way back is drawn
INCHES_PER_CELL = 0.52


@dataclass(frozen=True)
class Walk:
    """One unit without its tanh: x, h and the gradients dA and dz of each step."""

    x: tuple[float, ...]
    h: tuple[float, ...]
    dA: tuple[float, ...]
    dz: tuple[float, ...]
    U: float

    def forward(self, t: int) -> str:
        """How the state after a step is worked out."""
        before = self.h[t - 1] if t else 0.0
        terms = rf"{_short(self.x[t])} \cdot {W:g} + {_short(before)} \cdot {_short(self.U)} + {B:g}"
        return f"${terms} = {self.h[t]:.3g}$"

    def backward(self, t: int) -> str:
        """How the gradient of a step is worked out."""
        after = self.dz[t + 1] if t + 1 < len(self.x) else 0.0
        return rf"${self.dA[t]:g} + {_short(after)} \cdot {_short(self.U)} = {self.dz[t]:.3g}$"


def draw_simple_rnn(steps: int = 3, U: float = 3.0, return_sequences: bool = False) -> Picture:
    """Draw one unit of SimpleRNN over its steps, with every number worked out; without tanh, so that they are
    easy ones.

    Above, h_t = x_t W + h_{t-1} U + b, from left to right. Below, the gradients, which are outlined, from
    right to left: dz_t = dA_t + dz_{t+1} U and dx_t = dz_t W. W is 2 and b is 1.

    Args:
        steps: how many; at most 4.
        U: the weight of the state before.
        return_sequences: whether every state is handed on, and hears back 1 from above; else the last alone.
    """
    check_lengths("draw_simple_rnn", steps=steps)
    walk = _walk(X[:steps], float(U), return_sequences)
    across, down = len(walk.x) * APART + 1.6, BACK + 6.2
    inches = min(INCHES_PER_CELL, WIDEST / across)
    figure = Picture(figsize=(across * inches, down * inches), layout="constrained")
    figure.words = in_words(_words(walk))
    axes = figure.add_subplot()
    axes.set(xlim=(-1.2, across - 1.2), ylim=(down - 2.0, -2.0), aspect="equal")
    axes.axis("off")
    _cell(axes, -0.9, 0.0, 0.0, "h_0")
    for t in range(len(walk.x)):
        _forward(axes, walk, t)
        _backward(axes, walk, t)
    return figure


def _walk(x: tuple[float, ...], U: float, return_sequences: bool) -> Walk:
    h, dz, state, after = [], [], 0.0, 0.0
    for number in x:
        state = number * W + state * U + B
        h.append(state)
    dA = (*[float(return_sequences)] * (len(x) - 1), 1.0)
    for gradient in reversed(dA):
        dz.insert(0, gradient + after)
        after = dz[0] * U
    return Walk(x, tuple(h), dA, tuple(dz), U)


def _words(walk: Walk) -> str:
    each = range(len(walk.x))
    forward = "; ".join(f"h {t + 1}: {walk.forward(t)}" for t in each)
    backward = "; ".join(f"dz {t + 1}: {walk.backward(t)}" for t in reversed(each))
    return f"Forward, from left to right, {forward}. Backward, from right to left, {backward}."


def _forward(axes: Axes, walk: Walk, t: int) -> None:
    left = _left(t)
    before = _left(t - 1) if t else -0.9
    _cell(axes, left, 0.0, walk.h[t], f"h_{t + 1}")
    _cell(axes, left, 2.4, walk.x[t], f"x_{t + 1}", below=True)
    _arrow(axes, (left + 0.5, 2.4), (left + 0.5, 1.0), W, QUIET)
    _arrow(axes, (before + 1.0, 0.5), (left, 0.5), walk.U, QUIET)
    axes.text(left + 0.5, -1.2, walk.forward(t), fontsize=8, color=INK, ha="center", va="center")


def _backward(axes: Axes, walk: Walk, t: int) -> None:
    left = _left(t)
    _cell(axes, left, BACK, walk.dz[t], f"dz_{t + 1}")
    _cell(axes, left, BACK + 2.4, walk.dz[t] * W, f"dx_{t + 1}", below=True)
    _arrow(axes, (left + 0.5, BACK + 1.0), (left + 0.5, BACK + 2.4), W, ACCENT)
    if t + 1 < len(walk.x):
        _arrow(axes, (_left(t + 1), BACK + 0.5), (left + 1.0, BACK + 0.5), walk.U, ACCENT)
    axes.text(left + 0.5, BACK - 1.2, walk.backward(t), fontsize=8, color=ACCENT, ha="center", va="center")


def _left(t: int) -> float:
    return 1.4 + t * APART


def _cell(axes: Axes, x: float, y: float, value: float, name: str, below: bool = False) -> None:
    """One number with its name above or below it; gradients are outlined."""
    outlined = name.startswith("d")
    face, edge = ("white", QUIET) if outlined else (NUMBER, "white")
    axes.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor=edge, linewidth=1.4))
    axes.text(x + 0.5, y + 0.5, f"{value:.3g}", fontsize=9, color=INK, ha="center", va="center")
    place = y + 1.4 if below else y - 0.4
    axes.text(x + 0.5, place, f"${name}$", fontsize=10, color=QUIET, ha="center", va="center")


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], weight: float, color: str
) -> None:
    """An arrow with the weight that a number is multiplied by on its way."""
    axes.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": color, "shrinkA": 2, "shrinkB": 2})
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    upright = start[0] == end[0]
    x, y = (x + 0.45, y) if upright else (x, y - 0.3)
    axes.text(x, y, rf"$\cdot\, {_short(weight)}$", fontsize=9, color=color, ha="center", va="center")


def _short(number: float) -> str:
    """At most three digits, in brackets where the number is negative."""
    return f"({number:.3g})" if number < 0 else f"{number:.3g}"
