"""Wrong answers to causal_mask, as students write them (the words are in mask_sentences.py)."""

from __future__ import annotations

import numpy as np


def zero_for_hidden(S):
    return S * np.tril(np.ones(S.shape[-2:]))


def infinity_times_zero(S):
    with np.errstate(all="ignore"):
        return S + (1 - np.tril(np.ones(S.shape[-2:]))) * -np.inf


def infinity_multiplied_in(S):
    with np.errstate(all="ignore"):
        return S * np.where(np.tril(np.ones(S.shape[-2:])) == 1, 1, -np.inf)


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


def itself_taken_off(S):
    return S - 1e9 * np.triu(np.ones(S.shape[-2:]))


def itself_replaced(S):
    return np.tril(S) - 1e9 * np.triu(np.ones(S.shape))


def exchanged(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, -1e9, S)


def infinitely_exchanged(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, -np.inf, S)


def seen_ones_taken_off(S):
    return S - 1e9 * np.tril(np.ones(S.shape[-2:]))


def multiplied_in(S):
    return S * np.where(np.tril(np.ones(S.shape[-2:])) == 1, 1, -1e9)


def a_hundred_taken_off(S):
    return S - 100 * np.triu(np.ones(S.shape[-2:]), k=1)


def nearly_zero(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, 1e-9)


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


def three_steps(S):
    return np.where(np.tri(3) == 1, S, -1e9)


def as_many_steps_as_samples(S):
    return np.where(np.tri(len(S)) == 1, S, -1e9)


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


def mask_of_two_axes(S):
    return np.tril(np.ones(S.shape[-2:]))


def low_numbers_alone(S):
    return np.where(np.tril(np.ones(S.shape[-2:])) == 1, 0.0, -1e9)


def scores_left_out(S):
    return np.broadcast_to(np.where(np.tril(np.ones(S.shape[-2:])) == 1, 0.0, -1e9), S.shape)


def unchanged(S):
    return S


def in_place(S):
    steps = S.shape[-1]
    S[..., np.triu(np.ones((steps, steps), dtype=bool), k=1)] = -1e9
    return S


def in_place_and_nothing_returned(S):
    in_place(S)


def nothing_returned(S):
    print(np.where(np.tril(np.ones(S.shape[-2:])) == 1, S, -1e9))
