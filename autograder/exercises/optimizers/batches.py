"""shuffled_batches: every sample once an epoch, in another order each time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Unfit, distinct, shape_of, shaped
from autograder.exercises.optimizers.batches_sentences import MISTAKES

Epochs = list[list[tuple[list[int], list[int]]]]
"""Of each batch of each epoch: the numbers of its samples, and those of its targets."""


def reference(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        starts = range(0, len(X), batch_size)
        rows = [order[start : start + batch_size] for start in starts]
        found.append([(X[each], y[each]) for each in rows])
    return found


def run(student, X, y, batch_size, epochs, seed):
    """Any way of drawing will do: what is looked at is which samples come, and when."""
    given = X.copy(), y.copy()  # by which batches are told, though an answer shuffles what it is given
    drawn = _numbered(student(X, y, batch_size, epochs, seed), *given, epochs)
    if len(X) > batch_size and any(len(epoch) == 1 for epoch in drawn):
        raise Unfit("nothing was cut into batches")
    yield "sizes", [[len(samples) for samples, _ in epoch] for epoch in drawn]
    yield "samples", _samples(drawn, len(X))
    yield "order", _order(drawn, len(X))
    again = _numbered(student(X, y, batch_size, epochs, seed), *given, epochs)
    other = _numbered(student(X, y, batch_size, epochs, seed + 1), *given, epochs)
    yield "seed", _seed(drawn, again, other)


def _numbered(found: Any, X: np.ndarray, y: np.ndarray, epochs: int) -> Epochs:
    """The batches as numbers of samples; -1 for what is not in X or y. Errors where they are no batches."""
    names, m = {tuple(row): i for i, row in enumerate(X.tolist())}, len(X)
    targets, numbered = {value: i for i, value in enumerate(y.tolist())}, []
    for epoch in islice(found, epochs + 1):
        numbered.append([])
        pairs = list(islice(epoch, m + 1))
        if axes := [len(pair.shape) for pair in pairs if hasattr(pair, "shape")]:
            raise Unfit(f"arrays with {axes} axes, where pairs of samples and targets were expected")
        for pair in pairs:
            batch = tuple(islice(pair, 3))
            if len(batch) != 2:
                axes = [len(each.shape) if hasattr(each, "shape") else 0 for each in batch]
                raise Unfit(f"a batch with {axes} axes, where a pair with [2, 1] was expected")
            X_batch, y_batch = batch
            size = min(len(X_batch), m)
            if shape_of(X_batch) == (size,) and shape_of(y_batch) == (size, *X.shape[1:]):
                raise Unfit("a batch of targets and samples came, where samples and targets were expected")
            rows = map(tuple, shaped(X_batch, (size, *X.shape[1:])).tolist())
            labels = shaped(y_batch, (size,)).tolist()
            numbered[-1].append(([names.get(row, -1) for row in rows], [targets.get(k, -1) for k in labels]))
    return numbered


def _flat(drawn: Epochs, which: int) -> list[list[int]]:
    """The samples (0) or targets (1) of each epoch in the order in which they come."""
    return [[number for batch in epoch for number in batch[which]] for epoch in drawn]


def _samples(drawn: Epochs, m: int) -> str:
    samples, targets = _flat(drawn, 0), _flat(drawn, 1)
    counts = np.array([np.bincount(np.array(epoch) + 1, minlength=m + 1) for epoch in samples])
    if counts[:, 0].any():
        return "some that are not in X"
    twice, never = (counts[:, 1:] > 1).any(), (counts[:, 1:] == 0).any()
    if twice:
        return "some twice in an epoch, and others never" if never else "some twice in an epoch"
    if never:
        return "some never in an epoch"
    if samples == targets:
        return "each once an epoch, with its own target"
    kept = all(epoch == sorted(epoch) for epoch in targets)
    return "targets in their old order" if kept else "targets of other samples"


def _order(drawn: Epochs, m: int) -> str:
    orders = _flat(drawn, 0)
    if any(-1 in order for order in orders):
        return "of what is not in X"
    if all(order == sorted(order) for order in orders):
        return "as they came"
    sets = [[frozenset(samples) for samples, _ in epoch if samples] for epoch in drawn]
    same_batches = 1 < len(sets[0]) < m and all(set(each) == set(sets[0]) for each in sets)
    different = set(map(tuple, orders))
    if len(different) > 1 and not same_batches and _old_neighbours([list(range(m)), *orders]):
        return "another one of the same neighbours"
    if len(different) < len(orders):
        return "the same in several epochs"
    if same_batches:
        alone = all(each == sets[0] for each in sets)
        return "another one within the batches alone" if alone else "another one of the same batches"
    if orders[0] == sorted(orders[0]):
        return "as they came, in the first epoch"
    return "another one in each epoch"


def _old_neighbours(orders: list[list[int]]) -> bool:
    """Whether each order after the second is one of those before, moved on or turned round: chance does not
    bring that about. The first is that of the samples as they were given."""
    pairs = [set(map(frozenset, zip(order, [*order[1:], order[0]], strict=True))) for order in orders]
    return all(any(len(pairs[at] - before) <= 1 for before in pairs[:at]) for at in range(2, len(pairs)))


def _seed(drawn: Epochs, again: Epochs, other: Epochs) -> str:
    if any(-1 in order for order in _flat(drawn, 0)):
        return "tells what is not in X"
    if drawn != again:
        return "another order for the same seed"
    return "the same order for every seed" if drawn == other else "tells the order"


def _case(name: str, rng: np.random.Generator, m: int, batch_size: int, seed: int, epochs: int = 3) -> Case:
    """No two samples have a number in common, and no two targets."""
    n = int(rng.integers(1, 4))
    return Case(
        name, X=distinct(rng, m, n), y=rng.permutation(m) + 3, batch_size=batch_size, epochs=epochs, seed=seed
    )


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    """At least three batches, so that it is told how they are made; and one of all samples, and of one."""
    cases = []
    for number in range(10):
        batch_size = int(rng.integers(4, 7))
        left = number if number < 2 else int(rng.integers(0, batch_size))  # in the second, 1 is far from full
        m = batch_size * int(rng.integers(3, 5)) + left
        cases.append(_case("samples drawn at random", rng, m, batch_size, int(rng.integers(1000))))
    whole, m = _case("one batch of all", rng, 14, 14, int(rng.integers(1000))), int(rng.integers(12, 20))
    return [*cases, whole, _case("batches of one", rng, m, 1, 5), _case("few", rng, m, m + 3, 7, 2)]


# Right answers, written in other ways.


def a_seed_for_each_epoch(X, y, batch_size, epochs, seed):
    result = []
    for epoch in range(epochs):
        rows = np.arange(X.shape[0])
        np.random.default_rng([seed, epoch]).shuffle(rows)
        X_shuffled, y_shuffled = X[rows], y[rows]
        batches = []
        for start in range(0, X.shape[0], batch_size):
            batches.append((X_shuffled[start : start + batch_size], y_shuffled[start : start + batch_size]))
        result.append(batches)
    return result


def shuffled_further(X, y, batch_size, epochs, seed):
    """Each epoch shuffles what the one before has left; and a generator gives the batches."""
    rng = np.random.RandomState(seed)

    def one_epoch(order):
        while len(order):
            rows, order = order[:batch_size], order[batch_size:]
            yield X[rows], y[rows]

    order = np.arange(len(X))
    for _ in range(epochs):
        order = order[rng.permutation(len(order))]
        yield list(one_epoch(order))


def by_drawn_numbers(X, y, batch_size, epochs, seed):
    np.random.seed(seed)
    order = np.argsort(np.random.random((epochs, len(X))), axis=1)
    cuts = list(range(batch_size, len(X), batch_size))
    return [[[X[rows], y[rows]] for rows in np.split(one, cuts)] for one in order]


def with_pythons_own(X, y, batch_size, epochs, seed):
    import random

    drawing, pairs, found = random.Random(seed), list(zip(X, y, strict=True)), []
    for _ in range(epochs):
        drawing.shuffle(pairs)
        cut = [pairs[i : i + batch_size] for i in range(0, len(pairs), batch_size)]
        found.append([(np.array([x for x, _ in part]), np.array([k for _, k in part])) for part in cut])
    return found


shuffled_batches = Exercise(
    "shuffled_batches",
    points=4,
    reference=reference,
    run=run,
    cases=[
        _case("fourteen samples in batches of four", np.random.default_rng(0), 14, 4, 0),
        _case("fifteen samples in batches of five", np.random.default_rng(1), 15, 5, 1),
        _case("all samples in one batch", np.random.default_rng(2), 12, 12, 2),
        _case("fewer samples than a batch has", np.random.default_rng(3), 12, 20, 3),
        _case("batches of one", np.random.default_rng(4), 12, 1, 4),
    ],
    hidden=hidden,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(a_seed_for_each_epoch),
        Alternative(shuffled_further),
        Alternative(by_drawn_numbers),
        Alternative(with_pythons_own),
    ],
)
