"""The mistakes that students make in attend_next."""

from __future__ import annotations

import numpy as np


def _longer(rows, row):
    return np.concatenate([rows, row[:, np.newaxis]], axis=1)


def _softmax(S, axis: int | None = -1):
    E = np.exp(S - S.max(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


def _scores(q, keys):
    return np.einsum("hk,htk->ht", q, keys) / np.sqrt(q.shape[-1])


def _context(q, keys, values):
    return np.einsum("ht,htv->hv", _softmax(_scores(q, keys)), values)


def without_itself(q, k, v, keys, values):
    return _context(q, keys, values), _longer(keys, k), _longer(values, v)


def not_remembered(q, k, v, keys, values):
    return _context(q, _longer(keys, k), _longer(values, v)), keys, values


def neither_seen_nor_remembered(q, k, v, keys, values):
    return _context(q, keys, values), keys, values


def itself_alone(q, k, v, keys, values):
    return v.copy(), _longer(keys, k), _longer(values, v)


def in_front(q, k, v, keys, values):
    keys = np.concatenate([k[:, np.newaxis], keys], axis=1)
    values = np.concatenate([v[:, np.newaxis], values], axis=1)
    return _context(q, keys, values), keys, values


def new_ones_alone(q, k, v, keys, values):
    more_keys, more_values = _longer(keys, k), _longer(values, v)
    return _context(q, more_keys, more_values), k[:, np.newaxis], v[:, np.newaxis]


def new_ones_alone_without_an_axis(q, k, v, keys, values):
    return _context(q, _longer(keys, k), _longer(values, v)), k, v


def oldest_forgotten(q, k, v, keys, values):
    more_keys, more_values = _longer(keys, k), _longer(values, v)
    return _context(q, more_keys, more_values), more_keys[:, 1:], more_values[:, 1:]


def without_the_root(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * np.sqrt(q.shape[-1]), keys, values), keys, values


def divided_by_all_of_it(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q / np.sqrt(q.shape[-1]), keys, values), keys, values


def divided_as_in_the_example(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * np.sqrt(q.shape[-1]) / 2, keys, values), keys, values


def multiplied(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * q.shape[-1], keys, values), keys, values


def root_of_the_steps(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * np.sqrt(q.shape[-1] / keys.shape[1]), keys, values), keys, values


def root_of_the_values(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * np.sqrt(q.shape[-1] / v.shape[-1]), keys, values), keys, values


def root_of_the_heads(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * np.sqrt(q.shape[-1] / len(q)), keys, values), keys, values


def over_heads(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return np.einsum("ht,htv->hv", _softmax(_scores(q, keys), axis=0), values), keys, values


def over_everything(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return np.einsum("ht,htv->hv", _softmax(_scores(q, keys), axis=None), values), keys, values


def without_softmax(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return np.einsum("ht,htv->hv", _scores(q, keys), values), keys, values


def mean_of_all(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return values.mean(axis=1), keys, values


def best_alone(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    best = _scores(q, keys).argmax(axis=1)
    return values[np.arange(len(q)), best], keys, values


def key_asks(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(k, keys, values), keys, values


def query_remembered(q, k, v, keys, values):
    keys, values = _longer(keys, q), _longer(values, v)
    return _context(q, keys, values), keys, values


def keys_taken(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q, keys, keys), keys, values


def with_the_steps_axis(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q, keys, values)[:, np.newaxis], keys, values


def heads_in_a_row(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q, keys, values).ravel(), keys, values


def weights_in_place(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _softmax(_scores(q, keys)), keys, values


def on_the_axis_of_heads(q, k, v, keys, values):
    keys = np.concatenate([keys, k[np.newaxis]])
    values = np.concatenate([values, v[np.newaxis]])
    return _context(q, keys, values), keys, values


def among_the_features(q, k, v, keys, values):
    keys = np.concatenate([keys, k[..., np.newaxis]], axis=-1)
    values = np.concatenate([values, v[..., np.newaxis]], axis=-1)
    return _context(q, keys, values), keys, values


def axis_not_named(q, k, v, keys, values):
    keys = np.concatenate([keys, k[:, np.newaxis]])
    values = np.concatenate([values, v[:, np.newaxis]])
    return _context(q, keys, values), keys, values


def an_axis_forgotten(q, k, v, keys, values):
    keys, values = np.concatenate([keys, k], axis=1), np.concatenate([values, v], axis=1)
    return _context(q, keys, values), keys, values


def axis_before_the_heads(q, k, v, keys, values):
    keys = np.concatenate([keys, k[np.newaxis]], axis=1)
    values = np.concatenate([values, v[np.newaxis]], axis=1)
    return _context(q, keys, values), keys, values


def queries_of_all_heads(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _softmax(q @ keys.swapaxes(1, 2) / np.sqrt(q.shape[-1])) @ values, keys, values


def keys_with_all_queries(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _softmax(keys @ q.T / np.sqrt(q.shape[-1])) @ values, keys, values


def not_moved(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    E = np.exp(_scores(q, keys))
    return np.einsum("ht,htv->hv", E / E.sum(axis=-1, keepdims=True), values), keys, values


def moved_by_one_maximum(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    S = _scores(q, keys)
    E = np.exp(S - S.max())
    return np.einsum("ht,htv->hv", E / E.sum(axis=-1, keepdims=True), values), keys, values


def exponentials(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    S = _scores(q, keys)
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    return np.einsum("ht,htv->hv", E, values), keys, values


def values_first(q, k, v, keys, values):
    c, keys, values = _right(q, k, v, keys, values)
    return c, values, keys


def context_last(q, k, v, keys, values):
    c, keys, values = _right(q, k, v, keys, values)
    return keys, values, c


def _right(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q, keys, values), keys, values


def context_alone(q, k, v, keys, values):
    return _right(q, k, v, keys, values)[0]


def nothing_returned(q, k, v, keys, values):
    c, keys, values = _right(q, k, v, keys, values)
    print(c)
