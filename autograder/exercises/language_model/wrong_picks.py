"""The mistakes that students make in pick."""

from __future__ import annotations

import numpy as np


def _right(p, u):
    return int(np.searchsorted(np.cumsum(p), u, side="right"))


def best_token(p, u):
    return int(np.argmax(p))


def up_to_the_end(p, u):
    return int(np.searchsorted(np.cumsum(p), u))


def beyond_the_lower_border(p, u):
    end = 0.0
    for token, length in enumerate(p):
        if end < u <= end + length:
            return token
        end += length
    return None


def borders_in_no_part(p, u):
    end = 0.0
    for token, length in enumerate(p):
        if end < u < end + length:
            return token
        end += length
    return None


def one_too_far(p, u):
    return _right(p, u) + 1


def added_too_late(p, u):
    end = 0.0
    for token, length in enumerate(p):
        if u < end:
            return token
        end += length
    return len(p) - 1


def all_from_there_on(p, u):
    return np.where(np.cumsum(p) > u)[0]


def one_too_near(p, u):
    return _right(p, u) - 1


def single_probabilities(p, u):
    return next((token for token, probability in enumerate(p) if u < probability), 0)


def single_probabilities_or_the_last(p, u):
    return next((token for token, probability in enumerate(p) if u < probability), len(p) - 1)


def single_probabilities_or_none(p, u):
    return next((token for token, probability in enumerate(p) if u < probability), None)


def searched_among_probabilities(p, u):
    return int(np.searchsorted(p, u, side="right"))


def nearest_probability(p, u):
    return int(np.argmin(abs(p - u)))


def nearest_end(p, u):
    return int(np.argmin(abs(np.cumsum(p) - u)))


def as_if_alike(p, u):
    return int(u * len(p))


def from_the_end(p, u):
    return len(p) - 1 - _right(p[::-1], u)


def turned_round(p, u):
    return _right(p, 1 - u)


def largest_first(p, u):
    order = np.argsort(-p, kind="stable")
    return int(order[_right(p[order], u)])


def smallest_first(p, u):
    order = np.argsort(p, kind="stable")
    return int(order[_right(p[order], u)])


def place_among_the_largest(p, u):
    return _right(np.sort(p)[::-1], u)


def probability_of_it(p, u):
    return p[_right(p, u)]


def one_hot(p, u):
    return np.eye(len(p))[_right(p, u)]


def nothing_returned(p, u):
    print(_right(p, u))
