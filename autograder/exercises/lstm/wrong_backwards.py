"""Wrong answers to lstm_backward, as students write them (the words are in backward_sentences.py)."""

from __future__ import annotations

import numpy as np


def shifted(states):
    """The states before each step, 0 before the first."""
    return np.concatenate([np.zeros_like(states[:, :1]), states[:, :-1]], axis=1)


def blocks(dh, dC, cache, C_before, t):
    """The gradients of the four sums of step t, and of the memory before."""
    i, f, g, o, C = (cache[name][:, t] for name in ("i", "f", "g", "o", "C"))
    dC = dC + dh * o * (1 - np.tanh(C) ** 2)
    dz = [dC * g * i * (1 - i), dC * C_before * f * (1 - f), dC * i * (1 - g**2)]
    return [*dz, dh * np.tanh(C) * o * (1 - o)], dC * f


def walk(dA, cache, U, order=None, C_before=None, carry=(1, 1), join=None):
    """dZ (m, steps, 4 units): as it should be, but for what is said."""
    steps, C_before = dA.shape[1], shifted(cache["C"]) if C_before is None else C_before
    dZ, dh, dC = np.zeros((len(dA), steps, U.shape[1])), 0.0, 0.0
    for t in order or reversed(range(steps)):
        found, dC = blocks(dA[:, t] + carry[0] * dh, carry[1] * dC, cache, C_before[:, t], t)
        dZ[:, t] = join(found) if join else np.concatenate(found, axis=1)
        dh = dZ[:, t] @ U.T
    return dZ


def sums(X, h_before, dZ):
    """dW, dU and db of dZ, as they should be."""
    dW = np.einsum("mtn,mtk->nk", X, dZ)
    return dW, np.einsum("mtu,mtk->uk", h_before, dZ), dZ.sum(axis=(0, 1))


def the_rest(X, cache, W, dZ):
    return dZ @ W.T, *sums(X, shifted(cache["h"]), dZ)


def first_to_last(dA, X, cache, W, U):
    return the_rest(X, cache, W, walk(dA, cache, U, order=range(X.shape[1])))


def state_not_carried(dA, X, cache, W, U):
    return the_rest(X, cache, W, walk(dA, cache, U, carry=(0, 1)))


def memory_not_carried(dA, X, cache, W, U):
    return the_rest(X, cache, W, walk(dA, cache, U, carry=(1, 0)))


def nothing_carried(dA, X, cache, W, U):
    return the_rest(X, cache, W, walk(dA, cache, U, carry=(0, 0)))


def last_gradient_alone(dA, X, cache, W, U):
    alone = np.zeros_like(dA)
    alone[:, -1] = dA[:, -1]
    return the_rest(X, cache, W, walk(alone, cache, U))


def last_gradient_twice(dA, X, cache, W, U):
    twice = dA.copy()
    twice[:, -1] *= 2
    return the_rest(X, cache, W, walk(twice, cache, U))


def piled_up(dA, X, cache, W, U):
    C_before, dZ, dh, dC = shifted(cache["C"]), np.zeros((*X.shape[:2], W.shape[1])), 0.0, 0.0
    for t in reversed(range(X.shape[1])):
        dh = dh + dA[:, t]
        found, dC = blocks(dh, dC, cache, C_before[:, t], t)
        dZ[:, t] = np.concatenate(found, axis=1)
        dh = dh + dZ[:, t] @ U.T
    return the_rest(X, cache, W, dZ)


def inputs_left_out(dA, X, cache, W, U):
    return the_rest(X, cache, W, walk(dA, cache, U))[1:]


def bias_as_a_row(dA, X, cache, W, U):
    *rest, db = the_rest(X, cache, W, walk(dA, cache, U))
    return *rest, db[np.newaxis]


def state_piled_up(dA, X, cache, W, U):
    C_before, dZ, dh, dC = shifted(cache["C"]), np.zeros((*X.shape[:2], W.shape[1])), 0.0, 0.0
    for t in reversed(range(X.shape[1])):
        found, dC = blocks(dA[:, t] + dh, dC, cache, C_before[:, t], t)
        dZ[:, t] = np.concatenate(found, axis=1)
        dh = dh + dZ[:, t] @ U.T
    return the_rest(X, cache, W, dZ)


def memory_piled_up(dA, X, cache, W, U):
    C_before, dZ, dh, dC = shifted(cache["C"]), np.zeros((*X.shape[:2], W.shape[1])), 0.0, 0.0
    for t in reversed(range(X.shape[1])):
        found, back = blocks(dA[:, t] + dh, dC, cache, C_before[:, t], t)
        dZ[:, t] = np.concatenate(found, axis=1)
        dh, dC = dZ[:, t] @ U.T, dC + back
    return the_rest(X, cache, W, dZ)


def one_array_for_two(dA, X, cache, W, U):
    """dh and dC begin as one array, and += into the one changes the other."""
    C_before, dZ = shifted(cache["C"]), np.zeros((*X.shape[:2], W.shape[1]))
    dh = dC = np.zeros(dA[:, 0].shape)
    for t in reversed(range(X.shape[1])):
        dh += dA[:, t]
        found, dC = blocks(dh, dC, cache, C_before[:, t], t)
        dZ[:, t] = np.concatenate(found, axis=1)
        dh = dZ[:, t] @ U.T
    return the_rest(X, cache, W, dZ)


def exchanged_in_the_call(dA, X, cache, W, U):
    C_before, dZ, dh, dC = shifted(cache["C"]), np.zeros((*X.shape[:2], W.shape[1])), 0.0, 0.0
    for t in reversed(range(X.shape[1])):
        found, dC = blocks(dC, dA[:, t] + dh, cache, C_before[:, t], t)
        dZ[:, t] = np.concatenate(found, axis=1)
        dh = dZ[:, t] @ U.T
    return the_rest(X, cache, W, dZ)


def weights_without_the_first_step(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    return dZ @ W.T, *sums(X[:, 1:], cache["h"][:, :-1], dZ[:, 1:])


def first_step_left_out(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    dZ[:, 0] = 0
    return the_rest(X, cache, W, dZ)


def candidate_last(dA, X, cache, W, U):
    def join(found):
        return np.concatenate([found[0], found[1], found[3], found[2]], axis=1)

    return the_rest(X, cache, W, walk(dA, cache, U, join=join))


def every_fourth_column(dA, X, cache, W, U):
    def join(found):
        return np.stack(found, axis=-1).reshape(len(X), -1)

    return the_rest(X, cache, W, walk(dA, cache, U, join=join))


def joined_as_samples(dA, X, cache, W, U):
    t = X.shape[1] - 1
    found, _ = blocks(dA[:, t], 0.0, cache, shifted(cache["C"])[:, t], t)
    return np.concatenate(found) @ W.T


def both_after(dA, X, cache, W, U):
    dZ = walk(dA, cache, U, C_before=cache["C"])
    return dZ @ W.T, *sums(X, cache["h"], dZ)


def memory_after(dA, X, cache, W, U):
    return the_rest(X, cache, W, walk(dA, cache, U, C_before=cache["C"]))


def memory_wrapped_round(dA, X, cache, W, U):
    dZ = walk(dA, cache, U, C_before=np.roll(cache["C"], 1, axis=1))
    return dZ @ W.T, *sums(X, np.roll(cache["h"], 1, axis=1), dZ)


def state_wrapped_round(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    return dZ @ W.T, *sums(X, np.roll(cache["h"], 1, axis=1), dZ)


def state_after(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    return dZ @ W.T, *sums(X, cache["h"], dZ)


def state_not_transposed(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    return the_rest(X, cache, W, dZ[:, -1] @ U)


def inputs_not_transposed(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    return dZ @ W, *sums(X, shifted(cache["h"]), dZ)


def overwritten(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    h_before = shifted(cache["h"])
    return dZ @ W.T, *sums(X[:, :1], h_before[:, :1], dZ[:, :1])


def averaged_over_steps(dA, X, cache, W, U):
    dX, *rest = the_rest(X, cache, W, walk(dA, cache, U))
    return dX, *(each / X.shape[1] for each in rest)


def averaged_over_the_batch(dA, X, cache, W, U):
    dX, *rest = the_rest(X, cache, W, walk(dA, cache, U))
    return dX, *(each / len(X) for each in rest)


def bias_not_summed(dA, X, cache, W, U):
    dX, dW, dU, _ = the_rest(X, cache, W, dZ := walk(dA, cache, U))
    return dX, dW, dU, dZ.sum(axis=1)


def bias_added_as_it_is(dA, X, cache, W, U):
    dZ, db = walk(dA, cache, U), np.zeros(W.shape[1])
    db += dZ[:, -1]
    return *the_rest(X, cache, W, dZ)[:-1], db


def bias_summed_over_the_columns(dA, X, cache, W, U):
    dZ, db = walk(dA, cache, U), np.zeros(W.shape[1])
    db += dZ[:, -1].sum(axis=1)
    return *the_rest(X, cache, W, dZ)[:-1], db


def steps_first(dA, X, cache, W, U):
    dX, *rest = the_rest(X, cache, W, walk(dA, cache, U))
    return np.swapaxes(dX, 0, 1), *rest


def memory_for_state(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    return dZ @ W.T, *sums(X, shifted(cache["C"]), dZ)


def state_for_memory(dA, X, cache, W, U):
    return the_rest(X, cache, W, walk(dA, cache, U, C_before=shifted(cache["h"])))


def in_a_dict(dA, X, cache, W, U):
    return {"dX": X, "dW": W, "dU": U, "db": U[0]}


def inputs_in_the_order_of_the_walk(dA, X, cache, W, U):
    dX, *rest = the_rest(X, cache, W, walk(dA, cache, U))
    return dX[:, ::-1], *rest


def in_place(dA, X, cache, W, U):
    C_before, dZ, dC = shifted(cache["C"]), np.zeros((*X.shape[:2], W.shape[1])), 0.0
    for t in reversed(range(X.shape[1])):
        found, dC = blocks(dA[:, t], dC, cache, C_before[:, t], t)
        dZ[:, t] = np.concatenate(found, axis=1)
        if t > 0:
            dA[:, t - 1] += dZ[:, t] @ U.T
    return the_rest(X, cache, W, dZ)


def cache_changed(dA, X, cache, W, U):
    h, dZ = cache["h"], walk(dA, cache, U)
    h[:, 1:] = h[:, :-1].copy()
    h[:, 0] = 0
    return dZ @ W.T, *sums(X, h, dZ)


def inputs_last(dA, X, cache, W, U):
    dX, *rest = the_rest(X, cache, W, walk(dA, cache, U))
    return *rest, dX


def nothing_returned(dA, X, cache, W, U):
    print(the_rest(X, cache, W, walk(dA, cache, U)))
