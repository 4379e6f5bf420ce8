"""merge_heads: what the heads found stands side by side again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, distinct, numbered
from autograder.exercises.attention.sequences import as_split


def reference(X):
    m, heads, steps, k = X.shape
    return X.transpose(0, 2, 1, 3).reshape(m, steps, heads * k)


def run(student, X):
    return {"A": student(X)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [tuple(int(n) for n in rng.integers(1, 5, 4)) for _ in range(10)]
    shapes = [(2, 3, 5, 4), (3, 2, 4, 3), *shapes]
    return [Case("heads drawn at random", X=as_split(distinct(rng, *shape))) for shape in shapes]


# Wrong answers, as students write them.


def reshaped_alone(X):
    m, heads, steps, k = X.shape
    return X.reshape(m, steps, heads * k)


def dealt_out(X):
    m, heads, steps, k = X.shape
    return X.transpose(0, 2, 3, 1).reshape(m, steps, heads * k)


def not_joined(X):
    return X.transpose(0, 2, 1, 3)


def summed(X):
    return X.sum(axis=1)


def averaged(X):
    return X.mean(axis=1)


def one_after_the_other(X):
    m, heads, steps, k = X.shape
    return X.reshape(m, heads * steps, k)


def steps_joined(X):
    m, heads, steps, k = X.shape
    return X.reshape(m, heads, steps * k)


def every_feature_of_all_steps(X):
    m, heads, steps, k = X.shape
    return X.transpose(0, 2, 1, 3).reshape(m, steps * heads * k)


def permuted_the_other_way(X):
    m, heads, steps, k = X.shape
    return X.transpose(0, 3, 1, 2).reshape(m, steps, heads * k)


def first_head(X):
    return X[:, 0]


def nothing_returned(X):
    m, heads, steps, k = X.shape
    print(X.transpose(0, 2, 1, 3).reshape(m, steps, heads * k))


# Right answers, written in other ways.


def with_concatenate(X):
    return np.concatenate([X[:, h] for h in range(X.shape[1])], axis=-1)


def with_swapaxes(X):
    return X.swapaxes(1, 2).reshape(X.shape[0], X.shape[2], -1)


def head_by_head(X):
    m, heads, steps, k = X.shape
    A = np.zeros((m, steps, heads * k))
    for h in range(heads):
        A[:, :, h * k : (h + 1) * k] = X[:, h]
    return A


def with_hstack(X):
    return np.array([np.hstack(list(sample)) for sample in X])


ANCHOR = "merge"

merge_heads = Exercise(
    "merge_heads",
    points=2,
    reference=reference,
    run=run,
    cases=[
        Case("two heads of two steps", X=numbered(1, 2, 2, 2)),
        Case("two samples with three heads", X=numbered(2, 3, 5, 4) + 0.5),
        Case("three samples with two heads", X=numbered(3, 2, 4, 3)),
        Case("a single head", X=numbered(2, 1, 3, 4)),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "reshaped alone",
            reshaped_alone,
            "The shape fits, and steps are mixed: a reshape joins neighbours, and next to the features of a "
            "head lie its steps, not the other heads. What has to change places first?",
            ANCHOR,
        ),
        Misconception(
            "dealt out like cards",
            dealt_out,
            "Each step has all of its numbers, in another order: first one of each head, then the next of "
            "each. The features of a head stay side by side.",
            ANCHOR,
        ),
        Misconception(
            "not joined",
            not_joined,
            "The steps stand before the heads again. What is left is to join the heads and their features "
            "to one axis.",
            ANCHOR,
        ),
        Misconception(
            "heads added up",
            summed,
            "The heads were added up, and what each of them found cannot be told any more. They stand side "
            "by side in A.",
            ANCHOR,
        ),
        Misconception(
            "heads averaged",
            averaged,
            "A mean was taken over the heads, and what each of them found cannot be told any more. They "
            "stand side by side in A.",
            ANCHOR,
        ),
        Misconception(
            "heads one after the other",
            one_after_the_other,
            "The heads follow each other like further steps. There are as many steps as before, and each "
            "has the features of all heads.",
            ANCHOR,
        ),
        Misconception(
            "steps joined",
            steps_joined,
            "The steps of each head became one row. It is the heads of each step that become one.",
            ANCHOR,
        ),
        Misconception(
            "steps and heads joined",
            every_feature_of_all_steps,
            "Each sample became one long row, as in Flatten. The steps keep their axis.",
            ANCHOR,
        ),
        Misconception(
            "another permutation",
            permuted_the_other_way,
            "The features were put before heads and steps, and then neighbours were joined that do not "
            "belong together. Only steps and heads change places.",
            ANCHOR,
        ),
        Misconception(
            "first head alone",
            first_head,
            "Only the first head came through. A has the features of all of them, side by side.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. What is printed can be read by people only.",
        ),
    ],
    alternatives=[
        Alternative(with_concatenate),
        Alternative(with_swapaxes),
        Alternative(head_by_head),
        Alternative(with_hstack),
    ],
)
