"""The mistakes that students make in attend_next, and what is said of them."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


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


def root_of_the_steps(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * np.sqrt(q.shape[-1] / keys.shape[1]), keys, values), keys, values


def root_of_the_values(q, k, v, keys, values):
    keys, values = _longer(keys, k), _longer(values, v)
    return _context(q * np.sqrt(q.shape[-1] / v.shape[-1]), keys, values), keys, values


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


ANCHOR, REMEMBERED, SCORES = "attend-next", "what-is-remembered", "next-scores"

MISTAKES = [
    Misconception(
        "new step not seen",
        without_itself,
        "The new step looks at those before and not at itself; the first of all then has nothing to look "
        "at. A step sees itself, as with the causal mask.",
        REMEMBERED,
        least=WHOLE,
    ),
    Misconception(
        "new step not remembered",
        not_remembered,
        "What is remembered came back as short as it was. The next step would not know that this one has "
        "ever been: hand on the longer arrays.",
        REMEMBERED,
    ),
    Misconception(
        "new step neither seen nor remembered",
        neither_seen_nor_remembered,
        "The key and the value of the new step were never used. First they are put behind those before; "
        "then the step looks at all of them, itself included.",
        REMEMBERED,
    ),
    Misconception(
        "itself alone",
        itself_alone,
        "The new step took its own value, and nothing from those before. It shares a whole among all of "
        "them.",
        ANCHOR,
    ),
    Misconception(
        "in front",
        in_front,
        "The new step was put in front of the others. The context does not depend on the order, but what is "
        "remembered is a sequence: the new one stands at its end.",
        REMEMBERED,
    ),
    Misconception(
        "new ones alone",
        new_ones_alone,
        "Only the new step came back, and everything before is forgotten. The next step needs all of them.",
        REMEMBERED,
    ),
    Misconception(
        "new ones alone, as they came",
        new_ones_alone_without_an_axis,
        "What is new came back as it was given, and everything before is forgotten. The next step needs all "
        "of it, with an axis for the steps.",
        REMEMBERED,
    ),
    Misconception(
        "oldest forgotten",
        oldest_forgotten,
        "The oldest step was dropped. Nothing is forgotten here: there is one step more than before.",
        REMEMBERED,
    ),
    Misconception(
        "without the root",
        without_the_root,
        "The scores were not divided by the root of the number of features of a key.",
        SCORES,
    ),
    Misconception(
        "divided by the features",
        divided_by_all_of_it,
        "The scores were divided by the number of features itself. It is the root of it.",
        SCORES,
    ),
    Misconception(
        "root of the steps",
        root_of_the_steps,
        "The scores were divided by the root of the number of steps. A score is a sum over the features of "
        "a key: the root is of their number.",
        SCORES,
    ),
    Misconception(
        "root of the values",
        root_of_the_values,
        "The scores were divided by the root of the number of features of a value. A score is a sum over "
        "the features of a key.",
        SCORES,
    ),
    Misconception(
        "softmax over the heads",
        over_heads,
        "The weights add up to 1 over the heads. Each head shares out a whole of its own, among the steps.",
        SCORES,
    ),
    Misconception(
        "softmax over everything",
        over_everything,
        "The weights of all heads together add up to 1. Each head shares out a whole of its own, among the "
        "steps.",
        SCORES,
    ),
    Misconception(
        "without softmax",
        without_softmax,
        "The values were weighed with the scores themselves. Softmax makes shares of a whole of them.",
        SCORES,
    ),
    Misconception(
        "mean of all values",
        mean_of_all,
        "The mean of all values came back: query and keys were never used. The scores say how much is taken "
        "from each step.",
        SCORES,
    ),
    Misconception(
        "best step alone",
        best_alone,
        "Only the value of the step with the highest score was taken. Softmax takes something from each.",
        SCORES,
    ),
    Misconception(
        "key in place of the query",
        key_asks,
        "The new key was compared with the keys. It is the query that asks.",
        SCORES,
    ),
    Misconception(
        "query remembered",
        query_remembered,
        "The query was put among the keys. A query is used once, by its own step; it is the key by which "
        "later steps find this one.",
        REMEMBERED,
    ),
    Misconception(
        "keys in place of the values",
        keys_taken,
        "The context was made of the keys. They say how much is taken from a step; what is taken are the "
        "values.",
        SCORES,
    ),
    Misconception(
        "axis of the step kept",
        with_the_steps_axis,
        "The numbers of the context are right, and it has an axis too many, for a single step. It has the "
        "shape of v.",
        ANCHOR,
    ),
    Misconception(
        "heads side by side",
        heads_in_a_row,
        "The heads of the context stand side by side in one row. Each keeps its own: the context has the "
        "shape of v.",
        ANCHOR,
    ),
    Misconception(
        "weights in place of the context",
        weights_in_place,
        "The weights came back in place of the context. What is left is to take the values by them.",
        SCORES,
    ),
    Misconception(
        "put behind the heads",
        on_the_axis_of_heads,
        "The new step was put behind the heads, as if it were one more head. Each head has a new step: it "
        "is the axis of the steps that grows.",
        REMEMBERED,
    ),
    Misconception(
        "put among the features",
        among_the_features,
        "The new step was put among the features of those before. It is the axis of the steps that grows.",
        REMEMBERED,
    ),
    Misconception(
        "axis not named",
        axis_not_named,
        "The new step was joined along the heads, which is what `np.concatenate` does unless it is told an "
        "axis. It is the axis of the steps that grows.",
        REMEMBERED,
    ),
    Misconception(
        "axis of the steps forgotten",
        an_axis_forgotten,
        "The new key has two axes, and the keys have three, so that they cannot be joined. What is missing "
        "is an axis of length 1 for the step.",
        REMEMBERED,
    ),
    Misconception(
        "not moved",
        not_moved,
        "For large scores an exp was more than a number can hold. First take the largest score of each head "
        "off.",
        SCORES,
    ),
    Misconception(
        "moved by one maximum for all",
        moved_by_one_maximum,
        "One number was taken off the scores of all heads, and where they lie far below it all exp became "
        "0. Each head has a largest score of its own.",
        SCORES,
    ),
    Misconception(
        "exponentials alone",
        exponentials,
        "The exponentials were taken for weights as they are. Divided by their sum, in each head, they are "
        "shares of a whole.",
        SCORES,
    ),
    Misconception(
        "values before keys",
        values_first,
        "Values and keys have changed places: first the context, then the keys, then the values.",
        least=WHOLE,
    ),
    Misconception(
        "context last",
        context_last,
        "The context came last. It comes first, then the keys, then the values.",
        least=WHOLE,
    ),
    Misconception(
        "context alone",
        context_alone,
        "One thing came back. Three are asked for: the context, and the keys and values with the new step.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
        least=WHOLE,
    ),
]
