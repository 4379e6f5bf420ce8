"""Wrong answers to gru_step, as students write them (the words are in gru_sentences.py)."""

from __future__ import annotations

import numpy as np


def s(z):
    return np.exp(-np.logaddexp(0, -z))


def sums(x, h_before, W, U, b):
    """The sums of all three blocks, with the state as it is."""
    return np.split(x @ W + h_before @ U + b, 3, axis=1)


def candidate(x, seen, W, U, b):
    """hh, given what it may see of the state before."""
    return np.tanh((x @ W + seen @ U + b)[:, 2 * len(U) :])


def mixed(z, r, hh, h_before):
    return z, r, hh, z * h_before + (1 - z) * hh


def shares_exchanged(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, (1 - z) * h_before + z * hh


def reset_after_the_product(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = np.tanh((x @ W + b)[:, 2 * len(U) :] + r * (h_before @ U)[:, 2 * len(U) :])
    return mixed(z, r, hh, h_before)


def reset_after_product_and_bias(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = np.tanh((x @ W)[:, 2 * len(U) :] + r * (h_before @ U + b)[:, 2 * len(U) :])
    return mixed(z, r, hh, h_before)


def reset_on_the_sum(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = np.tanh(r * sums(x, h_before, W, U, b)[2])
    return mixed(z, r, hh, h_before)


def reset_left_out(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, h_before, W, U, b), h_before)


def reset_turned_round(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, (1 - r) * h_before, W, U, b), h_before)


def update_for_reset(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, z * h_before, W, U, b), h_before)


def seen_alone(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, np.tanh((x @ W + b)[:, 2 * len(U) :]), h_before)


def gates_exchanged(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, z * h_before, W, U, b)
    return z, r, hh, r * h_before + (1 - r) * hh


def candidate_as_it_is(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, np.arctanh(candidate(x, r * h_before, W, U, b)), h_before)


def sums_for_gates(x, h_before, W, U, b):
    z, r, _ = sums(x, h_before, W, U, b)
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def split_along_the_first_axis(x, h_before, W, U, b):
    (W_z, *_), (U_z, *_), (b_z, *_) = (np.split(each, 3) for each in (W, U, b))
    return s(x @ W_z + h_before @ U_z + b_z)


def sigmoid_for_the_candidate(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = np.arctanh(candidate(x, r * h_before, W, U, b))
    return mixed(z, r, s(hh), h_before)


def tanh_for_the_gates(x, h_before, W, U, b):
    z, r, _ = map(np.tanh, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def reset_gate_first(x, h_before, W, U, b):
    r, z, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def interleaved(x, h_before, W, U, b):
    W, U, b = (np.concatenate([each[..., k::3] for k in range(3)], axis=-1) for each in (W, U, b))
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def bias_forgotten(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, 0))
    return mixed(z, r, candidate(x, r * h_before, W, U, 0), h_before)


def bias_of_the_candidate_forgotten(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, 0), h_before)


def gates_without_the_state(x, h_before, W, U, b):
    z, r, _ = map(s, np.split(x @ W + b, 3, axis=1))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def candidate_added(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, z * h_before + hh


def all_of_the_state_kept(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, h_before + (1 - z) * hh


def mixed_by_the_reset_gate(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, r * h_before + (1 - r) * hh


def brackets_forgotten(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, z * h_before + 1 - z * hh


def candidate_for_the_state(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, hh


def state_before_left_out(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, (1 - z) * hh


def reset_in_the_mixture(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, z * r * h_before + (1 - z) * hh


def squeezed(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, np.tanh(z * h_before + (1 - z) * hh)


def state_first(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    *gates, h = mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)
    return h, *gates


def reset_gate_returned_first(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    z, r, hh, h = mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)
    return r, z, hh, h


def state_before_the_candidate(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    z, r, hh, h = mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)
    return z, r, h, hh


def in_a_dict(x, h_before, W, U, b):
    return dict.fromkeys(("z", "r", "hh", "h"), h_before)


def candidate_not_returned(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    z, r, _, h = mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)
    return z, r, h


def state_alone(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)[-1]


def nothing_returned(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    print(mixed(z, r, candidate(x, r * h_before, W, U, b), h_before))
