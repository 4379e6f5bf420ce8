"""The mistakes that students make in the gates of an LSTM."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def s(z):
    return np.exp(-np.logaddexp(0, -z))


def gates(z):
    """i, f, g and o of z: what is right in the mistakes about C and h."""
    z_i, z_f, z_g, z_o = np.split(z, 4, axis=1)
    return s(z_i), s(z_f), np.tanh(z_g), s(z_o)


def written_and_read(C_before, i, f, g, o):
    """All six, with what is right in the mistakes about gates."""
    C = f * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def candidate_last(x, h_before, C_before, W, U, b):
    i, f, o, g = np.split(x @ W + h_before @ U + b, 4, axis=1)
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def forget_gate_first(x, h_before, C_before, W, U, b):
    f, i, g, o = np.split(x @ W + h_before @ U + b, 4, axis=1)
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def candidate_second(x, h_before, C_before, W, U, b):
    i, g, f, o = np.split(x @ W + h_before @ U + b, 4, axis=1)
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def interleaved(x, h_before, C_before, W, U, b):
    z = x @ W + h_before @ U + b
    return written_and_read(C_before, s(z[:, 0::4]), s(z[:, 1::4]), np.tanh(z[:, 2::4]), s(z[:, 3::4]))


def blocks_of_features(x, h_before, C_before, W, U, b):
    z, n = x @ W + h_before @ U + b, x.shape[1]
    i, f, g, o = (z[:, k * n : (k + 1) * n] for k in range(4))
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def sigmoid_for_g(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *np.split(s(x @ W + h_before @ U + b), 4, axis=1))


def tanh_for_all(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *np.split(np.tanh(x @ W + h_before @ U + b), 4, axis=1))


def sums_handed_back(x, h_before, C_before, W, U, b):
    z = x @ W + h_before @ U + b
    return *np.split(z, 4, axis=1), *written_and_read(C_before, *gates(z))[4:]


def bias_forgotten(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *gates(x @ W + h_before @ U))


def state_forgotten(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *gates(x @ W + b))


def memory_for_state(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *gates(x @ W + C_before @ U + b))


def both_exchanged(x, h_before, C_before, W, U, b):
    return written_and_read(h_before, *gates(x @ W + C_before @ U + b))


def state_beside_x(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *gates(np.hstack([h_before, x]) @ np.vstack([W, U]) + b))


SUMS, ORDER, MEMORY = "four-sums", "blocks", "memory"
OTHER_ORDER = "Your blocks are read in the order {}. Other books and libraries have it so; {}"

WRONG_GATES = [
    Misconception(
        "candidate last",
        candidate_last,
        OTHER_ORDER.format("i, f, o, g", "here, as in Keras and PyTorch, g comes before o."),
        ORDER,
    ),
    Misconception(
        "forget gate first",
        forget_gate_first,
        OTHER_ORDER.format("f, i, g, o", "here, as in Keras and PyTorch, i comes before f."),
        ORDER,
    ),
    Misconception(
        "candidate second",
        candidate_second,
        OTHER_ORDER.format("i, g, f, o", "here, as in Keras and PyTorch, f comes before g."),
        ORDER,
    ),
    Misconception(
        "every fourth column",
        interleaved,
        "Every fourth column was taken for a gate. The columns of one gate stand together: first all units "
        "of i, then all units of f, and so on.",
        ORDER,
    ),
    Misconception(
        "blocks as wide as x",
        blocks_of_features,
        "Your blocks are as wide as x has features. A gate has a number for each unit, so a block is as "
        "wide as the state.",
        ORDER,
    ),
    Misconception(
        "sigmoid for the candidate",
        sigmoid_for_g,
        "All four went through sigmoid, the candidate as well. It is no gate: what is written may be "
        "negative, so it goes through tanh.",
        SUMS,
    ),
    Misconception(
        "tanh for the gates",
        tanh_for_all,
        "All four went through tanh. A gate says which share passes, and a share lies between 0 and 1: only "
        "the candidate may be negative.",
        SUMS,
    ),
    Misconception(
        "sums handed back",
        sums_handed_back,
        "The four sums z came back in place of the gates. What is asked for is what sigmoid and tanh make of "
        "them.",
        SUMS,
    ),
    Misconception(
        "bias forgotten",
        bias_forgotten,
        "The products are right, and b is not in the sums. Each column of each block adds a bias of its own.",
        SUMS,
    ),
    Misconception(
        "state before forgotten",
        state_forgotten,
        "The sums know what comes in, and nothing of the state before: h_before and U are not in them.",
        SUMS,
    ),
    Misconception(
        "memory in place of the state",
        memory_for_state,
        "The sums were made with C_before. The gates see the state h_before; the memory itself goes past "
        "them.",
        SUMS,
    ),
    Misconception(
        "state and memory exchanged",
        both_exchanged,
        "h_before and C_before have changed places. The state meets U in the sums, and the memory is what "
        "the forget gate keeps.",
        MEMORY,
    ),
    Misconception(
        "state beside x, W over U",
        state_beside_x,
        "Side by side is a good way to make one product of two, and the order has to be the same in both: "
        "x meets W, and the state meets U.",
        SUMS,
    ),
]
