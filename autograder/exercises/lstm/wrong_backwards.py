"""The mistakes that students make on the way back through time."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


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


def piled_up(dA, X, cache, W, U):
    C_before, dZ, dh, dC = shifted(cache["C"]), np.zeros((*X.shape[:2], W.shape[1])), 0.0, 0.0
    for t in reversed(range(X.shape[1])):
        dh = dh + dA[:, t]
        found, dC = blocks(dh, dC, cache, C_before[:, t], t)
        dZ[:, t] = np.concatenate(found, axis=1)
        dh = dh + dZ[:, t] @ U.T
    return the_rest(X, cache, W, dZ)


def first_step_left_out(dA, X, cache, W, U):
    dZ = walk(dA, cache, U)
    dZ[:, 0] = 0
    return the_rest(X, cache, W, dZ)


def candidate_last(dA, X, cache, W, U):
    def join(found):
        return np.concatenate([found[0], found[1], found[3], found[2]], axis=1)

    return the_rest(X, cache, W, walk(dA, cache, U, join=join))


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
    return the_rest(X, cache, W, walk(dA, cache, U.T))


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


def inputs_last(dA, X, cache, W, U):
    dX, *rest = the_rest(X, cache, W, walk(dA, cache, U))
    return *rest, dX


def nothing_returned(dA, X, cache, W, U):
    print(the_rest(X, cache, W, walk(dA, cache, U)))


TIME, SHARED, BEFORE = "through-time", "shared-by-steps", "first-step"

WRONG_BACKWARDS = [
    Misconception(
        "from first to last",
        first_to_last,
        "The steps were taken from the first to the last. What a step is to blame for is known only when "
        "all later ones have sent back theirs.",
        TIME,
    ),
    Misconception(
        "nothing carried back",
        nothing_carried,
        "Each step hears only from its own output. It also made the state and the memory of the next step, "
        "and hears back from there.",
        TIME,
    ),
    Misconception(
        "state not carried back",
        state_not_carried,
        "What comes back to a state from the sums of the next step is missing: dz of that step goes "
        "through U, and adds to dA.",
        TIME,
    ),
    Misconception(
        "memory not carried back",
        memory_not_carried,
        "The gradient of the memory begins at 0 in every step. What the step before gave as dC_before is "
        "the dC of the one that comes now.",
        TIME,
    ),
    Misconception(
        "last gradient alone",
        last_gradient_alone,
        "Only the last state's gradient was used. Every state was handed to the layer above, so each step "
        "adds its own part of dA.",
        TIME,
    ),
    Misconception(
        "gradients piled up",
        piled_up,
        "The dh of a step was kept and that of the one before added to it. What goes on is only what came "
        "through dz and U: it takes the place of dh.",
        TIME,
    ),
    Misconception(
        "first step left out",
        first_step_left_out,
        "Your loop ends before the first step. Its sums saw x and W and b as all others did.",
        TIME,
    ),
    Misconception(
        "candidate last",
        candidate_last,
        "The four gradients were joined in the order i, f, o, g. They go back through the columns that they "
        "came from: i, f, g, o.",
        "blocks",
    ),
    Misconception(
        "memory after for before",
        memory_after,
        "The memory of the step itself was taken for the one before. At t the forget gate was laid on the "
        "memory that the step before had left.",
        BEFORE,
    ),
    Misconception(
        "memory before the first step",
        memory_wrapped_round,
        "Before the first step the last one was read: the index -1 counts from the end. There the memory "
        "and the state were 0.",
        BEFORE,
    ),
    Misconception(
        "state before the first step",
        state_wrapped_round,
        "In dU the first step met the state of the last: the index -1 counts from the end. Before the first "
        "step the state was 0.",
        BEFORE,
    ),
    Misconception(
        "state after for before",
        state_after,
        "dU was worked out with the state that a step gave. What U was multiplied by is the state that the "
        "step began with.",
        BEFORE,
    ),
    Misconception(
        "U not transposed",
        state_not_transposed,
        "The gradient went through U in the direction of forward. On the way back, the 4 blocks of dz have "
        "to meet those of U.",
        TIME,
    ),
    Misconception(
        "overwritten by each step",
        overwritten,
        "What the weights should change is that of one step alone: each step wrote over the others. All "
        "steps share the weights, and what is shared adds up.",
        SHARED,
    ),
    Misconception(
        "averaged over the steps",
        averaged_over_steps,
        "The gradients of the weights are too small by the number of steps. What each step asks for is "
        "added up, not averaged.",
        SHARED,
    ),
    Misconception(
        "averaged over the batch",
        averaged_over_the_batch,
        "The gradients of the weights are m times too small. If the loss is a mean, that m is in dA already.",
        SHARED,
    ),
    Misconception(
        "db not summed over the batch",
        bias_not_summed,
        "db still has a row for each sample, and b is one row that all samples and all steps share.",
        SHARED,
    ),
    Misconception(
        "dX in the order of the walk",
        inputs_in_the_order_of_the_walk,
        "dX has the steps from last to first, as they came. Its first step belongs to the first of X.",
        TIME,
    ),
    Misconception(
        "dA changed in place",
        in_place,
        "What came back from later steps was added into dA itself. The layer above may still need it: add "
        "into an array of your own.",
    ),
    Misconception(
        "dX last",
        inputs_last,
        "The gradients of the weights came first and dX behind them. What is asked for is dX, dW, dU, db.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Four arrays are asked for: dX, dW, dU, db.",
    ),
]
