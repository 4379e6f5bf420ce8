"""The mistakes that students make in causal_mask."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def zero_for_hidden(S):
    return S * np.tril(np.ones(S.shape[-2:]))


def infinity_times_zero(S):
    with np.errstate(all="ignore"):
        return S + (1 - np.tril(np.ones(S.shape[-2:]))) * -np.inf


def not_a_number(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, np.nan)


def earlier_hidden(S):
    return np.where(np.triu(np.ones(S.shape[-2:])) == 1, S, -1e9)


def itself_hidden(S):
    return np.where(np.tril(np.ones(S.shape[-2:]), k=-1) == 1, S, -1e9)


def itself_infinitely_hidden(S):
    return np.where(np.tril(np.ones(S.shape[-2:]), k=-1) == 1, S, -np.inf)


def next_one_seen(S):
    return np.where(np.tril(np.ones(S.shape[-2:]), k=1) == 1, S, -1e9)


def only_itself_seen(S):
    return np.where(np.eye(S.shape[-1]) == 1, S, -1e9)


def minus_ten(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, -10)


def minus_a_hundred(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, -100)


def smallest_score(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, S.min())


def large_and_positive(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, 1e9)


def zeros_taken_for_hidden(S):
    kept = np.tril(S)
    return np.where(kept == 0, -1e9, kept)


def first_two_axes(S):
    masked = S.copy()
    for i in range(len(masked)):
        masked[i, i + 1 :] = -1e9
    return masked


def softmax_taken(S):
    masked = np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, -1e9)
    E = np.exp(masked - masked.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def mask_alone(S):
    return np.broadcast_to(np.tril(np.ones(S.shape[-2:])), S.shape)


def scores_left_out(S):
    return np.broadcast_to(np.where(np.tril(np.ones(S.shape[-2:])) == 1, 0.0, -1e9), S.shape)


def unchanged(S):
    return S


def in_place(S):
    steps = S.shape[-1]
    S[..., np.triu(np.ones((steps, steps), dtype=bool), k=1)] = -1e9
    return S


def nothing_returned(S):
    print(np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, -1e9))


ANCHOR, HIDDEN = "causal-mask", "hidden-scores"

MISTAKES = [
    Misconception(
        "not low enough for large scores",
        minus_a_hundred,
        "Your number hides a step among small scores. Where the others lie at -2000, it is the largest of "
        "all: take one that is far below any score.",
        HIDDEN,
    ),
    Misconception(
        "zero for hidden",
        zero_for_hidden,
        "Later steps got the score 0. A score of 0 is one like any other, and exp makes 1 of it: which "
        "number becomes 0 in exp?",
        HIDDEN,
    ),
    Misconception(
        "infinity times zero",
        infinity_times_zero,
        "Zero times infinity is nan, and it got into the scores that should stay as they are. Choose "
        "between two numbers rather than multiply, or take a large number that is finite.",
        HIDDEN,
    ),
    Misconception(
        "nan for hidden",
        not_a_number,
        "Later steps got nan. Whatever is computed with nan is nan, so that softmax loses the whole row: a "
        "number is needed of which exp makes 0.",
        HIDDEN,
    ),
    Misconception(
        "earlier steps hidden",
        earlier_hidden,
        "The earlier steps are hidden, and the later ones are seen. Row i is step i that looks: it sees the "
        "columns up to its own.",
        ANCHOR,
    ),
    Misconception(
        "a step hidden from itself",
        itself_hidden,
        "A step does not see itself, and so the first one sees nothing at all. The diagonal is to be seen.",
        ANCHOR,
    ),
    Misconception(
        "a step infinitely hidden from itself",
        itself_infinitely_hidden,
        "A step does not see itself. The first one sees nothing at all, all its scores are minus infinity, "
        "and softmax makes nan of them. The diagonal is to be seen.",
        ANCHOR,
    ),
    Misconception(
        "the next step seen",
        next_one_seen,
        "Every step sees one further than it should: the next one, which is just what it must not know. "
        "Where does the diagonal belong?",
        ANCHOR,
    ),
    Misconception(
        "only itself seen",
        only_itself_seen,
        "Each step sees itself alone. The steps before it are past, and may be seen.",
        ANCHOR,
    ),
    Misconception(
        "not low enough",
        minus_ten,
        "Your number is not low enough to hide a step: a score may be as low by itself, or lower. What is "
        "hidden needs a number far below any score.",
        HIDDEN,
    ),
    Misconception(
        "smallest score",
        smallest_score,
        "Later steps got the smallest of all scores. It still has its share in softmax: what is hidden "
        "needs a number far below any score.",
        HIDDEN,
    ),
    Misconception(
        "large and positive",
        large_and_positive,
        "Later steps got a score far above all others, and so the weights go to them alone. To hide a step "
        "its score has to be far below.",
        HIDDEN,
    ),
    Misconception(
        "scores of zero taken for hidden",
        zeros_taken_for_hidden,
        "A score that happened to be 0 was hidden, too. Ask where a score stands, not what it is.",
        HIDDEN,
    ),
    Misconception(
        "samples for steps",
        first_two_axes,
        "The mask lies along samples and heads. The steps are on the last two axes: step i that looks, and "
        "step j that it looks at.",
        ANCHOR,
    ),
    Misconception(
        "softmax already taken",
        softmax_taken,
        "These are weights already. Here the scores are asked for, with the later ones hidden; softmax "
        "comes in the next exercise.",
        HIDDEN,
    ),
    Misconception(
        "mask alone",
        mask_alone,
        "This is the mask itself, ones and zeros. The scores are asked for: as they were where it is 1.",
        HIDDEN,
    ),
    Misconception(
        "scores left out",
        scores_left_out,
        "The later steps are hidden, and all others have the score 0. What is seen keeps its score.",
        HIDDEN,
    ),
    Misconception(
        "nothing hidden", unchanged, "The scores came back as they were: nothing is hidden.", ANCHOR
    ),
    Misconception(
        "S changed in place",
        in_place,
        "The numbers do what they should, and S itself was changed on the way. Whoever gave it may still "
        "need it: work on a copy.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
    ),
]
