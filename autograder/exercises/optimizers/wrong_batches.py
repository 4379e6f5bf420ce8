"""The mistakes that students make in cutting samples into batches."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


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


def nothing_returned(X, y, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        cut(X, y, rng.permutation(len(X)), batch_size)


ANCHOR = "batches"

_SENTENCES = {
    last_dropped: (
        "last batch dropped",
        "What is left over at the end of an epoch was dropped, so that some samples are not learned from. "
        "The last batch may be smaller.",
    ),
    last_filled_up: (
        "last batch filled up",
        "The last batch was made as large as the others, so that there are samples that count twice. It may "
        "be smaller.",
    ),
    sizes_evened_out: (
        "sizes evened out",
        "The batches were made about equally large. All have `batch_size` samples, and the last one has what "
        "is left.",
    ),
    size_as_a_number: (
        "size taken for the number of batches",
        "As many batches were made as each should have samples. batch_size is the size of a batch.",
    ),
    permuted_apart: (
        "X and y permuted apart",
        "X and y were put into two different orders, so that samples get the targets of others. Draw one "
        "order, and take both by it.",
    ),
    columns_apart: (
        "rows that are not in X",
        "Some rows are none of X: are its columns shuffled, or each by itself? A sample is a whole row. Draw "
        "an order of the rows, and take them by it.",
    ),
    targets_left: (
        "y left in its order",
        "X was shuffled and y was not, so that samples get the targets of others. Both are taken by the same "
        "order.",
    ),
    seed_of_its_own: (
        "a seed of its own",
        "Every seed gives the same order. Make the generator with the seed that is given.",
    ),
    never_shuffled: (
        "not shuffled",
        "The samples come in the order in which they were given. Draw another order for each epoch.",
    ),
    samples_left: (
        "X left in its order",
        "y was shuffled and X was not, so that samples get the targets of others. Both are taken by the same "
        "order.",
    ),
    shuffled_once: (
        "the same order in every epoch",
        "All epochs have the same order. Is it drawn before the loop over the epochs, or by a generator that "
        "is made anew with the same seed each time?",
    ),
    seed_left_out: (
        "seed left out",
        "The same seed gives another order when you ask again. Make the generator with the given seed.",
    ),
    with_replacement: (
        "drawn with replacement",
        "In each epoch some samples come twice and others never. Put the numbers of the samples into a new "
        "order, so that each is there once.",
    ),
    each_batch_by_itself: (
        "each batch drawn by itself",
        "Each batch was drawn from all samples, so that some come in several batches of an epoch, and others "
        "in none. Draw one order for the epoch, and cut it.",
    ),
    batches_shuffled: (
        "batches shuffled, not samples",
        "The batches come in another order, and each has the same samples every time. Shuffle the samples "
        "first, and cut then.",
    ),
    within_batches: (
        "shuffled within the batches",
        "The samples were shuffled within their batches, so that the same ones are always together. Shuffle "
        "first, and cut then.",
    ),
    one_sample_short: (
        "one sample short",
        "The last sample of the order is missing in each epoch. The end of a slice is not in it, and may lie "
        "beyond the array.",
    ),
    one_too_many_in_each: (
        "one sample too many in each batch",
        "Each batch has one sample too many, the first of the next one. The end of a slice is not in it: "
        "nothing need be added or taken off.",
    ),
    an_epoch_too_few: (
        "an epoch too few",
        "There is an epoch too few. range(n) has n numbers, from 0 to n - 1.",
    ),
    the_first_epoch_alone: (
        "the first epoch alone",
        "Your function returns in the first round of its loop, and so only one epoch comes back. Return once "
        "the loop is over.",
    ),
    all_in_one_list: (
        "epochs joined",
        "The batches of all epochs came in one list. A list for each epoch is asked for, in one list of all.",
    ),
    rows_alone: (
        "targets missing",
        "The batches have no targets. Each batch is a pair: samples, and their targets.",
    ),
    lists_apart: (
        "batches of X and of y apart",
        "An epoch came as two lists, the batches of X and those of y. It is one list of pairs: each batch of "
        "samples together with its targets.",
    ),
    places_for_samples: (
        "numbers of samples in place of samples",
        "The numbers of the samples came back. Take the samples and the targets by them.",
    ),
    in_place: (
        "X and y changed in place",
        "X itself was changed on the way, and perhaps y. Others need them as they were: take new arrays by "
        "the order.",
    ),
    nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Collect the batches of each epoch in a list, and "
        "return all.",
    ),
}

MISTAKES = [Misconception(name, answer, says, ANCHOR) for answer, (name, says) in _SENTENCES.items()]
