"""The mistakes that students make in next_probabilities."""

from __future__ import annotations

import numpy as np


def _softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def _kept(z, top_k):
    """True for the best."""
    return np.isin(np.arange(len(z)), np.argsort(-z)[:top_k])


def _right(z, temperature, top_k):
    return _softmax(np.where(_kept(z, top_k), z / temperature, -np.inf))


def multiplied(z, temperature, top_k):
    return _right(z, 1 / temperature, top_k)


def threshold_not_divided(z, temperature, top_k):
    least = np.sort(z)[-top_k]
    z = z / temperature
    e = np.where(z >= least, np.exp(z - z.max()), 0.0)
    return e / e.sum()


def temperature_left_out(z, temperature, top_k):
    return _right(z, 1, top_k)


def probabilities_divided(z, temperature, top_k):
    return _right(z, 1, top_k) / temperature


def root_of_the_temperature(z, temperature, top_k):
    return _right(z, np.sqrt(temperature), top_k)


def all_of_them(z, temperature, top_k):
    return _softmax(z / temperature)


def not_shared_out_anew(z, temperature, top_k):
    return np.where(_kept(z, top_k), _softmax(z / temperature), 0)


def score_of_zero(z, temperature, top_k):
    return _softmax(np.where(_kept(z, top_k), z, 0) / temperature)


def low_score(z, temperature, top_k):
    return _softmax(np.where(_kept(z, top_k), z, -1000) / temperature)


def lowest(z, temperature, top_k):
    return _softmax(np.where(_kept(-z, top_k), z / temperature, -np.inf))


def one_too_many(z, temperature, top_k):
    return _right(z, temperature, min(top_k + 1, len(z)))


def one_too_few(z, temperature, top_k):
    return _softmax(np.where(z > np.sort(z)[-top_k], z / temperature, -np.inf))


def counted_from_the_lowest(z, temperature, top_k):
    return _softmax(np.where(z >= np.sort(z)[top_k - 1], z / temperature, -np.inf))


def counted_past_the_end(z, temperature, top_k):
    return _softmax(np.where(z >= np.sort(z)[top_k], z / temperature, -np.inf))


def best_of_the_others(z, temperature, top_k):
    return _softmax(np.where(z > np.sort(z)[-top_k - 1], z / temperature, -np.inf))


def order_from_below_taken_for_ranks(z, temperature, top_k):
    return _softmax(np.where(np.argsort(z) >= len(z) - top_k, z / temperature, -np.inf))


def order_taken_for_ranks(z, temperature, top_k):
    return _softmax(np.where(np.argsort(-z) < top_k, z / temperature, -np.inf))


def first_of_all(z, temperature, top_k):
    return _softmax(np.where(np.arange(len(z)) < top_k, z / temperature, -np.inf))


def best_in_order(z, temperature, top_k):
    return _softmax(np.sort(z)[::-1][:top_k] / temperature)


def best_in_place(z, temperature, top_k):
    return _softmax(z[_kept(z, top_k)] / temperature)


def in_order_of_size(z, temperature, top_k):
    return np.sort(_right(z, temperature, top_k))[::-1]


def alike(z, temperature, top_k):
    return _kept(z, top_k) / top_k


def not_moved(z, temperature, top_k):
    e = np.where(_kept(z, top_k), np.exp(z / temperature), 0)
    return e / e.sum()


def largest_not_divided(z, temperature, top_k):
    e = np.where(_kept(z, top_k), np.exp(z / temperature - z.max()), 0)
    return e / e.sum()


def divided_by_all(z, temperature, top_k):
    e = np.exp((z - z.max()) / temperature)
    return np.where(_kept(z, top_k), e, 0) / len(z)


def exponentials(z, temperature, top_k):
    return np.where(_kept(z, top_k), np.exp((z - z.max()) / temperature), 0)


def without_exp(z, temperature, top_k):
    scores = np.where(_kept(z, top_k), z / temperature, 0)
    return scores / scores.sum()


def logarithms(z, temperature, top_k):
    return np.log(_right(z, temperature, top_k))


def scores_alone(z, temperature, top_k):
    return np.where(_kept(z, top_k), z / temperature, -np.inf)


def scores_changed(z, temperature, top_k):
    z -= z.max()
    z /= temperature
    e = np.where(_kept(z, top_k), np.exp(z), 0)
    return e / e.sum()


def best_token(z, temperature, top_k):
    return int(np.argmax(z))


def nothing_returned(z, temperature, top_k):
    print(_right(z, temperature, top_k))
