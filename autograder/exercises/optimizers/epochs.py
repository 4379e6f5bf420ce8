"""What the training loop is tried on: epochs that are known to bring the held-out loss down, or up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from autograder.exercise import Case
from autograder.exercises.optimizers.right import train_reference

CLASSES = 3
APART = 1e-3  # by how much losses differ at least where it is asked which one is smaller
TRIES = 200

Epochs = list[list[tuple[np.ndarray, np.ndarray]]]


def made(X: np.ndarray, y: np.ndarray, plan: str, batch_size: int) -> Epochs:
    """An epoch for each sign of a plan: with the right labels (+), with wrong ones (-), or these three times
    over (=), so that it takes more than one right epoch to make up for it.
    """
    starts = range(0, len(X), batch_size)
    epochs = []
    for sign in plan:
        labels = y if sign == "+" else (y + 1) % CLASSES
        batches = [(X[i : i + batch_size], labels[i : i + batch_size]) for i in starts]
        epochs.append(batches * 3 if sign == "=" else batches)
    return epochs


def case(
    name: str,
    rng: np.random.Generator,
    plan: str,
    asks: tuple[str, ...],
    patience: int = 10,
    batch_size: int = 4,
    suits: Callable[[Sequence[float]], bool] = lambda losses: True,
    **given: Any,
) -> Case:
    """A network and samples, drawn anew until the held-out losses of all epochs suit."""
    for _ in range(TRIES):
        inputs = _drawn(rng) | given
        params = {key: inputs[key] for key in ("W1", "b1", "W2", "b2")}
        epochs = made(inputs["X"], inputs["y"], plan, batch_size)
        held_out, rates = (inputs["X_held_out"], inputs["y_held_out"]), (inputs["rate"], inputs["momentum"])
        _, losses = train_reference(params, epochs, held_out, *rates, len(plan))
        if suits(losses) and away_from_kinks(inputs):
            options = {"plan": plan, "batch_size": batch_size, "patience": patience, "asks": asks}
            return Case(name, **inputs, **options)
    raise RuntimeError(f"no {name} was found in {TRIES} draws")


def _drawn(rng: np.random.Generator) -> dict[str, Any]:
    """Of batches of four, the last is a smaller one. Held-out samples lie near those to learn from."""
    n, units = (int(size) for size in rng.permutation([2, 4, 5])[:2])
    m = int(rng.integers(9, 11))
    X, y = rng.normal(size=(m, n)), rng.integers(0, CLASSES, m)
    kept = rng.permutation(m)[: m - 1]
    return {
        "W1": rng.normal(size=(n, units)),
        "b1": rng.normal(size=units) / 2,
        "W2": rng.normal(size=(units, CLASSES)) / 2,
        "b2": rng.normal(size=CLASSES) / 2,
        "X": X,
        "y": y,
        "X_held_out": X[kept] + rng.normal(size=(m - 1, n)) / 10,
        "y_held_out": y[kept],
        "rate": float(rng.uniform(0.08, 0.15)),
        "momentum": float(rng.uniform(0.4, 0.6)),
    }


def all_alike(losses: Sequence[float]) -> bool:
    return len(set(losses)) == 1


def falling(losses: Sequence[float]) -> bool:
    return all(later < earlier - APART for earlier, later in pairwise(losses))


def up_down_up_up(losses: Sequence[float]) -> bool:
    """The third is the best of five, and the second worse than the first."""
    first, second, third, *rest = losses[:5]
    return second > first + APART and all(loss > third + APART for loss in (first, *rest))


def nearly_back(losses: Sequence[float]) -> bool:
    """The third lies between the first and the second, and later ones below all."""
    first, second, third, *rest = losses
    return first + APART < third < second - APART and min(rest) < first - APART


def first_best(losses: Sequence[float]) -> bool:
    """The third lies between the first and the second."""
    first, second, third = losses
    return first + APART < third < second - APART


def away_from_kinks(inputs: Mapping[str, Any]) -> bool:
    """No sum before ReLU is so near 0 that rounding to 32 bits could give it the other sign."""
    return bool(np.abs(inputs["X"] @ inputs["W1"] + inputs["b1"]).min() > APART)
