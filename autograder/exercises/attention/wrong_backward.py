"""Wrong answers to attention_backward, as students write them (the words are in backward_sentences.py)."""

from __future__ import annotations

import numpy as np


def turned(X):
    return np.swapaxes(X, -1, -2)


def through_softmax(dP, P):
    return P * (dP - (dP * P).sum(axis=-1, keepdims=True))


def finished(dS, dC, Q, K, P, scale=None):
    """What most mistakes below have in common: from dS, not yet divided, to the three gradients."""
    dS = dS / (np.sqrt(Q.shape[-1]) if scale is None else scale)
    return dS @ K, turned(dS) @ Q, turned(P) @ dC


def right(dC, Q, K, V, P, scale=None):
    return finished(through_softmax(dC @ turned(V), P), dC, Q, K, P, scale)


def weights_not_transposed(dC, Q, K, V, P):
    dQ, dK, _ = right(dC, Q, K, V, P)
    return dQ, dK, P @ dC


def all_axes_of_weights_turned(dC, Q, K, V, P):
    dV = P.T @ dC
    return *right(dC, Q, K, V, P)[:2], dV


def all_axes_of_values_turned(dC, Q, K, V, P):
    return finished(through_softmax(dC @ V.T, P), dC, Q, K, P)


def against_the_gradients(dC, Q, K, V, P):
    return tuple(-gradient for gradient in right(dC, Q, K, V, P))


def sum_added(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(P * (dP + (dP * P).sum(axis=-1, keepdims=True)), dC, Q, K, P)


def context_for_values(dC, Q, K, V, P):
    dQ, dK, _ = right(dC, Q, K, V, P)
    return dQ, dK, dC


def scores_for_weights(dC, Q, K, V, P):
    dQ, dK, _ = right(dC, Q, K, V, P)
    dS = through_softmax(dC @ turned(V), P)
    return dQ, dK, turned(dS) @ dC


def values_for_gradient(dC, Q, K, V, P):
    dQ, dK, _ = right(dC, Q, K, V, P)
    return dQ, dK, P @ V


def values_scaled(dC, Q, K, V, P):
    dQ, dK, dV = right(dC, Q, K, V, P)
    return dQ, dK, dV / np.sqrt(Q.shape[-1])


def not_scaled(dC, Q, K, V, P):
    return right(dC, Q, K, V, P, scale=1)


def scaled_without_the_root(dC, Q, K, V, P):
    return right(dC, Q, K, V, P, scale=Q.shape[-1])


def multiplied(dC, Q, K, V, P):
    return right(dC, Q, K, V, P, scale=1 / np.sqrt(Q.shape[-1]))


def scaled_by_the_values(dC, Q, K, V, P):
    return right(dC, Q, K, V, P, scale=np.sqrt(V.shape[-1]))


def scaled_by_all_features(dC, Q, K, V, P):
    return right(dC, Q, K, V, P, scale=np.sqrt(Q.shape[1] * Q.shape[-1]))


def scaled_as_in_the_example(dC, Q, K, V, P):
    return right(dC, Q, K, V, P, scale=2)


def softmax_passed_by(dC, Q, K, V, P):
    return finished(dC @ turned(V), dC, Q, K, P)


def softmax_of_the_gradient(dC, Q, K, V, P):
    dP = dC @ turned(V)
    E = np.exp(dP - dP.max(axis=-1, keepdims=True))
    return finished(E / E.sum(axis=-1, keepdims=True), dC, Q, K, P)


def others_left_out(dC, Q, K, V, P):
    return finished(P * (dC @ turned(V)), dC, Q, K, P)


def diagonal_alone(dC, Q, K, V, P):
    return finished(P * (1 - P) * (dC @ turned(V)), dC, Q, K, P)


def weights_left_out(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(dP - (dP * P).sum(axis=-1, keepdims=True), dC, Q, K, P)


def weights_on_the_first_term(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(P * dP - (dP * P).sum(axis=-1, keepdims=True), dC, Q, K, P)


def masked_on_the_way_back(dC, Q, K, V, P):
    return finished(np.tril(through_softmax(dC @ turned(V), P)), dC, Q, K, P)


def sum_without_the_weights(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(P * (dP - dP.sum(axis=-1, keepdims=True)), dC, Q, K, P)


def mean_for_sum(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(P * (dP - (dP * P).mean(axis=-1, keepdims=True)), dC, Q, K, P)


def over_the_queries(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(P * (dP - (dP * P).sum(axis=-2, keepdims=True)), dC, Q, K, P)


def over_the_heads(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(P * (dP - (dP * P).sum(axis=1, keepdims=True)), dC, Q, K, P)


def over_everything(dC, Q, K, V, P):
    dP = dC @ turned(V)
    return finished(P * (dP - (dP * P).sum()), dC, Q, K, P)


def axis_lost(dC, Q, K, V, P):
    dV = turned(P) @ dC
    dP = dC @ turned(V)
    dS = P * (dP - (dP * P).sum(axis=-1)) / np.sqrt(Q.shape[-1])
    return dS @ K, turned(dS) @ Q, dV


def values_not_transposed(dC, Q, K, V, P):
    return finished(through_softmax(dC @ V, P), dC, Q, K, P)


def weights_transposed_on_the_way(dC, Q, K, V, P):
    return finished(through_softmax(V @ turned(dC), P), dC, Q, K, P)


def keys_not_transposed(dC, Q, K, V, P):
    dQ, _, dV = right(dC, Q, K, V, P)
    dS = through_softmax(dC @ turned(V), P) / np.sqrt(Q.shape[-1])
    return dQ, dS @ Q, dV


def queries_transposed(dC, Q, K, V, P):
    _, dK, dV = right(dC, Q, K, V, P)
    dS = through_softmax(dC @ turned(V), P) / np.sqrt(Q.shape[-1])
    return turned(dS) @ K, dK, dV


def keys_turned(dC, Q, K, V, P):
    dQ, dK, dV = right(dC, Q, K, V, P)
    return dQ, turned(dK), dV


def own_features(dC, Q, K, V, P):
    _, _, dV = right(dC, Q, K, V, P)
    dS = through_softmax(dC @ turned(V), P) / np.sqrt(Q.shape[-1])
    return dS @ Q, turned(dS) @ K, dV


def queries_and_keys_exchanged(dC, Q, K, V, P):
    dQ, dK, dV = right(dC, Q, K, V, P)
    return dK, dQ, dV


def other_order(dC, Q, K, V, P):
    dQ, dK, dV = right(dC, Q, K, V, P)
    return dV, dQ, dK


def from_last_to_first(dC, Q, K, V, P):
    dQ, dK, dV = right(dC, Q, K, V, P)
    return dV, dK, dQ


def in_a_dict(dC, Q, K, V, P):
    return {"dQ": Q, "dK": K, "dV": V}


def averaged(dC, Q, K, V, P):
    return tuple(each / len(Q) for each in right(dC, Q, K, V, P))


def summed_over_the_batch(dC, Q, K, V, P):
    return tuple(each.sum(axis=0) for each in right(dC, Q, K, V, P))


def summed_over_the_heads(dC, Q, K, V, P):
    return tuple(each.sum(axis=1) for each in right(dC, Q, K, V, P))


def sign(dC, Q, K, V, P):
    dQ, dK, dV = right(dC, Q, K, V, P)
    return -dQ, -dK, dV


def gradient_changed_in_place(dC, Q, K, V, P):
    found = right(dC, Q, K, V, P)
    dC *= 0
    return found


def nothing_returned(dC, Q, K, V, P):
    print(right(dC, Q, K, V, P))
