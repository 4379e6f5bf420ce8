"""Wrong answers to lstm_forward, as students write them (the words are in forward_sentences.py)."""

from __future__ import annotations

import numpy as np


def step(x, h, C, W, U, b):
    """The next h and C, and what is kept of the step."""
    z_i, z_f, z_g, z_o = np.split(x @ W + h @ U + b, 4, axis=-1)
    i, f, o = (np.exp(-np.logaddexp(0, -z)) for z in (z_i, z_f, z_o))
    g = np.tanh(z_g)
    C = f * C + i * g
    h = o * np.tanh(C)
    return h, C, dict(i=i, f=f, g=g, o=o, C=C, h=h)


def zeros(X, U):
    return np.zeros((len(X), len(U)))


def all_steps(X, W, U, b):
    """What is kept of every step, in a list."""
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        h, C, kept = step(X[:, t], h, C, W, U, b)
        done.append(kept)
    return done


def joined(done, axis=1):
    return {name: np.stack([kept[name] for kept in done], axis=axis) for name in done[0]}


def nothing_carried(X, W, U, b):
    return joined(
        [step(X[:, t], zeros(X, U), zeros(X, U), W, U, b)[2] for t in range(X.shape[1])],
    )


def memory_not_carried(X, W, U, b):
    h, done = zeros(X, U), []
    for t in range(X.shape[1]):
        h, _, kept = step(X[:, t], h, zeros(X, U), W, U, b)
        done.append(kept)
    return joined(done)


def state_not_carried(X, W, U, b):
    C, done = zeros(X, U), []
    for t in range(X.shape[1]):
        _, C, kept = step(X[:, t], zeros(X, U), C, W, U, b)
        done.append(kept)
    return joined(done)


def exchanged_on_the_way(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        C, h, kept = step(X[:, t], h, C, W, U, b)
        done.append(kept)
    return joined(done)


def begins_with_ones(X, W, U, b):
    h, C, done = zeros(X, U) + 1, zeros(X, U) + 1, []
    for t in range(X.shape[1]):
        h, C, kept = step(X[:, t], h, C, W, U, b)
        done.append(kept)
    return joined(done)


def first_step_alone(X, W, U, b):
    first = joined(all_steps(X, W, U, b))
    for values in first.values():
        values[:, 1:] = 0
    return first


def last_to_first(X, W, U, b):
    return joined(all_steps(X[:, ::-1], W, U, b))


def samples_as_steps(X, W, U, b):
    return joined(all_steps(np.swapaxes(X, 0, 1), W, U, b), axis=0)


def same_x(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for _ in range(X.shape[1]):
        h, C, kept = step(X[:, 0], h, C, W, U, b)
        done.append(kept)
    return joined(done)


def in_an_array_of_zeros(X, U, done, first=0):
    """What is kept of the steps, put into arrays full of zeros."""
    cache = {name: np.zeros((*X.shape[:2], len(U))) for name in ("i", "f", "g", "o", "C", "h")}
    for t, kept in enumerate(done, first):
        for name, value in kept.items():
            cache[name][:, t] = value
    return cache


def as_wide_as_b(X, W, U, b):
    h = np.zeros((len(X), len(b)))
    return step(X[:, 0], h, h, W, U, b)[2]


def loop_ends_early(X, W, U, b):
    return in_an_array_of_zeros(X, U, all_steps(X[:, :-1], W, U, b))


def loop_begins_late(X, W, U, b):
    return in_an_array_of_zeros(X, U, all_steps(X[:, 1:], W, U, b), first=1)


def as_many_steps_as_samples(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(len(X)):
        h, C, kept = step(X[:, t], h, C, W, U, b)
        done.append(kept)
    return in_an_array_of_zeros(X, U, done)


def sample_for_step(X, W, U, b):
    h, C, cache = zeros(X, U), zeros(X, U), in_an_array_of_zeros(X, U, [])
    for t in range(X.shape[1]):
        h, C, kept = step(X[t], h, C, W, U, b)
        for name, value in kept.items():
            cache[name][:, t] = value
    return cache


def kept_as_a_sample(X, W, U, b):
    cache = in_an_array_of_zeros(X, U, [])
    for t, kept in enumerate(all_steps(X, W, U, b)):
        for name, value in kept.items():
            cache[name][t] = value
    return cache


def carried_from_sample_to_sample(X, W, U, b):
    h, C, samples = np.zeros(len(U)), np.zeros(len(U)), []
    for x in X:
        done = []
        for t in range(X.shape[1]):
            h, C, kept = step(x[t], h, C, W, U, b)
            done.append(kept)
        samples.append(joined(done, axis=0))
    return joined(samples, axis=0)


def steps_first(X, W, U, b):
    return joined(all_steps(X, W, U, b), axis=0)


def reshaped(X, W, U, b):
    cache = joined(all_steps(X, W, U, b), axis=0)
    return {name: value.reshape(*X.shape[:2], len(U)) for name, value in cache.items()}


def side_by_side(X, W, U, b):
    done = all_steps(X, W, U, b)
    return {name: np.concatenate([kept[name] for kept in done], axis=1) for name in done[0]}


def last_step_alone(X, W, U, b):
    return all_steps(X, W, U, b)[-1]


def one_step_short(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return {name: value[:, :-1] for name, value in cache.items()}


def kept_before_the_step(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        before = {"h": h, "C": C}
        h, C, kept = step(X[:, t], h, C, W, U, b)
        done.append({**kept, **before})
    return joined(done)


def one_array_for_all(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        h[...], C[...], kept = step(X[:, t], h, C, W, U, b)
        done.append({**kept, "h": h, "C": C})
    return joined(done)


def one_array_for_all_names(X, W, U, b):
    h = joined(all_steps(X, W, U, b))["h"]
    return dict.fromkeys(("i", "f", "g", "o", "C", "h"), h)


def with_zeros_in_front(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return {**cache, **{name: np.pad(cache[name], ((0, 0), (1, 0), (0, 0))) for name in "Ch"}}


def sums_kept(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    h_before = np.pad(cache["h"], ((0, 0), (1, 0), (0, 0)))[:, :-1]
    return {**cache, **dict(zip("ifgo", np.split(X @ W + h_before @ U + b, 4, axis=-1), strict=True))}


def state_and_memory_exchanged(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return {**cache, "C": cache["h"], "h": cache["C"]}


def gates_missing(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return {"C": cache["C"], "h": cache["h"]}


def no_name_known(X, W, U, b):
    return {f"{name}_t": value for name, value in joined(all_steps(X, W, U, b)).items()}


def six_in_a_row(X, W, U, b):
    return tuple(joined(all_steps(X, W, U, b)).values())


def other_names(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return {**{name: cache[name] for name in "ifgo"}, "c": cache["C"], "H": cache["h"]}


def states_alone(X, W, U, b):
    return joined(all_steps(X, W, U, b))["h"]


def list_of_steps(X, W, U, b):
    return all_steps(X, W, U, b)


def lists_in_a_dict(X, W, U, b):
    done = all_steps(X, W, U, b)
    return {name: [kept[name] for kept in done] for name in done[0]}


def with_the_states(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return cache["h"], cache


def nothing_returned(X, W, U, b):
    print(joined(all_steps(X, W, U, b)))
