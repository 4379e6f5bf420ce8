"""Wrong answers to lstm_step_backward, as students write them (step_backward_sentences.py has the words)."""

from __future__ import annotations

import numpy as np


def total(dh, dC, o, C):
    return dC + dh * o * (1 - np.tanh(C) ** 2)


def back(dC, dh, i, f, g, o, C, C_before):
    """All five, given what comes back to C on both ways."""
    dz_i = dC * g * i * (1 - i)
    dz_f = dC * C_before * f * (1 - f)
    dz_g = dC * i * (1 - g**2)
    dz_o = dh * np.tanh(C) * o * (1 - o)
    return dz_i, dz_f, dz_g, dz_o, dC * f


def not_by_the_state(dh, dC, i, f, g, o, C, C_before):
    return back(dC, dh, i, f, g, o, C, C_before)


def not_by_the_memory(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, 0, o, C), dh, i, f, g, o, C, C_before)


def memory_overwritten(dh, dC, i, f, g, o, C, C_before):
    dC_here = total(dh, dC, o, C)
    *gates, _ = back(dC_here, dh, i, f, g, o, C, C_before)
    return *gates, dC * f


def without_tanh(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o, dh, i, f, g, o, C, C_before)


def without_the_output_gate(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, dC, 1, C), dh, i, f, g, o, C, C_before)


def state_for_memory(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh, dh, i, f, g, o, C, C_before)


def slope_of_the_memory(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o * (1 - C**2), dh, i, f, g, o, C, C_before)


def slope_times_the_value(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o * np.tanh(C), dh, i, f, g, o, C, C_before)


def slope_without_the_square(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o * (1 - np.tanh(C)), dh, i, f, g, o, C, C_before)


def slope_by_the_state(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o * (1 - (o * np.tanh(C)) ** 2), dh, i, f, g, o, C, C_before)


def both_through_the_gate(dh, dC, i, f, g, o, C, C_before):
    return back(total(dC + dh, 0, o, C), dh, i, f, g, o, C, C_before)


def read_before_the_step(dh, dC, i, f, g, o, C, C_before):
    *found, _, _ = back(total(dh, dC, o, C_before), dh, i, f, g, o, C, C_before)
    return *found, dh * np.tanh(C_before) * o * (1 - o), total(dh, dC, o, C_before) * f


def other_factor_left_out(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    return dC * i * (1 - i), dC * f * (1 - f), dC * (1 - g**2), dh * o * (1 - o), dC


def half_of_the_slopes(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, dz_o = dC * g * (1 - i), dC * C_before * (1 - f), dh * np.tanh(C) * (1 - o)
    return dz_i, dz_f, dC * i * (1 - g), dz_o, dC * f


def square_of_the_difference(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, _, dz_o, dC_before = back(dC, dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dC * i * (1 - g) ** 2, dz_o, dC_before


def slope_on_the_memory(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    *gates, _ = back(dC, dh, i, f, g, o, C, C_before)
    return *gates, dC * f * (1 - f)


def memory_by_the_memory(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    *gates, _ = back(dC, dh, i, f, g, o, C, C_before)
    return *gates, dC * C_before


def memory_handed_on(dh, dC, i, f, g, o, C, C_before):
    *gates, _ = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return *gates, dC


def memory_unread(dh, dC, i, f, g, o, C, C_before):
    dz_i, dz_f, dz_g, _, dC_before = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dz_g, dh * C * o * (1 - o), dC_before


def output_gate_by_the_memory(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, dz_g, _, dC_before = back(dC, dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dz_g, dC * np.tanh(C) * o * (1 - o), dC_before


def without_slopes(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    return dC * g, dC * C_before, dC * i, dh * np.tanh(C), dC * f


def sigmoid_slope_for_g(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, _, dz_o, dC_before = back(dC, dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dC * i * g * (1 - g), dz_o, dC_before


def tanh_slope_for_gates(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, dz_o = dC * g * (1 - i**2), dC * C_before * (1 - f**2), dh * np.tanh(C) * (1 - o**2)
    return dz_i, dz_f, dC * i * (1 - g**2), dz_o, dC * f


def sigmoid_twice(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    slope_i, slope_f, slope_o = (np.exp(-gate) / (1 + np.exp(-gate)) ** 2 for gate in (i, f, o))
    dz_o = dh * np.tanh(C) * slope_o
    return dC * g * slope_i, dC * C_before * slope_f, dC * i * (1 - np.tanh(g) ** 2), dz_o, dC * f


def memory_after(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, dC, o, C), dh, i, f, g, o, C, C)


def factors_exchanged(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    _, dz_f, _, dz_o, dC_before = back(dC, dh, i, f, g, o, C, C_before)
    return dC * i * i * (1 - i), dz_f, dC * g * (1 - g**2), dz_o, dC_before


def memory_not_gated(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    *gates, _ = back(dC, dh, i, f, g, o, C, C_before)
    return *gates, dC


def averaged(dh, dC, i, f, g, o, C, C_before):
    return tuple(each / len(C) for each in back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before))


def summed(dh, dC, i, f, g, o, C, C_before):
    return tuple(each.sum(axis=0) for each in back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before))


def in_place(dh, dC, i, f, g, o, C, C_before):
    dC += dh * o * (1 - np.tanh(C) ** 2)
    return back(dC, dh, i, f, g, o, C, C_before)


def memory_first(dh, dC, i, f, g, o, C, C_before):
    *gates, dC_before = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return dC_before, *gates


def candidate_last(dh, dC, i, f, g, o, C, C_before):
    dz_i, dz_f, dz_g, dz_o, dC_before = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dz_o, dz_g, dC_before


def in_a_dict(dh, dC, i, f, g, o, C, C_before):
    return dict.fromkeys(("dz_i", "dz_f", "dz_g", "dz_o", "dC_before"), C)


def gates_alone(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)[:-1]


def joined(dh, dC, i, f, g, o, C, C_before):
    *gates, dC_before = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return np.concatenate(gates, axis=1), dC_before


def nothing_returned(dh, dC, i, f, g, o, C, C_before):
    print(back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before))
