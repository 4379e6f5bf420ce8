"""Gradient descent as a picture: three optimizers on their way down the same valley, step by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes

from .picture import ACCENT, INK, QUIET, Picture, in_words

Way: TypeAlias = Iterator[tuple[float, str]]  # where a step leads, and how that is worked out

START = (8.0, 4.0)
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-7
WRITTEN = 2  # steps that are worked out below the picture


@dataclass(frozen=True)
class Path:
    """The points that an optimizer comes through, and how each coordinate of the first ones came about."""

    name: str
    points: list[tuple[float, float]]
    lines: list[str]


def draw_descent(
    steps: int = 10,
    rate: float = 0.15,
    momentum: float = 0.5,
    adam_rate: float = 1.0,
    curvature: float = 10.0,
) -> Picture:
    """Draw how SGD, momentum and Adam go down L = (x^2 + curvature y^2) / 2 from (8, 4).

    The lines join points of the same L. Below, the first two steps of each are worked out: for SGD from the
    gradients x and curvature y, for momentum with the velocity before, for Adam (0.9, 0.999) with the
    corrected means of the gradients and of their squares.

    Args:
        steps: how many each takes.
        rate: of SGD and of momentum.
        momentum: the share of the velocity that is kept.
        adam_rate: of Adam.
        curvature: along y; along x it is 1.
    """
    rate, momentum, adam_rate, curvature = float(rate), float(momentum), float(adam_rate), float(curvature)
    ways: dict[str, Callable[[float, float], Way]] = {
        "SGD": lambda p, c: _sgd(p, c, rate),
        "momentum": lambda p, c: _momentum(p, c, rate, momentum),
        "Adam": lambda p, c: _adam(p, c, adam_rate),
    }
    paths = [_path(name, way, steps, curvature) for name, way in ways.items()]
    figure = Picture(figsize=(10.5, 4.4), layout="constrained")
    above, below = figure.subplots(2, 3, height_ratios=[2.6, 1])
    for path, panel, text in zip(paths, above, below, strict=True):
        _draw(panel, path, curvature)
        text.axis("off")
        text.text(
            0.5, 1, "\n".join(path.lines), fontsize=9, color=INK, ha="center", va="top", linespacing=1.6
        )
    figure.words = " ".join(_words(path, curvature) for path in paths)
    return figure


def _sgd(p: float, curvature: float, rate: float) -> Way:
    while True:
        G = curvature * p
        how = rf"{_short(p)} - {rate:g} \cdot {_short(G)}"
        p -= rate * G
        yield p, how


def _momentum(p: float, curvature: float, rate: float, momentum: float) -> Way:
    velocity = 0.0
    while True:
        G = curvature * p
        how = rf"{_short(p)} + {momentum:g} \cdot {_short(velocity)} - {rate:g} \cdot {_short(G)}"
        velocity = momentum * velocity - rate * G
        p += velocity
        yield p, how


def _adam(p: float, curvature: float, rate: float) -> Way:
    M = V = 0.0
    t = 0
    while True:
        t, G = t + 1, curvature * p
        M, V = BETA_1 * M + (1 - BETA_1) * G, BETA_2 * V + (1 - BETA_2) * G * G
        M_corrected, V_corrected = M / (1 - BETA_1**t), V / (1 - BETA_2**t)
        how = rf"{_short(p)} - {rate:g} \cdot {_short(M_corrected)} / \sqrt{{{_short(V_corrected)}}}"
        p -= rate * M_corrected / (math.sqrt(V_corrected) + EPSILON)
        yield p, how


def _path(name: str, way: Callable[[float, float], Way], steps: int, curvature: float) -> Path:
    """Each coordinate goes its own way: the gradient along x knows nothing of y."""
    points, lines = [START], []
    along_x, along_y = way(START[0], 1.0), way(START[1], curvature)
    for step in range(1, steps + 1):
        (x, x_how), (y, y_how) = next(along_x), next(along_y)
        points.append((x, y))
        if step <= WRITTEN:
            lines += [rf"$x_{step} = {x_how} = {x:.3g}$", rf"$y_{step} = {y_how} = {y:.3g}$"]
    return Path(name, points, lines)


def _loss(x: float, y: float, curvature: float) -> float:
    return (x * x + curvature * y * y) / 2


def _draw(axes: Axes, path: Path, curvature: float) -> None:
    X, Y = np.meshgrid(np.linspace(-3, 9, 121), np.linspace(-5, 5, 101))
    L = (X**2 + curvature * Y**2) / 2
    levels = [_loss(*START, curvature) * share**2 for share in (0.15, 0.3, 0.5, 0.7, 0.9, 1.1)]
    axes.contour(X, Y, L, levels=levels, colors=QUIET, linewidths=0.7)
    xs, ys = zip(*path.points, strict=True)
    axes.plot(xs, ys, color=ACCENT, marker="o", markersize=4, linewidth=1.2)
    axes.plot(*START, color=INK, marker="o", markersize=6)
    axes.plot(0, 0, color=INK, marker="+", markersize=9)
    left = _loss(*path.points[-1], curvature)
    axes.set_title(f"{path.name}: L = {left:.3g} after {len(xs) - 1} steps", fontsize=10, color=INK)
    axes.set(xlim=(-3, 9), ylim=(-5, 5), xlabel="x", ylabel="y")
    axes.tick_params(labelsize=8)


def _words(path: Path, curvature: float) -> str:
    lines = "; ".join(line.replace("_", " ") for line in path.lines)
    (x, y), steps = path.points[-1], len(path.points) - 1
    end = f"After {steps} steps it is at ({x:.3g}, {y:.3g}), where L = {_loss(x, y, curvature):.3g}."
    spelt = lines.replace(r"/ \sqrt{", "over the root of ").replace("}", "")
    return in_words(f"{path.name} from (8, 4): {spelt}. {end}")


def _short(number: float) -> str:
    """Three digits, or all before the point; in brackets where the number is negative."""
    digits = f"{number:.3g}" if abs(number) < 1000 else f"{number:.0f}"
    return f"({digits})" if number < 0 else digits
