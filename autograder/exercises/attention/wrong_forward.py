"""Wrong answers to attention_forward, as students write them (the words are in forward_sentences.py)."""

from __future__ import annotations

import numpy as np


def right(Q, K, V, causal, scale=None, axis=-1, hide=True):
    """What the mistakes below have in common."""
    S = Q @ np.swapaxes(K, -1, -2) / (np.sqrt(Q.shape[-1]) if scale is None else scale)
    return weighed(later_hidden(S) if causal and hide else S, V, axis)


def later_hidden(S):
    return np.where(np.tri(S.shape[-1]) > 0, S, -1e9)


def weighed(S, V, axis=-1):
    P = softmax(S, axis)
    return P @ V, P


def softmax(S, axis=-1):
    E = np.exp(S - S.max(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


def not_scaled(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=1)


def scaled_without_the_root(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=Q.shape[-1])


def multiplied(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=1 / np.sqrt(Q.shape[-1]))


def scaled_by_the_values(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=np.sqrt(V.shape[-1]))


def scaled_by_the_steps(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=np.sqrt(Q.shape[2]))


def scaled_by_the_heads(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=np.sqrt(Q.shape[1]))


def scaled_by_all_features(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=np.sqrt(Q.shape[1] * Q.shape[-1]))


def scaled_as_in_the_example(Q, K, V, causal=False):
    return right(Q, K, V, causal, scale=2)


def scaled_after_softmax(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal, scale=1)
    P = P / np.sqrt(Q.shape[-1])
    return P @ V, P


def over_the_queries(Q, K, V, causal=False):
    return right(Q, K, V, causal, axis=-2)


def over_the_heads(Q, K, V, causal=False):
    return right(Q, K, V, causal, axis=1)


def over_queries_and_keys(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    E = np.exp(S - S.max(axis=(-2, -1), keepdims=True))
    P = E / E.sum(axis=(-2, -1), keepdims=True)
    return P @ V, P


def over_everything(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    E = np.exp(S - S.max())
    P = E / E.sum()
    return P @ V, P


def over_everything_though_shifted_by_rows(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    P = E / E.sum()
    return P @ V, P


def key_not_transposed(Q, K, V, causal=False):
    S = Q @ K / np.sqrt(Q.shape[-1])
    return weighed(later_hidden(S) if causal else S, V)


def with_dot(Q, K, V, causal=False):
    S = np.dot(Q, np.swapaxes(K, -1, -2)) / np.sqrt(Q.shape[-1])
    return weighed(later_hidden(S) if causal else S, V)


def with_dot_twice(Q, K, V, causal=False):
    S = np.dot(Q, np.swapaxes(K, -1, -2)) / np.sqrt(Q.shape[-1])
    P = softmax(later_hidden(S) if causal else S)
    return np.dot(P, V), P


def key_reshaped(Q, K, V, causal=False):
    m, heads, t, k = K.shape
    return right(Q, np.swapaxes(K.reshape(m, heads, k, t), -1, -2), V, causal)


def all_axes_transposed(Q, K, V, causal=False):
    S = Q @ K.T / np.sqrt(Q.shape[-1])
    return weighed(later_hidden(S) if causal else S, V)


def keys_ask(Q, K, V, causal=False):
    return right(K, Q, V, causal)


def element_by_element(Q, K, V, causal=False):
    S = Q * K / np.sqrt(Q.shape[-1])
    return weighed(later_hidden(S) if causal else S, V)


def scores_for_weights(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    P = later_hidden(S) if causal else S
    return P @ V, P


def not_normalised(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    P = np.exp(S - S.max(axis=-1, keepdims=True))
    return P @ V, P


def not_shifted(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    E = np.exp(later_hidden(S) if causal else S)
    P = E / E.sum(axis=-1, keepdims=True)
    return P @ V, P


def one_maximum(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    E = np.exp(S - S.max())
    P = E / E.sum(axis=-1, keepdims=True)
    return P @ V, P


def clipped(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    E = np.exp(np.clip(later_hidden(S) if causal else S, -500, 500))
    P = E / E.sum(axis=-1, keepdims=True)
    return P @ V, P


def axis_lost_in_the_maximum(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    E = np.exp(S - S.max(axis=-1))
    P = E / E.sum(axis=-1, keepdims=True)
    return P @ V, P


def axis_lost(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    P = E / E.sum(axis=-1)
    return P @ V, P


def both_axes_lost(Q, K, V, causal=False):
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    S = later_hidden(S) if causal else S
    E = np.exp(S - S.max(axis=-1))
    P = E / E.sum(axis=-1)
    return P @ V, P


def weights_transposed(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal)
    return np.swapaxes(P, -1, -2) @ V, P


def values_first(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal)
    return V @ P, P


def largest_alone(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal)
    return np.take_along_axis(V, P.argmax(axis=-1)[..., np.newaxis], axis=2), P


def heads_added_up(Q, K, V, causal=False):
    C, P = right(Q, K, V, causal)
    return C.sum(axis=1), P


def heads_merged(Q, K, V, causal=False):
    C, P = right(Q, K, V, causal)
    m, _, steps, _ = C.shape
    return np.swapaxes(C, 1, 2).reshape(m, steps, -1), P


def scores_weigh(Q, K, V, causal=False):
    _, P = right(Q, K, V, causal)
    S = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    return (later_hidden(S) if causal else S) @ V, P


def turned_round(Q, K, V, causal=False):
    C, P = right(Q, K, V, causal)
    return P, C


def in_a_dict(Q, K, V, causal=False):
    return {"C": V, "P": Q}


def context_alone(Q, K, V, causal=False):
    return right(Q, K, V, causal)[0]


def queries_changed_in_place(Q, K, V, causal=False):
    Q /= np.sqrt(Q.shape[-1])
    return right(Q, K, V, causal, scale=1)


def nothing_returned(Q, K, V, causal=False):
    print(right(Q, K, V, causal))
