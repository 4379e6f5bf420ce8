"""Wrong gates of lstm_step, as students write them (the words are in gate_sentences.py)."""

from __future__ import annotations

import numpy as np


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


def read_as(order, C_before, z):
    """The blocks of z, read in another order than i, f, g, o."""
    z = dict(zip(order, np.split(z, 4, axis=1), strict=True))
    return written_and_read(C_before, s(z["i"]), s(z["f"]), np.tanh(z["g"]), s(z["o"]))


def candidate_last(x, h_before, C_before, W, U, b):
    return read_as("ifog", C_before, x @ W + h_before @ U + b)


def forget_gate_first(x, h_before, C_before, W, U, b):
    return read_as("figo", C_before, x @ W + h_before @ U + b)


def candidate_second(x, h_before, C_before, W, U, b):
    return read_as("igfo", C_before, x @ W + h_before @ U + b)


def forget_gate_first_candidate_last(x, h_before, C_before, W, U, b):
    return read_as("fiog", C_before, x @ W + h_before @ U + b)


def forget_gate_and_candidate_first(x, h_before, C_before, W, U, b):
    return read_as("fgio", C_before, x @ W + h_before @ U + b)


def output_gate_second(x, h_before, C_before, W, U, b):
    return read_as("iofg", C_before, x @ W + h_before @ U + b)


def candidate_first(x, h_before, C_before, W, U, b):
    return read_as("gifo", C_before, x @ W + h_before @ U + b)


def interleaved(x, h_before, C_before, W, U, b):
    z = x @ W + h_before @ U + b
    return written_and_read(C_before, s(z[:, 0::4]), s(z[:, 1::4]), np.tanh(z[:, 2::4]), s(z[:, 3::4]))


def blocks_of_features(x, h_before, C_before, W, U, b):
    z, n = x @ W + h_before @ U + b, x.shape[1]
    i, f, g, o = (z[:, k * n : (k + 1) * n] for k in range(4))
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def each_a_column(x, h_before, C_before, W, U, b):
    z = x @ W + h_before @ U + b
    return written_and_read(C_before, s(z[:, 0]), s(z[:, 1]), np.tanh(z[:, 2]), s(z[:, 3]))


def blocks_of_samples(x, h_before, C_before, W, U, b):
    z, m = x @ W + h_before @ U + b, len(x)
    i, f, g, o = (z[:, k * m : (k + 1) * m] for k in range(4))
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def split_along_samples(x, h_before, C_before, W, U, b):
    i, f, g, o = np.split(x @ W + h_before @ U + b, 4)
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def reshaped(x, h_before, C_before, W, U, b):
    i, f, g, o = (x @ W + h_before @ U + b).reshape(4, len(x), -1)
    return written_and_read(C_before, s(i), s(f), np.tanh(g), s(o))


def candidate_as_it_is(x, h_before, C_before, W, U, b):
    z_i, z_f, z_g, z_o = np.split(x @ W + h_before @ U + b, 4, axis=1)
    return written_and_read(C_before, s(z_i), s(z_f), z_g, s(z_o))


def one_added_to_the_forget_gate(x, h_before, C_before, W, U, b):
    z_i, z_f, z_g, z_o = np.split(x @ W + h_before @ U + b, 4, axis=1)
    return written_and_read(C_before, s(z_i), s(z_f + 1), np.tanh(z_g), s(z_o))


def sums_alone(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *np.split(x @ W + h_before @ U + b, 4, axis=1))


def sigmoid_for_g(x, h_before, C_before, W, U, b):
    return written_and_read(C_before, *np.split(s(x @ W + h_before @ U + b), 4, axis=1))


def sigmoid_before_tanh(x, h_before, C_before, W, U, b):
    i, f, g, o = np.split(s(x @ W + h_before @ U + b), 4, axis=1)
    return written_and_read(C_before, i, f, np.tanh(g), o)


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
