"""Wrong answers to attention_forward, all in its mask, as students write them (the words are in
masked_sentences.py)."""

from __future__ import annotations

import numpy as np

from autograder.exercises.attention.wrong_forward import right, weighed


def mask_ignored(Q, K, V, causal=False):
    return right(Q, K, V, causal, hide=False)


def always_masked(Q, K, V, causal=False):
    return right(Q, K, V, True)


def masked_the_other_way(Q, K, V, causal=False):
    return right(Q, K, V, not causal)


def mask_after_softmax(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal, hide=False)
    P = P * np.tri(P.shape[-1]) if causal else P
    return P @ V, P


def weights_masked(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal, hide=False)
    P = np.where(np.tri(P.shape[-1]) == 1, P, -1e9) if causal else P
    return P @ V, P


def added_to_the_weights(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal, hide=False)
    P = P - 1e9 * (1 - np.tri(P.shape[-1])) if causal else P
    return P @ V, P


def later_scores_zero(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    return weighed(np.tril(S) if causal else S, V)


def with_mask(seen, Q, K, V, causal, low=-1e9):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    return weighed(np.where(seen > 0, S, low) if causal else S, V)


def mask_from_above(Q, K, V, causal=False):
    return with_mask(np.tri(Q.shape[2]).T, Q, K, V, causal)


def next_one_seen(Q, K, V, causal=False):
    return with_mask(np.tri(Q.shape[2], k=1), Q, K, V, causal)


def itself_hidden(Q, K, V, causal=False):
    return with_mask(np.tri(Q.shape[2], k=-1), Q, K, V, causal)


def itself_infinitely_hidden(Q, K, V, causal=False):
    return with_mask(np.tri(Q.shape[2], k=-1), Q, K, V, causal, low=-np.inf)


def infinity_times_zero(Q, K, V, causal=False):
    hidden = (1 - np.tri(Q.shape[2])) * -np.inf if causal else 0.0
    return weighed(Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1]) + hidden, V)
