"""The mistakes that students make in cutting samples into batches."""

from __future__ import annotations

import numpy as np


def cut(X, y, order, batch_size):
    """The batches of one epoch in a given order."""
    starts = range(0, len(order), batch_size)
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in starts]


def last_dropped(X, y, batch_size, epochs, seed):
    rng, kept = np.random.default_rng(seed), len(X) // batch_size * batch_size
    return [cut(X, y, rng.permutation(len(X))[:kept], batch_size) for _ in range(epochs)]


def last_filled_up(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        found.append(cut(X, y, np.resize(order, -(-len(X) // batch_size) * batch_size), batch_size))
    return found


def sizes_evened_out(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        parts = np.array_split(rng.permutation(len(X)), -(-len(X) // batch_size))
        found.append([(X[rows], y[rows]) for rows in parts])
    return found


def size_as_a_number(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        parts = np.array_split(rng.permutation(len(X)), batch_size)
        found.append([(X[rows], y[rows]) for rows in parts if len(rows)])
    return found


def permuted_apart(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        X_shuffled, y_shuffled = rng.permutation(X), rng.permutation(y)
        found.append(cut(X_shuffled, y_shuffled, np.arange(len(X)), batch_size))
    return found


def columns_apart(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        X_shuffled = np.stack([rng.permutation(column) for column in X.T], axis=1)
        found.append(cut(X_shuffled, y, np.arange(len(X)), batch_size))
    return found


def targets_left(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    return [cut(rng.permutation(X), y, np.arange(len(X)), batch_size) for _ in range(epochs)]


def samples_left(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    return [cut(X, rng.permutation(y), np.arange(len(X)), batch_size) for _ in range(epochs)]


def never_shuffled(X, y, batch_size, epochs, seed):
    return [cut(X, y, np.arange(len(X)), batch_size) for _ in range(epochs)]


def shuffled_once(X, y, batch_size, epochs, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    return [cut(X, y, order, batch_size) for _ in range(epochs)]


def first_epoch_unshuffled(X, y, batch_size, epochs, seed):
    rng, order, found = np.random.default_rng(seed), np.arange(len(X)), []
    for _ in range(epochs):
        found.append(cut(X, y, order, batch_size))
        order = rng.permutation(order)
    return found


def empty_at_the_end(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        parts = [order[i * batch_size : (i + 1) * batch_size] for i in range(len(X) // batch_size + 1)]
        found.append([(X[rows], y[rows]) for rows in parts])
    return found


def targets_first(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        batches = cut(X, y, rng.permutation(len(X)), batch_size)
        found.append([(labels, rows) for rows, labels in batches])
    return found


def seed_left_out(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng()
    return [cut(X, y, rng.permutation(len(X)), batch_size) for _ in range(epochs)]


def seed_of_its_own(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(0)
    return [cut(X, y, rng.permutation(len(X)), batch_size) for _ in range(epochs)]


def with_replacement(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    return [cut(X, y, rng.integers(0, len(X), len(X)), batch_size) for _ in range(epochs)]


def each_batch_by_itself(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        sizes = [min(batch_size, len(X) - i) for i in range(0, len(X), batch_size)]
        parts = [rng.choice(len(X), size, replace=False) for size in sizes]
        found.append([(X[rows], y[rows]) for rows in parts])
    return found


def batches_shuffled(X, y, batch_size, epochs, seed):
    rng, batches = np.random.default_rng(seed), cut(X, y, np.arange(len(X)), batch_size)
    return [[batches[i] for i in rng.permutation(len(batches))] for _ in range(epochs)]


def within_batches(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        parts = [rng.permutation(np.arange(len(X))[i : i + batch_size]) for i in range(0, len(X), batch_size)]
        found.append([(X[rows], y[rows]) for rows in parts])
    return found


def one_sample_short(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        order, starts = rng.permutation(len(X)), range(0, len(X), batch_size)
        parts = [order[i : min(i + batch_size, len(X) - 1)] for i in starts]
        found.append([(X[rows], y[rows]) for rows in parts if len(rows)])
    return found


def one_too_many_in_each(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        parts = [order[i : i + batch_size + 1] for i in range(0, len(X), batch_size)]
        found.append([(X[rows], y[rows]) for rows in parts])
    return found


def an_epoch_too_few(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    return [cut(X, y, rng.permutation(len(X)), batch_size) for _ in range(epochs - 1)]


def the_first_epoch_alone(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        return [cut(X, y, rng.permutation(len(X)), batch_size)]


def all_in_one_list(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    return [batch for _ in range(epochs) for batch in cut(X, y, rng.permutation(len(X)), batch_size)]


def one_list_for_all(X, y, batch_size, epochs, seed):
    return [all_in_one_list(X, y, batch_size, epochs, seed)] * epochs


def rows_alone(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    return [[rows for rows, _ in cut(X, y, rng.permutation(len(X)), batch_size)] for _ in range(epochs)]


def lists_apart(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    all_of_them = [cut(X, y, rng.permutation(len(X)), batch_size) for _ in range(epochs)]
    return [([part for part, _ in epoch], [labels for _, labels in epoch]) for epoch in all_of_them]


def places_for_samples(X, y, batch_size, epochs, seed):
    rng, places = np.random.default_rng(seed), np.arange(len(X))
    return [cut(places, places, rng.permutation(len(X)), batch_size) for _ in range(epochs)]


def in_place(X, y, batch_size, epochs, seed):
    rng, found = np.random.default_rng(seed), []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        X[...], y[...] = X[order], y[order]
        found.append([(part.copy(), k.copy()) for part, k in cut(X, y, np.arange(len(X)), batch_size)])
    return found


def moved_on(X, y, batch_size, epochs, seed):
    places = np.arange(len(X))
    return [cut(X, y, np.roll(places, seed + epoch), batch_size) for epoch in range(1, epochs + 1)]


def nothing_returned(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        cut(X, y, rng.permutation(len(X)), batch_size)
