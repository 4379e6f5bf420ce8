"""The mistakes that students make in merge_pair, and what is said of them."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


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


ANCHOR, ITSELF = "merges", "a-token-meets-itself"

MISTAKES = [
    Misconception(
        "pairs that overlap",
        overlapping,
        "Where a token stands three times, it was used for two pairs. A token that has been merged is gone, "
        "and the next pair begins behind it.",
        ITSELF,
    ),
    Misconception(
        "rows merged into one",
        whole_rows,
        "Where a token stands three times or more, all of them became one. A pair is two of them: the next "
        "pair begins behind it.",
        ITSELF,
    ),
    Misconception(
        "from the right",
        from_the_right,
        "Pairs were looked for from the right. In a row of an odd number of the same token the one that is "
        "left over then stands in front; read from the left, it stands at the end.",
        ITSELF,
    ),
    Misconception(
        "second half kept",
        second_half_kept,
        "The new token took the place of the first half of a pair, and the second half is still there. Both "
        "halves go.",
        ANCHOR,
    ),
    Misconception(
        "first pair alone",
        first_pair_alone,
        "Only the first pair was merged. The others, further on, are merged as well.",
        ANCHOR,
    ),
    Misconception(
        "last token lost",
        last_token_lost,
        "The last token is missing where no pair ends the text. It has no neighbour to its right, and comes "
        "along as it is.",
        ANCHOR,
    ),
    Misconception(
        "last token twice",
        last_token_twice,
        "The last token was put behind the others also where it had gone into a pair. It comes along only "
        "where it is left over.",
        ANCHOR,
    ),
    Misconception(
        "past the end",
        past_the_end,
        "The last token was asked for its neighbour to the right, and has none. What should happen to it "
        "when it is the first half of a pair?",
        ANCHOR,
    ),
    Misconception(
        "pairs in either order",
        either_order,
        "The two tokens were also merged where they stand the other way round. A pair is read from left to "
        "right, as `on` is not `no`.",
        ANCHOR,
    ),
    Misconception(
        "pairs in the other order",
        other_order,
        "The two tokens were merged where they stand the other way round. The first of the pair stands on "
        "the left.",
        ANCHOR,
    ),
    Misconception(
        "text turned round",
        not_turned_back,
        "The pairs were merged from the right, and the text came back from its end to its beginning. Read "
        "it from the left.",
        ITSELF,
    ),
    Misconception(
        "pairs taken out",
        taken_out,
        "The pairs are gone, and nothing came in their place. Each of them becomes the new token.",
        ANCHOR,
    ),
    Misconception(
        "new token put behind",
        put_behind,
        "The new token was put behind each pair, which is still there. It takes the place of both halves.",
        ANCHOR,
    ),
    Misconception(
        "two tokens at a time",
        skipped_always,
        "The text was read two tokens at a time, so that a pair that begins at an odd place is never seen. "
        "Go on by two only where a pair was merged.",
        ANCHOR,
    ),
    Misconception(
        "either half",
        either_half,
        "Each token that is in the pair became the new one, wherever it stood. Two tokens side by side "
        "become one.",
        ANCHOR,
    ),
    Misconception(
        "first half alone",
        first_half_alone,
        "The first token of the pair became the new one, whatever came after it. The token to its right has "
        "to be the second of the pair.",
        ANCHOR,
    ),
    Misconception(
        "one too many left out",
        one_after_a_pair_lost,
        "Behind each pair that was merged, a token is missing. A pair is two tokens long.",
        ANCHOR,
    ),
    Misconception(
        "digits merged",
        as_digits,
        "The ids were written as a text, and parts of longer numbers were taken for tokens: 1 2 is also "
        "found in 31 25. Compare whole ids.",
        ANCHOR,
    ),
    Misconception(
        "nothing merged",
        lists_and_tuples,
        "No pair was merged: all ids came back. Is a list compared with the tuple? `[1, 3] == (1, 3)` is "
        "False, whatever is in them.",
        ANCHOR,
    ),
    Misconception(
        "array compared with a tuple",
        arrays_and_tuples,
        "An array was compared with the tuple. NumPy says for each number whether it is the same, and `if` "
        "cannot choose between these. Compare number with number, or make a tuple of the two.",
        ANCHOR,
    ),
    Misconception(
        "ids as floats",
        as_floats,
        "The ids came back as floats. `np.array([])` and `np.zeros(n)` hold floats unless told otherwise; a "
        "list keeps whole numbers as they are.",
        ANCHOR,
    ),
    Misconception(
        "ids changed in place",
        ids_changed,
        "The result is right, and the array that you were given was changed on the way. Write into a list "
        "of your own, or into `ids.copy()`.",
    ),
    Misconception(
        "a text returned",
        as_a_text,
        "A text came back. The ids are asked for, as a list of whole numbers.",
    ),
    Misconception(
        "number of pairs",
        how_many,
        "The number of pairs came back. The ids are asked for, after all of them have been merged.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The list that it made is asked for; what is "
        "printed can be read by people only.",
        least=WHOLE,
    ),
]
