"""Wrong memories and states of lstm_step, as students write them (the words are in memory_sentences.py)."""

from __future__ import annotations

import numpy as np


def s(z):
    return np.exp(-np.logaddexp(0, -z))


def gates(x, h_before, W, U, b):
    """i, f, g and o, as they should be."""
    z_i, z_f, z_g, z_o = np.split(x @ W + h_before @ U + b, 4, axis=1)
    return s(z_i), s(z_f), np.tanh(z_g), s(z_o)


def right(x, h_before, C_before, W, U, b):
    """All six, as they should be."""
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def nothing_forgotten(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def input_gate_left_out(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * C_before + g
    return i, f, g, o, C, o * np.tanh(C)


def memory_left_out(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    return i, f, g, o, i * g, o * np.tanh(i * g)


def forgetting_turned_round(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = (1 - f) * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def one_gate_for_both(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * C_before + (1 - f) * g
    return i, f, g, o, C, o * np.tanh(C)


def gates_exchanged(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = i * C_before + f * g
    return i, f, g, o, C, o * np.tanh(C)


def state_kept(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * h_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def memory_squeezed(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = np.tanh(f * C_before + i * g)
    return i, f, g, o, C, o * C


def memory_squeezed_twice(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = np.tanh(f * C_before + i * g)
    return i, f, g, o, C, o * np.tanh(C)


def candidate_squeezed_twice(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * C_before + i * np.tanh(g)
    return i, f, g, o, C, o * np.tanh(C)


def input_gate_for_both(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = (1 - i) * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def both_forgotten(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * (C_before + i * g)
    return i, f, g, o, C, o * np.tanh(C)


def matrix_product(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f @ C_before + i @ g
    return i, f, g, o, C, o @ np.tanh(C)


def read_without_tanh(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, o * C


def tanh_of_the_product(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, np.tanh(o * C)


def read_through_sigmoid(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, o * s(C)


def input_gate_shows(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, i * np.tanh(C)


def forget_gate_shows(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, f * np.tanh(C)


def always_read(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, np.tanh(C)


def candidate_read(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, o * np.tanh(g)


def tanh_of_the_gate(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, np.tanh(o) * C


def old_memory_read(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, o * np.tanh(C_before)


def in_place(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C_before *= f
    C_before += i * g
    return i, f, g, o, C_before, o * np.tanh(C_before)


def state_first(x, h_before, C_before, W, U, b):
    i, f, g, o, C, h = right(x, h_before, C_before, W, U, b)
    return h, C, i, f, g, o


def memory_first(x, h_before, C_before, W, U, b):
    i, f, g, o, C, h = right(x, h_before, C_before, W, U, b)
    return C, h, i, f, g, o


def state_before_memory(x, h_before, C_before, W, U, b):
    i, f, g, o, C, h = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, h, C


def forget_gate_returned_first(x, h_before, C_before, W, U, b):
    i, f, g, o, C, h = right(x, h_before, C_before, W, U, b)
    return f, i, g, o, C, h


def candidate_returned_last(x, h_before, C_before, W, U, b):
    i, f, g, o, C, h = right(x, h_before, C_before, W, U, b)
    return i, f, o, g, C, h


def in_a_dict(x, h_before, C_before, W, U, b):
    return dict.fromkeys("ifgoCh", C_before)


def state_and_memory_alone(x, h_before, C_before, W, U, b):
    *_, C, h = right(x, h_before, C_before, W, U, b)
    return h, C


def memory_and_state_alone(x, h_before, C_before, W, U, b):
    return right(x, h_before, C_before, W, U, b)[4:]


def input_gate_alone(x, h_before, C_before, W, U, b):
    return (gates(x, h_before, W, U, b)[0],)


def nothing_returned(x, h_before, C_before, W, U, b):
    print(right(x, h_before, C_before, W, U, b))
