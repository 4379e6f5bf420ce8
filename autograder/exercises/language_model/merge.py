"""merge_pair: two tokens that often stand side by side become one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.language_model.merge_sentences import MISTAKES


def reference(ids, pair, new):
    ids, merged = list(map(int, ids)), []
    while ids:
        taken = 2 if tuple(ids[:2]) == tuple(pair) else 1
        merged.append(new if taken == 2 else ids[0])
        ids = ids[taken:]
    return merged


def run(student, ids, pair, new):
    """Two of the same token may stand side by side three times and more: which of them are a pair?"""
    name = "ids where a token meets itself" if pair[0] == pair[1] else "ids"
    most, merged = 3 * len(ids), student(ids, pair, new)
    if (
        isinstance(merged, np.ndarray)
        and merged.ndim == 1
        and merged.dtype.kind == "i"
        and len(merged) <= most
    ):
        merged = merged.tolist()  # so that a mistake is recognised in an array as well
    return {name: merged}


def drawn(
    name: str, rng: np.random.Generator, itself: bool, length: int | None = None, end: int | None = None
) -> Case:
    """Some ids of one digit and of two, in which a pair stands now and then, also turned round."""
    a, b, c = (int(each) for each in rng.permutation(np.arange(1, 10))[:3])
    first, second = (a, a) if itself else (a, b)
    near = [10 * c + first, 10 * second + c]  # which begin or end as the pair does
    parts = [[first, second], [second, first], [first] * 3, [second] * 3, [c], near]
    chosen = rng.integers(0, len(parts), length or int(rng.integers(2, 7)))
    start = parts[2] if itself else parts[0]  # three of them tell from which end pairs are looked for
    end = int(rng.integers(0, 3)) if end is None else end  # a pair, or tokens of which the last is left over
    ids = [*start, *near, *(each for k in chosen for each in parts[k]), *parts[end]]
    return Case(name, ids=np.array(ids), pair=(first, second), new=100)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        drawn("tokens drawn at random", rng, itself, end=k % 3) for k in range(8) for itself in (False, True)
    ]


# Right answers, written in other ways.


def by_position(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and ids[i] == pair[0] and ids[i + 1] == pair[1]:
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return np.array(merged)


def looking_back(ids, pair, new):
    """A second half is put on top of the first, unless that is taken."""
    merged, free = [], False
    for id in ids:
        if free and (merged[-1], id) == tuple(pair):
            merged[-1], free = new, False
        else:
            merged.append(id)
            free = True
    return merged


def with_an_iterator(ids, pair, new):
    left, merged = iter([*ids.tolist(), None]), []
    now = next(left)
    while now is not None:
        after = next(left)
        if (now, after) == pair:
            merged.append(new)
            after = next(left)
        else:
            merged.append(now)
        now = after
    return tuple(merged)


def with_a_pattern(ids, pair, new):
    import re

    text = "".join(f"<{id}>" for id in ids)
    text = re.sub(f"<{pair[0]}><{pair[1]}>", f"<{new}>", text)
    return [int(id) for id in re.findall(r"\d+", text)]


def marked_first(ids, pair, new):
    starts: list[int] = []
    for i, both in enumerate(itertools.pairwise(ids)):
        if both == pair and (not starts or starts[-1] < i - 1):
            starts.append(i)
    merged = ids.copy()
    merged[starts] = new
    return np.delete(merged, [i + 1 for i in starts])


merge_pair = Exercise(
    "merge_pair",
    points=4,
    reference=reference,
    run=run,
    cases=[
        Case("the word of Part 1", ids=np.array([2, 1, 3, 1, 3, 1]), pair=(1, 3), new=4),
        Case("a token that meets itself", ids=np.array([5, 7, 7, 7, 5, 7, 7, 7, 7]), pair=(7, 7), new=9),
        Case("no such pair", ids=np.array([3, 1, 2]), pair=(1, 3), new=4),
        Case("a pair at the end", ids=np.array([6, 8, 6, 6, 8]), pair=(6, 8), new=20),
        Case("a single token", ids=np.array([7]), pair=(7, 7), new=9),
        drawn("a longer text", np.random.default_rng(3), itself=False, length=6),
        drawn("a token that meets itself in a longer text", np.random.default_rng(6), itself=True, length=6),
    ],
    hidden=hidden,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(by_position),
        Alternative(looking_back),
        Alternative(with_an_iterator),
        Alternative(with_a_pattern),
        Alternative(marked_first),
    ],
)
