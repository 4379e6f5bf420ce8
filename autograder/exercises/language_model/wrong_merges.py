"""The mistakes that students make in merge_pair."""

from __future__ import annotations

import numpy as np


def overlapping(ids, pair, new):
    merged, last = [], len(ids) - 1
    for i, id in enumerate(ids):
        if i < last and (id, ids[i + 1]) == tuple(pair):
            merged.append(new)
        elif not (i and (ids[i - 1], id) == tuple(pair)):
            merged.append(id)
    return merged


def whole_rows(ids, pair, new):
    starts = np.flatnonzero((ids[:-1] == pair[0]) & (ids[1:] == pair[1]))
    merged = ids.copy()
    merged[starts] = new
    return np.delete(merged, starts + 1)


def loop_over_pairs(ids, pair, new):
    return second_half_kept(ids, pair, new)[:-1]


def second_half_kept(ids, pair, new):
    last = len(ids) - 1
    return [new if i < last and (id, ids[i + 1]) == tuple(pair) else id for i, id in enumerate(ids)]


def first_pair_alone(ids, pair, new):
    ids = list(ids)
    for i in range(len(ids) - 1):
        if (ids[i], ids[i + 1]) == tuple(pair):
            return [*ids[:i], new, *ids[i + 2 :]]
    return ids


def last_token_lost(ids, pair, new):
    merged, i = [], 0
    while i < len(ids) - 1:
        if (ids[i], ids[i + 1]) == tuple(pair):
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def last_token_twice(ids, pair, new):
    merged, i = [], 0
    while i < len(ids) - 1:
        if (ids[i], ids[i + 1]) == tuple(pair):
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return [*merged, ids[-1]]


def past_the_end(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if ids[i] == pair[0] and ids[i + 1] == pair[1]:
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def always_past_the_end(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if (ids[i], ids[i + 1]) == pair:
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def returned_in_the_loop(ids, pair, new):
    return [new] if tuple(ids[:2]) == tuple(pair) else [ids[0]]


def past_the_end_of_a_list(ids, pair, new):
    return past_the_end(list(ids), pair, new)


def shortened(ids, pair, new):
    ids = list(ids)
    for i in range(len(ids) - 1):
        if (ids[i], ids[i + 1]) == tuple(pair):
            ids[i] = new
            del ids[i + 1]
    return ids


def shortened_array(ids, pair, new):
    ids = ids.copy()
    for i in range(len(ids) - 1):
        if ids[i] == pair[0] and ids[i + 1] == pair[1]:
            ids[i] = new
            ids = np.delete(ids, i + 1)
    return ids


def pair_of_the_example(ids, pair, new):
    return from_the_left(ids, (1, 3), new)


def id_of_the_example(ids, pair, new):
    return from_the_left(ids, pair, 4)


def largest_id_and_one(ids, pair, new):
    return from_the_left(ids, pair, max(ids) + 1)


def either_order(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and sorted(ids[i : i + 2]) == sorted(pair):
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def other_order(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i + 1], ids[i]) == tuple(pair):
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def from_the_right(ids, pair, new):
    merged, i = [], len(ids) - 1
    while i >= 0:
        if i and (ids[i - 1], ids[i]) == tuple(pair):
            merged.append(new)
            i -= 2
        else:
            merged.append(ids[i])
            i -= 1
    return merged[::-1]


def not_turned_back(ids, pair, new):
    return from_the_right(ids, pair, new)[::-1]


def taken_out(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == tuple(pair):
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def put_behind(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == tuple(pair):
            merged += [*pair, new]
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def skipped_always(ids, pair, new):
    merged = []
    for i in range(0, len(ids), 2):
        merged += [new] if tuple(ids[i : i + 2]) == tuple(pair) else list(ids[i : i + 2])
    return merged


def either_half(ids, pair, new):
    return [new if id in pair else id for id in ids]


def first_half_alone(ids, pair, new):
    return [new if id == pair[0] else id for id in ids]


def one_after_a_pair_lost(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == tuple(pair):
            merged.append(new)
            i += 3
        else:
            merged.append(ids[i])
            i += 1
    return merged


def as_digits(ids, pair, new):
    text = " ".join(map(str, ids)).replace(" ".join(map(str, pair)), str(new))
    return [int(id) for id in text.split()]


def lists_and_tuples(ids, pair, new):
    return [new if list(ids[i : i + 2]) == pair else ids[i] for i in range(len(ids))]


def arrays_and_tuples(ids, pair, new):
    return [new if i + 1 < len(ids) and ids[i : i + 2] == pair else ids[i] for i in range(len(ids))]


def as_floats(ids, pair, new):
    return np.array(from_the_left(ids, pair, new), dtype=float)


def ids_changed(ids, pair, new):
    merged = from_the_left(ids, pair, new)
    ids[: len(merged)] = merged
    return merged


def as_a_text(ids, pair, new):
    return " ".join(map(str, from_the_left(ids, pair, new)))


def from_the_left(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        taken = 2 if tuple(ids[i : i + 2]) == tuple(pair) else 1
        merged.append(new if taken == 2 else ids[i])
        i += taken
    return merged


def how_many(ids, pair, new):
    return len(ids) - len(from_the_left(ids, pair, new))


def nothing_returned(ids, pair, new):
    print(from_the_left(ids, pair, new))
